"""How what a form must not name is taken out of it before it comes back: the boxes of what was chosen show titles,
pictures and addresses, and for an id that somebody only guessed they would tell what it stands for."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict

# Numbers by which a form keeps its rows and blocks in order; they name nothing.
OF_THE_FORM = ("-count", "-order", "-deleted", "-type", "-ORDER", "_FORMS")
NOWHERE = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": ""}}


def without(sent: Mapping[str, Any], ids: Collection[str], *, field: str) -> MultiValueDict:
    """What was sent, with these ids left empty wherever they stand in this field or in the rows and blocks below it.

    Arguments: ids, as they are written in a form; field, the name of the field as it was sent.
    All else that was typed is kept; a number of its own that is equal to such an id is not told from it.
    """
    # A form made by a program may be given a plain dictionary.
    kept = sent.copy() if isinstance(sent, MultiValueDict) else MultiValueDict({name: [sent[name]] for name in sent})
    for name in list(kept):
        if name == field or (name.startswith(f"{field}-") and not name.endswith(OF_THE_FORM)):
            kept.setlist(name, [_cleared(value, ids) for value in kept.getlist(name)])
    return kept


def _cleared(value: Any, ids: Collection[str]) -> Any:
    if str(value) in ids:
        return ""
    if not isinstance(value, str):
        return value
    return _cleared_text(value, ids) if value.startswith("{") and "entityMap" in value else value


def _cleared_text(value: str, ids: Collection[str]) -> str:
    """Rich text as the editor sends it, in which links to these ids lead nowhere; their words stay."""
    try:
        text = json.loads(value)
        links = text["entityMap"]
        text["entityMap"] = {
            key: NOWHERE if str(link["data"].get("id")) in ids else link for key, link in links.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    return json.dumps(text)
