"""The matrix: every address of the site and its admin, by every role, with one's own things and with others'.

An address that is not classified fails the build. Read addresses.tsv of the wall first, then this.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import override_settings
from django.urls import path, reverse

from network_site import urls
from network_site.views import no_such_page
from organisations.wall import resolvers
from organisations.wall.table import addresses
from organisations.wall.walk import admin_addresses
from tests.access.visits import Visit, admin_visits
from tests.access.world import SUPERUSER_WITH_A_ROLE, role_of
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db

OPEN = {key: address for key, address in sorted(addresses().items()) if address.is_open}
SHUT = {key: address for key, address in sorted(addresses().items()) if not address.is_open}
# Addresses that nobody can reach with 2xx, by their routes, each with its reason. At most ten.
ANSWER_OTHERWISE = {
    "/account/": "leads to one’s own account by a redirect",
    "/logout/": "ends the session and redirects",
    "/settings/<slug:app_name>/<slug:model_name>/": "leads to the settings of the only site by a redirect",
}
# Leads whoever has one workspace only straight to it; the secretariat, whose pages are several, sees them listed.
LEADS_ON = "/pages/"
# The beginnings of the names of resolvers that know one organisation's things from another's.
OF_ONE_ORGANISATION = ("own_", "publishable_", "editable_page")
PEOPLE = [
    "reader",
    "writer",
    "editor",
    "coordinator",
    "vetter",
    "directory_editor",
    "secretariat",
    "auditor",
    "superuser",
    SUPERUSER_WITH_A_ROLE,
]
# Those whose rights hold all others' of an organisation, and those of the network and of a superuser, that reach
# furthest; the others are asked by `make test-access`.
MIGHT = ("coordinator", "secretariat", SUPERUSER_WITH_A_ROLE)


@contextmanager
def unclassified(route: str) -> Iterator[None]:
    """The site with one more address, of which no table knows."""

    class Urls:
        urlpatterns = [path(route, no_such_page, name="brought_in"), *urls.urlpatterns]
        handler404 = urls.handler404

    with override_settings(ROOT_URLCONF=Urls):
        yield


def answers(person, visits: Iterable[Visit]) -> Iterator[int]:
    """The status of each visit by somebody who is signed in throughout, and again after signing out."""
    client = signed_in(person)
    for visit in visits:
        yield getattr(client, visit.method)(visit.url, visit.data).status_code
        if SESSION_KEY not in client.session:
            client = signed_in(person)


def test_every_admin_address_is_in_the_table():
    assert admin_addresses() ^ set(addresses()) == set()


def test_every_open_address_is_visited(world):
    assert set(OPEN) ^ set(admin_visits(world.ours, "writer")) == set()


def test_unclassified_address_is_found():
    with unclassified("admin/brought-in-by-a-package/"):
        found = admin_addresses() - set(addresses())

    assert found == {("/brought-in-by-a-package/", "brought_in")}


def test_every_path_id_and_resolver_is_declared():
    named = {each.resolver for address in OPEN.values() for each in address.identifiers}

    assert named - resolvers.known() == set()


def test_at_most_ten_addresses_answer_otherwise():
    assert len(ANSWER_OTHERWISE) <= 10
    assert set(ANSWER_OTHERWISE) - {address.route for address in OPEN.values()} == set()


@pytest.mark.slow
@pytest.mark.parametrize("role", PEOPLE)
def test_open_addresses_answer_their_roles_and_nobody_else(world, role):
    """With our things: 2xx for the roles of the row, the common 404 for all others."""
    person = world.superuser if role == "superuser" else world.ours.people[role]
    expected, found = {}, {}

    every = admin_visits(world.ours, role)
    asked = [(address, number, visit) for key, address in OPEN.items() for number, visit in enumerate(every[key])]
    statuses = answers(person, [visit for _address, _number, visit in asked])
    for (address, number, visit), status in zip(asked, statuses, strict=True):
        name = f"{address.route} {visit.method} {number}"
        leads_on = status == 302 and (address.route in ANSWER_OTHERWISE or _leads_on(address.route, role))
        found[name] = "ok" if status < 300 or leads_on else status
        expected[name] = "ok" if role_of(role) in address.roles else 404

    assert found == expected


def _leads_on(route: str, role: str) -> bool:
    return route == LEADS_ON and role != "secretariat"


@pytest.mark.slow
@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=[pytest.mark.long] * (role not in MIGHT)) for role in PEOPLE]
)
def test_no_address_answers_for_things_of_another_organisation(world, role):
    """With their things: every address that names one is 404, whoever asks."""
    person = world.superuser if role == "superuser" else world.ours.people[role]
    every = admin_visits(world.theirs, "editor")
    visits = [
        visit
        for key, address in OPEN.items()
        if any(each.resolver.startswith(OF_ONE_ORGANISATION) for each in address.identifiers)
        # The collection is optional there; tested below.
        and not address.name.endswith(("chooser:choose", "chooser:choose_results"))
        for visit in every[key]
    ]

    found = list(zip(visits, answers(person, visits), strict=True))

    assert len(found) >= 22
    assert [(visit.url, visit.method, status) for visit, status in found if status != 404] == []


@pytest.mark.parametrize("name", ["wagtailimages_chooser:choose", "wagtaildocs_chooser:choose_results"])
def test_chooser_shows_only_own_collections(world, name):
    own, foreign = (side.organisation.own_files_id for side in (world.ours, world.theirs))
    client = signed_in(world.ours.people["editor"])

    statuses = [client.get(reverse(name), {"collection_id": pk}).status_code for pk in (own, foreign)]

    assert statuses == [200, 404]


@pytest.mark.parametrize("key", SHUT, ids=lambda key: key[0])
def test_shut_address_says_why(key):
    assert SHUT[key].why != ""


@pytest.mark.slow
def test_anonymous_is_sent_to_sign_in_from_everywhere(world, client):
    visits = [visit for each in admin_visits(world.ours, "writer").values() for visit in each]

    found = {getattr(client, visit.method)(visit.url).headers.get("Location", "").split("?")[0] for visit in visits}

    assert found == {"/en/account/login/"}


@pytest.mark.slow
def test_password_alone_opens_nothing(world):
    client = signed_in(world.ours.people["editor"], second_factor=False)
    visits = [visit for each in admin_visits(world.ours, "editor").values() for visit in each]

    statuses = {getattr(client, visit.method)(visit.url, visit.data).status_code for visit in visits}

    assert statuses == {302}
