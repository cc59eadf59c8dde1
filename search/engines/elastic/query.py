"""What Elasticsearch is asked, in the words of elasticsearch.dsl: one search for each language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Q, Search

from search.analysis import cut_query, query_words
from search.engines.base import OLDER
from search.engines.elastic.documents import cleaned, phones
from search.engines.elastic.mapping import FIELDS, facet_field, suffix
from search.matching import Near, Question
from search.query import AuthorisedQuery
from search.registry import FACETS

WEIGHTS = {"title": 3, "headings": 2, "body": 1}
UNSTEMMED = 0.15  # what words as they stand weigh beside stemmed ones
MEANT = 0.3  # … and words that may have been meant
EDIT = 0.4  # … for each edit between them and what was typed
NEAREST = 4  # words that one may have been meant for
PHONE = 10.0
MOST_VALUES = 1000  # of one facet
DEEPEST = 10_000  # rows that the server counts off

_NUMBER = re.compile(r"\+?\(?\d[\d\s()./\u2010-\u2015+-]*\d")
PHONE_DIGITS = 7


def searched_words(text: str, language: str, question: Question) -> Any:
    """The query of a question in one language: any of the words that tell documents apart, or that may have been meant;
    a telephone number as a whole. Words that most documents have find nothing, but count where others found something.

    Arguments: text, as it was typed; question, how the site understands it in this language. The server could look for
    words that are like those typed itself, but does so anew for each word, field and index, which took twice as long
    as all the rest.
    """
    text, end = cut_query(text), suffix(language)
    telling = cleaned(_telling(text, language, question))
    text = cleaned(text)
    others = []
    if meant := [one for found in question.near.values() for one in found[:NEAREST]]:
        others.append(_meant(meant, end))
    if numbers := phones(text, language):
        others.append(Q("terms", phones=numbers, boost=PHONE))
        text, telling = (_NUMBER.sub(_without_phone, each) for each in (text, telling))
    if text == telling:
        return _any_of([*_typed(text, end), *others])
    return Q("bool", filter=[_any_of([*_typed(telling, end), *others])], should=[*_typed(text, end), *others])


def _any_of(queries: Sequence[Any]) -> Any:
    return Q("bool", minimum_should_match=1, should=queries)


def _typed(text: str, end: str) -> list[Any]:
    """Any word of a text, compared as the fields of this language compare it, and a little as it stands."""
    own = [f"{name}_{end}^{WEIGHTS[name]}" for name in FIELDS]
    std = [f"{name}_{end}.std^{WEIGHTS[name]}" for name in FIELDS]
    return [
        Q("combined_fields", query=text, fields=own),
        Q("multi_match", query=text, fields=std, boost=UNSTEMMED),
    ]


def _telling(text: str, language: str, question: Question) -> str:
    """The text without the words that most documents have, unless it has no others."""
    telling = set(question.candidates)
    kept: set[int] = set()
    left_out: set[int] = set()
    for token in query_words(text, language):
        (kept if token.stem in telling else left_out).update(range(token.start, token.end))
    return "".join(" " if at in left_out - kept else letter for at, letter in enumerate(text)) if left_out else text


def _meant(near: Sequence[Near], end: str) -> Any:
    """Any of these words, in the field that has most of them: in the form that they have here, and in others."""
    by_field = [
        Q("bool", should=[
            Q("match", **{field: {"query": one.word, "boost": weight * EDIT**one.edits}})
            for one in near for field in (f"{name}_{end}", f"{name}_{end}.std")
        ])
        for name, weight in WEIGHTS.items()
    ]  # fmt: skip
    return Q("dis_max", queries=by_field, boost=MEANT)


def _without_phone(found: re.Match[str]) -> str:
    return " " if sum(character.isdigit() for character in found[0]) >= PHONE_DIGITS else found[0]


def search_in(
    query: AuthorisedQuery, language: str, pending: Iterable[str], *, rows: tuple[int, int], question: Question
) -> Search:
    """The search for what the query's viewer may read in one language, with the counts of all facets.

    Arguments: pending, ids of what is in the index and may not be; rows, which part of the answer; question, how the
    site understands it in this language.
    """
    asked = Search().extra(track_total_hits=True, _source=False)
    asked = asked.query(_readable(query, language, pending, question=question))
    for name in FACETS:
        if name != "language":
            _count(asked, name, query.choices)
    if query.choices:
        asked = asked.post_filter(_chosen(query.choices))
    order: tuple[Any, ...] = ("_score", "pk") if query.text.strip() else ({"dated": _LATEST}, "-pk")
    first, last = rows
    return asked.sort(*order)[first:last]


def numbers_in(query: AuthorisedQuery, pending: Iterable[str], questions: Mapping[str, Question]) -> Search:
    """The search for how many there are in each of these languages, for `numbers_of`."""
    asked = Search().extra(_source=False)
    wanted = [_readable(query, language, pending, question=question) for language, question in questions.items()]
    asked = asked.query("bool", filter=[_any_of(wanted), _chosen(query.choices)])
    asked.aggs.bucket("language", "terms", field="lang", size=len(questions))
    return asked[0:0]


def numbers_of(answer: Mapping[str, Any], languages: Iterable[str]) -> dict[str, int]:
    """How many there are in each of these languages."""
    counts = counts_of(answer["aggregations"], "language")
    return {language: counts.get(language, 0) for language in languages}


_LATEST = {"order": "desc", "missing": "_last"}


def latest_in(query: AuthorisedQuery, language: str, pending: Iterable[str], last: int) -> Search:
    """The search for the newest, whatever their words: so many of them."""
    asked = Search().extra(_source=False).query(_readable(query, language, pending, question=None))
    return asked.filter(_chosen(query.choices)).sort({"dated": _LATEST}, "-pk")[0:last]


def _readable(
    query: AuthorisedQuery,
    language: str,
    pending: Iterable[str],
    *,
    question: Question | None,
) -> Any:
    filters = [Q("terms", policy=sorted(query.policies) or [0]), Q("term", lang=language)]
    if query.only_current:
        filters.append(Q("term", is_current=True))
    must = [searched_words(query.text, language, question)] if question and query.text.strip() else []
    if not query.only_current:
        must = [
            Q("function_score", query=one, functions=[{"filter": Q("term", is_current=False), "weight": OLDER}])
            for one in must
        ]
    return Q("bool", must=must, filter=filters, must_not=[Q("ids", values=list(pending))])


def _chosen(choices: Mapping[str, tuple[str, ...]], *, but: str = "") -> Any:
    wanted = [Q("terms", **{facet_field(name): list(values)}) for name, values in choices.items() if name != but]
    return Q("bool", filter=wanted)


def _count(asked: Search, name: str, choices: Mapping[str, tuple[str, ...]]) -> None:
    """Count the values of a facet among what fits the choices of all others."""
    values = A("terms", field=facet_field(name), size=MOST_VALUES)
    if set(choices) - {name}:
        asked.aggs.bucket(name, "filter", filter=_chosen(choices, but=name)).bucket("values", values)
    else:
        asked.aggs.bucket(name, values)


def counts_of(aggregations: Mapping[str, Any], name: str) -> dict[str, int]:
    """The counts that an answer gives for one facet."""
    told = aggregations[name]
    return {bucket["key"]: bucket["doc_count"] for bucket in told.get("values", told)["buckets"]}
