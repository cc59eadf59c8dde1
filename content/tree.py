"""Where a page or a collection stands: the tree paths of all that is above it, what is below it, and whether a page is
read there."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page

STEP = Page.steplen  # treebeard's path: so many characters a level, for collections too


def path_and_above(path: str) -> list[str]:
    """The tree paths from the root of the tree down to this one.

    Arguments: path, as in `Page.path`; the empty text, of what has no place yet, has nothing above it.
    """
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def path_right_above(path: str) -> str:
    """The tree path of what this one stands in; the empty text for the root of the tree."""
    return path[:-STEP]


def at_or_below(paths: Iterable[str]) -> Q:
    """The condition on a page or a collection that it stands at one of these tree paths, or below; nothing does where
    there are none."""
    where = Q(pk__in=[])
    for path in paths:
        where |= Q(path__startswith=path)
    return where


def is_read_in_place(page: object) -> bool:
    """Whether this page, or the pages of this type, are read where they stand. Wagtail's own types count as read, and
    so does what is no page."""
    # One that was read without its type knows it all the same.
    kind = page.specific_class if isinstance(page, Page) and type(page) is Page else page
    return getattr(kind, "is_read_in_place", True)
