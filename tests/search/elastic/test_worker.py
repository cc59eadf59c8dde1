"""The worker on a real Elasticsearch: every change arrives, what became narrower first, and nothing older stands."""

import time

import pytest
from django.core.management import call_command

from organisations.access import intern_policy
from organisations.rules import PUBLIC, circle_principal, rule_of
from organisations.viewer import VISITOR, Viewer
from search.engines.elastic import ElasticEngine, indices
from search.engines.elastic.connection import AwayError, client
from search.ledger import put
from search.models import IndexCopy, SearchDocument
from search.query import AuthorisedQuery
from search.registry import Projection
from search.worker import LEASE, Batch, batch_of, drain, note, take, work_off

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch, pytest.mark.postgres]

INSIDER = Viewer(1, frozenset({circle_principal(1)}))


def circle():
    return intern_policy(rule_of([[circle_principal(1)]])).pk


def write(number=1, title="Zanzibar", **fields):
    thing = f"thing:{number}"
    fields = {"kind": "page", "language": "en", "policy_id": intern_policy(PUBLIC).pk, "owner_id": None} | fields
    put({thing: [Projection(key=thing, translation_key=thing, title=title, **fields)]})
    return row(number)


def remove(number=1):
    put({f"thing:{number}": []})


def row(number=1):
    return SearchDocument.objects.get(key=f"thing:{number}")


def found(text="zanzibar", viewer=VISITOR):
    return ElasticEngine().search(AuthorisedQuery(viewer, text=text, languages=("en",)))


def state(number=1):
    one = row(number)
    return one.wanted_rev, one.done_rev, one.restricting


def blocked(copy, **blocks):
    settings = {f"index.blocks.{name}": value for name, value in blocks.items()}
    client().indices.put_settings(index=list(indices.of(copy.name)), settings=settings)


def test_what_is_written_is_found_once_the_worker_has_sent_it(elasticsearch):
    write()
    indices.refresh(elasticsearch.name)
    before = found().total

    sent = drain()
    indices.refresh(elasticsearch.name)

    assert (before, sent, found().ids, state()) == (0, 1, (row().pk,), (1, 1, False))
    assert (take().rows, drain()) == ([], 0)


@pytest.mark.parametrize("narrow", [remove, lambda: write(policy_id=circle())])
def test_what_becomes_narrower_is_kept_out_at_once_and_gone_after_the_worker(elasticsearch, narrow):
    write()
    drain()
    indices.refresh(elasticsearch.name)
    shown = found()

    narrow()
    between, facets, waiting = found(), found().facets["type"], state()
    held = indices.count(elasticsearch.name)
    drain()
    answer, done = found(), state()

    assert (shown.total, between.total, facets, waiting) == (1, 0, {}, (2, 1, True))
    assert (held, answer.total, done) == (1, 0, (2, 2, False))
    expected = 0 if row().deleted_at else 1
    assert (indices.count(elasticsearch.name), found(viewer=INSIDER).total) == (expected, expected)


def test_what_becomes_narrower_is_taken_first(elasticsearch):
    for number in range(3):
        write(number)
    drain()
    for number in range(2):
        write(number, "Mombasa")
    remove(2)

    assert [one.thing for one in take().rows] == ["thing:2", "thing:0", "thing:1"]


def test_a_late_older_write_changes_nothing(elasticsearch):
    write()
    late = batch_of([row().pk])
    write(title="Mombasa")
    drain()

    sent = work_off(late)
    indices.refresh(elasticsearch.name)

    assert (sent[row().pk].is_done, sent[row().pk].was_accepted) == (True, False)
    assert (found("zanzibar").total, found("mombasa").total, state()) == (0, 1, (2, 2, False))


def test_a_late_write_after_the_server_forgot_a_deletion_is_kept_out_and_put_right(elasticsearch):
    """As after a restart of the server, which remembers no deletions."""
    write()
    late = batch_of([row().pk])
    remove()
    drain()
    for index in indices.of(elasticsearch.name):
        client().indices.close(index=index)
        client().indices.open(index=index, wait_for_active_shards="1")

    work_off(late)
    indices.refresh(elasticsearch.name)
    between, waiting = found().total, state()
    drain()

    assert (between, waiting) == (0, (2, 1, True))
    assert (indices.count(elasticsearch.name), state()) == (0, (2, 2, False))


