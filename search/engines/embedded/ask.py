"""How a question is answered from the site's own database."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from search.engines.base import Found
from search.engines.embedded.fulltext import Scope, latest
from search.engines.embedded.index import are_only_public, fulltext
from search.engines.embedded.order import CANDIDATES, in_order
from search.engines.embedded.understanding import understood
from search.engines.embedded.vocabulary import averages, totals
from search.matching import Question
from search.query import AuthorisedQuery
from search.registry import FACETS

Choices = Mapping[str, tuple[str, ...]]
Counted = list[tuple[str, int]]  # facet strings and how many documents have them


@dataclass(frozen=True)
class Asked:
    """One question in one language: what is looked for there, where, and how long the texts are on average."""

    question: Question
    scope: Scope
    lengths: tuple[float, ...]


def search(query: AuthorisedQuery) -> Found:
    """Answer from what the query's viewer may read, and as if there were nothing else."""
    asked, chosen = _asked(query), query.chosen_languages
    counted: dict[str, Counted] = {}
    ids: list[int] = []
    numbers = dict.fromkeys(asked, 0)
    skip = query.first
    for language in chosen:  # in each the best first
        counted[language], part = _answered(query, asked[language], skip, query.size - len(ids))
        numbers[language] = sum(number for facets, number in counted[language] if not _missing(facets, query.choices))
        ids += part
        skip = max(0, skip - numbers[language])
    numbers |= _numbers_elsewhere(query, asked)
    return Found(
        ids=tuple(ids) if query.text.strip() else listed(query),
        total=sum(numbers[language] for language in chosen),
        facets=facet_counts(counted, query.choices, numbers),
        words={language: asked[language].question.marked for language in chosen},
        suggestion=asked[chosen[0]].question.suggestion if chosen else None,
    )


def listed(query: AuthorisedQuery) -> tuple[int, ...]:
    """The ids of one page of everything that the viewer may read, newest first."""
    scope = _scope(query)
    scopes = [replace(scope, language=language) for language in query.chosen_languages]
    return tuple(latest(scopes, query.first, query.size))


def _scope(query: AuthorisedQuery) -> Scope:
    """What the viewer may read, in no language yet."""
    return Scope(query.policies, are_only_public(query.policies), "", (), query.choices, query.only_current)


def _asked(query: AuthorisedQuery) -> dict[str, Asked]:
    """The question in every language."""
    known = totals() if query.text.strip() else {}
    scope = _scope(query)
    return {
        language: Asked(
            question, replace(scope, language=language, words=question.candidates), averages(known.get(language))
        )
        for language, question in understood(query, known).items()
    }


def _answered(query: AuthorisedQuery, asked: Asked, first: int, size: int) -> tuple[Counted, list[int]]:
    """How many documents of one language have each combination of facet values, whatever was chosen, and a part of
    those that fit: the candidates in the order of ranking, those after them as the database has them."""
    scope, words = asked.scope, fulltext()
    ids: list[int] = []
    if not scope.words:
        counts = words.counts(scope) if not query.text.strip() else []
    elif size > 0 and first < CANDIDATES:
        counts, candidates = words.counts_and_best(scope, CANDIDATES)
        ranked = in_order(candidates, asked.question, asked.lengths, only_current=scope.only_current)
        ids = ranked[first : first + size]
        if len(ids) < size and len(candidates) == CANDIDATES:
            ids += words.best(scope, CANDIDATES, size - len(ids))
    else:
        counts = words.counts(scope)
        ids = words.best(scope, first, size) if size > 0 else []
    return counts, ids


def _numbers_elsewhere(query: AuthorisedQuery, asked: Mapping[str, Asked]) -> dict[str, int]:
    """How many documents of each language that was not chosen fit what was."""
    others = set(asked) - set(query.chosen_languages)
    wanted = [one for one in asked if one in others and (asked[one].scope.words or not query.text.strip())]
    return dict(zip(wanted, fulltext().numbers([asked[one].scope for one in wanted]), strict=True))


def _missing(facets: str, choices: Choices) -> list[str]:
    """The facets of which a document with this facet string has none of the chosen values."""
    if not choices:
        return []
    pairs = set(facets.split())
    return [name for name, wanted in choices.items() if pairs.isdisjoint(f"{name}={value}" for value in wanted)]


def facet_counts(
    counted: Mapping[str, Counted], choices: Choices, numbers: Mapping[str, int]
) -> dict[str, Counter[str]]:
    """How many documents each value of each facet would show; what is chosen in the same facet is left aside."""
    by_pair: dict[str, int] = defaultdict(int)
    for rows in counted.values():
        for facets, number in rows:
            missing = _missing(facets, choices)
            if len(missing) > 1:
                continue
            for pair in facets.split():
                if not missing or pair.startswith(f"{missing[0]}="):
                    by_pair[pair] += number
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    counts["language"].update({language: number for language, number in numbers.items() if number})
    for pair, number in by_pair.items():
        name, _equals, value = pair.partition("=")
        counts[name][value] = number
    return counts
