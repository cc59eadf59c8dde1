"""How templates show campaigns: the front page's part, a demand in quotation marks, owners in a few words."""

from dataclasses import replace

from django import template
from django.db.models import Max
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from campaigns.listing import Row, readable_rows
from campaigns.models import CampaignUpdatePage, State
from campaigns.pictures import lead_picture
from content.standing import allow_references
from organisations.models import Organisation
from organisations.permissions import readable_by
from organisations.viewer import Viewer, viewer_for

register = template.Library()

MARKS = {"en": ("“", "”"), "es": ("«", "»"), "fr": ("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»"), "ar": ("«", "»")}
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
    first = replace(rows[0], last_update=_last_update(viewer, rows[0]))
    allow_references([first.page], fields=["picture"])
    return {"rows": rows, "first": first, "others": rows[1:], "picture": lead_picture(first.page)}


def _last_update(viewer: Viewer, row: Row):
    below = CampaignUpdatePage.objects.filter(path__startswith=row.page.path)
    return readable_by(viewer, below).aggregate(day=Max("day"))["day"]


@register.simple_tag
def quoted(text: str, language: str | None = None) -> SafeString:
    """Somebody's words in the quotation marks of the language they are in, the active one when none is given."""
    opening, closing = MARKS.get(language or get_language() or "", MARKS["en"])
    return format_html("{}{}{}", opening, text.strip().strip('“”«»"'), closing)


@register.filter
def named(owners: list[Organisation]) -> str:
    """The owners in a few words: two by their names, more as the first and a number."""
    if len(owners) <= NAMED:
        return ", ".join(str(owner) for owner in owners)
    others = len(owners) - 1
    return ngettext("%(first)s and %(count)s other", "%(first)s and %(count)s others", others) % {
        "first": owners[0],
        "count": others,
    }


@register.filter
def counted(owners: list[Organisation]) -> str:
    """One owner by its name, several as a number."""
    if len(owners) == 1:
        return str(owners[0])
    return _("%(count)s organisations") % {"count": len(owners)}
