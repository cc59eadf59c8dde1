"""Whatever tree there is and whoever is a guest where: who reads what is what a few lines of Python say."""

import random
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page

from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.actions.guests import invite_guest
from organisations.models import Guest
from organisations.permissions import readable_by
from organisations.viewer import viewer_of
from tests.factories import a_circle, a_member, a_page, a_person, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.parameters import first_few

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGES = 7
SEED_WITH_BOTH = 4
FIRST, MORE = [1, 2, 3, SEED_WITH_BOTH], [0, *range(5, 12)]
KINDS = [Kind.PUBLIC, Kind.MEMBERS, Kind.ORGANISATION, Kind.CIRCLE]
TODAY = timezone.localdate()
DAYS = [TODAY, TODAY + timedelta(days=9), TODAY - timedelta(days=1)]
# Whom a restriction allows, in words of this file; of two that are the same or where one is part of the other, all whom
# the first allows pass the second.
PASSES = {(kind, kind) for kind in KINDS} | {(Kind.ORGANISATION, Kind.MEMBERS)}


def people_of_a_network():
    """An organisation that owns the trees, and people by name, with the audiences that each belongs to."""
    owner, other = an_organisation(), an_organisation()
    in_circle = a_member(other)
    return {
        "owner": owner,
        "other": other,
        "circle": a_circle(in_circle, needs_second_factor=False),
        "people": {
            "own": (a_member(owner), {Kind.MEMBERS, Kind.ORGANISATION}),
            "member": (a_member(other), {Kind.MEMBERS}),
            "in the circle": (in_circle, {Kind.MEMBERS, Kind.CIRCLE}),
            "stranger": (a_person(), set()),
        },
    }


network = made_once(people_of_a_network)


@dataclass
class Node:
    """A page, where it stands, whom it is for, and who is a guest: people by name, and "other" for an organisation."""

    page: Page
    above: "Node | None"
    kind: Kind
    guests: dict[str, bool]

    @property
    def chain(self) -> "list[Node]":
        return [self, *(self.above.chain if self.above else [])]


def grow(lot: random.Random, network: dict) -> list[Node]:
    """A tree of pages below one workspace, each with an audience and perhaps with guests, some of whom have left."""
    nodes: list[Node] = []
    for _number in range(PAGES):
        above = lot.choice([None, *nodes, *nodes[-1:] * 3])
        page = a_page(above.page if above else workspace_of(network["owner"]))
        node = Node(page, above, lot.choice(KINDS), {})
        actions.set_audience(
            page, Audience(node.kind, network["circle"] if node.kind == Kind.CIRCLE else None), by=None
        )
        nodes.append(node)
    for _number in range(lot.randint(1, 6)):
        node, who, until = (
            lot.choice(nodes),
            lot.choice(["member", "in the circle", "stranger", "other"]),
            lot.choice(DAYS),
        )
        try:
            guest = invite_guest(node.page, until=max(until, TODAY), by=None, **_named(who, network))
        except ValidationError:
            assert node.kind == Kind.PUBLIC
            continue
        Guest.objects.filter(pk=guest.pk).update(until=until)
        node.guests[who] = until >= TODAY
    return nodes


def _named(who: str, network: dict) -> dict:
    return {"organisation": network["other"]} if who == "other" else {"email": network["people"][who][0].email}


def plainly(node: Node, name: str, audiences: set[Kind]) -> bool:
    """Whether somebody reads a page: they pass each page from it up to the top."""
    names = {name} | ({"other"} if name in ("member", "in the circle") else set())
    return all(
        one.kind == Kind.PUBLIC
        or one.kind in audiences
        or any(
            host.kind != Kind.PUBLIC
            and (host.kind, one.kind) in PASSES
            and any(host.guests.get(each) for each in names)
            for host in one.chain
        )
        for one in node.chain
    )


@pytest.mark.parametrize("seed", first_few(FIRST, MORE))
def test_everybody_reads_what_plain_python_says(network, seed):
    nodes = grow(random.Random(seed), network)  # noqa: S311 - no secret
    expected, found = {}, {}

    for name, (person, audiences) in network["people"].items():
        viewer = viewer_of(person, second_factor=False)
        readable = set(readable_by(viewer, Page.objects.all()).values_list("pk", flat=True))
        found[name] = [node.page.pk in readable for node in nodes]
        expected[name] = [plainly(node, name, audiences) for node in nodes]

    assert found == expected


def test_trees_have_guests_who_read_and_guests_who_do_not(network):
    """So that the test above could fail: one of its first trees has both."""
    reads = [
        plainly(node, name, network["people"][name][1])
        for node in grow(random.Random(SEED_WITH_BOTH), network)  # noqa: S311 - no secret
        for name in ("stranger", "member")
        if node.guests
    ]

    assert {True, False} == set(reads)
