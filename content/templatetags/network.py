"""How dates, numbers and languages are written so that they read right in every language of the site."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from content.days import day_in_words, local_day, month_in_words
from content.languages import direction, own_name
from content.numbers import isolate_numbers

register = template.Library()


# -- Dates and numbers ---------------------------------------------------------------------------------------------


@register.simple_tag
def day(value: date | datetime | None) -> str:
    """A date in words of the active language, its digits in one order from left to right; nothing for no date."""
    return _dated(value, day_in_words, "%Y-%m-%d")


@register.simple_tag
def month(value: date | datetime | None) -> str:
    """A month and its year, for things whose day says nothing; nothing for no date."""
    return _dated(value, month_in_words, "%Y-%m")


def _dated(value: date | datetime | None, words: Callable[[date | datetime], str], machine: str) -> str:
    if not value:
        return ""
    shown = local_day(value).strftime(machine), words(value)
    return format_html('<time datetime="{}"><bdi dir="ltr">{}</bdi></time>', *shown)


@register.filter
def ltr(text: str) -> str:
    """A number, a code or a short address that reads left to right everywhere and never breaks over two lines."""
    return format_html('<bdi dir="ltr">{}</bdi>', text) if text not in (None, "") else ""


@register.filter
def ltr_long(text: str) -> str:
    """The same for what may break anywhere: long addresses, keys and fingerprints."""
    return format_html('<bdi dir="ltr" class="long">{}</bdi>', text) if text not in (None, "") else ""


@register.filter
def numbers(text: str) -> SafeString:
    """Running text in which telephone numbers read left to right everywhere."""
    return isolate_numbers(text)


# -- Lists ---------------------------------------------------------------------------------------------------------

# Spanish says “e” for “and” before the sound of i: Mesa e Instituto, but nieve y hielo.
SOUND_OF_I = re.compile(r"h?[ií](?![aeou])", re.IGNORECASE)


@register.filter
def joined(items: Iterable[object], ending: str = "") -> SafeString:
    """Several things as one list in the active language: {{ words|joined }}, and {{ names|joined:"and" }} for a
    sentence, with the word for “and” before the last.

    Each is escaped unless it is safe already, and kept together where it runs against the direction of the page: the
    comma between two foreign names would change their places.
    """
    parts = [_kept_together(item) for item in items]
    comma = pgettext("between the items of a list", ", ")
    if ending != "and" or len(parts) < 2:
        return mark_safe(comma.join(parts))  # noqa: S308 - each is escaped
    words = {"first": comma.join(parts[:-1]), "last": parts[-1]}
    if SOUND_OF_I.match(strip_tags(parts[-1])):
        whole = pgettext("a list, its last item begins like “i”", "%(first)s and %(last)s")
    else:
        whole = pgettext("a list", "%(first)s and %(last)s")
    return mark_safe(whole % words)  # noqa: S308 - each is escaped


def _kept_together(item: object) -> SafeString:
    if isinstance(item, SafeString):
        return item
    return format_html("<bdi>{}</bdi>" if _has_letters_against(direction(_active()), str(item)) else "{}", str(item))


def _has_letters_against(way: str, text: str) -> bool:
    against = {"L"} if way == "rtl" else {"R", "AL"}
    return any(unicodedata.bidirectional(letter) in against for letter in text)


# -- Languages -----------------------------------------------------------------------------------------------------


@register.simple_tag
def language_mark(code: str | None) -> SafeString:
    """The attributes of an element whose text is in another language than the page; nothing when it is the same.

    Arguments: code, a language code such as "fr". Returns ` lang="fr" dir="ltr"`, with the space before it.
    """
    if not code or code == _active():
        return mark_safe("")
    return format_html(' lang="{}" dir="{}"', code, direction(code))


@register.simple_tag
def not_translated(code: str | None) -> SafeString:
    """The visible words that belong beside text marked by language_mark; nothing when it is the page's language."""
    if not code or code == _active():
        return mark_safe("")
    words = _("not yet translated")
    return format_html('<span class="kind">{} · {}</span>', language_name(code), words)


@register.simple_tag
def language_name(code: str) -> SafeString:
    """A language by the name that its own speakers use, marked as such when that is not the page's language."""
    name = conditional_escape(own_name(code))
    if code == _active():
        return name
    return format_html('<bdi lang="{}">{}</bdi>', code, name)


@register.filter
def language_names(codes: Iterable[str]) -> list[SafeString]:
    """Languages by the names that their own speakers use: {{ codes|language_names|joined }}."""
    return [conditional_escape(language_name(code)) for code in codes]


def _active() -> str:
    return get_language() or settings.LANGUAGE_CODE
