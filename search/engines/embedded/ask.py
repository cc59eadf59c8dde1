"""How a question is answered from the site's own database."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.conf import settings

from search.engines.base import Found
from search.engines.embedded.fulltext import Scope, latest
from search.engines.embedded.index import fulltext, public_policy
from search.engines.embedded.order import CANDIDATES, in_order
from search.engines.embedded.vocabulary import ExactVocabulary, IndexVocabulary, averages, totals
from search.matching import Question
from search.query import AuthorisedQuery
from search.registry import FACETS
from search.spelling import understand

Choices = Mapping[str, tuple[str, ...]]
Counted = list[tuple[Mapping[str, frozenset[str]], int]]  # facet values and how many documents have them


@dataclass(frozen=True)
class Asked:
    """One question in one language: what is looked for there, where, and how long the texts are on average."""

    question: Question
    scope: Scope
    lengths: tuple[float, ...]


def search(query: AuthorisedQuery) -> Found:
    """Answer from what the query's viewer may read, and as if there were nothing else."""
    asked, chosen = _asked(query), _languages(query)
    counted = {language: _counted(query, asked[language]) for language in chosen}
    numbers = _numbers(query, asked, counted)
    return Found(
        ids=_ids(query, asked, numbers),
        total=sum(numbers[language] for language in chosen),
        facets=facet_counts(counted, query.choices, numbers),
        words={language: asked[language].question.marked for language in chosen},
        suggestion=asked[chosen[0]].question.suggestion if chosen else None,
    )


def listed(query: AuthorisedQuery) -> tuple[int, ...]:
    """The ids of one page of everything that the viewer may read, newest first."""
    scope = _scope(query)
    scopes = [replace(scope, language=language) for language in _languages(query)]
    return tuple(latest(scopes, query.first, query.size))


def _all_languages(query: AuthorisedQuery) -> list[str]:
    """The languages of the site, the reader's first."""
    return sorted(dict(settings.LANGUAGES), key=lambda code: code != query.language)


def _languages(query: AuthorisedQuery) -> list[str]:
    """The languages that were chosen, the reader's first; all when none were."""
    return [code for code in _all_languages(query) if not query.languages or code in query.languages]


def _scope(query: AuthorisedQuery) -> Scope:
    """What the viewer may read, in no language yet."""
    return Scope(query.policies, query.policies <= {public_policy()}, "", (), query.choices, query.only_current)


def _asked(query: AuthorisedQuery) -> dict[str, Asked]:
    """The question in every language. In those that were not chosen, whose results are only counted, it is taken as it
    was typed: in another language every word looks misspelt, and to find those like each cost most of the time."""
    asked = {}
    known = totals() if query.text.strip() else {}
    languages, chosen = _all_languages(query), _languages(query)
    vocabulary = IndexVocabulary(query.text, languages)
    scope = _scope(query)
    for language in languages:
        total = known.get(language)
        words = vocabulary if language in chosen else ExactVocabulary(vocabulary)
        question = understand(query.text, language, words, total.documents if total else 0)
        asked[language] = Asked(question, replace(scope, language=language, words=question.candidates), averages(total))
    return asked


def _counted(query: AuthorisedQuery, asked: Asked) -> Counted:
    """How many documents of one language have each combination of facet values, whatever was chosen."""
    if query.text.strip() and not asked.scope.words:
        return []
    return [(_values(facets), number) for facets, number in fulltext().counts(asked.scope)]


def _numbers(query: AuthorisedQuery, asked: Mapping[str, Asked], counted: Mapping[str, Counted]) -> dict[str, int]:
    """How many documents of each language fit what was chosen."""
    numbers = dict.fromkeys(asked, 0)
    for language, rows in counted.items():
        numbers[language] = sum(number for values, number in rows if not _missing(values, query.choices))
    others = [
        language
        for language in asked
        if language not in counted and (asked[language].scope.words or not query.text.strip())
    ]
    scopes = [asked[language].scope for language in others]
    return numbers | dict(zip(others, fulltext().numbers(scopes), strict=True))


@lru_cache(maxsize=4096)
def _values(facets: str) -> Mapping[str, frozenset[str]]:
    """The values of each facet in a facet string. Many documents have the same."""
    values: dict[str, set[str]] = {}
    for pair in facets.split():
        name, _equals, value = pair.partition("=")
        values.setdefault(name, set()).add(value)
    return {name: frozenset(own) for name, own in values.items()}


def _missing(values: Mapping[str, frozenset[str]], choices: Choices) -> list[str]:
    """The facets of which a document with these values has none of the chosen ones."""
    return [name for name, wanted in choices.items() if values.get(name, frozenset()).isdisjoint(wanted)]


def facet_counts(
    counted: Mapping[str, Counted], choices: Choices, numbers: Mapping[str, int]
) -> dict[str, Counter[str]]:
    """How many documents each value of each facet would show; what is chosen in the same facet is left aside."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    counts["language"].update({language: number for language, number in numbers.items() if number})
    for rows in counted.values():
        for values, number in rows:
            missing = _missing(values, choices)
            if len(missing) > 1:
                continue
            for name in missing or values:
                own = counts[name]
                for value in values.get(name, ()):
                    own[value] += number
    return counts


def _ids(query: AuthorisedQuery, asked: Mapping[str, Asked], numbers: Mapping[str, int]) -> tuple[int, ...]:
    """One page of the answer: language after language, in each the best first."""
    if not query.text.strip():
        return listed(query)
    ids: list[int] = []
    skip = query.first
    for language in _languages(query):
        wanted = query.size - len(ids)
        if wanted > 0 and skip < numbers[language]:
            ids += _part(asked[language], skip, wanted)
        skip = max(0, skip - numbers[language])
    return tuple(ids)


def _part(asked: Asked, first: int, size: int) -> list[int]:
    """Some ids of one language: the candidates in the order of ranking, those after them as the database has them."""
    ids: list[int] = []
    if first < CANDIDATES:
        candidates = fulltext().best(asked.scope, 0, CANDIDATES)
        ranked = in_order(candidates, asked.question, asked.lengths, only_current=asked.scope.only_current)
        ids = ranked[first : first + size]
    if len(ids) < size:
        ids += fulltext().best(asked.scope, max(CANDIDATES, first), size - len(ids))
    return ids
