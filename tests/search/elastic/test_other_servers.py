"""Where ELASTICSEARCH_URL names a server that the site cannot use: it is said which, and everything else goes on."""

import json
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from search.engines.elastic import connection
from search.models import IndexCopy, SearchDocument
from search.worker import drain
from tests import factories

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

IT_IS_ONE = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}


def error(kind, reason=""):
    return {"error": {"type": kind, "reason": reason, "root_cause": [{"type": kind, "reason": reason}]}}


SERVERS = {
    # What 7.17 and 10 say to a client that asks for answers of version 8.
    "older": (406, IT_IS_ONE, error("media_type_header_exception"), "a version that this site does not speak to"),
    "newer": (400, IT_IS_ONE, error("media_type_header_exception"), "a version that this site does not speak to"),
    "without analysers": (400, IT_IS_ONE, error("illegal_argument_exception", "no stemmer"), "cannot hold the index"),
    "fork": (200, {"Content-Type": "application/json"}, {"acknowledged": True}, "another program"),
    "web page": (200, {"Content-Type": "text/html"}, "<h1>It works</h1>", "another program"),
    "refusing": (401, IT_IS_ONE, error("security_exception"), "answered 401 security_exception"),
}


class Silent(WSGIRequestHandler):
    def log_message(self, *_arguments):
        """Say nothing of requests."""


@pytest.fixture
def other(request, settings):
    """A server that answers everything alike, but which version it has."""
    status, headers, body, _words = SERVERS[request.param]

    def answer(environ, start_response):
        asks_version = environ["PATH_INFO"].startswith("/_nodes") and request.param == "without analysers"
        text = {"nodes": {"a": {"version": "99.0.0"}}} if asks_version else body
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("200 OK" if asks_version else f"{status} Answer", list(headers.items()))
        return [(text if isinstance(text, str) else json.dumps(text)).encode()]

    server = make_server("127.0.0.1", 0, answer, handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{server.server_port}"
    connection.pause.end()
    yield request.param
    connection.client().close()
    server.shutdown()
    thread.join()
    server.server_close()
    connection.pause.end()


@pytest.mark.parametrize("other", SERVERS, indirect=True)
def test_command_says_what_is_wrong_with_the_server(other, capsys):
    with pytest.raises(CommandError) as refused:
        call_command("search_rebuild")
    call_command("search_work", "--once")

    words = SERVERS[other][3]
    assert words in str(refused.value)
    assert ("99.0.0" in str(refused.value)) == (other == "without analysers")
    assert words in capsys.readouterr().err
    assert not IndexCopy.objects.filter(state=IndexCopy.State.SERVING).exists()


@pytest.mark.parametrize("other", SERVERS, indirect=True)
def test_site_publishes_and_finds_all_the_same_and_loses_nothing(other):
    IndexCopy.objects.create(name="site-1", state=IndexCopy.State.SERVING)
    page = factories.a_page(factories.workspace_of(factories.an_organisation()), "Zanzibar")
    drain()

    html = Client().post(reverse("search:results"), {"q": "zanzibar"}).content.decode()

    row = SearchDocument.objects.get(key=f"page:{page.pk}")
    assert ("<mark>Zanzibar</mark>" in html, "does not answer" in html) == (True, True)
    assert row.done_rev < row.wanted_rev
    assert row.error != ""
