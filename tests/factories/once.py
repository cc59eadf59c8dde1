"""How the tests of one file share a network that takes long to make, and those of several files a copy of it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connection, transaction

from tests.services import database

Made = TypeVar("Made")


def made_once(make: Callable[[], Made]) -> Made:
    """A fixture for a whole file: what `make` returns, written before the file's first test and undone after its last.

    Each test works in a savepoint of its own. Let a second fixture hand it a deep copy, so that no test sees what
    another did to the same object:

        made = made_once(a_network)

        @pytest.fixture
        def network(made):
            return deepcopy(made)
    """

    @pytest.fixture(scope="module")
    def made(django_db_setup: None, django_db_blocker) -> Iterator[Made]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield make()
            transaction.set_rollback(True)

    return made


def made_once_for_all_files(make: Callable[[], Made]) -> Made:
    """The same, where many files ask for it: on SQLite the database with it in it is laid aside, and the next file
    begins with that."""
    aside: tuple[Path, Made] | None = None

    @pytest.fixture(scope="module")
    def made(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[Made]:
        nonlocal aside
        with django_db_blocker.unblock():
            begins_with = aside
            if begins_with:
                database.lay(begins_with[0])
            with transaction.atomic():
                thing = deepcopy(begins_with[1]) if begins_with else make()
                if not begins_with and connection.vendor == "sqlite":
                    aside = tmp_path_factory.mktemp("aside") / "made.sqlite3", deepcopy(thing)
                    database.lay_aside(aside[0])
                yield thing
                transaction.set_rollback(True)
            if begins_with:
                database.put_back()

    return made


def copies(number: int) -> list[Callable[..., object]]:
    """Fixtures for what the fixture `made` of the same file holds, in its order: a copy of each for each test.

        made = made_once(a_handbook)
        organisation, manual = copies(2)

    Arguments: number, of the things in the tuple that was made.
    """
    return [_copy_of(place) for place in range(number)]


def _copy_of(place: int) -> Callable[..., object]:
    @pytest.fixture
    def thing(made: tuple, db: None) -> object:
        return deepcopy(made[place])

    return thing
