"""What each column of a mapping takes, in words, for those who fill a spreadsheet in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.imports.mapping import Mapping

TAKES = {
    "id": _("What tells the rows apart: each has its own and keeps it in every file. This column must be there."),
    "name": _("The name. Each row has one in at least one language."),
    "summary": _("One or two sentences, at most 300 characters."),
    "description": _("What they do, in some sentences."),
    "conditions": _("What they ask of people before they help."),
    "acronym": _("The short name, at most 40 characters."),
    "kind": _("What kind of entry it is, in a word for it in the mapping or by its code, such as helpline."),
    "places": _("Countries and regions, by name or code; several with semicolons or commas between them."),
    "countries": _("Codes of countries, such as KE; several with semicolons or commas between them."),
    "languages": _("Names or codes of languages; several with semicolons or commas between them."),
    "threats": _("Shared terms for threats; several with semicolons or commas between them."),
    "services": _("Shared terms for services; several with semicolons or commas between them."),
    "served": _("Shared terms for whom they serve; several with semicolons or commas between them."),
    "urgent": _("Yes or no; empty when nobody said."),
    "websites": _("Addresses with https://; several with semicolons between them."),
    "emails": _("E-mail addresses; several with semicolons between them."),
    "phones": _(
        "Numbers that begin with + and the code of the country; several with semicolons between them. “Office: "
        "+254 20 1234567 (mornings)” gives a label and a note."
    ),
    "ignore": _("It is kept beside the entry as it stands, and nothing is read from it."),
}


@dataclass(frozen=True)
class Column:
    """One column of a file: its heading, what it takes, and in which language, empty where it takes no words of one."""

    heading: str
    takes: Promise
    language: str


def columns_of(mapping: Mapping) -> list[Column]:
    """The columns that a file may have, in the order of the mapping."""
    held = ((heading, *target.partition(":")) for heading, target in mapping.columns.items())
    return [Column(heading, TAKES[kind], language) for heading, kind, _colon, language in held]
