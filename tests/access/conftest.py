"""One world for the whole matrix: made once, laid aside, and undone when the tests of a file are done."""

from dataclasses import replace

import pytest
from coverage import Coverage
from django.utils import timezone
from wagtail.admin.models import EditingSession

from tests.access.asked import Asked
from tests.access.canaries import plant
from tests.access.proofs import Told
from tests.access.world import a_world
from tests.factories.once import made_once_for_all_files


def pytest_collection_modifyitems(items):
    """The world takes longer to make than most tests take: those that ask for it are slow."""
    for item in items:
        if asks_for_the_world(item):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Count no branches while every address is visited: they are taken a thousand times there, each time at the price
    of the visit itself, and by the tests of each part anyway."""
    counting = Coverage.current() if asks_for_the_world(item) else None
    if counting:
        counting.stop()
    try:
        return (yield)
    finally:
        if counting:
            counting.start()


def asks_for_the_world(item):
    return bool({"world", "told_made"} & set(getattr(item, "fixturenames", ())))


world = made_once_for_all_files(a_world)


def a_told_world() -> Told:
    world = a_world()
    return Told(world, plant(world))


told_made = made_once_for_all_files(a_told_world)


@pytest.fixture
def told(told_made, db):
    """The world with a word in everything that is kept, and nobody signed in: a session made in one test is undone
    with it. Pages that are open in editors are open now: after a minute nobody would be told of it."""
    EditingSession.objects.update(last_seen_at=timezone.now())
    return replace(told_made, askers={})


@pytest.fixture(scope="module")
def asked(told_made):
    return Asked(told_made.world)
