"""What stands in the database, and what of it is one side's: for proving that a crawl changed nothing."""

from collections import Counter
from collections.abc import Callable

from django.db import connection
from django.db.backends.utils import CursorWrapper

from tests.access.things import own_pages
from tests.access.world import Side

# Written by whoever asks, whatever is answered.
NOT_COUNTED = frozenset({"django_session"})
Row = tuple[str, tuple]


def all_rows() -> Counter[Row]:
    """Every row of every table, with how often it stands there."""
    return _rows(lambda table, columns, row: True)


def rows_of(side: Side) -> Counter[Row]:
    """Every row that is about a page, a person, a file or the organisation of this side."""
    pages = {page.pk for page in own_pages(side)}
    people = {person.pk for person in side.people.values()}
    own = side.organisation
    collections = {own.own_files_id, own.members_files_id, own.public_files_id}
    keys = {
        **dict.fromkeys(("page_id", "page_ptr_id"), pages),
        **dict.fromkeys(("user_id", "person_id", "by_id", "locked_by_id"), people),
        "organisation_id": {own.pk},
        "collection_id": collections,
    }
    tables = {
        "wagtailcore_page": pages,
        "accounts_user": people,
        "organisations_organisation": {own.pk},
        "wagtailcore_collection": collections,
    }
    named = {str(pk) for pk in pages}

    def is_theirs(table: str, columns: list[str], row: tuple) -> bool:
        if table in tables and row[columns.index("id")] in tables[table]:
            return True
        values = dict(zip(columns, row, strict=True))
        is_of_page = "base_content_type_id" in values and values.get("object_id") in named
        return is_of_page or any(values.get(column) in kept for column, kept in keys.items())

    return _rows(is_theirs)


def _rows(wanted: Callable[[str, list[str], tuple], bool]) -> Counter[Row]:
    found: Counter[Row] = Counter()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in NOT_COUNTED:
                continue
            columns, rows = _read(cursor, table)
            found.update((table, tuple(map(_hashable, row))) for row in rows if wanted(table, columns, row))
    return found


def _read(cursor: CursorWrapper, table: str) -> tuple[list[str], list[tuple]]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name the database gave us
    return [column[0] for column in cursor.description], cursor.fetchall()


def _hashable(value: object) -> object:
    return value if isinstance(value, int | str | bytes | None) else repr(value)


def tables_of(rows: Counter[Row]) -> dict[str, int]:
    """How many of these rows stand in which table."""
    return dict(Counter(table for table, _row in rows.elements()))


def begin_ids_at(first: int) -> None:
    """Let the next row of every table get this id, so that what happened elsewhere shows in no id of one's own.

    An id that counts what everybody does is told to whoever makes a row. Here that is kept out of the comparison.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = %s", [first - 1])
            return
        for sequence in connection.introspection.sequence_list():
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{sequence['table']}', '{sequence['column']}'), {first})"
            )


def next_ids() -> dict[str, int]:
    """Where the ids of each table stand, to be put back; nothing on PostgreSQL, where the rows say it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            return dict(cursor.fetchall())
    return {}


def put_ids_back(ids: dict[str, int]) -> None:
    """Let ids go on from there, on PostgreSQL from the last row of each table: a world that is made later would stand
    where the requests begin."""
    with connection.cursor() as cursor:
        for sequence in connection.introspection.sequence_list() if connection.vendor == "postgresql" else ():
            table, column = sequence["table"], sequence["column"]
            last = f"SELECT COALESCE(MAX({column}), 0) + 1 FROM {table}"  # noqa: S608 - names the database gave us
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), ({last}), false)")
        for table, number in ids.items():
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [number, table])
