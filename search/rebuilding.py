"""How Elasticsearch gets a new copy of the whole ledger while people write and search."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from search.engines.elastic import indices
from search.engines.elastic.bulk import Became, Sent
from search.engines.elastic.connection import AwayError, pause
from search.models import IndexCopy, SearchDocument
from search.worker import AT_ONCE, batch_of, drain, work_off

log = logging.getLogger(__name__)

TRIES = 8  # of rows that the server could not take yet, each after twice the time
KEPT = timedelta(hours=1)  # that a copy stays after another one took its place


class UnfinishedError(Exception):
    """The new copy did not come about; questions are answered as before. The text says why."""


def rebuild(say: Callable[[str], None] = lambda _line: None) -> int:
    """Make a new copy of the ledger, fill it, and let it answer. Returns how many documents it holds.

    From its beginning on the worker sends every change to it as well, so the ledger goes on changing meanwhile. What
    was taken out is sent too, with the revision that was read together with the text: the server may have forgotten.
    Arguments: say, is told of each step.
    Raises UnfinishedError, AwayError, and UnsuitableError for a server that cannot hold the index.
    """
    IndexCopy.objects.filter(state=IndexCopy.State.FILLING).update(
        state=IndexCopy.State.RETIRED, retired_at=timezone.now()
    )
    name = indices.new_name()
    indices.create(name)
    copy = IndexCopy.objects.create(name=name)
    try:
        say(f"Filling {name} …")
        refused = _fill(copy)
        _compare(copy, refused)
        indices.compact(copy.name)
        _put_into_use(copy)
    except (UnfinishedError, AwayError):
        IndexCopy.objects.filter(pk=copy.pk).update(state=IndexCopy.State.RETIRED, retired_at=timezone.now())
        raise
    return indices.count(name)


def _fill(copy: IndexCopy) -> int:
    """Send every row to the new copy. Returns how many were refused."""
    refused = 0
    for pks in _all_rows():
        waiting, wait = pks, 0.5
        for _try in range(TRIES):
            sent = work_off(batch_of(waiting), only=copy.name)
            refused += sum(one.became is Became.REFUSED for one in sent.values())
            waiting = [pk for pk, one in sent.items() if one.became is Became.LATER]
            if not waiting:
                break
            time.sleep(wait)
            wait *= 2
        else:
            raise UnfinishedError(_first_error(sent))
    return refused


def _all_rows() -> Iterator[list[int]]:
    last = 0
    while pks := list(SearchDocument.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield pks
        last = pks[-1]


def _first_error(sent: dict[int, Sent]) -> str:
    return next(one.error for one in sent.values() if one.became is Became.LATER)


def _compare(copy: IndexCopy, refused: int) -> None:
    """Wait until the copy holds as many documents as the ledger, but for those that are on their way or refused.

    Raises UnfinishedError when it does not come to that.
    """
    for _try in range(TRIES):
        drain()
        indices.refresh(copy.name)
        held, written = indices.count(copy.name), SearchDocument.objects.present().count()
        on_their_way = SearchDocument.objects.waiting().count()
        if abs(held - written) <= on_their_way + refused:
            return
        time.sleep(0.5)
    raise UnfinishedError(f"The new copy holds {held} documents, the ledger {written}.")


def _put_into_use(copy: IndexCopy) -> None:
    """Let the copy answer. Until the server has said that it does, both it and those before hear of every change."""
    with transaction.atomic():
        fresh = IndexCopy.objects.filter(pk=copy.pk, state=IndexCopy.State.FILLING)
        if not fresh.update(state=IndexCopy.State.SERVING):
            raise UnfinishedError("Another rebuild began meanwhile.")
    indices.use(copy.name)
    IndexCopy.objects.in_use().exclude(pk=copy.pk).update(state=IndexCopy.State.RETIRED, retired_at=timezone.now())
    # What the copies before could not take, because they were lost or full, this one may.
    SearchDocument.objects.waiting().exclude(error="").update(next_try=None)
    drain()
    pause.end()


def remove_retired() -> int:
    """Remove the copies that have answered nobody for an hour. Returns how many. Raises AwayError."""
    gone = IndexCopy.objects.filter(state=IndexCopy.State.RETIRED, retired_at__lt=timezone.now() - KEPT)
    names = list(gone.values_list("name", flat=True))
    for name in names:
        indices.remove(name)
        IndexCopy.objects.filter(name=name).delete()
    return len(names)
