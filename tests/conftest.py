"""What every test may ask for."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import client
from django.test.utils import setup_databases
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from organisations import audit_guard
from tests.services import database


def pytest_collection_modifyitems(items):
    """Begin with what takes longest, so that no process waits for another at the end; and let tests with real
    transactions end in a database without a row."""
    items.sort(key=lambda item: not any(item.iter_markers("slow")) and not any(item.iter_markers("long")))
    for item in items:
        if _has_real_transactions(item):
            kept = item.get_closest_marker("django_db").kwargs
            item.add_marker(pytest.mark.django_db(**{**kept, "serialized_rollback": True}), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """Give what comes after a test with real transactions the set-up site again."""
    yield
    if _has_real_transactions(item):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """Spare the run what an earlier one did with the same code. Whether that was all of it."""
    return database.start_from_kept_copy(tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """A database that is a site already: languages, front pages, groups and the workflow."""
    from home.actions import set_up_site

    with django_db_blocker.unblock():
        if not django_db_modify_db_settings:
            setup_databases(0, False, keepdb=True, aliases={"default"}, serialized_aliases=set())
            database.keep_copy(database.MIGRATED)
            set_up_site()
            database.keep_copy(database.SET_UP)
        if any(_has_real_transactions(item) for item in request.session.items):
            connection._test_serialized_contents = connection.creation.serialize_db_to_string()
            _let_the_audit_log_be_put_back()


def _let_the_audit_log_be_put_back():
    """The database lets nobody empty or overwrite the audit log, which is done after tests with real transactions."""
    for place, name in ((connection.creation, "deserialize_db_from_string"), (connection.ops, "execute_sql_flush")):
        setattr(place, name, _unguarded(getattr(place, name)))


def _unguarded(step):
    def run(*args, **kwargs):
        audit_guard.lift(connection)
        try:
            return step(*args, **kwargs)
        finally:
            audit_guard.set_up(connection)

    return run


def _has_real_transactions(item):
    marker = item.get_closest_marker("django_db")
    return marker is not None and marker.kwargs.get("transaction", False)


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