def test_a_change_between_reading_and_noting_is_sent_again(elasticsearch):
    write()
    batch = take()
    write(title="Mombasa")

    work_off(batch)
    between = state()
    drain()

    assert (between, state()) == ((2, 1, False), (2, 2, False))


def test_a_row_stays_kept_out_until_its_last_change_arrived(elasticsearch):
    write()
    drain()
    write(policy_id=circle())
    batch = take()
    write(title="Mombasa", policy_id=circle())

    work_off(batch)

    assert state() == (3, 2, True)


def test_a_batch_that_somebody_has_is_left_to_them_for_a_minute(elasticsearch):
    write()

    first, second = take(), take()
    SearchDocument.objects.filter(pk=row().pk).update(next_try=None)

    assert [len(batch.rows) for batch in (first, second, take())] == [1, 0, 1]


def test_a_batch_that_is_too_old_is_not_sent(elasticsearch):
    write()
    batch = batch_of([row().pk])
    batch.taken = time.monotonic() - LEASE - 1

    sent = work_off(batch)

    assert (sent[row().pk].error, state()) == ("took too long", (1, 0, False))


def test_what_goes_to_copies_that_ended_is_not_done(elasticsearch):
    write()
    batch = batch_of([row().pk])
    IndexCopy.objects.update(state=IndexCopy.State.RETIRED)

    sent = work_off(batch)

    assert (sent[row().pk].is_done, state()) == (True, (1, 0, False))
    with pytest.raises(AwayError, match="no index"):
        found()


def test_nothing_is_noted_of_rows_that_nobody_sent(elasticsearch):
    write()

    note(Batch([], [], 0.0), {}, refreshed=False, is_whole=True)

    assert state() == (1, 0, False)


def test_what_the_server_refuses_is_parked_and_named(elasticsearch, settings, capsys):
    settings.LANGUAGES = [*settings.LANGUAGES, ("sw", "Kiswahili")]
    write(language="fr", title="Bonne")
    row_ = SearchDocument.objects.filter(pk=row().pk)
    row_.update(language="sw")
    write(2)

    drain()
    drain()

    one = row()
    assert (one.attempts, one.done_rev, one.error.split(":")[0]) == (1, 0, "strict_dynamic_mapping_exception")
    assert state(2) == (1, 1, False)
    with pytest.raises(SystemExit):
        call_command("search_check", "--only-report")
    assert "refused: thing:1: strict_dynamic_mapping_exception" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("block", "error"),
    [
        ({"read_only_allow_delete": True}, "the server takes nothing: cluster_block_exception"),
        ({"write": True}, "the server takes nothing: cluster_block_exception"),
    ],
)
def test_a_full_disk_or_a_read_only_index_is_said_and_waited_for(elasticsearch, caplog, block, error):
    write()
    drain()
    write(policy_id=circle())
    blocked(elasticsearch, **block)

    drain()
    waiting, between, told = row(), found().total, caplog.text
    blocked(elasticsearch, **dict.fromkeys(block, None))
    SearchDocument.objects.update(next_try=None)
    drain()

    assert (waiting.error, waiting.attempts, waiting.restricting, between) == (error, 1, True, 0)
    assert "Is its disk full" in told
    assert (state(), row().error) == ((2, 2, False), "")


def test_a_missing_index_is_named(elasticsearch):
    write()
    indices.remove(elasticsearch.name)

    drain()

    assert row().error == "the index is not there: run search_rebuild"
    assert indices.exists(elasticsearch.name) is False
    with pytest.raises(AwayError, match="index_not_found"):
        found()


def test_many_large_texts_are_sent_in_several_requests(elasticsearch):
    for number in range(12):
        write(number, body="zanzibar " * 60_000)

    drain()
    indices.refresh(elasticsearch.name)

    assert found().total == 12


def test_the_command_makes_the_first_copy_and_sends_what_waits(elasticsearch, capsys, tmp_path):
    IndexCopy.objects.all().delete()
    write()

    call_command("search_work", "--once", "--alive", str(tmp_path / "alive"))

    assert "documents are in the index" in capsys.readouterr().out
    assert ((tmp_path / "alive").exists(), found().total, state()[1]) == (True, 1, 1)
