"""How a test run on SQLite gets its database in a moment: migrated once, kept under var/, copied from then on."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection


def start_from_kept_copy(folder: Path) -> None:
    """Name a file in this folder as the test database, and lay the kept migrated database there if there is one.

    A file rather than memory: the server of the browser tests answers in threads of its own.
    """
    if connection.vendor != "sqlite":
        return
    file = folder / "site.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(file)
    if (kept := _kept()).exists():
        shutil.copyfile(kept, file)


def keep_copy() -> None:
    """Keep the database that was just migrated, in place of those of earlier migrations."""
    if connection.vendor != "sqlite" or (kept := _kept()).exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    for earlier in kept.parent.glob("migrated-*.sqlite3"):
        earlier.unlink(missing_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    unfinished.replace(kept)


@cache
def _kept() -> Path:
    """Where the database of exactly these migrations and packages is kept."""
    digest = hashlib.sha256((settings.BASE_DIR / "uv.lock").read_bytes())
    for migration in sorted(settings.BASE_DIR.glob("*/migrations/*.py")):
        digest.update(str(migration.relative_to(settings.BASE_DIR)).encode() + migration.read_bytes())
    return settings.VAR_DIR / "tests" / f"migrated-{digest.hexdigest()[:16]}.sqlite3"
