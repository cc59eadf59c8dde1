"""Two workers, rebuilds and an Elasticsearch, killed at any moment: nothing is lost and nothing forbidden is found."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.conf import settings as site
from django.db import connection

from organisations.access import intern_policy
from organisations.rules import PUBLIC, circle_principal, rule_of
from organisations.viewer import VISITOR, Viewer
from search import lag
from search.engines import answering_engine
from search.engines.elastic import ElasticEngine
from search.engines.elastic.connection import AwayError, pause
from search.ledger import put
from search.models import SearchDocument
from search.query import AuthorisedQuery
from search.rebuilding import rebuild
from search.registry import Projection
from search.worker import LEASE, Worker
from tests.search.copies import refresh, remove_everything
from tests.services import elasticsearch as service

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.elasticsearch,
    pytest.mark.postgres,
    pytest.mark.long,
    pytest.mark.no_cover,
]

THINGS = 40
SECONDS = 20
INSIDER = Viewer(1, frozenset({circle_principal(1)}))


@pytest.fixture
def server(settings, elasticsearch_prefix, tmp_path, monkeypatch):
    """A server of this test's own, which it may kill."""
    own = service.Server(service.home())
    try:
        settings.ELASTICSEARCH_URL = own.start()
        settings.SEARCH_ENGINE = "elasticsearch"
        settings.ELASTICSEARCH_PREFIX = elasticsearch_prefix
        settings.VAR_DIR = tmp_path
        rebuild()
        yield own
        remove_everything()
    finally:
        pause.end()
        own.stop(signal.SIGKILL)
        own.remove()


def _environment():
    name = connection.settings_dict["NAME"]
    address = f"sqlite:///{name}"
    if connection.vendor != "sqlite":
        address = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    return os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "network_site.settings.test",
        "ELASTICSEARCH_PREFIX": site.ELASTICSEARCH_PREFIX,
        "ELASTICSEARCH_URL": site.ELASTICSEARCH_URL,
        "SEARCH_ENGINE": "elasticsearch",
        "VAR_DIR": str(site.VAR_DIR),
    }


def _command(name):
    return subprocess.Popen(  # noqa: S603 - our own commands
        [sys.executable, "manage.py", name], cwd=site.BASE_DIR, env=_environment(), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


@contextmanager
def _workers():
    """So many workers as the database allows."""
    running = [_command("search_work") for _each in range(1 if connection.vendor == "sqlite" else 2)]
    try:
        yield running
    finally:
        for one in running:
            one.kill()
            one.wait()


class Network:
    """What is written, and what a visitor and an insider may find of it now."""

    def __init__(self):
        self.random = random.Random(7)  # noqa: S311 - not a secret
        self.policies = [intern_policy(PUBLIC).pk, intern_policy(rule_of([[circle_principal(1)]])).pk]
        self.known = {}

    def change(self):
        """Write, narrow, widen or take out one thing."""
        thing = f"stress:{self.random.randrange(THINGS)}"
        policy = self.random.choice([*self.policies, None])
        projections = []
        if policy:
            title = f"Zanzibar {self.random.choice(['one', 'two', 'three'])}"
            projections.append(
                Projection(
                    key=thing, kind="page", language="en", translation_key=thing, title=title, policy_id=policy,
                    owner_id=None,
                )
            )  # fmt: skip
        put({thing: projections})
        self.known[thing] = policy

    def readable(self, viewer):
        allowed = self.policies[:1] if viewer is VISITOR else self.policies
        return {thing for thing, policy in self.known.items() if policy in allowed}


def _ask(engine, viewer):
    return engine.search(AuthorisedQuery(viewer, text="zanzibar", languages=("en",), size=100))


def _things(ids):
    return set(SearchDocument.objects.filter(pk__in=ids).values_list("thing", flat=True))


def _check_nothing_forbidden(network, engine):
    for viewer in (VISITOR, INSIDER):
        try:
            answer = _ask(engine, viewer)
        except AwayError:
            continue
        assert _things(answer.ids) <= network.readable(viewer)
        assert answer.total <= len(network.readable(viewer))


def _check_nothing_lost(network):
    until = time.monotonic() + LEASE + 60
    while SearchDocument.objects.waiting().exists() and time.monotonic() < until:
        time.sleep(0.5)
    assert not SearchDocument.objects.waiting().exists()
    assert not SearchDocument.objects.filter(restricting=True).exists()
    refresh()
    for viewer in (VISITOR, INSIDER):
        assert _things(_ask(ElasticEngine(), viewer).ids) == network.readable(viewer)
    assert lag.check().is_none


def test_workers_and_rebuilds_that_are_killed_lose_nothing_and_show_nothing(server):
    network, changes, rebuilding = Network(), 0, None
    until, next_kill = time.monotonic() + SECONDS, time.monotonic() + 4
    with _workers() as workers:
        while time.monotonic() < until:
            network.change()
            changes += 1
            _check_nothing_forbidden(network, ElasticEngine())
            if time.monotonic() > next_kill:
                next_kill += 4
                which = network.random.randrange(len(workers))
                workers[which].kill()
                workers[which].wait()
                workers[which] = _command("search_work")
                if rebuilding:
                    rebuilding.kill()
                    rebuilding.wait()
                rebuilding = _command("search_rebuild")
        if rebuilding:
            rebuilding.wait()
        _check_nothing_lost(network)

    assert changes > 20


def test_a_server_that_is_killed_hinders_nobody_and_loses_nothing(server):
    network, substituted = Network(), 0
    with _workers():
        for round_ in range(3):
            rebuilding = _command("search_rebuild") if round_ else None
            for _each in range(60):
                network.change()
                _check_nothing_forbidden(network, answering_engine())
            server.stop(signal.SIGKILL)
            for _each in range(30):
                network.change()
                substituted += _ask(answering_engine(), VISITOR).is_substitute
                _check_nothing_forbidden(network, answering_engine())
            server.start()
            pause.end()
            if rebuilding:
                rebuilding.wait()
        _check_nothing_lost(network)

    assert substituted == 90


def test_nothing_of_what_was_taken_out_stays_on_the_disk_of_the_server(server):
    def write(thing, text):
        projection = Projection(
            key=thing, kind="page", language="en", translation_key=thing, title=f"About the {text}", owner_id=None,
            policy_id=intern_policy(PUBLIC).pk, body=f"The wandering {text} of the south.",
        )  # fmt: skip
        put({thing: [projection]})

    write("stress:1", "albatross")
    write("stress:2", "cormorant")
    worker = Worker()
    worker.drain()
    refresh()
    before = [_bytes_on_disk(server, word) for word in (b"albatross", b"cormorant")]

    put({"stress:2": []})
    worker.drain()
    until = time.monotonic() + 180
    while worker.has_taken_out and time.monotonic() < until:
        worker.forget()
        time.sleep(5)

    assert [count > 0 for count in before] == [True, True]
    assert [_bytes_on_disk(server, word) > 0 for word in (b"albatross", b"cormorant")] == [True, False]


def _bytes_on_disk(server, word):
    """In how many files of the server these bytes stand."""
    return sum(word in file.read_bytes() for file in (server.place / "data").rglob("*") if file.is_file())
