"""Where tests look for words that must be gone: every column of every table, what the cache holds, every file."""

from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import connection


def everything_stored() -> str:
    """Every value of every column of every table, those of full text too, and what the cache holds."""
    words = [str(vars(caches["pages"]).get("_cache", ""))]
    tables = [name for name in connection.introspection.table_names() if not name.startswith("sqlite_")]
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            words += [str(row) for row in cursor.fetchall()]
    return "\n".join(words)


def places_of(word: str) -> list[str]:
    """The tables in which this word stands, whatever its case, as plain text or within bytes."""
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            if word.lower() in str(cursor.fetchall()).lower():
                found.append(table)
    return found


def on_disk() -> set[bytes]:
    """The content of every file below the media folder."""
    return {path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
