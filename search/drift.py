"""Is the ledger what the content says, and the index what the ledger says? Both are compared, and put right."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from wagtail.models import Page

from search.actions import (
    projections_of_pages,
    projections_of_records,
    refresh_pages,
    refresh_records,
)
from search.engines import embedded_engine
from search.ledger import differs, put
from search.models import IndexRow, SearchDocument
from search.registry import Projection, Source, sources

AT_ONCE = 200


@dataclass
class Drift:
    """What was found wrong.

    things: words of things whose rows are missing, say something else or should not be; rows: ids of rows that the
    index does not have as they are, or has though they were taken out.
    """

    checked: int = 0
    things: set[str] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)

    @property
    def is_none(self) -> bool:
        return not self.things and not self.rows


def check() -> Drift:
    """Compare everything, change nothing."""
    drift = Drift()
    known: set[str] = set()
    for wanted in _all_projections():
        known |= wanted.keys()
        drift.checked += len(wanted)
        drift.things |= _different(wanted)
    strangers = SearchDocument.objects.present().values_list("thing", flat=True).distinct()
    drift.things |= {thing for thing in strangers.iterator() if thing not in known}
    drift.rows = _unindexed()
    return drift


@transaction.atomic
def heal(drift: Drift) -> None:
    """Describe anew what drifted, and fill the index anew when it is not what the ledger says."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for thing in sorted(drift.things):
        kind, _colon, pk = thing.partition(":")
        by_kind[kind].append(pk)
    pages = by_kind.pop("page", [])
    registered = {source.model._meta.label_lower: source for source in _record_sources()}
    for kind in by_kind.keys() - registered.keys():
        put({f"{kind}:{pk}": [] for pk in by_kind.pop(kind)})
        SearchDocument.objects.filter(thing__startswith=f"{kind}:").delete()
    refresh_pages(map(int, pages))
    for kind, pks in by_kind.items():
        for some in _some(pks):
            refresh_records(registered[kind], some)
    if drift.rows:
        rebuild()


def rebuild() -> int:
    """Fill the embedded engine anew from the ledger, in one transaction. Returns how many documents it has then."""
    with transaction.atomic():
        present = SearchDocument.objects.select_for_update().present().order_by("pk")
        embedded_engine().clear()
        number = 0
        for some in _some(present.iterator(chunk_size=AT_ONCE)):
            embedded_engine().write(some)
            number += len(some)
    return number


def _all_projections() -> Iterator[dict[str, list[Projection]]]:
    """What every app says of everything, by thing, some at once."""
    for pks in _some(Page.objects.order_by("pk").values_list("pk", flat=True)):
        yield projections_of_pages(pks)
    for source in _record_sources():
        for pks in _some(source.things().order_by("pk").values_list("pk", flat=True)):
            yield projections_of_records(source, pks)


def _record_sources() -> list[Source]:
    return [source for source in sources() if not issubclass(source.model, Page)]


def _different(wanted: dict[str, list[Projection]]) -> set[str]:
    """The things of which the ledger says anything else."""
    rows = SearchDocument.objects.present().filter(thing__in=wanted).prefetch_related("facet_rows")
    by_key = {row.key: row for row in rows}
    found = set()
    for thing, projections in wanted.items():
        for projection in projections:
            row = by_key.pop(projection.key, None)
            if row is None or differs(row, projection):
                found.add(thing)
    return found | {row.thing for row in by_key.values()}


def _unindexed() -> set[int]:
    """The ids of rows that the embedded engine has otherwise, or not, or too much."""
    columns = ("policy", "language", "is_current", "dated")
    indexed = {row[0]: row[1:] for row in IndexRow.objects.values_list("document", *columns).iterator()}
    wrong = set()
    for pk, *values in SearchDocument.objects.present().values_list("pk", *columns).iterator():
        if indexed.pop(pk, None) != tuple(values):
            wrong.add(pk)
    return wrong | indexed.keys()


def _some(things: Iterable) -> Iterator[list]:
    some: list = []
    for thing in things:
        some.append(thing)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some
