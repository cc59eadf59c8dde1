"""search_rebuild and search_check on a real Elasticsearch, while things change."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search import lag
from search.engines.elastic import indices
from search.engines.elastic.connection import client
from search.models import IndexCopy, SearchDocument
from search.rebuilding import UnfinishedError, rebuild, remove_retired
from search.worker import batch_of, drain, work_off
from tests.search.copies import refresh
from tests.search.elastic.test_worker import circle, found, remove, row, state, write

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch, pytest.mark.postgres]


def test_a_rebuild_holds_what_the_ledger_holds_and_answers(elasticsearch):
    SearchDocument.objects.all().delete()
    for number in range(3):
        write(number)
    remove(2)

    held = rebuild()

    serving = IndexCopy.objects.get(state=IndexCopy.State.SERVING)
    assert (held, found().total) == (2, 2)
    assert indices.in_use() == indices.of(serving.name)
    assert IndexCopy.objects.get(pk=elasticsearch.pk).state == IndexCopy.State.RETIRED


def test_a_rebuild_replaces_an_index_that_was_lost_and_sends_what_waited_for_it(elasticsearch):
    write()
    indices.remove(elasticsearch.name)
    drain()
    waiting = row().error

    rebuild()
    refresh()

    assert (waiting, row().error, state()) == ("the index is not there: run search_rebuild", "", (1, 1, False))
    assert found().total == 1


def test_changes_during_a_rebuild_reach_both_copies(elasticsearch):
    write()
    drain()
    name = indices.new_name()
    indices.create(name)
    filling = IndexCopy.objects.create(name=name)
    late = batch_of([row().pk])
    remove()
    drain()

    work_off(late, only=name)

    for copy in (elasticsearch, filling):
        indices.refresh(copy.name)
        assert indices.count(copy.name) == 0
    assert state() == (2, 2, False)


def test_a_rebuild_that_another_one_overtook_ends_without_harm(elasticsearch):
    write()

    def overtake(_line):
        IndexCopy.objects.filter(state=IndexCopy.State.FILLING).update(state=IndexCopy.State.RETIRED)

    with pytest.raises(UnfinishedError, match="Another rebuild"):
        rebuild(overtake)

    assert indices.in_use() == indices.of(elasticsearch.name)


def test_a_rebuild_whose_index_vanishes_ends_without_harm(elasticsearch, monkeypatch):
    monkeypatch.setattr("search.rebuilding.TRIES", 2)
    write()

    def lose(_line):
        indices.remove(IndexCopy.objects.get(state=IndexCopy.State.FILLING).name)

    with pytest.raises(UnfinishedError, match="not there"):
        rebuild(lose)

    assert indices.in_use() == indices.of(elasticsearch.name)
    assert not IndexCopy.objects.filter(state=IndexCopy.State.FILLING).exists()


def test_a_server_that_lacks_an_analyser_is_named(elasticsearch, settings):
    settings.LANGUAGES = [("pt", "Português"), ("en", "English")]
    settings.ELASTICSEARCH_REPLICAS = -1

    with pytest.raises(CommandError, match=r"Elasticsearch 8\.[\d.]+ cannot hold the index"):
        call_command("search_rebuild")


def test_copies_that_ended_go_after_an_hour(elasticsearch):
    rebuild()
    kept = remove_retired()
    IndexCopy.objects.filter(pk=elasticsearch.pk).update(retired_at=timezone.now() - timedelta(hours=2))

    gone = remove_retired()

    assert (kept, gone, indices.exists(elasticsearch.name)) == (0, 1, False)


def test_a_copy_that_is_gone_already_is_done(elasticsearch):
    IndexCopy.objects.create(
        name="never-was", state=IndexCopy.State.RETIRED, retired_at=timezone.now() - timedelta(hours=2)
    )

    assert remove_retired() == 1


def test_search_check_says_how_far_the_server_is_behind(elasticsearch):
    rebuild()
    write(1)
    write(2)
    drain()
    remove(2)

    told = lag.check()

    assert (told.waiting, told.restricting, told.is_none) == (1, 1, True)
    assert told.version.startswith("8.")


@pytest.mark.parametrize("damage", ["missing", "older", "narrowed", "stranger", "taken out"])
def test_search_check_names_and_heals_what_the_server_holds_otherwise(elasticsearch, damage):
    rebuild()
    write(1)
    write(2)
    drain()
    pk = row(1).pk
    if damage == "missing":
        send("delete", pk, 2)
        SearchDocument.objects.filter(pk=pk).update(wanted_rev=3, done_rev=3)
    elif damage == "older":
        SearchDocument.objects.filter(pk=pk).update(wanted_rev=3, done_rev=3)
    elif damage == "narrowed":
        SearchDocument.objects.filter(pk=pk).update(policy=circle(), wanted_rev=3, done_rev=3)
    elif damage == "stranger":
        SearchDocument.objects.filter(pk=pk).delete()
    else:
        SearchDocument.objects.filter(pk=pk).update(deleted_at=timezone.now(), wanted_rev=3, done_rev=3)
    refresh()

    reported = lag.check()
    lag.heal(reported)
    drain()
    refresh()

    wrong = (set(), {pk: 1}) if damage == "stranger" else ({pk}, {})
    assert (reported.wrong, reported.strangers) == wrong
    assert lag.check().is_none


def send(kind, pk, version):
    """Write past the worker."""
    name = IndexCopy.objects.get(state=IndexCopy.State.SERVING).name
    action = {"_index": indices.of(name).writing.public, "_id": str(pk), "version": version}
    client().bulk(operations=[{kind: action | {"version_type": "external_gte"}}], refresh=True)
