"""The engine for networks that outgrow one machine: Elasticsearch, a copy of the ledger that a worker keeps."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from elasticsearch.dsl import Search

from search.engines.base import Found
from search.engines.elastic import indices
from search.engines.elastic.connection import SECONDS_TO_ANSWER, AwayError, TooDeepError, answering, client
from search.engines.elastic.query import (
    DEEPEST,
    counts_of,
    latest_in,
    numbers_in,
    numbers_of,
    search_in,
)
from search.engines.embedded.index import are_only_public
from search.engines.embedded.understanding import understood
from search.engines.embedded.vocabulary import totals
from search.models import IndexCopy, SearchDocument
from search.query import AuthorisedQuery
from search.registry import FACETS

MOST_PENDING = 60_000  # excluded documents; the server refuses more than 65,536

ELSEWHERE = ""  # stands for all languages that were not chosen, in which results are only counted

Answers = Mapping[str, Mapping[str, Any]]  # what the server says, by language or ELSEWHERE


class ElasticEngine:
    """See `search.engines.base.Engine`. What it knows the worker has told it (`search.worker`).

    Both methods raise AwayError when the server does not answer, or not wholly.
    """

    def search(self, query: AuthorisedQuery) -> Found:
        """Answer from what the query's viewer may read, and as if there were nothing else."""
        chosen = query.chosen_languages
        first, last = query.first, query.first + query.size
        if last > DEEPEST:
            raise TooDeepError
        pending = pending_ids()
        skipped = first if len(chosen) == 1 else 0  # of several languages, all rows from the first one on are needed
        questions = understood(query, totals() if query.text.strip() else {})
        elsewhere = {language: one for language, one in questions.items() if language not in chosen}
        asked = {
            language: search_in(query, language, pending, rows=(skipped, last), question=questions[language])
            for language in chosen
        }
        if elsewhere:
            asked[ELSEWHERE] = numbers_in(query, pending, elsewhere)
        answers = _ask(query, asked)
        numbers = {language: answers[language]["hits"]["total"]["value"] for language in chosen}
        if elsewhere:
            numbers |= numbers_of(answers[ELSEWHERE], elsewhere)
        facets = _facets(answers, chosen, numbers)
        suggestion = questions[chosen[0]].suggestion if chosen else None
        ids = [int(hit["_id"]) for language in chosen for hit in answers[language]["hits"]["hits"]]
        return Found(
            ids=tuple(ids[first - skipped : last - skipped]),
            total=sum(numbers[language] for language in chosen),
            facets=facets,
            words={language: questions[language].marked for language in chosen},
            suggestion=suggestion if any(facets.values()) else None,
        )

    def listed(self, query: AuthorisedQuery) -> tuple[int, ...]:
        """The ids of one page of everything that the viewer may read, newest first."""
        last = query.first + query.size
        if last > DEEPEST:
            raise TooDeepError
        pending = pending_ids()
        asked = {language: latest_in(query, language, pending, last) for language in query.chosen_languages}
        answers = _ask(query, asked)
        ids = [int(hit["_id"]) for answer in answers.values() for hit in answer["hits"]["hits"]]
        return tuple(ids[query.first : last])


def pending_ids() -> list[str]:
    """What is in the index and may not be: taken out or narrowed, and the server has not made that visible yet.

    Raises AwayError when no copy hears of changes, or when too much is waiting.
    """
    if not IndexCopy.objects.filter(state=IndexCopy.State.SERVING).exists():
        raise AwayError("has no index yet")
    pks = SearchDocument.objects.filter(restricting=True).values_list("pk", flat=True)[: MOST_PENDING + 1]
    if len(pks) > MOST_PENDING:
        raise AwayError("is too far behind")
    return [str(pk) for pk in pks]


def _ask(query: AuthorisedQuery, asked: Mapping[str, Search]) -> Answers:
    """Ask all of it in one request. A visitor's question names the public index alone; in both indices words weigh the
    same, which costs a round of its own and makes no difference where nothing but the number is asked for."""
    aliases = indices.reading()
    only_public = are_only_public(query.policies)
    header = {"index": [aliases.public] if only_public else list(aliases), "allow_partial_search_results": False}
    weighed = header if only_public else header | {"search_type": "dfs_query_then_fetch"}
    bodies = [search.to_dict() for search in asked.values()]
    lines = [line for body in bodies for line in (header if body.get("size") == 0 else weighed, body)]
    with answering():
        told = client(SECONDS_TO_ANSWER).msearch(searches=lines)["responses"]
    for answer in told:
        if "error" in answer:
            raise AwayError(f"answered {answer.get('status')} {answer['error'].get('type', '')}")
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise AwayError("answered in part only")
    return dict(zip(asked, told, strict=True))


def _facets(answers: Answers, chosen: list[str], numbers: Mapping[str, int]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    counts["language"].update({language: number for language, number in numbers.items() if number})
    for language in chosen:
        for name in FACETS:
            if name != "language":
                counts[name].update(counts_of(answers[language]["aggregations"], name))
    return counts
