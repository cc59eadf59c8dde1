"""How templates show campaigns: the front page's part, a demand in quotation marks, owners in a few words."""

from dataclasses import replace

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from campaigns.listing import readable_rows, readable_updates
from campaigns.models import State
from campaigns.pictures import lead_picture
from content.standing import allow_references
from content.templatetags.network import joined
from organisations.models import Organisation
from organisations.viewer import viewer_for

register = template.Library()

# French keeps its marks on the line of their words, as do the texts of the interface.
NARROW = "\N{NARROW NO-BREAK SPACE}"
MARKS = {"en": ("“", "”"), "es": ("«", "»"), "fr": (f"«{NARROW}", f"{NARROW}»"), "ar": ("«", "»")}
NAMED = 2


@register.inclusion_tag("campaigns/latest.html", takes_context=True)
def latest_campaigns(context: RequestContext, count: int = 3) -> dict[str, object]:
    """The front page's part about campaigns: the first large, the others in rows; nothing when there is none.

    Arguments: count, how many at most. Closed ones are left out: the front page shows what can be done or was won.
    """
    viewer = viewer_for(context["request"])
    rows = [row for row in readable_rows(viewer, get_language() or "") if row.state != State.CLOSED][:count]
    if not rows:
        return {"rows": []}
    last = readable_updates(viewer, rows[0].page).order_by("-day").values_list("day", flat=True).first()
    first = replace(rows[0], last_update=last)
    allow_references([first.page], fields=["picture"])
    return {"rows": rows, "first": first, "others": rows[1:], "picture": lead_picture(first.page)}


@register.simple_tag
def quoted(text: str, language: str | None = None) -> SafeString:
    """Somebody's words in the quotation marks of the language they are in, the active one when none is given."""
    opening, closing = MARKS.get(language or get_language() or "", MARKS["en"])
    return format_html("{}{}{}", opening, text.strip().strip('“”«»"'), closing)


@register.filter
def named(owners: list[Organisation]) -> str:
    """The owners in a few words: two by their names, more as the first and a number."""
    if len(owners) <= NAMED:
        return joined(owners, "and")
    others = len(owners) - 1
    words = ngettext("%(first)s and %(count)s other", "%(first)s and %(count)s others", others)
    return mark_safe(words % {"first": joined(owners[:1]), "count": others})  # noqa: S308 - escaped by joined


@register.filter
def counted(owners: list[Organisation]) -> str:
    """One owner by its name, several as a number."""
    if len(owners) == 1:
        return joined(owners)
    number = len(owners)
    return ngettext("%(number)s organisation", "%(number)s organisations", number) % {"number": number}
