"""How changes of the ledger reach Elasticsearch: taken in batches, sent with their revisions, and noted as done.

No row is locked while anything is sent. Instead a batch is taken for LEASE seconds: should its worker die, somebody
else takes it after that. Two who send the same row do no harm, since every write names its revision.
"""

import fcntl
import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from search.engines.elastic import bulk, indices
from search.engines.elastic.bulk import Became, Sent
from search.engines.embedded.index import public_policy
from search.models import IndexCopy, SearchDocument

log = logging.getLogger(__name__)

AT_ONCE = 200
LEASE = 60  # seconds; a batch that is older is not sent any more
LONGEST_WAIT = 3600  # seconds
PARKED = 24 * 3600  # seconds until what was refused is tried again; a change of the row tries it at once


class SecondWorkerError(Exception):
    """On SQLite there is one worker: a row cannot be taken there so that another one passes it by."""


@dataclass
class Batch:
    """Rows as they were when they were taken, the copies they are for, and when that was."""

    rows: list[SearchDocument]
    copies: list[str]
    taken: float


class Worker:
    """Sends what is waiting, and remembers whether anything was taken out that is still on the server's disk."""

    def __init__(self) -> None:
        self.has_taken_out = False

    def drain(self) -> int:
        """Send everything that is waiting and whose time has come. Returns how many rows were sent and taken."""
        done = 0
        while IndexCopy.objects.in_use().exists() and (batch := take()).rows:
            self.has_taken_out = self.has_taken_out or any(row.restricting for row in batch.rows)
            done += sum(one.is_done for one in work_off(batch).values())
        return done

    def forget(self) -> None:
        """Let nothing of what was taken out stay on the server's disk. Raises AwayError."""
        if self.has_taken_out:
            names = list(IndexCopy.objects.in_use().values_list("name", flat=True))
            left = [name for name in names if not indices.forget(name)]
            self.has_taken_out = bool(left)


@contextmanager
def only_worker() -> Iterator[None]:
    """Be the only worker where there may be but one.

    Raises SecondWorkerError on SQLite while another process is it.
    """
    if connection.vendor != "sqlite":
        yield
        return
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "search_work.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SecondWorkerError from error
        held.write(str(os.getpid()))
        held.flush()
        yield


def drain() -> int:
    """Send everything that is waiting and whose time has come. Returns how many rows were sent and taken."""
    return Worker().drain()


def take() -> Batch:
    """Take some rows that are waiting, those that became narrower first; nobody else takes them for a while."""
    now = timezone.now()
    due = SearchDocument.objects.waiting().filter(Q(next_try=None) | Q(next_try__lte=now))
    if not due.exists():  # nobody is kept from writing, once a second, for nothing
        return Batch([], [], 0.0)
    with transaction.atomic():
        skips = connection.features.has_select_for_update_skip_locked
        pks = [row.pk for row in due.select_for_update(skip_locked=skips).only("pk")[:AT_ONCE]]
        SearchDocument.objects.filter(pk__in=pks).update(next_try=now + timedelta(seconds=LEASE))
        return batch_of(pks)


def batch_of(pks: list[int]) -> Batch:
    """These rows as they are, with what they are for.

    The rows are read before the copies: a row that changed after a new copy was begun is then sent to that copy too.
    """
    taken = time.monotonic()
    rows = SearchDocument.objects.filter(pk__in=pks).prefetch_related("facet_rows").order_by("-restricting", "pk")
    return Batch(list(rows), list(IndexCopy.objects.in_use().values_list("name", flat=True)), taken)


def work_off(batch: Batch, *, only: str = "") -> dict[int, Sent]:
    """Send a batch and note what became of each row.

    Arguments: only, the name of one copy to which alone it is sent: then nothing is done that was not.
    """
    refresh = any(row.restricting for row in batch.rows)
    copies = [only] if only else batch.copies
    sent = bulk.send(batch.rows, copies, public=public_policy(), refresh=refresh, until=batch.taken + LEASE)
    note(batch, sent, refreshed=refresh, is_whole=bool(copies) and not only)
    return sent


@transaction.atomic
def note(batch: Batch, sent: Mapping[int, Sent], *, refreshed: bool, is_whole: bool) -> None:
    """Write down what became of rows that were sent.

    Arguments: refreshed, whether what was sent can be found, or found no more; is_whole, whether it went to every copy.
    """
    revisions = {row.pk: row.wanted_rev for row in batch.rows}
    in_use = set(IndexCopy.objects.in_use().values_list("name", flat=True))
    still_there = is_whole and not set(batch.copies).isdisjoint(in_use)
    changed = []
    for row in SearchDocument.objects.select_for_update().filter(pk__in=revisions).order_by("pk"):
        one, revision = sent[row.pk], revisions[row.pk]
        if one.was_accepted and revision < row.done_rev:
            _fell_back(row, revision)
        elif one.is_done and still_there:
            _got_through(row, revision, refreshed=refreshed)
        elif not one.is_done and is_whole and row.wanted_rev == revision:
            _failed(row, one)
        changed.append(row)
    columns = ["done_rev", "restricting", "attempts", "next_try", "error"]
    SearchDocument.objects.bulk_update(changed, columns, batch_size=100)


def _fell_back(row: SearchDocument, revision: int) -> None:
    """A late write was accepted although a later one had been: the server has forgotten that. Send the row again.

    Deletions are remembered for an hour only, and not over a restart.
    """
    row.done_rev = revision
    row.restricting = True
    row.next_try = None


def _got_through(row: SearchDocument, revision: int, *, refreshed: bool) -> None:
    row.done_rev = max(row.done_rev, revision)
    if row.wanted_rev == revision:
        row.attempts, row.next_try, row.error = 0, None, ""
        row.restricting = row.restricting and not refreshed


def _failed(row: SearchDocument, one: Sent) -> None:
    row.attempts = min(row.attempts + 1, 1000)
    wait = PARKED if one.became is Became.REFUSED else min(2**row.attempts, LONGEST_WAIT)
    row.next_try = timezone.now() + timedelta(seconds=wait)
    row.error = one.error
    if one.became is Became.REFUSED:
        log.error("Search: document %s is refused: %s", row.key, one.error)
