"""Many write the audit log at once and are killed at any moment: it stays one chain without a gap, and what was said to
be written down is there."""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from organisations.audit import record
from organisations.models import AuditEntry
from organisations.verification import verify
from tests.factories.audit import begin_anew

pytestmark = [pytest.mark.long, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WRITERS = {"sqlite": 8, "postgresql": 50}
SECONDS = 20


class ChangedMindError(Exception):
    """What undoes an act after its entry was made."""


def write_on(acknowledged: Path) -> None:
    """Act again and again, sometimes twice in one transaction and sometimes in vain, and say what was committed."""
    step, said = 0, os.open(acknowledged, os.O_WRONLY | os.O_APPEND)
    while True:
        step += 1
        try:
            with transaction.atomic():
                entries = [record("thing.happened", by=None, writer=os.getpid(), step=step)]
                if step % 5 == 0:
                    entries.append(record("thing.followed", by=None, writer=os.getpid(), step=step))
                if step % 7 == 0:
                    raise ChangedMindError
        except (ChangedMindError, OperationalError):  # SQLite gives up after waiting for long
            continue
        os.write(said, "".join(f"{entry.number} {entry.digest}\n" for entry in entries).encode())


def a_writer(acknowledged: Path) -> int:
    """The id of a process of its own that writes until it is killed."""
    process = os.fork()
    if process == 0:
        try:
            write_on(acknowledged)
        finally:
            os._exit(1)
    return process


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def test_log_stays_one_chain_while_its_writers_are_killed(tmp_path):
    begin_anew()
    acknowledged = tmp_path / "acknowledged"
    acknowledged.touch()
    # No process may inherit a connection that another one uses.
    connection.close()
    writers, chance, killed = [], random.Random(), 0  # noqa: S311 - guards nothing
    try:
        writers += [a_writer(acknowledged) for _each in range(WRITERS[connection.vendor])]
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            time.sleep(chance.uniform(0, 0.2))
            kill(writers.pop(chance.randrange(len(writers))))
            killed += 1
            writers.append(a_writer(acknowledged))
    finally:
        for process in writers:
            kill(process)

    verdict = verify()
    written = dict(AuditEntry.objects.values_list("number", "digest"))
    said = dict(line.split() for line in acknowledged.read_text().splitlines())
    print(f"{connection.vendor}: {WRITERS[connection.vendor]} writers, {killed} killed, {len(written)} entries")  # noqa: T201
    assert (verdict.is_sound, verdict.sound) == (True, len(written))
    assert sorted(written) == list(range(1, len(written) + 1))
    assert {int(number): digest for number, digest in said.items()}.items() <= written.items()
    assert min(killed, len(said)) >= 20
