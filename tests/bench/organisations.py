"""What does it cost that there are many organisations? Run by `tests.bench.speed`.

    python -m tests.bench.organisations

Opens each page that lists things as a member, with a few organisations and with many, and counts its queries and its
time; and the screens of the admin as somebody who works for all of a few organisations, and then for many of many.
Ends with 1 when a page asks the database more often because there are more organisations, or a screen costs so much
more than it may.
"""

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.site import a_site, say

if TYPE_CHECKING:
    from accounts.models import User

FEW, MANY = 5, 500
# Of so many organisations at most somebody is a member who works for several.
OWN = 200
REPEATS = 7
FULL_PAGE = 20
# How much more a screen may cost somebody of many organisations: in queries, and in time.
MORE_QUERIES, MORE_TIME = 1.3, 2.0
LISTS = {"front page": "/en/", "campaigns": "/en/campaigns/", "directory": "/en/directory/", "search": "/en/search/"}

Cost = tuple[int, float]  # queries, seconds


def cost(call: Callable[[], object]) -> Cost:
    """The queries of one call, and its usual time when it is made again and again, without what it waited for other
    programs that used the processor."""
    from django.db import connection

    from tests.bench.timing import timed

    statements = []

    def noted(execute: Callable, sql: str, *rest: object) -> object:
        statements.append(sql)
        return execute(sql, *rest)

    call()
    with connection.execute_wrapper(noted):
        call()
    return len(statements), median(timed(call).quiet for _each in range(REPEATS))


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


def screens(person: "User") -> dict[str, Cost]:
    """What each screen costs somebody who works for several organisations, in the first of them."""
    from organisations.permissions import organisations_of
    from tests.factories import workspace_of
    from tests.factories.sessions import signed_in

    workspace = workspace_of(organisations_of(person).earliest("pk"))
    addresses = {
        "admin home": "/admin/",
        "choice of workspaces": "/admin/pages/",
        "explorer": f"/admin/pages/{workspace.pk}/",
        "search among pages": "/admin/pages/search/?q=campaign",
        "editor of a page": f"/admin/pages/{workspace.get_children().first().pk}/edit/",
        "page chooser": "/admin/choose-page/",
        "page chooser, below": f"/admin/choose-page/{workspace.pk}/",
        "page chooser, search": "/admin/choose-page/search/?q=campaign",
        "picture chooser": "/admin/images/chooser/",
        "file chooser": "/admin/documents/chooser/",
        "people": "/admin/people/",
        "audit log": "/admin/audit/",
    }
    client = signed_in(person)

    def opened(address: str) -> None:
        status = client.get(address).status_code
        if status != 200:
            raise LookupError(f"{address} answers {status}.")

    return {name: cost(lambda address=address: opened(address)) for name, address in addresses.items()}


def join(person: "User", count: int) -> float:
    """Let this person coordinate so many organisations. Returns the seconds that each place took."""
    from organisations.actions import admit_member
    from organisations.models import Organisation

    others = Organisation.objects.exclude(memberships__person=person).order_by("pk")
    missing = list(others[: count - person.memberships.count()])
    began = time.perf_counter()
    for organisation in missing:
        admit_member(person, organisation, role="coordinator", by=None)
    return (time.perf_counter() - began) / len(missing)


def grow(count: int, *, campaigns: int = 1) -> float:
    """Let there be so many organisations, each with so many campaigns. Returns the seconds that each took."""
    from organisations.models import Organisation
    from tests import factories
    from tests.factories.campaigns import a_campaign

    missing = count - Organisation.objects.count()
    began = time.perf_counter()
    for _each in range(missing):
        organisation = factories.an_organisation(country="KE")
        for _one in range(campaigns):
            a_campaign(organisation)
    return (time.perf_counter() - began) / missing


def compared(few: dict[str, Cost], many: dict[str, Cost], *, queries: float, seconds: float) -> list[str]:
    """Say what each cost before and after. Returns the names of those that cost more than so many times as much."""
    found = []
    for name, (asked, took) in few.items():
        later, slower = many[name]
        say(
            f"  {name:21} {asked:3} and {later:3} queries, {took * 1000:7.2f} and {slower * 1000:7.2f} ms:"
            f" {slower / took:.1f} times as long"
        )
        if later > queries * asked or slower > seconds * took:
            found.append(name)
    return found


def main() -> int:
    """Print the figures and return the exit status."""
    with a_site():
        from organisations.models import AccessPolicy
        from tests import factories

        # Campaigns enough for a full page of results, which is what there is to see with many organisations too.
        first, several = grow(FEW, campaigns=FULL_PAGE // FEW), factories.a_person()
        joined = join(several, FEW)
        few, few_screens, policies = costs(), screens(several), AccessPolicy.objects.count()
        more = grow(MANY)
        joined_more = join(several, OWN)
        many, many_screens = costs(), screens(several)
        say(f"Access, {FEW} and {MANY} organisations ({policies} and {AccessPolicy.objects.count()} policies)")
        say(f"  opening a workspace with its campaigns: {first * 1000:.0f} ms and {more * 1000:.0f} ms each")
        say(f"  giving the same person one more place: {joined * 1000:.0f} ms and {joined_more * 1000:.0f} ms each")
        grown = compared(few, many, queries=1, seconds=float("inf"))
        say(f"  More queries where there are more organisations: {', '.join(grown) or 'nowhere'}.")
        say(f"Screens of somebody who works for {FEW} of {FEW}, and for {OWN} of {MANY} organisations")
        dear = compared(few_screens, many_screens, queries=MORE_QUERIES, seconds=MORE_TIME)
        more_than = f"{MORE_QUERIES} times the queries or {MORE_TIME} times the time"
        say(f"  More than {more_than}: {', '.join(dear) or 'nowhere'}.")
    return int(bool(grown or dear))


if __name__ == "__main__":
    sys.exit(main())
