"""How quick is the site's search with each of its engines, beside Wagtail's own search? Run by `tests.bench.speed`.

    python -m tests.bench.searching [DATABASE_URL]

Elasticsearch is timed where ELASTICSEARCH_URL names one. Prints figures, and ends with 1 when an engine is slower than
it may be.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.generated import FACETS, POLICIES, Generated, documents, questions
from tests.bench.site import a_site, say
from tests.bench.timing import Took, percentile, timed

if TYPE_CHECKING:
    from organisations.viewer import Viewer

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "20000"))
QUESTIONS = 200
BEFORE = 200  # other questions, not timed: a server that has just started is several times as slow as one that runs
IN_TURN = 20  # questions to one engine, before it is the next one's turn
CIRCLES = 20  # that the one who asks belongs to
AT_ONCE = 200
YARDSTICK_SECONDS = 90  # Wagtail is asked no longer than that
TIMES_QUICKER = 15
MOST_MS = {"embedded": 35, "Elasticsearch": 25}  # without what other programs made this one wait for
MOST_MS_UP_TO = 20_000  # documents
FILTER_COSTS = 1.1  # times as much as without, at most, in the middle
EMBEDDED, ELASTIC, WAGTAIL = "embedded", "Elasticsearch", "Wagtail"


Ask = Callable[[str, str], None]


class Written(NamedTuple):
    """How many documents an engine takes in each second, and how many MiB it keeps of all."""

    pace: float
    mib: float


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


def written(write: Callable[[list[Generated]], None], found: list[Generated]) -> Written:
    """Write all documents into the database."""
    before, began = size(), time.perf_counter()
    write(found)
    return Written(len(found) / (time.perf_counter() - began), (size() - before) / 2**20)


def written_to_elastic() -> Written:
    """Make a copy of the ledger on Elasticsearch."""
    from search.engines.elastic import indices
    from search.models import IndexCopy
    from search.rebuilding import rebuild

    began = time.perf_counter()
    number = rebuild()
    took = time.perf_counter() - began
    name = IndexCopy.objects.get(state=IndexCopy.State.SERVING).name
    return Written(number / took, indices.size(name) / 2**20)


def table(kept: Mapping[str, Written], took: Mapping[str, list[Took]]) -> Iterator[str]:
    """The figures of all engines, side by side."""
    columns = ("p50 ms", "p95 ms", "alone: p50", "p95", "documents/s", "MiB", "questions")
    yield f"  {'':14}" + "".join(f"{column:>12}" for column in columns)
    for name, answers in took.items():
        clock, quiet = [one.clock for one in answers], [one.quiet for one in answers]
        figures = "".join(f"{percentile(each, share):12.1f}" for each in (clock, quiet) for share in (0.5, 0.95))
        yield f"  {name:14}{figures}{kept[name].pace:12.0f}{kept[name].mib:12.0f}{len(answers):12}"
    yield "  alone: without what was waited for a processor that other programs used"


def ask_all(asked: list[tuple[str, str]], engines: Mapping[str, Ask]) -> dict[str, list[Took]]:
    """Ask each engine every question, some at once because a site has one engine, and Wagtail as many as there is time
    for."""
    took: dict[str, list[Took]] = {name: [] for name in engines}
    for name, ask in engines.items():
        for language, text in asked[:BEFORE] if name != WAGTAIL else ():
            ask(language, text)
    for start in range(BEFORE, len(asked), IN_TURN):
        for name, ask in engines.items():
            for language, text in asked[start : start + IN_TURN]:
                if name != WAGTAIL or sum(one.clock for one in took[name]) < YARDSTICK_SECONDS:
                    took[name].append(timed(lambda: ask(language, text)))  # noqa: B023 - called at once
    return took


def filter_costs(asked: list[tuple[str, str]]) -> tuple[float, float]:
    """The usual milliseconds of the same questions to Elasticsearch with the access filter and without."""
    from search.engines.elastic import indices
    from search.engines.elastic.connection import client
    from search.engines.elastic.query import search_in
    from search.engines.embedded.understanding import understood
    from search.engines.embedded.vocabulary import totals
    from search.query import AuthorisedQuery

    took: dict[bool, list[float]] = {True: [], False: []}
    header = {"index": list(indices.reading()), "search_type": "dfs_query_then_fetch"}
    for number, (language, text) in enumerate(asked * 2):
        query = AuthorisedQuery(member(), text=text, language=language)
        question = understood(query, totals())[language]
        body = search_in(query, language, [], rows=(0, 10), question=question).to_dict()
        filters = body["query"]["bool"]["filter"]
        free = [one for one in filters if "policy" not in one.get("terms", {})]
        ways = [(True, filters), (False, free)]
        for is_filtered, chosen in ways if number % 2 else ways[::-1]:  # who asks second finds more at hand
            body["query"]["bool"]["filter"] = chosen
            took[is_filtered].append(timed(lambda: client().msearch(searches=[header, body])).clock)  # noqa: B023
    return percentile(took[True], 0.5), percentile(took[False], 0.5)


def missed(took: Mapping[str, list[Took]]) -> Iterator[str]:
    """A sentence for each limit that was passed."""
    own, other = (percentile([one.clock for one in took[name]], 0.95) for name in (EMBEDDED, WAGTAIL))
    if own * TIMES_QUICKER > other:
        yield f"  {other / own:.0f} times as quick as Wagtail at p95; {TIMES_QUICKER} times are asked for."
    for name in took.keys() & MOST_MS.keys() if DOCUMENTS <= MOST_MS_UP_TO else ():
        quiet = percentile([one.quiet for one in took[name]], 0.95)
        if quiet > MOST_MS[name]:
            yield f"  {name} takes {quiet:.1f} ms at p95; {MOST_MS[name]} ms are the most."


def filter_missed(asked: list[tuple[str, str]]) -> Iterator[str]:
    """Say what the access filter costs on Elasticsearch; a sentence when it costs too much."""
    filtered, free = filter_costs(asked)
    say(f"  {ELASTIC}, p50: {filtered:.1f} ms with the access filter, {free:.1f} ms without")
    if filtered > free * FILTER_COSTS:
        yield f"  The access filter costs {filtered / free:.2f} times; {FILTER_COSTS} are the most."


def main(arguments: list[str]) -> int:
    """Print the figures and return the exit status."""
    with a_site(*arguments):
        from django.db import connection

        from tests.bench.elastic import an_elasticsearch

        found = list(documents(DOCUMENTS))
        say(f"{connection.vendor}, {len(found)} documents; a load of {os.getloadavg()[0]:.1f} in the last minute")
        kept = {EMBEDDED: written(write_site, found), WAGTAIL: written(write_wagtail, found)}
        engines: dict[str, Ask] = {EMBEDDED: ask_embedded}
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as its autovacuum does after a while
        with an_elasticsearch() as is_there:
            if is_there:
                kept[ELASTIC], engines[ELASTIC] = written_to_elastic(), ask_elastic
            asked = questions(found, BEFORE + QUESTIONS)
            took = ask_all(asked, engines | {WAGTAIL: ask_wagtail})
            say(*table(kept, took))
            sentences = [*missed(took), *(filter_missed(asked[BEFORE:]) if is_there else ())]
        say(*(sentences or ["  As quick as it has to be."]))
    return int(bool(sentences))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
