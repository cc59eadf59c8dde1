"""Serving: a page is handed out to those who may read it, and to others it does not exist."""

from copy import deepcopy

import pytest
from django.test import Client

from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.factories import a_circle, a_member, a_page, an_organisation, workspace_of
from tests.factories.once import made_once

pytestmark = pytest.mark.django_db


def status(url: str, person=None) -> int:
    client = Client()
    if person:
        client.force_login(person)
    return client.get(url).status_code


def a_network():
    """Two organisations; the first has a page and people in and out of a circle that asks for no second factor."""
    first, second = an_organisation(), an_organisation()
    own, member, inside = a_member(first), a_member(second), a_member(second)
    circle = a_circle(inside, needs_second_factor=False)
    return {"page": a_page(workspace_of(first)), "circle": circle, "people": (None, own, member, inside)}


network_made = made_once(a_network)


@pytest.fixture
def network(network_made):
    return deepcopy(network_made)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.PUBLIC, [200, 200, 200, 200]),
        (Kind.MEMBERS, [404, 200, 200, 200]),
        (Kind.ORGANISATION, [404, 200, 404, 404]),
        (Kind.CIRCLE, [404, 404, 404, 200]),
    ],
)
def test_page_is_served_to_its_audience(network, kind, expected):
    page = network["page"]
    actions.set_audience(page, Audience(kind, network["circle"] if kind == Kind.CIRCLE else None), by=None)

    statuses = [status(page.url, person) for person in network["people"]]

    assert statuses == expected


def test_restricting_counts_at_the_next_request(network):
    page = network["page"]
    before = status(page.url)

    actions.set_audience(page, Audience(Kind.MEMBERS), by=None)

    assert (before, status(page.url)) == (200, 404)


def test_unpublished_parent_hides_its_children(network):
    child = a_page(network["page"])
    before = status(child.url)

    network["page"].unpublish()

    assert (before, status(child.url)) == (200, 404)


@pytest.mark.postgres
@pytest.mark.parametrize("path", ["/media/a%00.webp", "/files/a%00/b.pdf", "/editions/a%00.webp", "/en/a%00/"])
def test_name_that_no_database_takes_is_the_name_of_nothing(path):
    assert status(path) == 404
