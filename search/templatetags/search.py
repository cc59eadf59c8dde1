"""How templates name what was found, and what they say beside it."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.templatetags.network import joined, language_name, ltr, not_translated
from search.highlights import SafeText
from search.models import SearchDocument
from search.registry import KINDS
from search.results import Hit

register = template.Library()

# The end of a line, with the mark that closes a sentence there, if any.
LINE_END = re.compile(r"(?P<closed>[.!?…:;،؛؟][”»)\]]?)?(?P<mark></mark>)?\s*\n\s*")


@register.simple_tag
def kind_name(code: str) -> str:
    """What people call one thing of this kind; a kind that nobody named is shown as it is."""
    return str(KINDS[code].one) if code in KINDS else code


@register.filter
def in_one_line(extract: SafeText) -> SafeString:
    """An extract whose lines stand one behind the other, with a point between those that end like no sentence."""
    text = LINE_END.sub(lambda end: (end["closed"] or "") + (end["mark"] or "") + _between(end), extract)
    return mark_safe(text)  # noqa: S308 - the extract is escaped


def _way_to_current(current: SearchDocument) -> SafeString:
    words = _("Read it in edition %(number)s") % {"number": ltr(current.edition)}
    return format_html('<a href="{}">{}</a>', current.url, mark_safe(words))  # noqa: S308 - the number is escaped


def _between(end: re.Match[str]) -> str:
    return " " if end["closed"] else " · "


@register.simple_tag
def hit_facts(hit: Hit) -> SafeString:
    """What stands under a hit: the way to the current edition, its language where that is another than the page's, who
    published it, and the same in older editions and other languages; nothing where there is nothing to say."""
    language, active = hit.document.language, get_language()
    facts = [] if hit.document.is_current or hit.current is None else [_way_to_current(hit.current)]
    if language != active:
        is_translated = any(other.language == active for other in hit.also)
        facts.append(language_name(language) if is_translated else not_translated(language))
    if hit.document.owner and hit.document.kind != "organisation":
        facts.append(joined([hit.document.owner.name]))
    if hit.older:
        links = [
            format_html('<a href="{}">{}</a>', each.document.url, ltr(each.document.edition)) for each in hit.older
        ]
        facts.append(mark_safe(_("also in edition %(numbers)s") % {"numbers": joined(links)}))  # noqa: S308 - made above
    if hit.also:
        links = [
            format_html('<a href="{}" hreflang="{}">{}</a>', each.url, each.language, language_name(each.language))
            for each in hit.also
        ]
        facts.append(mark_safe(_("also in %(languages)s") % {"languages": joined(links)}))  # noqa: S308 - made above
    return format_html_join(" · ", "{}", ((fact,) for fact in facts))
