"""How frozen text stands on a page."""

from collections.abc import Collection, Iterable

from django import template
from django.utils.safestring import SafeString

from manuals.comparison import Change
from manuals.corrections import Piece, placed
from manuals.models import Correction, FrozenChapter

register = template.Library()


@register.simple_tag
def frozen(chapter: FrozenChapter, paths: Collection[str], corrections: Iterable[Correction] = ()) -> list[Piece]:
    """The text of a chapter as it was released, its corrections between: {% frozen chapter paths corrections as row %}.

    Arguments: paths, of the chapters that the reader may open.
    """
    return placed(chapter, corrections, paths)


@register.simple_tag
def changed(change: Change, paths: Collection[str]) -> SafeString:
    """One changed block with what was added in <ins> and what was removed in <del>: {% changed change paths %}."""
    return change.html_for(paths)
