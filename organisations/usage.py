"""Where pages and files are named, as far as somebody may know: on the pages that they work on, published or as a
draft."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import QuerySet
from wagtail.models import Page, Revision

from accounts.models import User
from content.models import NetworkDocument, NetworkImage
from content.references import DOCUMENT, IMAGE, PAGE, Reference, references_of
from content.tree import is_read_in_place
from organisations.permissions import editable_pages


def pages_naming(wanted: Collection[int], person: User) -> list[Page]:
    """The pages that this person works on and that name one of these, by title; these themselves left out.

    Arguments: wanted, ids of pages. Every page that the person works on is read, in a fixed number of queries for each
    type of page.
    """
    targets = frozenset(Reference(PAGE, pk) for pk in wanted)
    return _naming(targets, editable_pages(person).exclude(pk__in=wanted))


def pages_showing(file: NetworkImage | NetworkDocument, person: User) -> list[Page]:
    """The pages that this person works on and on which this picture or document stands, published or as a draft, by
    title."""
    model = IMAGE if isinstance(file, NetworkImage) else DOCUMENT
    return _naming(frozenset({Reference(model, file.pk)}), editable_pages(person))


def published_with(file: NetworkImage | NetworkDocument, pages: Iterable[Page]) -> list[Page]:
    """Those of these pages that readers see with this picture or document on them, or will at the moment that an editor
    chose. Not those that are made into something else, which has copies of its own."""
    return [page for page in decided_with(file, pages) if is_read_in_place(page)]


def decided_with(file: NetworkImage | NetworkDocument, pages: Iterable[Page]) -> list[Page]:
    """Those of these pages that an editor published with this picture or document on them, or let wait for a moment;
    also those from which an edition is made, which will have it as it is then."""
    model = IMAGE if isinstance(file, NetworkImage) else DOCUMENT
    wanted = frozenset({Reference(model, file.pk)})
    return [page for page in pages if any(wanted & each for each in _shown(page, wanted))]


def _shown(page: Page, wanted: frozenset[Reference]) -> Iterator[frozenset[Reference]]:
    """What a page names as it is published, and as it waits to be."""
    if page.live:
        yield _named(page, wanted)
    if due := page.scheduled_revision:
        yield _named(due.as_object(), wanted)


def _naming(targets: frozenset[Reference], among: QuerySet[Page]) -> list[Page]:
    pages = list(Page.objects.filter(pk__in=among.values("pk")).specific())
    drafts = Revision.objects.in_bulk([page.latest_revision_id for page in pages if page.latest_revision_id])
    found = [
        page
        for page in pages
        if targets & _named(page, targets)
        or (
            page.latest_revision_id in drafts and targets & _named(drafts[page.latest_revision_id].as_object(), targets)
        )
    ]
    return sorted(found, key=lambda page: page.draft_title)


def _named(page: Page, targets: frozenset[Reference]) -> frozenset[Reference]:
    return references_of(page, only=frozenset(each.model for each in targets))
