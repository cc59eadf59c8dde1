"""How the rows of the ledger become what the apps say of their things, and every engine hears of it."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from search.engines import embedded_engine
from search.models import IndexCopy, SearchDocument, SearchFacet
from search.registry import FACETS, Projection

COLUMNS = (
    "kind", "language", "translation_key", "work", "edition", "is_current", "policy_id", "owner_id",
    "title", "headings", "summary", "body", "url", "dated",
)  # fmt: skip
TEXTS = ("title", "headings", "summary", "body")
FacetValues = frozenset[tuple[str, str]]


@transaction.atomic
def put(wanted: Mapping[str, Iterable[Projection]]) -> list[SearchDocument]:
    """Make the ledger's rows of these things what their projections say; what is not among them is taken out.

    Arguments: wanted, the projections by thing ("page:12"). The caller holds a lock on the things themselves, so
    that what was projected is still so.
    Returns the rows that changed.
    """
    rows = {row.key: row for row in _rows_of(wanted)}
    changed: list[tuple[SearchDocument, FacetValues]] = []
    for thing, projections in wanted.items():
        for projection in projections:
            row = rows.pop(projection.key, None) or SearchDocument(key=projection.key, thing=thing)
            if differs(row, projection):
                _fill(row, projection)
                changed.append((row, facets_of(projection)))
    for row in rows.values():
        if row.deleted_at is None:
            _empty(row)
            changed.append((row, frozenset()))
    if not changed:
        return []
    _save(changed)
    if settings.SEARCH_ENGINE == "embedded":
        # Nobody tells an outside engine of this: should it be asked again some day, it begins anew.
        IndexCopy.objects.in_use().update(state=IndexCopy.State.RETIRED, retired_at=timezone.now())
    embedded_engine().write(row for row, _facets in changed)
    return [row for row, _facets in changed]


def _rows_of(things: Iterable[str]) -> Iterable[SearchDocument]:
    rows = SearchDocument.objects.select_for_update().filter(thing__in=list(things))
    return rows.prefetch_related("facet_rows").order_by("pk")


def facets_of(projection: Projection) -> FacetValues:
    """The facet values of a projection as (name, value), with its language and, unless it gives a type, its kind.

    Raises ValueError for a language that the site does not speak, a facet that search does not know, or a value that
    is no code.
    """
    if projection.language not in dict(settings.LANGUAGES):
        raise ValueError(f"{projection.key} is in a language that this site does not speak: {projection.language}")
    given = {"type": (projection.kind,), **projection.facets, "language": (projection.language,)}
    pairs = frozenset((name, str(value)) for name, values in given.items() for value in values if value)
    for name, value in pairs:
        if name not in FACETS or len(value) > 80 or value.split() != [value]:
            raise ValueError(f"{projection.key} has a facet that cannot be kept: {name}={value}")
    return pairs


def _values_of(projection: Projection) -> dict[str, object]:
    values = {column: getattr(projection, column) for column in COLUMNS}
    # PostgreSQL keeps no NUL characters; they come out of damaged files.
    return values | {column: str(values[column]).replace("\x00", "") for column in TEXTS}


def differs(row: SearchDocument, projection: Projection) -> bool:
    """Whether the row says anything else than the projection; rows of what was taken out always do."""
    if row.pk is None or row.deleted_at is not None:
        return True
    if any(getattr(row, column) != value for column, value in _values_of(projection).items()):
        return True
    return {(facet.name, facet.value) for facet in row.facet_rows.all()} != facets_of(projection)


def _fill(row: SearchDocument, projection: Projection) -> None:
    narrower = row.policy_id is not None and row.policy_id != projection.policy_id
    for column, value in _values_of(projection).items():
        setattr(row, column, value)
    row.deleted_at = None
    _grow(row, restricting=narrower)


def _empty(row: SearchDocument) -> None:
    """Keep of what was taken out only that it was: its words are nobody's to read any more."""
    for column in (*TEXTS, "url"):
        setattr(row, column, "")
    row.policy_id = row.owner_id = row.dated = None
    row.deleted_at = timezone.now()
    _grow(row, restricting=True)


def _grow(row: SearchDocument, *, restricting: bool) -> None:
    """Count one more change. The embedded engine hears of it in this very transaction, an outside one later."""
    row.wanted_rev += 1
    row.attempts, row.next_try, row.error = 0, None, ""
    if settings.SEARCH_ENGINE == "embedded":
        row.done_rev, row.restricting = row.wanted_rev, False
    else:
        row.restricting = row.restricting or restricting


def _save(changed: list[tuple[SearchDocument, FacetValues]]) -> None:
    fresh = [row for row, _facets in changed if row.pk is None]
    known = [row for row, _facets in changed if row.pk is not None]
    columns = [*COLUMNS, "deleted_at", "wanted_rev", "done_rev", "restricting", "attempts", "next_try", "error"]
    SearchDocument.objects.bulk_update(known, columns, batch_size=50)
    SearchDocument.objects.bulk_create(fresh, batch_size=100)
    SearchFacet.objects.filter(document__in=known).remove()
    SearchFacet.objects.bulk_create(
        (
            SearchFacet(document=row, name=name, value=value)
            for row, facets in changed
            for name, value in sorted(facets)
        ),
        batch_size=500,
    )
