"""How words are kept and found inside the database: what both kinds of database share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from django.db import connection
from django.db.backends.utils import CursorWrapper

WEIGHTS = (3.0, 2.0, 1.0)  # title, headings, body


Bound = str | int  # what a statement is given apart from its text
Part = tuple[str, list[Bound]]  # a statement, or one from its FROM on, and what it is given


class Words(NamedTuple):
    """All words of one document as they are compared, and where they are kept."""

    document: int
    language: str
    is_public: bool
    title: list[str]
    headings: list[str]
    body: list[str]


class Place(NamedTuple):
    """Where the words of one document are kept."""

    document: int
    language: str
    is_public: bool


@dataclass(frozen=True)
class Scope:
    """What part of the index is looked at: nothing outside it is matched, counted or put in order.

    policies: ids of what the viewer may read; only_public: whether that is the public policy alone; language: of the
    documents; words: any of which must occur, none for all documents; choices: values chosen, by facet; only_current:
    whether older editions are left out.
    """

    policies: frozenset[int]
    only_public: bool
    language: str
    words: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only_current: bool = True

    def without_choices(self) -> "Scope":
        """The same part, whatever was chosen."""
        return replace(self, choices={})


class FullText(Protocol):
    def write(self, rows: Iterable[Words]) -> None:
        """Keep the words of these documents, whose rows in the index exist."""

    def remove(self, places: Iterable[Place]) -> None:
        """Forget the words of these documents."""

    def clear(self) -> None:
        """Forget all words."""

    def put_in_order(self) -> None:
        """Keep nothing of what was forgotten."""

    def counts(self, scope: Scope) -> list[tuple[str, int]]:
        """How many documents of the scope have each facet string; choices are not looked at."""

    def numbers(self, scopes: list[Scope]) -> list[int]:
        """How many documents each of these scopes has, choices and all."""

    def best(self, scope: Scope, first: int, size: int) -> list[int]:
        """The ids of the documents of the scope, in the order of the database's own measure; with words only."""

    def counts_and_best(self, scope: Scope, size: int) -> tuple[list[tuple[str, int]], list[int]]:
        """What `counts` says, and so many ids of what `best` begins with, in any order: the words are read once."""


def filters(scope: Scope) -> tuple[str, list[Bound]]:
    """The conditions on the narrow row `n`, and their parameters. Text that people typed is in neither."""
    policies = sorted(scope.policies) or [0]
    sql = f"n.policy IN ({marks(policies)}) AND n.language = %s"
    if scope.only_current:
        sql += " AND n.is_current"
    chosen, values = _choices(scope, "n.document_id")
    return sql + chosen, [*policies, scope.language, *values]


def _choices(scope: Scope, document: str) -> tuple[str, list[Bound]]:
    """The conditions on a document that fits what was chosen, each behind an AND, and their parameters."""
    sql = ""
    parameters: list[Bound] = []
    for name, values in sorted(scope.choices.items()):
        sql += (
            f" AND EXISTS (SELECT 1 FROM search_searchfacet f WHERE f.document_id = {document}"  # noqa: S608
            f" AND f.name = %s AND f.value IN ({marks(values)}))"
        )
        parameters += [name, *values]
    return sql, parameters


def marks(values: Iterable[object]) -> str:
    """A mark for each parameter to be bound."""
    return ", ".join("%s" for _value in values)


def rows(sql: str, parameters: list[Bound]) -> list[tuple]:
    """What a statement with bound parameters gives."""
    cursor: CursorWrapper
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def counted_and_best(scope: Scope, size: int, matched: Part) -> tuple[list[tuple[str, int]], list[int]]:
    """See `FullText.counts_and_best`.

    Arguments: matched, a statement that gives id, facets and score, the lower the better, of all documents of the
    scope, choices left aside.
    """
    statement, values = matched
    chosen, more = _choices(scope, "m.id")
    sql = (
        f"WITH m AS ({statement}) SELECT facets, COUNT(*) FROM m GROUP BY facets UNION ALL SELECT NULL, id FROM"  # noqa: S608
        f" (SELECT m.id AS id FROM m WHERE true{chosen} ORDER BY m.score, m.id LIMIT %s) b"
    )
    found = rows(sql, [*values, *more, size])
    return [row for row in found if row[0] is not None], [number for facets, number in found if facets is None]


def all_counts(scope: Scope) -> list[tuple[str, int]]:
    """How many documents of the scope, whatever their words, have each facet string."""
    where, parameters = filters(scope.without_choices())
    sql = f"SELECT n.facets, COUNT(*) FROM search_indexrow n WHERE {where} GROUP BY n.facets"  # noqa: S608 - bound
    return rows(sql, parameters)


def all_of(scope: Scope) -> Part:
    """The documents of a scope, whatever their words."""
    where, parameters = filters(scope)
    return f"FROM search_indexrow n WHERE {where}", parameters


def numbered(scopes: list[list[Part]]) -> list[int]:
    """How many rows each scope has, in one statement. Arguments: scopes, of each the parts that make it up."""
    selects, parameters = [], []
    for place, parts in enumerate(scopes):
        for sql, values in parts:
            selects.append(f"SELECT {place} AS place, COUNT(*) AS number {sql}")
            parameters += values
    if not selects:
        return [0] * len(scopes)
    sql = f"SELECT place, SUM(number) FROM ({' UNION ALL '.join(selects)}) c GROUP BY place"  # noqa: S608 - bound
    found = dict(rows(sql, parameters))
    return [int(found.get(place, 0)) for place in range(len(scopes))]


def latest(scopes: list[Scope], first: int, size: int) -> list[int]:
    """The ids of the documents of these scopes, whatever their words: the first scope first, newest first."""
    parts, parameters = [], []
    for number, scope in enumerate(scopes):
        where, values = filters(scope)
        parts.append(
            f"SELECT n.document_id AS id, {number} AS place, n.dated AS dated,"  # noqa: S608 - bound
            f" CASE WHEN n.dated IS NULL THEN 1 ELSE 0 END AS undated FROM search_indexrow n WHERE {where}"
        )
        parameters += values
    sql = f"{' UNION ALL '.join(parts)} ORDER BY place, undated, dated DESC, id DESC LIMIT %s OFFSET %s"
    return [row[0] for row in rows(sql, [*parameters, size, first])]
