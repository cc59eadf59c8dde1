"""How words are kept and found with PostgreSQL: one tsvector a document, made here and not by its parser."""

from collections.abc import Iterable, Iterator

from django.db import connection

from search.engines.embedded.fulltext import (
    Bound,
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
from search.matching import tsquery_expression

# Limits of tsvector: https://www.postgresql.org/docs/15/textsearch-limitations.html
MOST_BYTES = 700_000
MOST_POSITION = 16_383
MOST_PLACES = 32  # more of one word in one field say nothing new
LETTERS = ("A", "B", "D")  # title, headings, body
WEIGHTS = "{.33, .33, .66, 1}"  # of D, C, B, A


class PostgresFullText:
    def write(self, rows: Iterable[Words]) -> None:
        with connection.cursor() as cursor:
            for row in rows:
                cursor.execute(
                    "UPDATE search_indexrow SET words = %s::tsvector WHERE document_id = %s",
                    [" ".join(_lexemes(row)), row.document],
                )

    def remove(self, places: Iterable[Place]) -> None:
        """The words stand in the row itself and go with it."""

    def clear(self) -> None:
        """The words go with their rows."""

    def put_in_order(self) -> None:
        """Old versions of rows go when the database's own round comes."""

    def counts(self, scope: Scope) -> list[tuple[str, int]]:
        if not scope.words:
            return all_counts(scope)
        where, parameters = filters(scope.without_choices())
        sql = (
            "SELECT n.facets, COUNT(*) FROM search_indexrow n"  # noqa: S608 - bound
            f" WHERE n.words @@ %s::tsquery AND {where} GROUP BY n.facets"
        )
        return rows(sql, [tsquery_expression(scope.words), *parameters])

    def numbers(self, scopes: list[Scope]) -> list[int]:
        return numbered([[self._part(scope)] for scope in scopes])

    def _part(self, scope: Scope) -> Part:
        if not scope.words:
            return all_of(scope)
        where, parameters = filters(scope)
        expression: list[Bound] = [tsquery_expression(scope.words)]
        return f"FROM search_indexrow n WHERE n.words @@ %s::tsquery AND {where}", expression + parameters

    def best(self, scope: Scope, first: int, size: int) -> list[int]:
        matched, parameters = self._matched(scope)
        return [row[0] for row in rows(f"{matched} ORDER BY 3, 1 LIMIT %s OFFSET %s", [*parameters, size, first])]

    def counts_and_best(self, scope: Scope, size: int) -> tuple[list[tuple[str, int]], list[int]]:
        return counted_and_best(scope, size, self._matched(scope.without_choices()))

    def _matched(self, scope: Scope) -> Part:
        """The documents of the scope that have one of its words, with their facets and scores."""
        where, parameters = filters(scope)
        sql = (
            f"SELECT n.document_id AS id, n.facets AS facets, -ts_rank('{WEIGHTS}', n.words, asked.q, 16) AS score"  # noqa: S608
            f" FROM search_indexrow n, (SELECT %s::tsquery AS q) asked WHERE n.words @@ asked.q AND {where}"
        )
        return sql, [tsquery_expression(scope.words), *parameters]


def _lexemes(row: Words) -> Iterator[str]:
    """The words of a document as PostgreSQL writes them, with field and place; of huge texts only the start."""
    left, number = MOST_BYTES, 0
    places: dict[str, list[str]] = {}
    for letter, words in zip(LETTERS, row[3:], strict=True):
        counted: dict[str, int] = {}
        for word in words:
            number += 1  # across fields: a word keeps one weight for each place
            if word not in places:
                left -= len(word.encode()) + 8
            if left < 0:
                break
            counted[word] = counted.get(word, 0) + 1
            if counted[word] <= MOST_PLACES:
                places.setdefault(word, []).append(f"{min(number, MOST_POSITION)}{letter}")
                left -= 2
    for word, where in places.items():
        yield f"{_quoted(word)}:{','.join(where)}"


def _quoted(word: str) -> str:
    return "'{}'".format(word.replace("\\", "\\\\").replace("'", "''"))
