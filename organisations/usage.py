"""Where pages are named, as far as somebody may know: on the pages that they work on, published or as a draft."""

from collections.abc import Collection

from wagtail.models import Page, Revision

from accounts.models import User
from content.references import PAGE, Reference, references_of
from organisations.permissions import editable_pages


def pages_naming(wanted: Collection[int], person: User) -> list[Page]:
    """The pages that this person works on and that name one of these, by title; these themselves left out.

    Arguments: wanted, ids of pages. Every page that the person works on is read, in a fixed number of queries for each
    type of page.
    """
    targets = {Reference(PAGE, pk) for pk in wanted}
    own = editable_pages(person).exclude(pk__in=wanted)
    pages = list(Page.objects.filter(pk__in=own.values("pk")).specific())
    drafts = Revision.objects.in_bulk([page.latest_revision_id for page in pages if page.latest_revision_id])
    found = [
        page
        for page in pages
        if targets & _named(page)
        or (page.latest_revision_id in drafts and targets & _named_in(drafts[page.latest_revision_id]))
    ]
    return sorted(found, key=lambda page: page.draft_title)


def _named(page: Page) -> frozenset[Reference]:
    return references_of(page, only=frozenset({PAGE}))


def _named_in(draft: Revision) -> frozenset[Reference]:
    return _named(draft.as_object())
