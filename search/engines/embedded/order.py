"""In which order candidates are shown: ranked in Python, from their stored words."""

from collections.abc import Sequence

from search.engines.base import OLDER
from search.engines.embedded.fulltext import marks, rows
from search.matching import Question
from search.models import IndexRow
from search.ranking import Candidate, Ranked, rank

CANDIDATES = 50  # a hundred are put in the same order


def in_order(
    pks: Sequence[int], question: Question, lengths: Sequence[float], *, only_current: bool = True
) -> list[int]:
    """These documents, best first. One query, and one more where there are older editions among them.

    Arguments: lengths, how many words title, headings and body have on average; only_current, whether older editions
    were left out.
    """
    if not pks:
        return []
    # Not as a queryset, which looks at each of a hundred ids several times.
    stored = rows(
        f"SELECT document_id, title, headings, body FROM search_indexwords WHERE document_id IN ({marks(pks)})",  # noqa: S608
        list(pks),
    )
    ranked = rank(question, map(Candidate._make, stored), lengths)
    if not only_current:
        ranked = _current_before_older(ranked)
    return [one.id for one in ranked]


def _current_before_older(ranked: list[Ranked]) -> list[Ranked]:
    """What was said before counts for less, so that of two editions with the same words the current one comes first."""
    pks = [one.id for one in ranked]
    older = set(IndexRow.objects.filter(pk__in=pks, is_current=False).values_list("pk", flat=True))
    return sorted(ranked, key=lambda one: -one.score * (OLDER if one.id in older else 1))
