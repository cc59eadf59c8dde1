"""How quick is the site's search with each of its engines, beside Wagtail's own search? Run by `tests.bench.speed`.

    python -m tests.bench.searching [DATABASE_URL]

Elasticsearch is timed where ELASTICSEARCH_URL names one. Prints figures, and ends with 1 when an engine is slower than
it may be.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.generated import FACETS, POLICIES, Generated, documents, questions
from tests.bench.site import a_site, say

if TYPE_CHECKING:
    from organisations.viewer import Viewer

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "20000"))
QUESTIONS = 200
CIRCLES = 20  # that the one who asks belongs to
AT_ONCE = 200
YARDSTICK_SECONDS = 90  # Wagtail is asked no longer than that
TIMES_QUICKER = 15
MOST_MS = 35  # of computing time: what a quiet machine takes, also where others use this one
ELASTIC_MOST_MS = 25  # by the clock: most of the time is the server's
FILTER_COSTS = 1.1  # times as much as without, at most, in the middle
MOST_MS_UP_TO = 20_000  # documents
EMBEDDED, ELASTIC, WAGTAIL = "embedded", "Elasticsearch", "Wagtail"


class Took(NamedTuple):
    """What one answer took: by the clock, and of this process's computing time; in seconds."""

    clock: float
    computing: float


def timed(call: Callable[[], object]) -> Took:
    """Call it, and say what it took."""
    clock, computing = time.perf_counter(), time.process_time()
    call()
    return Took(time.perf_counter() - clock, time.process_time() - computing)


def percentile(seconds: Iterable[float], share: float) -> float:
    """The milliseconds within which this share of the answers came."""
    ordered = sorted(seconds)
    return ordered[int(share * (len(ordered) - 1))] * 1000


def size() -> int:
    """The bytes of the whole database."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def in_parts(things: Iterable) -> Iterator[list]:
    """The things, AT_ONCE together."""
    waiting = iter(things)
    while some := list(islice(waiting, AT_ONCE)):
        yield some


def write_site(found: list[Generated]) -> None:
    """Write the documents through the ledger, as publishing does."""
    from organisations.access import intern_policy
    from organisations.rules import PUBLIC, circle_principal, rule_of
    from search.ledger import put
    from search.registry import Projection

    rules = [PUBLIC, *(rule_of([[circle_principal(number)]]) for number in range(1, POLICIES))]
    policies = [intern_policy(rule).pk for rule in rules]
    for some in in_parts(enumerate(found)):
        wanted = {
            f"bench:{number}": [
                Projection(
                    key=f"bench:{number}", kind=one.facets["type"], language=one.language, owner_id=None,
                    translation_key=f"bench:{number}", policy_id=policies[one.policy], title=one.title,
                    headings=one.headings, body=one.body, facets={name: (code,) for name, code in one.facets.items()},
                )
            ]
            for number, one in some
        }  # fmt: skip
        put(wanted)


def write_wagtail(found: list[Generated]) -> None:
    """Write the documents into Wagtail's index, in parts as large."""
    from wagtail.search.backends import get_search_backend

    from tests.bench.yardstick.models import Article

    index = get_search_backend().get_index_for_model(Article)
    for some in in_parts(found):
        rows = [
            Article(language=one.language, policy=one.policy, title=one.title, headings=one.headings, body=one.body,
                    **one.facets)
            for one in some
        ]  # fmt: skip
        index.add_items(Article, Article.objects.bulk_create(rows))


def member() -> "Viewer":
    """Somebody who belongs to so many circles."""
    from organisations.rules import circle_principal
    from organisations.viewer import Viewer

    return Viewer(1, frozenset(circle_principal(number) for number in range(1, CIRCLES + 1)))


def ask_embedded(language: str, text: str) -> None:
    """Ten results with their extracts, the total and all facets, as the results page shows them to a member."""
    _ask_site("embedded", language, text)


def ask_elastic(language: str, text: str) -> None:
    """The same of Elasticsearch."""
    _ask_site("elasticsearch", language, text)


def _ask_site(engine: str, language: str, text: str) -> None:
    from django.test import override_settings

    from search.query import AuthorisedQuery
    from search.results import answer

    with override_settings(SEARCH_ENGINE=engine):
        given = answer(AuthorisedQuery(member(), text=text, language=language, languages=(language,)))
    if given.found.is_substitute:
        raise LookupError("Elasticsearch did not answer.")


def ask_wagtail(language: str, text: str) -> None:
    """Ten results, the total and the same six facets, of what the same member may read."""
    from wagtail.search.backends import get_search_backend

    from tests.bench.yardstick.models import Article

    readable = Article.objects.filter(language=language, policy__in=range(CIRCLES + 1))
    results = get_search_backend().search(text, readable, operator="or")
    list(results[:10])
    results.count()
    for name in FACETS:
        results.facet(name)


def written(name: str, write: Callable[[list[Generated]], None], found: list[Generated]) -> str:
    """Write all documents, and say how quickly and into how much room."""
    before = size()
    took = timed(lambda: write(found)).clock
    grown = (size() - before) / 2**20
    return f"  {name:13} writes {len(found) / took:6.0f} documents a second; the database grows by {grown:.0f} MiB"


