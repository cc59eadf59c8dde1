"""How frozen text stands on a page, and how a moment is written."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from content.templatetags.network import day, ltr
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


@register.simple_tag
def moment(value: datetime) -> SafeString:
    """A day and an hour in the time of the site, which is named: {% moment waiting.moment as when %}."""
    local = timezone.localtime(value, timezone.get_default_timezone())
    return format_html("{} {} ({})", day(local.date()), ltr(f"{local:%H:%M}"), ltr(settings.TIME_ZONE))
