"""How tests do to the audit log what nobody may: with the guard of the database lifted, and past the models."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from organisations import audit_guard
from organisations.audit import FIRST
from organisations.models import AuditHead


@contextmanager
def unguarded() -> Iterator[None]:
    """Inside this block the database lets the log be changed."""
    audit_guard.lift(connection)
    try:
        yield
    finally:
        audit_guard.set_up(connection)


def meddle(statement: str, *values: Any) -> None:
    """Run one statement on the log, in which `log` stands for its table."""
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement.replace("log", audit_guard.TABLE, 1), values)


def begin_anew() -> None:
    """Leave the log empty, as on a new site."""
    meddle("DELETE FROM log")
    AuditHead.objects.update(number=0, digest=FIRST, at=None)
