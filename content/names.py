"""How a table of codes with names in four languages is read: by code for showing, by name for importing."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language


class NameTable:
    """Codes with their names, read once from a file beside this module.

    Arguments: file, its name: tab-separated, comments with #, first row the columns, of which `code` and one for each
    language are names; aliases, further names by which imports may know a code.
    """

    def __init__(self, file: str, aliases: Mapping[str, str]) -> None:
        lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        self.rows = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
        self._codes = _codes_by_name(self.rows)
        self._codes |= {folded(name): code for name, code in aliases.items()}

    def name(self, code: str, language: str | None = None) -> str:
        """The name in a language of the site, the active one when none is given; an unknown code is its own name."""
        row = self.rows.get(code)
        language = language or get_language() or ""
        return (row.get(language.split("-")[0]) or row["en"]) if row else code

    def choices(self, language: str | None = None) -> list[tuple[str, str]]:
        """All (code, name), in the order of the names in that language."""
        pairs = [(code, self.name(code, language)) for code in self.rows]
        return sorted(pairs, key=lambda pair: folded(pair[1]))

    def code(self, name: str) -> str | None:
        """The code for a name in any language of the site, or for the code itself; None for what is no known name."""
        return self._codes.get(folded(name))


def _codes_by_name(rows: Mapping[str, Mapping[str, str]]) -> dict[str, str | None]:
    """Codes by folded name; a name that two of them have stands for neither, and a code stands for itself."""
    codes: dict[str, str | None] = {}
    for code, row in rows.items():
        for name in {folded(row[column]) for column in ("own", *dict(settings.LANGUAGES)) if row.get(column)}:
            codes[name] = None if name in codes else code
    return codes | {folded(code): code for code in rows}


def folded(name: str) -> str:
    """A name without case, accents and outer space, by which names are compared and put in order."""
    letters = unicodedata.normalize("NFKD", name.replace("’", "'").strip())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
