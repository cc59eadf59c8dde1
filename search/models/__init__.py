"""What search keeps: the ledger of everything that can be found, and the tables of its engines."""

from search.models.copies import IndexCopy
from search.models.embedded import IndexGram, IndexRow, IndexTerm, IndexTotals, IndexWords
from search.models.ledger import SearchDocument, SearchFacet

__all__ = [
    "IndexCopy",
    "IndexGram",
    "IndexRow",
    "IndexTerm",
    "IndexTotals",
    "IndexWords",
    "SearchDocument",
    "SearchFacet",
]
