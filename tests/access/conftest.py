"""One world for the whole matrix: made once, and undone when its tests are done."""

from dataclasses import replace

import pytest

from tests.access.asked import Asked
from tests.access.canaries import plant
from tests.access.proofs import Told
from tests.access.world import a_world
from tests.factories.once import made_once


def pytest_collection_modifyitems(items):
    """The world takes longer to make than most tests take: those that ask for it are slow."""
    for item in items:
        if {"world", "told_made"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


world = made_once(a_world)


def a_told_world() -> Told:
    world = a_world()
    return Told(world, plant(world))


told_made = made_once(a_told_world)


@pytest.fixture
def told(told_made):
    """The world with a word in everything that is kept, and nobody signed in: a session made in one test is undone
    with it."""
    return replace(told_made, askers={})


@pytest.fixture(scope="module")
def asked(told_made):
    return Asked(told_made.world)
