"""How a test run gets its database in a moment: made once, copied from then on.

It is kept at two steps: migrated, which only other migrations make stale, and set up, which any other code does. On
SQLite copies are files under var/; on PostgreSQL the last step is a database beside the one in use.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, connections

MIGRATED, SET_UP = "migrated", "set-up"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let the other processes of a run on this database wait here for what this one makes and keeps."""
    place = settings.VAR_DIR / "tests"
    place.mkdir(parents=True, exist_ok=True)
    with (place / f"{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start_from_kept_copy(folder: Path) -> bool:
    """Name the test database, on SQLite a file in this folder, and lay the copy kept last there if there is one.

    A file rather than memory: the server of the browser tests answers in threads of its own.
    Returns whether the copy is a site that is set up; it is in use then.
    """
    if connection.vendor == "sqlite":
        file = folder / "site.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)
        step = next((step for step in (SET_UP, MIGRATED) if _file(step).exists()), None)
        if step:
            shutil.copyfile(_file(step), file)
        if step == SET_UP:
            _use(str(file))
        return step == SET_UP
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_name()])
        if found := cursor.fetchone() is not None:
            _copy(cursor, _name(), connection.creation._get_test_db_name())
    if found:
        _use(connection.creation._get_test_db_name())
    return found


def keep_copy(step: str) -> None:
    """Keep the database as it is after this step, in place of those that earlier code led to."""
    if connection.vendor == "sqlite":
        _keep_file(_file(step))
    elif step == SET_UP:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{SET_UP}-%"])
            for (earlier,) in cursor.fetchall():
                cursor.execute(f'DROP DATABASE "{earlier}"')
            _copy(cursor, connection.settings_dict["NAME"], _name())


def put_back() -> None:
    """Make the database in use the site that was set up, whatever a test has committed to it."""
    name = connection.settings_dict["NAME"]
    connections.close_all()
    if connection.vendor == "sqlite":
        lay(_file(SET_UP))
    else:
        with connection._nodb_cursor() as cursor:
            _copy(cursor, _name(), name)


def lay_aside(file: Path) -> None:
    """Keep in this file what the open transaction sees of the database. On SQLite only."""
    file.write_bytes(connection.connection.serialize())


def lay(file: Path) -> None:
    """Make the database in use what was laid aside in this file. On SQLite only.

    Raises FileNotFoundError when it is gone: other tests were begun on other code meanwhile, which lay aside their own.
    """
    if not file.exists():
        raise FileNotFoundError(file)
    connections.close_all()
    with closing(sqlite3.connect(file)) as kept, _used() as used:
        kept.backup(used)


def _used() -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20))


def _use(name: str) -> None:
    """Nothing is left to do of what Django would: it would look again for migrations, permissions and tables."""
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


def _copy(cursor, origin: str, name: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{origin}"')


def _keep_file(kept: Path) -> None:
    if kept.exists():
        return
    for earlier in kept.parent.glob(f"{kept.stem.rpartition('-')[0]}-*.sqlite3"):
        earlier.unlink(missing_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    unfinished.replace(kept)


def _file(step: str) -> Path:
    return settings.VAR_DIR / "tests" / f"{step}-{_digest(step)}.sqlite3"


def _name() -> str:
    return f"{SET_UP}-{_digest(SET_UP)}"


@cache
def _digest(step: str) -> str:
    """Of exactly the code and the packages that lead to this step."""
    digest = hashlib.sha256((settings.BASE_DIR / "uv.lock").read_bytes())
    for file in _files(step):
        digest.update(str(file.relative_to(settings.BASE_DIR)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _files(step: str) -> Iterable[Path]:
    own = [path for app in apps.get_app_configs() if (path := Path(app.path)).parent == settings.BASE_DIR]
    inside = "migrations/*.py" if step == MIGRATED else "**/*"
    return sorted(file for path in own for file in path.glob(inside) if file.is_file() and file.suffix != ".pyc")
