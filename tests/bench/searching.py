"""How quick is the site's search in one database, beside Wagtail's own search there? Run by `tests.bench.speed`.

    python -m tests.bench.searching [DATABASE_URL]

Prints figures, and ends with 1 when the site's search is slower than it may be.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from tests.bench.generated import FACETS, POLICIES, Generated, documents, questions
from tests.bench.site import a_site, say

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "20000"))
QUESTIONS = 200
CIRCLES = 20  # that the one who asks belongs to
AT_ONCE = 200
YARDSTICK_SECONDS = 90  # Wagtail is asked no longer than that
TIMES_QUICKER = 15
MOST_MS = 35  # of computing time: what a quiet machine takes, also where others use this one
MOST_MS_UP_TO = 20_000  # documents


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


def ask_site(language: str, text: str) -> None:
    """Ten results with their extracts, the total and all facets, as the results page shows them to a member."""
    from organisations.rules import circle_principal
    from organisations.viewer import Viewer
    from search.query import AuthorisedQuery
    from search.results import answer

    viewer = Viewer(1, frozenset(circle_principal(number) for number in range(1, CIRCLES + 1)))
    answer(AuthorisedQuery(viewer, text=text, language=language, languages=(language,)))


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
    return f"  {name:8} writes {len(found) / took:6.0f} documents a second; the database grows by {grown:.0f} MiB"


def answered(name: str, took: list[Took]) -> str:
    """Say how quickly the answers came."""
    clock, computing = zip(*took, strict=True)
    by_clock, by_computing = (
        f"p50 {percentile(seconds, 0.5):.1f} ms, p95 {percentile(seconds, 0.95):.1f} ms"
        for seconds in (clock, computing)
    )
    return f"  {name:8} answers {len(took)} questions: {by_clock} (computing in this process: {by_computing})"


def ask_both(asked: list[tuple[str, str]]) -> tuple[list[Took], list[Took]]:
    """Ask the site every question, and Wagtail, in between, as many as there is time for."""
    site: list[Took] = []
    wagtail: list[Took] = []
    for language, text in asked[:5]:
        ask_site(language, text)  # what is read or worked out once for a process
    for language, text in asked:
        site.append(timed(lambda: ask_site(language, text)))  # noqa: B023 - called at once
        if sum(one.clock for one in wagtail) < YARDSTICK_SECONDS:
            wagtail.append(timed(lambda: ask_wagtail(language, text)))  # noqa: B023 - called at once
    return site, wagtail


def missed(site: list[Took], wagtail: list[Took], vendor: str) -> Iterator[str]:
    """A sentence for each limit that was passed."""
    own, other = (percentile([one.clock for one in took], 0.95) for took in (site, wagtail))
    if own * TIMES_QUICKER > other:
        yield f"  {other / own:.0f} times as quick as Wagtail at p95; {TIMES_QUICKER} times are asked for."
    computing = percentile([one.computing for one in site], 0.95)
    if vendor == "sqlite" and DOCUMENTS <= MOST_MS_UP_TO and computing > MOST_MS:
        yield f"  {computing:.1f} ms of computing at p95; {MOST_MS} ms are the most."


def main(arguments: list[str]) -> int:
    """Print the figures and return the exit status."""
    with a_site(*arguments):
        from django.db import connection

        found = list(documents(DOCUMENTS))
        say(f"{connection.vendor}, {len(found)} documents")
        say(written("the site", write_site, found))
        say(written("Wagtail", write_wagtail, found))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as its autovacuum does after a while
        site, wagtail = ask_both(questions(found, QUESTIONS))
        say(answered("the site", site))
        say(answered("Wagtail", wagtail))
        sentences = list(missed(site, wagtail, connection.vendor))
        say(*(sentences or ["  As quick as it has to be."]))
    return int(bool(sentences))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
