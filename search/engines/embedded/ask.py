"""How a question is answered from the site's own database."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from search.engines.base import Found
from search.engines.embedded.fulltext import Scope, latest
from search.engines.embedded.index import fulltext, public_policy
from search.engines.embedded.order import CANDIDATES, in_order
from search.engines.embedded.vocabulary import IndexVocabulary, averages, totals
from search.matching import Question
from search.query import AuthorisedQuery
from search.registry import FACETS
from search.spelling import understand

Choices = Mapping[str, tuple[str, ...]]
Counted = dict[str, list[tuple[dict[str, set[str]], int]]]  # by language: facet values and how many documents have them


@dataclass(frozen=True)
class Asked:
    """One question in one language: what is looked for there, where, and how long the texts are on average."""

    question: Question
    scope: Scope
    lengths: tuple[float, ...]


def search(query: AuthorisedQuery) -> Found:
    """Answer from what the query's viewer may read, and as if there were nothing else."""
    asked = _asked(query)
    counted = _counted(query, asked)
    numbers = {
        language: sum(number for values, number in rows if fits(values, query.choices))
        for language, rows in counted.items()
    }
    chosen = _languages(query)
    return Found(
        ids=_ids(query, asked, numbers),
        total=sum(numbers[language] for language in chosen),
        facets=facet_counts(counted, query.choices, chosen, numbers),
        words={language: each.question.marked for language, each in asked.items()},
        suggestion=asked[query.language].question.suggestion if query.language in asked else None,
    )


def listed(query: AuthorisedQuery) -> tuple[int, ...]:
    """The ids of one page of everything that the viewer may read, newest first."""
    scopes = [_scope(query, language) for language in _languages(query)]
    return tuple(latest(scopes, query.first, query.size))


def _all_languages(query: AuthorisedQuery) -> list[str]:
    """The languages of the site, the reader's first."""
    return sorted(dict(settings.LANGUAGES), key=lambda code: code != query.language)


def _languages(query: AuthorisedQuery) -> list[str]:
    """The languages that were chosen, the reader's first; all when none were."""
    return [code for code in _all_languages(query) if not query.languages or code in query.languages]


def _scope(query: AuthorisedQuery, language: str, words: tuple[str, ...] = ()) -> Scope:
    return Scope(
        query.policies, query.policies <= {public_policy()}, language, words, query.choices, query.only_current
    )


def _asked(query: AuthorisedQuery) -> dict[str, Asked]:
    """The question in every language: also in those that were not chosen, whose results are counted."""
    asked = {}
    known = totals() if query.text.strip() else {}
    for language in _all_languages(query):
        total = known.get(language)
        question = understand(query.text, language, IndexVocabulary(), total.documents if total else 0)
        asked[language] = Asked(question, _scope(query, language, question.candidates), averages(total))
    return asked


def _counted(query: AuthorisedQuery, asked: Mapping[str, Asked]) -> Counted:
    if query.text.strip():
        asked = {language: each for language, each in asked.items() if each.scope.words}
    found: Counted = {code: [] for code, _name in settings.LANGUAGES}
    for language, each in asked.items():
        found[language] = [(_values(facets), number) for facets, number in fulltext().counts(each.scope)]
    return found


def _values(facets: str) -> dict[str, set[str]]:
    values: dict[str, set[str]] = {}
    for pair in facets.split():
        name, _equals, value = pair.partition("=")
        values.setdefault(name, set()).add(value)
    return values


def fits(values: Mapping[str, set[str]], choices: Choices, *, but: str = "") -> bool:
    """Whether a document with these facet values has one of the chosen values of each facet, leaving out `but`."""
    return all(not values.get(name, frozenset()).isdisjoint(wanted) for name, wanted in choices.items() if name != but)


def facet_counts(
    counted: Counted, choices: Choices, languages: list[str], numbers: Mapping[str, int]
) -> dict[str, Counter[str]]:
    """How many documents each value of each facet would show; what is chosen in the same facet is left aside."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    counts["language"].update({language: number for language, number in numbers.items() if number})
    for language in languages:
        for values, number in counted[language]:
            for name, own in values.items():
                if fits(values, choices, but=name):
                    counts[name].update(dict.fromkeys(own, number))
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
