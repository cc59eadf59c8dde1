"""In which order candidates are shown: ranked in Python, from their stored words."""

from collections.abc import Sequence

from search.engines.base import OLDER
from search.matching import Question
from search.models import IndexRow, IndexWords
from search.ranking import Candidate, Ranked, rank

CANDIDATES = 100


def in_order(
    pks: Sequence[int], question: Question, lengths: Sequence[float], *, only_current: bool = True
) -> list[int]:
    """These documents, best first. One query, and one more where there are older editions among them.

    Arguments: lengths, how many words title, headings and body have on average; only_current, whether older editions
    were left out.
    """
    stored = IndexWords.objects.filter(pk__in=pks).values_list("pk", "title", "headings", "body")
    ranked = rank(question, (Candidate(*row) for row in stored), lengths)
    if not only_current:
        ranked = _current_before_older(ranked)
    return [one.id for one in ranked]


def _current_before_older(ranked: list[Ranked]) -> list[Ranked]:
    """What was said before counts for less, so that of two editions with the same words the current one comes first."""
    pks = [one.id for one in ranked]
    older = set(IndexRow.objects.filter(pk__in=pks, is_current=False).values_list("pk", flat=True))
    return sorted(ranked, key=lambda one: -one.score * (OLDER if one.id in older else 1))
