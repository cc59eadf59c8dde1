"""In which order candidates are shown: ranked in Python, from their stored words."""

from collections.abc import Sequence

from search.matching import Question
from search.models import IndexWords
from search.ranking import Candidate, rank

CANDIDATES = 100


def in_order(pks: Sequence[int], question: Question, lengths: Sequence[float]) -> list[int]:
    """These documents, best first. One query.

    Arguments: lengths, how many words title, headings and body have on average.
    """
    stored = IndexWords.objects.filter(pk__in=pks).values_list("pk", "title", "headings", "body")
    return [ranked.id for ranked in rank(question, (Candidate(*row) for row in stored), lengths)]
