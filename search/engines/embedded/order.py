"""In which order the candidates are shown."""

from search.engines.embedded.vocabulary import Question

CANDIDATES = 100


def in_order(candidates: list[int], question: Question) -> list[int]:
    return candidates
