"""While Elasticsearch is away nothing fails: the embedded engine answers and says so, and the ledger waits."""

import socket
from contextlib import closing

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection as database
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organisations.viewer import VISITOR
from search.engines import answering_engine
from search.engines.elastic import connection
from search.ledger import put
from search.models import IndexCopy, SearchDocument
from search.queries import listed
from search.query import AuthorisedQuery
from search.worker import SecondWorkerError, drain, only_worker
from tests import factories

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def away(settings):
    """A site whose Elasticsearch does not answer."""
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{port}"
    connection.pause.end()
    yield IndexCopy.objects.create(name="site-1", state=IndexCopy.State.SERVING)
    connection.pause.end()


@pytest.fixture
def place(away):
    """A page that was published meanwhile."""
    return factories.a_page(factories.workspace_of(factories.an_organisation("Karibu")), "Zanzibar")


def test_the_embedded_engine_answers_and_the_page_says_so(place, settings, caplog):
    shown = Client().post(reverse("search:results"), {"q": "zanzibar"}).content.decode()
    settings.SEARCH_ENGINE = "embedded"
    embedded = Client().post(reverse("search:results"), {"q": "zanzibar"}).content.decode()

    assert ["<mark>Zanzibar</mark>" in html for html in (shown, embedded)] == [True, True]
    assert ["does not answer" in html for html in (shown, embedded)] == [True, False]
    assert "zanzibar" not in caplog.text.lower()


def test_lists_come_from_the_embedded_engine(place):
    assert "Zanzibar" in [row.title for row in listed(VISITOR, kind="page", language="en", limit=50)]


def test_the_server_is_not_asked_again_for_ten_seconds(place, caplog):
    query = AuthorisedQuery(VISITOR, text="zanzibar")
    for _each in range(3):
        answering_engine().search(query)
    told = caplog.text.count("Elasticsearch: no answer")

    connection.pause.end()
    answering_engine().search(query)

    assert (told, caplog.text.count("Elasticsearch: no answer")) == (1, 2)


def test_rows_wait_with_their_error_and_longer_each_time(place):
    row = SearchDocument.objects.get(key=f"page:{place.pk}")
    waits = []
    for _try in range(3):
        drain()
        row.refresh_from_db()
        waits.append((row.next_try - timezone.now()).total_seconds())
        SearchDocument.objects.update(next_try=None)

    assert (row.attempts, row.done_rev, row.error) == (3, 0, "no answer (ConnectionError)")
    assert [round(wait) for wait in waits] == [2, 4, 8]


def test_nothing_waits_longer_than_an_hour(place):
    SearchDocument.objects.update(attempts=900)
    with time_machine.travel("2026-12-01T00:00:00Z", tick=False):
        drain()

    row = SearchDocument.objects.get(key=f"page:{place.pk}")
    assert row.next_try.isoformat() == "2026-12-01T01:00:00+00:00"


def test_a_change_is_sent_at_once_however_long_the_row_waits(place):
    drain()
    place.title = "Mombasa"
    place.save_revision().publish()

    row = SearchDocument.objects.get(key=f"page:{place.pk}")
    assert (row.title, row.attempts, row.next_try, row.error) == ("Mombasa", 0, None, "")


def test_commands_say_that_there_is_no_answer(place, capsys):
    with pytest.raises(CommandError, match="answers as before"):
        call_command("search_rebuild")
    with pytest.raises(SystemExit):
        call_command("search_check")
    IndexCopy.objects.all().delete()
    call_command("search_work", "--once")

    told = capsys.readouterr()
    assert "The site's own search answers" in told.out
    assert "There is no index yet" in told.err


def test_a_worker_has_nothing_to_do_for_the_embedded_engine():
    with pytest.raises(CommandError, match="embedded"):
        call_command("search_work", "--once")


def test_with_sqlite_there_is_one_worker(away, capsys):
    with only_worker():
        if is_sqlite():
            with pytest.raises(SecondWorkerError), only_worker():
                pass
            with pytest.raises(CommandError, match="Another worker"):
                call_command("search_work", "--once")
    call_command("search_work", "--once")

    assert ("this is the only worker" in capsys.readouterr().out) == is_sqlite()


def is_sqlite():
    return database.vendor == "sqlite"


def test_a_change_made_while_the_search_is_embedded_ends_the_copies(away, settings):
    settings.SEARCH_ENGINE = "embedded"

    put({"thing:1": []})
    before = IndexCopy.objects.in_use().count()
    factories.a_page(factories.workspace_of(factories.an_organisation("Karibu")), "Zanzibar")

    assert (before, IndexCopy.objects.in_use().count()) == (1, 0)


def test_questions_far_down_are_for_the_embedded_engine(place, caplog):
    query = AuthorisedQuery(VISITOR, text="zanzibar", first=20_000)

    answer = answering_engine().search(query)

    assert (answer.ids, answer.is_substitute) == ((), False)
    assert answering_engine().listed(query) == ()
    assert "Elasticsearch" not in caplog.text
