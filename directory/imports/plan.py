"""What each row would have its entry say, as plain data that can be kept and compared with the next file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from content.names import folded
from content.terms import Branch, Term
from directory.content import LANGUAGES
from directory.imports.mapping import TEXTS, Mapping
from directory.imports.reading import Row
from directory.imports.report import Finding, Problem
from directory.imports.values import Reader, places_in
from directory.models import Answer

BRANCHES = {"threats": Branch.THREAT, "services": Branch.NEED, "served": Branch.SERVED}
MOST = {"summary": 300, "acronym": 40, "coverage_note": 300}
Progress = Callable[[int, int], None]
Known = dict[str, dict[str, str]]  # codes by folded label, by branch


@dataclass(frozen=True)
class Plan:
    """What one row says.

    fields: columns of Entry with their values, those that the row leaves empty included, so that the next file can
    take something back; terms: codes by many-to-many column; contacts: in the order of the row.
    """

    source_id: str
    name: str
    row: dict[str, str]
    fields: dict[str, Any]
    terms: dict[str, list[str]]
    contacts: list[dict]

    def as_data(self) -> dict[str, Any]:
        return {"fields": self.fields, "terms": self.terms, "contacts": self.contacts}


def plan_rows(rows: list[Row], mapping: Mapping, progress: Progress) -> tuple[list[Plan], list[Finding]]:
    """The plans of all rows and what was found in them. Raises Refusal for malformed codes."""
    known = _known_terms()
    plans, findings = [], []
    for done, row in enumerate(rows, start=1):
        reader = Reader(row.number, mapping)
        plans.append(_plan(row, reader, known))
        findings += reader.findings
        progress(done, len(rows))
    return plans, findings


def _known_terms() -> Known:
    """The codes of all shared terms by their labels in every language, and by themselves."""
    known: Known = {branch: {} for branch in Branch.values}
    for term in Term.objects.all():
        labels = (getattr(term, f"label_{language}") for language in LANGUAGES)
        known[term.branch] |= {folded(label): term.code for label in (term.code, *labels) if label}
    return known


def _plan(row: Row, reader: Reader, known: Known) -> Plan:
    fields: dict[str, Any] = {}
    terms: dict[str, list[str]] = {}
    contacts: list[dict] = []
    for column, cell in row.cells.items():
        target = reader.mapping.columns[column]
        if ":" in target:
            _text(reader, column, target, cell, fields)
        elif target in BRANCHES:
            terms[target] = reader.terms(column, cell, target, known[BRANCHES[target]])
        elif target == "places":
            _places(reader, column, cell, known, fields, terms)
        elif target in ("websites", "emails", "phones"):
            read = {"websites": reader.links, "emails": reader.emails, "phones": reader.phones}[target]
            contacts += read(column, cell)
        else:
            _word(reader, column, target, cell, fields)
    names = [fields.get(f"name_{language}", "") for language in LANGUAGES]
    source_id = row.cells[reader.mapping.column_of("id")]
    return Plan(source_id, next(filter(None, names)), row.cells, fields, terms, contacts)


def _text(reader: Reader, column: str, target: str, cell: str, fields: dict[str, Any]) -> None:
    kind, _colon, language = target.partition(":")
    fields[f"{TEXTS[kind]}_{language}"] = _fitting(reader, column, TEXTS[kind], cell)


def _places(
    reader: Reader, column: str, cell: str, known: Known, fields: dict[str, Any], terms: dict[str, list[str]]
) -> None:
    places = places_in(reader, column, cell, known[Branch.REGION])
    fields["worldwide"], fields["countries"] = places.worldwide, places.countries
    terms["regions"] = places.regions
    note = cell if places.inexact else ""
    fields[f"coverage_note_{reader.mapping.language}"] = _fitting(reader, column, "coverage_note", note)


def _word(reader: Reader, column: str, target: str, cell: str, fields: dict[str, Any]) -> None:
    if target == "urgent":
        fields["urgent_appeals"] = reader.answer(column, cell)
    elif target == "kind":
        fields["kind"] = reader.kind(column, cell)
    elif target == "languages":
        fields["languages"] = reader.languages(column, cell)
    elif target == "countries":
        fields["countries"] = reader.country_codes(column, cell)
    elif target == "acronym":
        fields["acronym_en"] = _fitting(reader, column, "acronym", cell)


def _fitting(reader: Reader, column: str, name: str, text: str) -> str:
    if len(text) <= MOST.get(name, len(text)):
        return text
    reader.note(column, text[:60] + "…", Problem.TOO_LONG)
    return ""


def defaults(name: str) -> Any:
    """What a column of Entry holds when a file says nothing about it any more."""
    return {"worldwide": False, "countries": [], "languages": [], "urgent_appeals": Answer.UNKNOWN.value}.get(name, "")
