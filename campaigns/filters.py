"""Which choices a list of campaigns offers, how many each would leave, and what was chosen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.listing import Row
from campaigns.models import State
from content.terms import Branch

# The branches that name people; subjects, which a campaign is found by too, are nobody.
PEOPLE = (Branch.SERVED, Branch.PROFESSION)


@dataclass(frozen=True)
class Choice:
    """One value of a facet. count: how many campaigns it would leave, given what is chosen in the other facets."""

    value: str
    label: str | Promise
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One question: its name in the address, its words, its choices."""

    name: str
    label: str | Promise
    choices: list[Choice]

    @property
    def is_open(self) -> bool:
        return any(choice.chosen for choice in self.choices)


@dataclass(frozen=True)
class _Question:
    name: str
    label: str | Promise
    values: Callable[[Row], Iterable[tuple[str, str | Promise]]]


def _whom(row: Row) -> list[tuple[str, str]]:
    # A code is unique in its branch only: a lawyer may be whom it is for, or a profession.
    return [(f"{term.branch}.{term.code}", term.label) for term in row.terms if term.branch in PEOPLE]


def _state(row: Row) -> list[tuple[str, str | Promise]]:
    return [(row.state.value, row.state.label)]


def _organisation(row: Row) -> list[tuple[str, str]]:
    return [(owner.slug, owner.name) for owner in row.owners]


QUESTIONS = (
    _Question("for", _("For whom"), _whom),
    _Question("state", _("State"), _state),
    _Question("organisation", _("Organisation"), _organisation),
)


class Choices:
    """What the reader chose among these campaigns: OR within a question, AND across them.

    Arguments: rows, all campaigns that the reader may open, so that no choice names what they may not know of;
    sent, the parameters of the address, of which unknown values count for nothing.
    """

    def __init__(self, rows: list[Row], sent: QueryDict) -> None:
        self._all = rows
        self._known = {question.name: self._labels(question) for question in QUESTIONS}
        self._chosen = {
            question.name: frozenset(sent.getlist(question.name)) & self._known[question.name].keys()
            for question in QUESTIONS
        }
        self.rows = [row for row in rows if self._fits(row)]
        self.facets = [self._facet(question) for question in QUESTIONS]

    @property
    def is_empty(self) -> bool:
        return not self._all

    @property
    def is_narrowed(self) -> bool:
        return any(self._chosen.values())

    @property
    def query(self) -> str:
        """What was chosen, as it stands in an address."""
        query = QueryDict(mutable=True)
        for name, values in self._chosen.items():
            query.setlist(name, sorted(values)) if values else None
        return query.urlencode()

    def _labels(self, question: _Question) -> dict[str, str | Promise]:
        return dict(pair for row in self._all for pair in question.values(row))

    def _fits(self, row: Row, *, leaving_out: str = "") -> bool:
        for question in QUESTIONS:
            chosen = self._chosen[question.name]
            if chosen and question.name != leaving_out and not chosen & {value for value, _l in question.values(row)}:
                return False
        return True

    def _facet(self, question: _Question) -> Facet:
        left = [row for row in self._all if self._fits(row, leaving_out=question.name)]
        chosen = self._chosen[question.name]
        choices = [
            Choice(value, label, sum(value in dict(question.values(row)) for row in left), value in chosen)
            for value, label in self._known[question.name].items()
        ]
        return Facet(question.name, question.label, sorted(choices, key=_order))


def _order(choice: Choice) -> tuple[int, str]:
    states = list(State.values)
    return (states.index(choice.value) if choice.value in states else 0, str(choice.label))
