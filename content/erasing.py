"""What is done after something was taken away for safety, so that its bytes stay nowhere else."""

import logging

from django.db import connection, transaction
from django.dispatch import Signal

from content.page_cache import erase_kept_pages

log = logging.getLogger(__name__)

# Sent after the commit: whoever keeps words in a form of its own lets go of those that were taken out.
erased = Signal()


def erase_traces() -> None:
    """Erase kept pages, and have everybody who keeps words let go of what this transaction takes out; for what must be
    gone. What fails after the commit is logged, and brings nothing back."""
    erase_kept_pages()
    transaction.on_commit(_tell, robust=True)


def _tell() -> None:
    for one, answer in erased.send_robust(sender=None):
        if isinstance(answer, Exception):
            log.error("Traces of what was withdrawn may be left: %s failed", one, exc_info=answer)
    _empty_the_journal()


def _empty_the_journal() -> None:
    """SQLite writes every change into a file beside its own first, and uses that anew only now and then."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
