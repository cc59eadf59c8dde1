"""Which older versions of pages go together with what is withdrawn for safety, and which pages still say it."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page, Revision

# Whether a version of a page, which is given with what a revision keeps of it, says what must be gone.
Says = Callable[[Page, dict[str, Any]], bool]


def forget_older_versions(pages: QuerySet[Page], says: Says, *, all_of: Collection[int] = ()) -> list[Page]:
    """Delete what these pages were before while they said it: copies have the older versions of their source. The
    newest draft and what is published stay.

    Arguments: says, asked of each version; all_of, ids of pages of which all older versions go, whatever they say.
    Returns the pages that still say it, in the order of the tree.
    """
    found = []
    for page in Page.objects.filter(pk__in=pages.values("pk")).order_by("path").specific():
        stays = [pk for pk in (page.latest_revision_id, page.live_revision_id) if pk]
        older = Revision.objects.for_instance(page).exclude(pk__in=stays)
        if page.pk not in all_of:
            older = older.filter(pk__in=[each.pk for each in older.iterator() if says(page, each.content)])
        older.delete()
        kept = Revision.objects.for_instance(page).filter(pk__in=stays)
        if any(says(page, content) for content in (page.serializable_data(), *(each.content for each in kept))):
            found.append(page)
    return found