def written_to_elastic() -> str:
    """Make a copy of the ledger on Elasticsearch, and say how quickly and how large it is."""
    from search.engines.elastic import indices
    from search.models import IndexCopy
    from search.rebuilding import rebuild

    began = time.perf_counter()
    number = rebuild()
    took = time.perf_counter() - began
    held = indices.size(IndexCopy.objects.get(state=IndexCopy.State.SERVING).name) / 2**20
    return f"  {ELASTIC:13} writes {number / took:6.0f} documents a second; its index takes {held:.0f} MiB"


def answered(name: str, took: list[Took]) -> str:
    """Say how quickly the answers came."""
    clock, computing = zip(*took, strict=True)
    by_clock, by_computing = (
        f"p50 {percentile(seconds, 0.5):.1f} ms, p95 {percentile(seconds, 0.95):.1f} ms"
        for seconds in (clock, computing)
    )
    return f"  {name:13} answers {len(took)} questions: {by_clock} (computing in this process: {by_computing})"


def ask_all(asked: list[tuple[str, str]], engines: dict[str, Callable[[str, str], None]]) -> dict[str, list[Took]]:
    """Ask each engine every question, one after the other, and Wagtail as many as there is time for."""
    took: dict[str, list[Took]] = {name: [] for name in engines}
    for language, text in asked[:5]:
        for name, ask in engines.items():
            if name != WAGTAIL:
                ask(language, text)  # what is read or worked out once for a process
    for language, text in asked:
        for name, ask in engines.items():
            if name != WAGTAIL or sum(one.clock for one in took[name]) < YARDSTICK_SECONDS:
                took[name].append(timed(lambda: ask(language, text)))  # noqa: B023 - called at once
    return took


def filter_costs(asked: list[tuple[str, str]]) -> tuple[float, float]:
    """The usual milliseconds of the same questions to Elasticsearch with the access filter and without."""
    from search.engines.elastic import indices
    from search.engines.elastic.connection import client
    from search.engines.elastic.query import search_in
    from search.query import AuthorisedQuery

    took: dict[bool, list[float]] = {True: [], False: []}
    header = {"index": list(indices.reading()), "search_type": "dfs_query_then_fetch"}
    for language, text in asked * 2:
        body = search_in(AuthorisedQuery(member(), text=text, language=language), language, [], rows=(0, 10)).to_dict()
        filters = body["query"]["bool"]["filter"]
        free = [one for one in filters if "policy" not in one.get("terms", {})]
        for is_filtered, chosen in ((True, filters), (False, free)):
            body["query"]["bool"]["filter"] = chosen
            took[is_filtered].append(timed(lambda: client().msearch(searches=[header, body])).clock)  # noqa: B023
    return percentile(took[True], 0.5), percentile(took[False], 0.5)


def missed(took: dict[str, list[Took]], vendor: str) -> Iterator[str]:
    """A sentence for each limit that was passed."""
    own, other = (percentile([one.clock for one in took[name]], 0.95) for name in (EMBEDDED, WAGTAIL))
    if own * TIMES_QUICKER > other:
        yield f"  {other / own:.0f} times as quick as Wagtail at p95; {TIMES_QUICKER} times are asked for."
    if DOCUMENTS > MOST_MS_UP_TO:
        return
    computing = percentile([one.computing for one in took[EMBEDDED]], 0.95)
    if vendor == "sqlite" and computing > MOST_MS:
        yield f"  {computing:.1f} ms of computing at p95; {MOST_MS} ms are the most."
    if ELASTIC in took:
        clock = percentile([one.clock for one in took[ELASTIC]], 0.95)
        if clock > ELASTIC_MOST_MS:
            yield f"  Elasticsearch takes {clock:.1f} ms at p95; {ELASTIC_MOST_MS} ms are the most."


def timed_engines(asked: list[tuple[str, str]], *, with_elastic: bool) -> list[str]:
    """Ask all engines, print what they took, and return a sentence for each limit that was passed."""
    from django.db import connection

    engines = {EMBEDDED: ask_embedded} | ({ELASTIC: ask_elastic} if with_elastic else {}) | {WAGTAIL: ask_wagtail}
    took = ask_all(asked, engines)
    say(*(answered(name, each) for name, each in took.items()))
    sentences = list(missed(took, connection.vendor))
    if with_elastic:
        filtered, free = filter_costs(asked)
        say(f"  {ELASTIC:13} in the middle: {filtered:.1f} ms with the access filter, {free:.1f} ms without")
        if filtered > free * FILTER_COSTS:
            sentences.append(f"  The access filter costs {filtered / free:.2f} times; {FILTER_COSTS} are the most.")
    return sentences


def main(arguments: list[str]) -> int:
    """Print the figures and return the exit status."""
    with a_site(*arguments):
        from django.db import connection

        from tests.bench.elastic import an_elasticsearch

        found = list(documents(DOCUMENTS))
        say(f"{connection.vendor}, {len(found)} documents")
        say(written(EMBEDDED, write_site, found))
        say(written(WAGTAIL, write_wagtail, found))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as its autovacuum does after a while
        with an_elasticsearch() as is_there:
            if is_there:
                say(written_to_elastic())
            sentences = timed_engines(questions(found, QUESTIONS), with_elastic=is_there)
        say(*(sentences or ["  As quick as it has to be."]))
    return int(bool(sentences))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
