"""What every test may ask for."""

import gc

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import TransactionTestCase, client
from django.test.utils import setup_databases
from django.utils import translation

from tests.services import database


def pytest_collection_modifyitems(items):
    """Begin with what takes longest, so that no process waits for another at the end."""
    items.sort(key=lambda item: not any(item.iter_markers("slow")) and not any(item.iter_markers("long")))


def pytest_collection_finish():
    """Look for garbage seldom, and never among what the site itself is made of: that took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1000)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker, tmp_path_factory):
    """A database that is a site already: languages, front pages, groups and the workflow."""
    from home.actions import set_up_site

    with django_db_blocker.unblock(), database.one_at_a_time():
        if not database.start_from_kept_copy(tmp_path_factory.mktemp("database")):
            setup_databases(0, False, keepdb=True, aliases={"default"}, serialized_aliases=set())
            database.keep_copy(database.MIGRATED)
            set_up_site()
            database.keep_copy(database.SET_UP)


@pytest.fixture(autouse=True, scope="session")
def _put_back_what_was_committed():
    """After a test with real transactions lay the set-up site anew: Django would empty the database row by row, which
    takes long and which the audit log refuses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: database.put_back())
        yield


@pytest.fixture(autouse=True, scope="session")
def _do_not_copy_contexts():
    """Keep what a page was given, for `response.context`, without a copy for each of its hundred small templates:
    copying took a fifth of the time of a test that looks at the admin."""
    as_it_was = client.store_rendered_templates
    client.store_rendered_templates = _keep_template
    yield
    client.store_rendered_templates = as_it_was


def _keep_template(store, signal, sender, template, context, **kwargs):
    store.setdefault("templates", []).append(template)
    store.setdefault("context", client.ContextList()).append(context)


@pytest.fixture(autouse=True)
def _begin_anew():
    """Each test starts with nothing kept, and in English: a request leaves its language to whatever comes next."""
    for cache in caches.all():
        cache.clear()
    translation.activate(settings.LANGUAGE_CODE)
