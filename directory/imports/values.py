"""What the cells of a row mean: numbers, addresses, places, languages and answers, never guessed.

A cell that holds several values separates them by semicolons, words also by commas. What cannot be understood is
reported; contact methods are kept as they are, to be checked. A malformed code refuses the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content.countries import country_code, is_country
from content.languages import language_code
from content.names import folded
from directory.contact_values import cleaned_value
from directory.imports.mapping import Mapping
from directory.imports.report import Finding, Problem, Refusal
from directory.models import Answer, ContactKind, Kind

LANGUAGE_CODE = re.compile(r"^(?:[a-z]{2,3}|[A-Za-z]{1,3}(?:[-_][A-Za-z0-9]*)+)$")
COUNTRY_CODE = re.compile(r"^(?:[A-Z]{2,3}|[A-Z][0-9]|[0-9]{3})$")
IN_BRACKETS = re.compile(r"^(.*?)\s*(\(.*\))$", re.DOTALL)
TRAILING_NOTE = re.compile(r"^(.*?)\s*\(([^()]*[^\W\d][^()]*)\)$")
TEL = re.compile(r"[,\s]*\bTel\.?$", re.IGNORECASE)
MOST_VALUE = 500


@dataclass
class Reader:
    """Reads the cells of one row and notes what somebody should look at."""

    row: int
    mapping: Mapping
    findings: list[Finding] = field(default_factory=list)

    def note(self, column: str, value: str, problem: Problem) -> None:
        self.findings.append(Finding(self.row, column, value, problem))

    # -- Words -----------------------------------------------------------------------------------------------------

    def answer(self, column: str, cell: str) -> str:
        """Yes, no or not stated. “Yes!” is a yes; what is neither is reported and counts as not stated."""
        word = cell.strip().rstrip("!.").strip()
        meaning = self.mapping.meaning("answers", word) if word else Answer.UNKNOWN.value
        if meaning not in Answer.values:
            self.note(column, cell, Problem.UNKNOWN_ANSWER)
            return Answer.UNKNOWN.value
        return meaning

    def kind(self, column: str, cell: str) -> str:
        meaning = self.mapping.meaning("kinds", cell) if cell else ""
        if meaning is None and cell in Kind.values:
            return cell
        if meaning is None:
            self.note(column, cell, Problem.UNKNOWN_KIND)
        return meaning or ""

    def languages(self, column: str, cell: str) -> list[str]:
        """BCP 47 codes of names or codes. Raises Refusal for what is written like a code and is none."""
        codes = []
        for word in words_in(cell):
            code = self.mapping.meaning("languages", word) or language_code(word)
            if code:
                codes.append(code)
            elif LANGUAGE_CODE.match(word):
                raise Refusal(_("“%(code)s” is not a language code.") % {"code": word}, self.row, column)
            else:
                self.note(column, word, Problem.UNKNOWN_LANGUAGE)
        return list(dict.fromkeys(codes))

    def country_codes(self, column: str, cell: str) -> list[str]:
        """ISO 3166-1 codes of a column that holds nothing else. Raises Refusal for any other word."""
        for word in words_in(cell):
            if not is_country(word):
                raise Refusal(_("“%(code)s” is not a country code.") % {"code": word}, self.row, column)
        return list(dict.fromkeys(words_in(cell)))

    def terms(self, column: str, cell: str, table: str, known: dict[str, str]) -> list[str]:
        """Codes of shared terms. Arguments: known, codes by folded label."""
        codes: list[str] = []
        for word in words_in(cell):
            code = self.mapping.meaning(table, word) or known.get(folded(word))
            if code and code in known.values():
                codes.append(code)
            else:
                self.note(column, word, Problem.UNKNOWN_TERM)
        return list(dict.fromkeys(codes))

    # -- Contact methods -------------------------------------------------------------------------------------------

    def links(self, column: str, cell: str) -> Iterator[dict]:
        for piece in pieces_in(cell):
            kind = ContactKind.ONION if ".onion" in piece.casefold() else ContactKind.WEBSITE
            yield from self._contact(column, kind, piece, piece)

    def emails(self, column: str, cell: str) -> Iterator[dict]:
        for piece in pieces_in(cell):
            yield from self._contact(column, ContactKind.EMAIL, piece, piece)

    def phones(self, column: str, cell: str) -> Iterator[dict]:
        """Numbers with what stands before them as their label and a bracket after them as their note."""
        for piece in pieces_in(cell):
            before, colon, rest = piece.rpartition(":")
            label = TEL.sub("", before).strip(" ,") if colon else ""
            bracket = TRAILING_NOTE.match(rest.strip())
            numbers, note = bracket.groups() if bracket else (rest.strip(), "")
            for number in filter(None, (each.strip() for each in numbers.split(","))):
                yield from self._contact(column, ContactKind.PHONE, number, piece, label=label, note=note)

    def _contact(
        self, column: str, kind: str, value: str, piece: str, label: str = "", note: str = ""
    ) -> Iterator[dict]:
        if len(piece) > MOST_VALUE or len(label) > 160 or len(note) > 300:
            self.note(column, piece[:MOST_VALUE], Problem.TOO_LONG)
            return
        contact = {"column": column, "raw": value,
                   "kind": str(kind), "value": value, "label": label, "note": note, "to_be_checked": False}  # fmt: skip
        try:
            contact["value"] = cleaned_value(kind, value)
        except ValidationError:
            contact["to_be_checked"] = True
            self.note(column, value, Problem.TO_BE_CHECKED)
        yield contact


@dataclass
class Places:
    """Where somebody works, as far as a cell says it."""

    worldwide: bool = False
    regions: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    inexact: bool = False  # whether the cell's own words say more than these codes


def places_in(reader: Reader, column: str, cell: str, regions: dict[str, str]) -> Places:
    """The places of a cell. Arguments: regions, codes of the network's regions by folded label.

    Raises Refusal for what is written like a country's code and is none.
    """
    places = Places()
    for word in words_in(cell):
        name, bracket = _without_bracket(word)
        if bracket:
            reader.note(column, bracket, Problem.UNKNOWN_PLACE)
            places.inexact = True
        _place(reader, column, name, regions, places)
    return places


def _place(reader: Reader, column: str, name: str, regions: dict[str, str], places: Places) -> None:
    region = reader.mapping.meaning("places", name) or regions.get(folded(name))
    wider = reader.mapping.meaning("wider_places", name)
    country = country_code(name)
    if region == "worldwide":
        places.worldwide = True
    elif region in regions.values():
        _add(places.regions, region)
    elif wider in regions.values():
        _add(places.regions, wider)
        places.inexact = True
        reader.note(column, name, Problem.WIDER_PLACE)
    elif country:
        _add(places.countries, country)
    elif COUNTRY_CODE.match(name):
        raise Refusal(_("“%(code)s” is not a country code.") % {"code": name}, reader.row, column)
    else:
        places.inexact = True
        reader.note(column, name, Problem.UNKNOWN_PLACE)


def _add(codes: list[str], code: str | None) -> None:
    if code and code not in codes:
        codes.append(code)


def _without_bracket(word: str) -> tuple[str, str]:
    match = IN_BRACKETS.match(word)
    return match.groups() if match and match[1] else (word, "")  # type: ignore[return-value]  # two groups


# -- Lists ---------------------------------------------------------------------------------------------------------


def pieces_in(cell: str) -> list[str]:
    """The values of a cell that separates them by semicolons."""
    return [piece for piece in (part.strip() for part in cell.split(";")) if piece]


def words_in(cell: str) -> list[str]:
    """The words of a cell that separates them by semicolons or commas; those in brackets do not separate."""
    words, word, depth = [], "", 0
    for letter in cell:
        depth = max(0, depth + (letter == "(") - (letter == ")"))
        if letter in ";," and not depth:
            words.append(word)
            word = ""
        else:
            word += letter
    return [each for each in (part.strip() for part in [*words, word]) if each]
