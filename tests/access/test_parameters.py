"""Whether the table declares every parameter that a screen reads; the others are dropped, and tried all the same."""

import pytest
from django.urls import resolve

from organisations.wall.table import ANY_FIELD, addresses, key_of
from tests.access import proofs
from tests.access.asking import Asker, requests
from tests.access.parameters import ELSEWHERE, HARMLESS
from tests.access.reading import noted
from tests.access.things import things_of
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_every_parameter_that_a_view_reads_is_declared_or_known_to_be_dropped(world):
    """A bare visit, an empty form and a full one to every open address by somebody whom it is open to."""
    askers: dict[str, Asker] = {}
    first: dict[tuple, list] = {}
    for request in requests(things_of(world.ours)):
        kind = (request.key, request.method, bool(request.query), len(request.body) > 1)
        first.setdefault(kind, []).append(request)

    with noted() as read:
        for drawn in first.values():
            for name in proofs.those_who_may(drawn[0].key):
                asker = askers.setdefault(name, Asker(world.ours.people[name]))
                for request in (drawn[0], drawn[-1]):
                    asker.ask(request)
        found = {
            (key[0], place): names - addresses()[key].parameters(place) - HARMLESS
            for (key, place), names in read.items()
            if key in addresses() and ANY_FIELD not in addresses()[key].parameters(place)
        }

    undeclared = {row: tuple(sorted(names)) for row, names in found.items() if names}
    new = {row: set(names) - set(ELSEWHERE.get(row, ())) for row, names in undeclared.items()}
    assert {row: names for row, names in new.items() if names} == {}


def test_what_is_read_is_noted(world):
    """A view that reads what no table knows is found."""
    with noted() as read:
        signed_in(world.ours.people["editor"]).get("/admin/choose-page/?page_type=home.homepage")

    key = key_of(resolve("/admin/choose-page/"))
    assert "page_type" in read[key, "query"]
