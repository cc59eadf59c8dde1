"""Tell Elasticsearch of every change, as it comes."""

import signal
import threading
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from search.engines.elastic.connection import AwayError
from search.engines.elastic.indices import UnsuitableError
from search.models import IndexCopy
from search.rebuilding import UnfinishedError, rebuild, remove_retired
from search.worker import SecondWorkerError, Worker, only_worker

PAUSE = 1.0  # seconds between two looks at the ledger
TIDIED = 60.0  # seconds between two looks at copies that are no longer needed


class Command(BaseCommand):
    help = (
        "Tell Elasticsearch of every change of what can be found, until it is stopped. "
        "With PostgreSQL there may be several of these, with SQLite one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is waiting now, and end.")
        parser.add_argument("--alive", type=Path, help="A file that is touched at each look, for whoever watches.")

    def handle(self, *args: object, once: bool = False, alive: Path | None = None, **options: object) -> None:
        if settings.SEARCH_ENGINE != "elasticsearch":
            raise CommandError("The search is embedded: there is nobody to tell. SEARCH_ENGINE says which one it is.")
        ended = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: ended.set())
        try:
            with only_worker():
                if connection.vendor == "sqlite":
                    self.stdout.write("The database is SQLite: this is the only worker.")
                self._work(ended, once=once, alive=alive)
        except SecondWorkerError as error:
            raise CommandError("Another worker runs already. With SQLite there is one.") from error

    def _work(self, ended: threading.Event, *, once: bool, alive: Path | None) -> None:
        worker, tidied = Worker(), time.monotonic()
        while not ended.is_set():
            if self._has_copy():
                worker.drain()
            if alive:
                alive.touch()
            if once:
                return
            if time.monotonic() - tidied > TIDIED:
                tidied = time.monotonic()
                self._tidy(worker)
            ended.wait(PAUSE)

    def _has_copy(self) -> bool:
        """Whether there is a copy to keep; the first one is begun here. Says why there is none."""
        if IndexCopy.objects.filter(state=IndexCopy.State.SERVING).exists():
            return True
        try:
            self.stdout.write(f"{rebuild(self.stdout.write)} documents are in the index.")
        except (AwayError, UnfinishedError, UnsuitableError) as error:
            self.stderr.write(f"There is no index yet: {error}")
            return False
        return True

    def _tidy(self, worker: Worker) -> None:
        try:
            worker.forget()
            remove_retired()
        except AwayError as error:
            self.stderr.write(f"What is no longer needed was not removed: {error}")
