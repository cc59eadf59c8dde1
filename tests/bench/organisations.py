"""What does it cost that there are many organisations? Run by `tests.bench.speed`.

    python -m tests.bench.organisations

Opens each page that lists things as a member, with a few organisations and with many, and counts its queries and its
time. Ends with 1 when a page asks the database more often because there are more organisations.
"""

import sys
import time
from collections.abc import Callable
from statistics import median

from tests.bench.site import a_site, say

FEW, MANY = 5, 500
REPEATS = 7
LISTS = {"front page": "/en/", "campaigns": "/en/campaigns/", "directory": "/en/directory/", "search": "/en/search/"}

Cost = tuple[int, float]  # queries, seconds


def cost(call: Callable[[], object]) -> Cost:
    """The queries of one call, and its usual time when it is made again and again."""
    from django.db import connection

    statements = []

    def noted(execute: Callable, sql: str, *rest: object) -> object:
        statements.append(sql)
        return execute(sql, *rest)

    call()
    with connection.execute_wrapper(noted):
        call()
    seconds = []
    for _each in range(REPEATS):
        began = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - began)
    return len(statements), median(seconds)


def costs() -> dict[str, Cost]:
    """What it costs a member to be known, to be told what they may read, and to open each list."""
    from organisations.models import Organisation
    from organisations.permissions import readable_policies
    from organisations.viewer import viewer_of
    from tests import factories
    from tests.factories.sessions import signed_in

    person = factories.a_member(Organisation.objects.earliest("pk"))
    viewer = viewer_of(person, second_factor=True)
    client = signed_in(person)

    def opened(address: str) -> None:
        status = client.get(address).status_code
        if status != 200:
            raise LookupError(f"{address} answers {status}.")

    found = {
        "viewer_of": cost(lambda: viewer_of(person, second_factor=True)),
        "readable_policies": cost(lambda: readable_policies(viewer)),
    }
    return found | {name: cost(lambda address=address: opened(address)) for name, address in LISTS.items()}


def grow(count: int) -> float:
    """Let there be so many organisations, each with a campaign. Returns the seconds that each took."""
    from organisations.models import Organisation
    from tests import factories
    from tests.factories.campaigns import a_campaign

    missing = count - Organisation.objects.count()
    began = time.perf_counter()
    for _each in range(missing):
        a_campaign(factories.an_organisation(country="KE"))
    return (time.perf_counter() - began) / missing


def main() -> int:
    """Print the figures and return the exit status."""
    with a_site():
        from organisations.models import AccessPolicy

        first = grow(FEW)
        few, policies = costs(), AccessPolicy.objects.count()
        more = grow(MANY)
        many = costs()
        say(f"Access, {FEW} and {MANY} organisations ({policies} and {AccessPolicy.objects.count()} policies)")
        say(f"  opening a workspace with a campaign: {first * 1000:.0f} ms and {more * 1000:.0f} ms each")
        grown = []
        for name, (queries, seconds) in few.items():
            later, slower = many[name]
            say(
                f"  {name:18} {queries:3} and {later:3} queries, {seconds * 1000:7.2f} and {slower * 1000:7.2f} ms:"
                f" {slower / seconds:.1f} times as long"
            )
            if later > queries:
                grown.append(name)
        say(f"  More queries where there are more organisations: {', '.join(grown) or 'nowhere'}.")
    return int(bool(grown))


if __name__ == "__main__":
    sys.exit(main())
