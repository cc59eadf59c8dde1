"""One world for the whole matrix: made once, and undone when its tests are done."""

import pytest
from django.db import transaction

from tests.access.world import World, a_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> World:
    """The two organisations; each test works in a savepoint of its own inside their transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_world()
        transaction.set_rollback(True)
