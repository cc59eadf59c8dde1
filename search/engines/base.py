"""What every engine promises, whatever it is made of."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from search.models import SearchDocument
from search.query import AuthorisedQuery

OLDER = 0.8  # what the score of an older edition counts beside that of a current one


@dataclass(frozen=True)
class Found:
    """What an engine found.

    ids: of the documents on this page, best first; total: of all that match; facets: how many documents each value
    would show, by facet name, what was chosen in the same facet left aside; words: for each language, the words (as
    they are compared) that highlights mark; suggestion: the question with its misspelt words put right, if any;
    is_substitute: whether another engine than the one that was chosen answered, because that was away.
    """

    ids: tuple[int, ...]
    total: int
    facets: dict[str, Counter[str]]
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    suggestion: str | None = None
    is_substitute: bool = False


class Engine(Protocol):
    def search(self, query: AuthorisedQuery) -> Found:
        """Answer from what the query's viewer may read, and as if there were nothing else."""

    def listed(self, query: AuthorisedQuery) -> tuple[int, ...]:
        """The ids of one page of everything that the viewer may read, newest first; the text is not looked at."""


class KeptEngine(Engine, Protocol):
    """An engine that is told of changes at once."""

    def write(self, documents: Iterable[SearchDocument]) -> None:
        """Know these documents as they are now; those that were taken out are known no more."""

    def clear(self) -> None:
        """Know nothing."""
