"""Kept pages in a real Redis: it is killed, frozen and emptied, and no visitor notices more than a moment."""

import os
import time

import pytest
from django.conf import settings as as_they_are
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from environ import Env
from wagtail.models import Page

from content import shelf as shelves
from content.page_cache import AnonymousPages, erase_kept_pages
from organisations.actions.audiences import Audience, Kind, set_audience
from tests.content.test_page_cache import Site, a_request
from tests.factories import a_page, a_person, an_organisation, workspace_of
from tests.factories.sessions import signed_in
from tests.services import redis

pytestmark = [pytest.mark.django_db, pytest.mark.redis]

WORDS = "What everybody may read"
NOBODY_IS_HERE = "redis://127.0.0.1:1/0"
FROZEN_AT_MOST = 3  # seconds that one page may take while Redis does not answer


@pytest.fixture(scope="session")
def program():
    path = os.environ.get("REDIS_SERVER") or redis.found()
    if path is None:
        refuse = pytest.fail if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip
        refuse("There is no Redis here; `make test` installs one where it may.")
    return path


@pytest.fixture
def server(program, settings, monkeypatch):
    """A Redis for kept pages, as production reaches it, and counters in the database, as they are in production."""
    running = redis.Server(program)
    running.start()
    pages = Env.cache_url_config(running.address) | {"OPTIONS": as_they_are.REDIS_OPTIONS}
    counters = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "counters"}
    settings.CACHES = {**settings.CACHES, "default": counters, "pages": pages}
    call_command("createcachetable")
    shelf = shelves.Shelf()
    monkeypatch.setattr("content.page_cache.shelf", shelf)
    yield running
    caches["pages"].close()
    running.remove()


@pytest.fixture
def soon(monkeypatch):
    """A cache that did not answer is asked again at once."""
    monkeypatch.setattr(shelves, "SECONDS_AWAY", 0)


@pytest.fixture
def shown():
    made = a_page(workspace_of(an_organisation()), WORDS)
    set_audience(Page.objects.get(pk=made.pk), Audience(Kind.PUBLIC), by=None)
    made.save_revision().publish()
    return Page.objects.get(pk=made.pk).specific


def address_of(page):
    return page.get_url()


def kept():
    return caches["pages"]._cache.get_client().keys("*")


def test_page_is_served_from_redis(server, shown, django_assert_max_num_queries):
    first = Client().get(address_of(shown))

    with django_assert_max_num_queries(1):
        second = Client().get(address_of(shown))

    assert WORDS in first.content.decode()
    assert second.content == first.content
    assert len(kept()) == 1


@pytest.mark.parametrize("way", ["kill", "freeze"])
def test_pages_are_served_and_published_while_redis_is_away(server, shown, way):
    Client().get(address_of(shown))
    getattr(server, way)()

    began = time.monotonic()
    first = Client().get(address_of(shown))
    took = time.monotonic() - began
    shown.title = "Another title"
    shown.save_revision().publish()
    second = Client().get(address_of(shown))

    assert (first.status_code, second.status_code) == (200, 200)
    assert "Another title" in second.content.decode()
    assert took < FROZEN_AT_MOST


def test_redis_that_is_frozen_is_asked_once_and_then_left_alone(server, shown):
    Client().get(address_of(shown))
    server.freeze()
    Client().get(address_of(shown))

    began = time.monotonic()
    answers = [Client().get(address_of(shown)).status_code for _ in range(5)]

    assert answers == [200] * 5
    assert time.monotonic() - began < 5 * FROZEN_AT_MOST / 2


def test_redis_that_dies_while_a_page_is_made_stops_nothing(server):
    pages = AnonymousPages(Site(before=server.kill))

    assert [pages(a_request()).status_code for _ in range(2)] == [200, 200]


def test_redis_that_comes_back_is_used_again(server, shown, soon):
    Client().get(address_of(shown))
    server.kill()
    Client().get(address_of(shown))
    server.start()

    Client().get(address_of(shown))

    assert len(kept()) == 1


def test_page_narrowed_while_redis_was_frozen_is_never_served_from_it(server, shown, soon):
    Client().get(address_of(shown))
    before = kept()
    server.freeze()
    set_audience(shown, Audience(Kind.ORGANISATION), by=None)
    during = Client().get(address_of(shown))
    server.thaw()

    after = Client().get(address_of(shown))

    assert len(before) == 1
    assert (during.status_code, after.status_code) == (404, 404)
    assert WORDS not in after.content.decode()


def test_what_was_to_be_erased_while_redis_was_out_of_reach_is_erased_when_it_is_back(
    server, shown, soon, settings, django_capture_on_commit_callbacks
):
    Client().get(address_of(shown))
    before, reached = kept(), settings.CACHES
    settings.CACHES = {**reached, "pages": {**reached["pages"], "LOCATION": NOBODY_IS_HERE}}
    with django_capture_on_commit_callbacks(execute=True):
        erase_kept_pages()
    settings.CACHES = reached
    still = kept()

    Client().get("/en/")

    assert len(before) == len(still) == 1
    assert before[0] not in kept()


def test_attempts_to_sign_in_are_counted_while_redis_is_away(server):
    a_person(email="ines@example.org", password="nobody guesses this")
    server.kill()
    client = Client()

    answers = [
        client.post(reverse("account_login"), {"login": "ines@example.org", "password": "wrong"}).content.decode()
        for _ in range(7)
    ]

    told = ["Too many" in answer for answer in answers]
    assert (told[0], told[-1]) == (False, True)


def test_person_signed_in_is_served_while_redis_is_away(server, shown):
    client = signed_in(a_person())
    server.kill()

    assert client.get(address_of(shown)).status_code == 200
