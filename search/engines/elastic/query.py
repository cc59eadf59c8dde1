"""What Elasticsearch is asked, in the words of elasticsearch.dsl: one search for each language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from elasticsearch.dsl import A, Q, Search

from search.analysis import cut_query
from search.engines.base import OLDER
from search.engines.elastic.documents import cleaned, phones
from search.engines.elastic.mapping import FIELDS, facet_field, suffix
from search.matching import Near
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

NearWords = Mapping[str, Sequence[Near]]  # by the word as it was typed, folded

_NUMBER = re.compile(r"\+?\(?\d[\d\s()./\u2010-\u2015+-]*\d")
PHONE_DIGITS = 7


def languages_of(query: AuthorisedQuery) -> list[str]:
    """The languages of the site, the reader's first."""
    return sorted(dict(settings.LANGUAGES), key=lambda code: code != query.language)


def chosen_languages(query: AuthorisedQuery) -> list[str]:
    """The languages that were chosen, the reader's first; all when none were."""
    return [code for code in languages_of(query) if not query.languages or code in query.languages]


def searched_words(text: str, language: str, near: NearWords | None = None) -> Any:
    """The query of a question in one language: any of its words; a telephone number as a whole.

    Arguments: near, for each word that may be misspelt those that may have been meant, nearest first. The server could
    look for them itself, but does so anew for each word, field and index, which took twice as long as all the rest.
    """
    text = cleaned(cut_query(text))
    numbers = phones(text, language)
    if numbers:
        text = _NUMBER.sub(_without_phone, text)
    end = suffix(language)
    own = [f"{name}_{end}^{WEIGHTS[name]}" for name in FIELDS]
    std = [f"{name}_{end}.std^{WEIGHTS[name]}" for name in FIELDS]
    should = [
        Q("combined_fields", query=text, fields=own),
        Q("multi_match", query=text, fields=std, boost=UNSTEMMED),
    ]
    if meant := [one for found in (near or {}).values() for one in found[:NEAREST]]:
        should.append(_meant(meant, end))
    if numbers:
        should.append(Q("terms", phones=numbers, boost=PHONE))
    return Q("bool", minimum_should_match=1, should=should)


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
    query: AuthorisedQuery, language: str, pending: Iterable[str], *, rows: tuple[int, int], near: NearWords
) -> Search:
    """The search for what the query's viewer may read in one language, with the counts of all facets.

    Arguments: pending, ids of what is in the index and may not be; rows, which part of the answer; near, the words
    that may have been meant, see `searched_words`.
    """
    asked = Search().extra(track_total_hits=True, _source=False)
    asked = asked.query(_readable(query, language, pending, near=near))
    for name in FACETS:
        if name != "language":
            _count(asked, name, query.choices)
    if query.choices:
        asked = asked.post_filter(_chosen(query.choices))
    order: tuple[Any, ...] = ("_score", "pk") if query.text.strip() else ({"dated": _LATEST}, "-pk")
    first, last = rows
    return asked.sort(*order)[first:last]


def number_in(query: AuthorisedQuery, language: str, pending: Iterable[str]) -> Search:
    """The search for how many there are in one language, of the words as they were typed: in another language than
    the question's every word looks misspelt."""
    asked = Search().extra(track_total_hits=True, _source=False)
    return asked.query(_readable(query, language, pending)).filter(_chosen(query.choices))[0:0]


_LATEST = {"order": "desc", "missing": "_last"}


def latest_in(query: AuthorisedQuery, language: str, pending: Iterable[str], last: int) -> Search:
    """The search for the newest, whatever their words: so many of them."""
    asked = Search().extra(_source=False).query(_readable(query, language, pending, with_words=False))
    return asked.filter(_chosen(query.choices)).sort({"dated": _LATEST}, "-pk")[0:last]


def _readable(
    query: AuthorisedQuery,
    language: str,
    pending: Iterable[str],
    *,
    with_words: bool = True,
    near: NearWords | None = None,
) -> Any:
    filters = [Q("terms", policy=sorted(query.policies) or [0]), Q("term", lang=language)]
    if query.only_current:
        filters.append(Q("term", is_current=True))
    has_words = with_words and query.text.strip()
    must = [searched_words(query.text, language, near)] if has_words else []
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
