"""How what a form must not name is taken out of it before it comes back: the boxes of what was chosen show titles,
pictures and addresses, and for an id that somebody only guessed they would tell what it stands for."""

import json
from collections.abc import Collection, Iterable, Mapping
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
    kept = MultiValueDict(dict(_lists(sent)))
    for name in list(kept):
        if _is_of(name, field) and not name.endswith(OF_THE_FORM):
            kept.setlist(name, [_cleared(value, ids) for value in kept.getlist(name)])
    return kept


def without_all(sent: Mapping[str, Any], *, field: str) -> MultiValueDict:
    """What was sent, without anything of this field: for what names such ids in a way that `without` does not know."""
    kept = MultiValueDict({name: values for name, values in _lists(sent) if not _is_of(name, field)})
    if f"{field}-count" in sent:
        kept[f"{field}-count"] = "0"
    return kept


def words_of_links(sent: Mapping[str, Any], ids: Collection[str], *, field: str) -> list[str]:
    """The words that are links to these ids in the rich text of this field and below it, as they were typed."""
    texts = (_text(value) for name, values in _lists(sent) if _is_of(name, field) for value in values)
    return [words for text in texts if text is not None for words in _linked(text, ids)]


def _lists(sent: Mapping[str, Any]) -> Iterable[tuple[str, list]]:
    # A form made by a program may be given a plain dictionary.
    return sent.lists() if isinstance(sent, MultiValueDict) else ((name, [sent[name]]) for name in sent)


def _is_of(name: str, field: str) -> bool:
    return name == field or name.startswith(f"{field}-")


def _cleared(value: Any, ids: Collection[str]) -> Any:
    if _id(value) in ids:
        return ""
    text = _text(value)
    return value if text is None else _cleared_text(text, ids)


def _id(value: Any) -> str:
    """A number in the one way in which ids are written here: “07” is found in the database just like “7”."""
    try:
        return str(int(value))
    except (TypeError, ValueError, OverflowError):
        return str(value)


def _text(value: Any) -> dict[str, Any] | None:
    """Rich text as the editor sends it; None for anything else."""
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return None
    try:
        text = json.loads(value)
    except ValueError:
        return None
    return text if isinstance(text, dict) and "entityMap" in text else None


def _cleared_text(text: dict[str, Any], ids: Collection[str]) -> str:
    """Rich text in which links to these ids lead nowhere; their words stay."""
    try:
        links = text["entityMap"].items()
        return json.dumps(text | {"entityMap": {key: NOWHERE if _leads_to(link, ids) else link for key, link in links}})
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""


def _linked(text: dict[str, Any], ids: Collection[str]) -> list[str]:
    try:
        keys = {str(key) for key, link in text["entityMap"].items() if _leads_to(link, ids)}
        return [
            block["text"][link["offset"] :][: link["length"]]
            for block in text["blocks"]
            for link in block["entityRanges"]
            if str(link["key"]) in keys
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def _leads_to(link: dict[str, Any], ids: Collection[str]) -> bool:
    return _id(link["data"].get("id")) in ids
