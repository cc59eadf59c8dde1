"""Which column of a file holds what, and which of its words mean what: read from a small TOML file."""

import tomllib
from collections.abc import Mapping as Words
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from content.names import folded
from directory.content import LANGUAGES
from directory.imports.report import Refusal
from directory.models import Kind

DEFAULT = Path(__file__).with_name("spreadsheet.toml")
TEXTS = {"name": "name", "summary": "summary", "description": "description", "conditions": "preconditions"}
PLAIN = frozenset(
    "id acronym kind places countries languages threats services served urgent websites emails phones ignore".split()
)
DELIMITERS = (",", ";", "\t")
TABLES = ("kinds", "answers", "threats", "services", "served", "wider_places", "places", "languages")


@dataclass(frozen=True)
class Mapping:
    """How one kind of file is read.

    source: under which name its rows are remembered; columns: what each column holds; language: of labels and notes,
    which have no column for each language; words: tables of words by name, their keys without case and accents.
    """

    source: str
    columns: Words[str, str]
    licence: str = ""
    delimiter: str = ","
    language: str = "en"
    words: Words[str, Words[str, str]] = field(default_factory=dict)

    def column_of(self, target: str) -> str:
        """The column that holds this; empty when none does."""
        return next((column for column, held in self.columns.items() if held == target), "")

    def meaning(self, table: str, word: str) -> str | None:
        """What a word means in one of the tables, None when it is not there."""
        return self.words.get(table, {}).get(folded(word))


def read_mapping(path: Path | None = None) -> Mapping:
    """The mapping in this TOML file, the one for secretariats' spreadsheets when none is given.

    Raises Refusal, naming what is wrong, when it cannot be read or says something that means nothing.
    """
    try:
        text = (path or DEFAULT).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(_("The mapping cannot be read: %(error)s") % {"error": error}) from error
    return parse_mapping(text)


def parse_mapping(text: str) -> Mapping:
    """The mapping that this TOML text describes. Raises Refusal as `read_mapping` does."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(_("The mapping cannot be read: %(error)s") % {"error": error}) from error
    columns = _columns(data)
    return Mapping(
        source=_text(data, "source") or _refuse(_("The mapping must name its source.")),
        columns=columns,
        licence=_text(data, "licence"),
        delimiter=_delimiter(data),
        language=_language(data),
        words={name: _words(data, name) for name in TABLES},
    )


def _delimiter(data: dict[str, Any]) -> str:
    delimiter = _text(data, "delimiter") or ","
    return delimiter if delimiter in DELIMITERS else _refuse(_("The delimiter must be a comma, semicolon or tab."))


def _language(data: dict[str, Any]) -> str:
    language = _text(data, "language") or LANGUAGES[0]
    return language if language in LANGUAGES else _refuse(_("The language must be one of this site."))


def _columns(data: dict[str, Any]) -> dict[str, str]:
    columns: dict[str, str] = data.get("columns") or {}
    if not isinstance(columns, dict) or "id" not in columns.values():
        _refuse(_("The mapping must say which column holds the id."))
    for column, target in columns.items():
        kind, _colon, language = str(target).partition(":")
        known = target in PLAIN if not language else kind in TEXTS and language in LANGUAGES
        if not known:
            _refuse(_("Column “%(column)s”: “%(target)s” is nothing that an entry holds.")
                    % {"column": column, "target": target})  # fmt: skip
    if not any(target.startswith("name:") for target in columns.values()):
        _refuse(_("The mapping must say which column holds a name."))
    held = [target for target in columns.values() if target != "ignore"]
    if len(set(held)) != len(held):
        _refuse(_("The mapping gives two columns for the same thing."))
    return columns


def _words(data: dict[str, Any], name: str) -> dict[str, str]:
    table = data.get(name, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        _refuse(_("The table “%(name)s” of the mapping must hold words.") % {"name": name})
    if name == "kinds" and not set(table.values()) <= set(Kind.values):
        _refuse(_("The table “%(name)s” of the mapping must hold words.") % {"name": name})
    return {folded(word): meaning for word, meaning in table.items()}


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name, "")
    return value if isinstance(value, str) else _refuse(_("“%(name)s” must be a text.") % {"name": name})


def _refuse(message: str) -> Any:
    raise Refusal(message)
