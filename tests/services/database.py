"""How a test run on SQLite gets its database in a moment: made once, kept under var/, copied from then on.

It is kept at two steps: migrated, which only other migrations make stale, and set up, which any other code does.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

MIGRATED, SET_UP = "migrated", "set-up"


def start_from_kept_copy(folder: Path) -> bool:
    """Name a file in this folder as the test database, and lay the copy kept last there if there is one.

    A file rather than memory: the server of the browser tests answers in threads of its own.
    Returns whether the copy is a site that is set up; it is in use then.
    """
    if connection.vendor != "sqlite":
        return False
    file = folder / "site.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(file)
    step = next((step for step in (SET_UP, MIGRATED) if _kept(step).exists()), None)
    if step:
        shutil.copyfile(_kept(step), file)
    if step == SET_UP:
        # Nothing is left to do of what Django would: it would look again for migrations, permissions and tables.
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = str(file)
    return step == SET_UP


def keep_copy(step: str) -> None:
    """Keep the database as it is after this step, in place of those that earlier code led to."""
    if connection.vendor != "sqlite" or (kept := _kept(step)).exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    for earlier in kept.parent.glob(f"{step}-*.sqlite3"):
        earlier.unlink(missing_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    unfinished.replace(kept)


@cache
def _kept(step: str) -> Path:
    """Where the database is kept that exactly this code and these packages lead to."""
    digest = hashlib.sha256((settings.BASE_DIR / "uv.lock").read_bytes())
    for file in _files(step):
        digest.update(str(file.relative_to(settings.BASE_DIR)).encode() + file.read_bytes())
    return settings.VAR_DIR / "tests" / f"{step}-{digest.hexdigest()[:16]}.sqlite3"


def _files(step: str) -> Iterable[Path]:
    own = [path for app in apps.get_app_configs() if (path := Path(app.path)).parent == settings.BASE_DIR]
    inside = "migrations/*.py" if step == MIGRATED else "**/*"
    return sorted(file for path in own for file in path.glob(inside) if file.is_file() and file.suffix != ".pyc")
