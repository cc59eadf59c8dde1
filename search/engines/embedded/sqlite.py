"""How words are kept and found with SQLite: FTS5 tables of the words as they are compared."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from search.engines.embedded.fulltext import (
    WEIGHTS,
    Part,
    Place,
    Scope,
    Words,
    all_counts,
    all_of,
    counted_and_best,
    filters,
    numbered,
    rows,
)
from search.engines.embedded.schema import create, table_of, tables
from search.matching import fts5_expression


class SqliteFullText:
    """In its statements CROSS JOIN keeps SQLite from reading every row of a language first and asking the words of
    each one by itself (https://www.sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join)."""

    def write(self, rows: Iterable[Words]) -> None:
        by_table: dict[str, list[tuple]] = defaultdict(list)
        for row in rows:
            table = table_of(row.language, is_public=row.is_public)
            by_table[table].append((row.document, *(" ".join(words) for words in row[3:])))
        with connection.cursor() as cursor:
            for table, values in sorted(by_table.items()):
                cursor.executemany(
                    f"INSERT OR REPLACE INTO {table}(rowid, title, headings, body)"  # noqa: S608 - our own names
                    " VALUES (%s, %s, %s, %s)",
                    values,
                )

    def remove(self, places: Iterable[Place]) -> None:
        with connection.cursor() as cursor:
            for place in places:
                table = table_of(place.language, is_public=place.is_public)
                cursor.execute(f"DELETE FROM {table} WHERE rowid = %s", [place.document])  # noqa: S608 - our own names

    def clear(self) -> None:
        create(connection)  # a language may have been added to the site
        with connection.cursor() as cursor:
            for table in tables():
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def put_in_order(self) -> None:
        """FTS5 only notes that words are gone, and leaves them out when it writes its pieces anew. So do the tables of
        Wagtail's own search."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%%USING fts5%%'", [])
            for (table,) in cursor.fetchall():
                cursor.execute(f"INSERT INTO {table}({table}) VALUES('optimize')")

    def counts(self, scope: Scope) -> list[tuple[str, int]]:
        if not scope.words:
            return all_counts(scope)
        where, parameters = filters(scope.without_choices())
        parts = [
            f"SELECT n.facets AS facets FROM {table} w CROSS JOIN search_indexrow n ON n.document_id = w.rowid"  # noqa: S608
            f" WHERE {table} MATCH %s AND {where}"
            for table in self._tables(scope)
        ]
        sql = f"SELECT facets, COUNT(*) FROM ({' UNION ALL '.join(parts)}) GROUP BY facets"  # noqa: S608 - bound
        return rows(sql, [fts5_expression(scope.words), *parameters] * len(parts))

    def numbers(self, scopes: list[Scope]) -> list[int]:
        return numbered([self._parts(scope) for scope in scopes])

    def _parts(self, scope: Scope) -> list[Part]:
        if not scope.words:
            return [all_of(scope)]
        where, parameters = filters(scope)
        return [
            (
                f"FROM {table} w CROSS JOIN search_indexrow n ON n.document_id = w.rowid"
                f" WHERE {table} MATCH %s AND {where}",
                [fts5_expression(scope.words), *parameters],
            )
            for table in self._tables(scope)
        ]

    def best(self, scope: Scope, first: int, size: int) -> list[int]:
        matched, parameters = self._matched(scope)
        return [row[0] for row in rows(f"{matched} ORDER BY 3, 1 LIMIT %s OFFSET %s", [*parameters, size, first])]

    def counts_and_best(self, scope: Scope, size: int) -> tuple[list[tuple[str, int]], list[int]]:
        return counted_and_best(scope, size, self._matched(scope.without_choices()))

    def _matched(self, scope: Scope) -> Part:
        """The documents of the scope that have one of its words, with their facets and scores."""
        where, parameters = filters(scope)
        weights = ", ".join(str(weight) for weight in WEIGHTS)
        parts = [
            f"SELECT w.rowid AS id, n.facets AS facets, bm25({table}, {weights}) AS score FROM {table} w"  # noqa: S608
            f" CROSS JOIN search_indexrow n ON n.document_id = w.rowid WHERE {table} MATCH %s AND {where}"
            for table in self._tables(scope)
        ]
        return " UNION ALL ".join(parts), [fts5_expression(scope.words), *parameters] * len(parts)

    def _tables(self, scope: Scope) -> list[str]:
        """The public table, and the other one only for people who may read something that is in it."""
        sides = (True,) if scope.only_public else (True, False)
        return [table_of(scope.language, is_public=side) for side in sides]
