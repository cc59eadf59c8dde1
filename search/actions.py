"""What happens to the ledger: things are described anew, one by one or a whole part of the page tree."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from django.db import transaction
from django.db.models import Model
from wagtail.models import Page

from organisations.models import PageAccess
from search.ledger import put
from search.registry import Projection, Source, source_of

AT_ONCE = 200  # pages that are locked and described together


def thing_of(model: type[Model], pk: object) -> str:
    """The word by which the ledger knows one thing, the same for a page of whatever type."""
    if issubclass(model, Page):
        return f"page:{pk}"
    source = source_of(model)
    return f"{(source.model if source else model)._meta.label_lower}:{pk}"


def refresh(*instances: Model) -> None:
    """Describe these things anew in the current transaction; what is gone or may not be found any more is taken out.

    What is described is read from the database again: an instance may hold a draft.
    """
    by_source: dict[Source, list[object]] = defaultdict(list)
    pages = []
    for instance in instances:
        if isinstance(instance, Page):
            pages.append(instance.pk)
        elif source := source_of(type(instance)):
            by_source[source].append(instance.pk)
    refresh_pages(pages)
    for source, pks in by_source.items():
        refresh_records(source, pks)


@transaction.atomic
def refresh_records(source: Source, pks: Iterable[object]) -> None:
    """Describe the records of one source that have these ids anew."""
    pks = list(pks)
    _lock(source.model, pks)
    put(projections_of_records(source, pks))


def refresh_pages(pks: Iterable[int]) -> None:
    """Describe the pages with these ids anew, some at once."""
    waiting = iter(sorted(set(pks)))
    while some := list(islice(waiting, AT_ONCE)):
        with transaction.atomic():
            _lock(Page, some)
            put(projections_of_pages(some))


def reindex_subtree(path: str) -> None:
    """Describe the page at this tree path, and all pages below it, anew."""
    refresh_pages(Page.objects.filter(path__startswith=path).values_list("pk", flat=True))


def forget_page(pk: int) -> None:
    """Take out what the ledger has of a page that is being deleted."""
    put({thing_of(Page, pk): []})


def _lock(model: type[Model], pks: list) -> None:
    """Hold these rows, so that nobody else describes them, or changes them, before this transaction ends."""
    list(model._base_manager.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))


def projections_of_records(source: Source, pks: Iterable[object]) -> dict[str, list[Projection]]:
    """What the app says of its records with these ids, by thing; nothing for those that cannot be found."""
    described: dict[str, list[Projection]] = {thing_of(source.model, pk): [] for pk in pks}
    for record in source.things().filter(pk__in=list(pks)):
        described[thing_of(source.model, record.pk)] = list(source.project(record))
    return described


def projections_of_pages(pks: Iterable[int]) -> dict[str, list[Projection]]:
    """What the apps say of the pages with these ids, by thing; nothing for those that are not published.

    Who may read a page, and who owns it, is never the app's to say: it comes from the page's access row.
    """
    described: dict[str, list[Projection]] = {thing_of(Page, pk): [] for pk in pks}
    access = PageAccess.objects.filter(page__in=list(pks), page__live=True, published=True).in_bulk()
    for page in _specific_pages(access):
        row = page.access = access[page.pk]
        source = source_of(type(page))
        projections = source.project(page) if source else ()
        described[thing_of(Page, page.pk)] = [
            replace(projection, policy_id=row.policy_id, owner_id=row.owner_id) for projection in projections
        ]
    return described


def _specific_pages(pks: Iterable[int]) -> Iterator[Page]:
    yield from Page.objects.filter(pk__in=list(pks)).select_related("locale").specific()
