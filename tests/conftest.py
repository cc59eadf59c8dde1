"""What every test may ask for."""

import pytest
from django.core.cache import caches


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A database that is a site already: languages, front pages, groups and the workflow."""
    from home.actions import set_up_site

    with django_db_blocker.unblock():
        set_up_site()


@pytest.fixture(autouse=True)
def _empty_caches():
    """Each test starts with nothing kept."""
    for cache in caches.all():
        cache.clear()
