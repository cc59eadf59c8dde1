"""How frozen text stands on a page."""

from collections.abc import Collection

from django import template
from django.utils.safestring import SafeString, mark_safe

from manuals.addresses import without_links_to_others
from manuals.comparison import Change
from manuals.models import FrozenChapter

register = template.Library()


@register.simple_tag
def frozen(chapter: FrozenChapter, paths: Collection[str]) -> SafeString:
    """The text of a chapter as it was released: {% frozen chapter contents.paths %}.

    Arguments: paths, of the chapters that the reader may open.
    """
    return mark_safe(without_links_to_others(chapter.html, paths))  # noqa: S308 - rendered by our templates, which escape, and kept as it was


@register.simple_tag
def changed(change: Change, paths: Collection[str]) -> SafeString:
    """One changed block with what was added in <ins> and what was removed in <del>: {% changed change paths %}."""
    return change.html_for(paths)
