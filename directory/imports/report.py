"""What an import found and did, as data: the command and the screen show the same."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Problem(StrEnum):
    """Why a value was not taken as it stands."""

    TO_BE_CHECKED = "to-be-checked"
    UNKNOWN_LANGUAGE = "unknown-language"
    UNKNOWN_PLACE = "unknown-place"
    WIDER_PLACE = "wider-place"
    UNKNOWN_TERM = "unknown-term"
    UNKNOWN_ANSWER = "unknown-answer"
    UNKNOWN_KIND = "unknown-kind"
    TOO_LONG = "too-long"


PROBLEM_WORDS: dict[Problem, str | Promise] = {
    Problem.TO_BE_CHECKED: _("kept as a contact method to be checked, not listed"),
    Problem.UNKNOWN_LANGUAGE: _("no language that we know by this name"),
    Problem.UNKNOWN_PLACE: _("no country or region that we know by this name"),
    Problem.WIDER_PLACE: _("counted under the region around it; the words are kept as a note"),
    Problem.UNKNOWN_TERM: _("none of the network’s shared terms"),
    Problem.UNKNOWN_ANSWER: _("neither yes nor no; kept as not stated"),
    Problem.UNKNOWN_KIND: _("no kind of entry that we know; kept as not stated"),
    Problem.TOO_LONG: _("too long for its place; kept in the source row only"),
}


@dataclass(frozen=True)
class Finding:
    """One value that somebody should look at. row counts the lines of the table, the header being 1."""

    row: int
    column: str
    value: str
    problem: Problem

    @property
    def words(self) -> str:
        return str(PROBLEM_WORDS[Problem(self.problem)])


@dataclass(frozen=True)
class Refusal(Exception):  # noqa: N818 - it is what happens to the file, in the words of the people
    """Why a whole file is refused. row and column are empty where the fault is the file's as a whole."""

    message: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        if self.row is None:
            return self.message
        if not self.column:
            return str(_("Row %(row)d: %(message)s") % {"row": self.row, "message": self.message})
        values = {"row": self.row, "column": self.column, "message": self.message}
        return str(_("Row %(row)d, column “%(column)s”: %(message)s") % values)


@dataclass
class Report:
    """What an import found and, unless it was a trial, did.

    made, changed, unchanged: names of entries; withdrawn: names of entries that the source no longer has;
    urgent: how many rows answer yes, no or nothing; dry_run: nothing was written.
    """

    rows: int = 0
    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    withdrawn: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    urgent: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    dry_run: bool = False

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Report":
        findings = [Finding(**{**row, "problem": Problem(row["problem"])}) for row in data.get("findings", [])]
        return cls(**{**data, "findings": findings})

    @property
    def unknown_terms(self) -> list[tuple[str, int]]:
        """The words that are none of the shared terms, the most frequent first."""
        counts = Counter(each.value for each in self.findings if each.problem == Problem.UNKNOWN_TERM)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
