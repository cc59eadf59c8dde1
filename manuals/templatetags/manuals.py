"""How frozen text stands on a page."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from manuals.comparison import Change
from manuals.models import FrozenChapter

register = template.Library()


@register.simple_tag
def frozen(chapter: FrozenChapter) -> SafeString:
    """The text of a chapter as it was released: {% frozen chapter %}."""
    return mark_safe(chapter.html)  # noqa: S308 - rendered by our templates, which escape, and kept as it was


@register.simple_tag
def changed(change: Change) -> SafeString:
    """One changed block with what was added in <ins> and what was removed in <del>: {% changed change %}."""
    return change.html
