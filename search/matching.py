"""What does a question ask of a full-text index: which words, how much does each say, in what syntax?"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

# How many of a word's near words are looked for, and weigh as much as the question lets them.
NEAREST = 3
# Of fewer documents, half may well speak of the one thing that the whole site is about.
FEW_DOCUMENTS = 50


class Near(NamedTuple):
    """A word of the index that may have been meant: itself, as it is compared, and the edits between."""

    word: str
    stem: str
    edits: int


@dataclass(frozen=True)
class Term:
    """One word of a question as it is compared, and the words that may have been meant, nearest first."""

    stem: str
    near: tuple[Near, ...] = ()

    @property
    def nearest(self) -> tuple[Near, ...]:
        """The near words that candidates are looked for with."""
        return self.near[:NEAREST]


@dataclass(frozen=True)
class Question:
    """A question understood in one language.

    order: its words as they are compared, in reading order, with repetitions; terms: each of them once; documents: how
    many documents the language has; frequencies: in how many of them the words and their near words are; suggestion:
    the question with its misspelt words put right, if any; near: for each word that may be misspelt, folded,
    those that may have been meant, nearest first.
    """

    order: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    documents: int = 0
    frequencies: Mapping[str, int] = field(default_factory=dict)
    suggestion: str | None = None
    near: Mapping[str, tuple[Near, ...]] = field(default_factory=dict)

    def information(self, stem: str) -> float:
        """How much a word tells about a document: the inverse document frequency of BM25, above 0."""
        found = min(max(self.frequencies.get(stem, 0), 1), max(self.documents, 1))
        return math.log(1 + (self.documents - found + 0.5) / (found + 0.5)) if self.documents else 1.0

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """The words, near ones too, that tell documents apart.

        Without words of more than half of the documents, unless there are no others.
        """
        return _with_near([term for term in self.terms if not self._is_frequent(term)] or self.terms)

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """The words, near ones too, any of which makes a document a candidate.

        Those that tell documents apart; where there are only few documents all, but for the digits that begin every
        telephone number of a country.
        """
        if self.documents >= FEW_DOCUMENTS:
            return self.telling
        kept = [term for term in self.terms if not (term.stem.isdigit() and self._is_frequent(term))]
        return _with_near(kept or self.terms)

    def _is_frequent(self, term: Term) -> bool:
        return self.frequencies.get(term.stem, 0) * 2 > self.documents

    @property
    def marked(self) -> frozenset[str]:
        """The words that highlights mark."""
        return frozenset(self.telling)


def _with_near(terms: Iterable[Term]) -> tuple[str, ...]:
    """The words as they are compared, each followed by its nearest words, each once."""
    found = (stem for term in terms for stem in (term.stem, *(near.stem for near in term.nearest)))
    return tuple(dict.fromkeys(found))


def fts5_expression(words: Iterable[str]) -> str:
    """Return an FTS5 expression that any of these words matches, to be bound as a parameter; "" when there is none.

    Each word is a quoted string, in which FTS5 knows no operators, columns or prefixes
    (https://www.sqlite.org/fts5.html#fts5_strings).
    """
    return " OR ".join('"' + word.replace('"', '""') + '"' for word in _bindable(words))


def tsquery_expression(words: Iterable[str]) -> str:
    """Return the text of a PostgreSQL tsquery that any of these words matches, to be bound; "" when there is none.

    Each word is a quoted lexeme, to be read by `::tsquery` or `to_tsquery('simple', …)`
    (https://www.postgresql.org/docs/current/datatype-textsearch.html).
    """
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in _bindable(words))
    return " | ".join(f"'{word}'" for word in quoted)


def _bindable(words: Iterable[str]) -> list[str]:
    """The words without what no database takes: NUL and half characters, and words that are nothing else."""
    cleaned = ("".join(one for one in word if one != "\0" and not "\ud800" <= one <= "\udfff") for word in words)
    return [word for word in cleaned if word.strip()]
