"""The engine inside the site's own database: found by the database's full text, put in order in Python."""

from collections.abc import Iterable

from search.engines.base import Found
from search.engines.embedded import ask, index
from search.models import SearchDocument
from search.query import AuthorisedQuery


class EmbeddedEngine:
    """See `search.engines.base.KeptEngine`. What it knows is written in the transaction of the ledger."""

    def write(self, documents: Iterable[SearchDocument]) -> None:
        index.write(documents)

    def search(self, query: AuthorisedQuery) -> Found:
        return ask.search(query)

    def listed(self, query: AuthorisedQuery) -> tuple[int, ...]:
        return ask.listed(query)

    def clear(self) -> None:
        index.clear()

    def put_in_order(self) -> None:
        """Let go of the words of what was taken out, which full text keeps for a while."""
        index.put_in_order()
