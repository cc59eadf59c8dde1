"""In which order are the candidates shown that a full-text index found?

BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over title, headings and body, with a
share for words that stand together as in the question, and one for the field that answers best by itself.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from search.matching import Question

WEIGHTS = (3.0, 2.0, 1.0)  # of title, headings, body
SATURATION = 1.2  # k1: how soon more of the same word says nothing more
LENGTH = 0.5  # b: how much a long field makes a word in it say less
PAIRS = 0.5
BEST_FIELD = 0.3
EDIT_IN_ALL = 0.5  # what a near word weighs for each edit, in all fields together
EDIT_IN_FIELD = 0.6  # … and in a field by itself


class Candidate(NamedTuple):
    """A document to rank: its id, and its words as they are compared, each field one string (see `analysis.stored`)."""

    id: int
    title: str
    headings: str
    body: str


class Ranked(NamedTuple):
    """A document in its place, and the score that put it there."""

    id: int
    score: float


class _Slot(NamedTuple):
    """What counts as a word of the question: its number among them, and what an occurrence weighs."""

    term: int
    in_all: float
    in_field: float


def rank(question: Question, candidates: Iterable[Candidate], lengths: Sequence[float]) -> list[Ranked]:
    """Return the candidates, best first; equal ones in the order of their ids.

    `lengths`: how many words title, headings and body have on average in the documents of the question's language,
    counted in what is stored for ranking.
    """
    slots, pairs = _slots(question), _pairs(question)
    averages = [length or 1.0 for length in lengths]
    scorer = _Scorer(slots, pairs, averages, len(question.terms))
    ranked = [Ranked(candidate.id, scorer.score(candidate[1:])) for candidate in candidates]
    return sorted(ranked, key=lambda one: (-one.score, one.id))


def _slots(question: Question) -> dict[str, list[_Slot]]:
    """For each word that counts, what it counts as."""
    slots: dict[str, list[_Slot]] = {}
    for number, term in enumerate(question.terms):
        information = question.information(term.stem)
        slots.setdefault(term.stem, []).append(_Slot(number, information, information))
        for near in term.near:
            information = question.information(near.stem)
            in_all = information * EDIT_IN_ALL**near.edits if near in term.nearest else 0.0
            slots.setdefault(near.stem, []).append(_Slot(number, in_all, information * EDIT_IN_FIELD**near.edits))
    return slots


def _pairs(question: Question) -> frozenset[tuple[str, str]]:
    """The neighbours in the question, and in what it may have meant."""
    forms = {term.stem: [term.stem, *(near.stem for near in term.nearest)] for term in question.terms}
    return frozenset((a, b) for one, two in pairwise(question.order) for a in forms[one] for b in forms[two])


class _Scorer:
    """Scores the documents of one question."""

    def __init__(
        self,
        slots: dict[str, list[_Slot]],
        pairs: frozenset[tuple[str, str]],
        averages: Sequence[float],
        terms: int,
    ) -> None:
        self.slots, self.pairs, self.averages, self.terms = slots, pairs, averages, terms

    def score(self, fields: Sequence[str]) -> float:
        """The score of one document, from its title, headings and body."""
        together: dict[str, float] = {}
        neighbours, best = 0.0, 0.0
        slots = self.slots
        for weight, average, field in zip(WEIGHTS, self.averages, fields, strict=True):
            words = field.split(" ")
            hits = [(place, word) for place, word in enumerate(words) if word in slots]
            if not hits:
                continue
            norm = 1 - LENGTH + LENGTH * len(words) / average
            counts: dict[str, int] = {}
            for _place, word in hits:
                counts[word] = counts.get(word, 0) + 1
            for word, count in counts.items():
                together[word] = together.get(word, 0.0) + weight * count / norm
            neighbours += weight * self._neighbours(hits)
            best = max(best, weight * self._alone(counts, norm))
        return self._all_fields(together) + PAIRS * math.log(1 + neighbours) + BEST_FIELD * best

    def _neighbours(self, hits: list[tuple[int, str]]) -> int:
        """How often two words stand together as in the question."""
        return sum(second == first + 1 and (one, two) in self.pairs for (first, one), (second, two) in pairwise(hits))

    def _all_fields(self, frequencies: dict[str, float]) -> float:
        """BM25F: of each word of the question, the best of itself and its near words."""
        best = [0.0] * self.terms
        for word, frequency in frequencies.items():
            saturated = frequency * (SATURATION + 1) / (frequency + SATURATION)
            for slot in self.slots[word]:
                best[slot.term] = max(best[slot.term], slot.in_all * saturated)
        return sum(best)

    def _alone(self, counts: dict[str, int], norm: float) -> float:
        """BM25 of one field by itself, with every near word."""
        best = [0.0] * self.terms
        for word, count in counts.items():
            saturated = count * (SATURATION + 1) / (count + SATURATION * norm)
            for slot in self.slots[word]:
                best[slot.term] = max(best[slot.term], slot.in_field * saturated)
        return sum(best)
