"""How a template asks for what stands around every page, and for what the front page leads to."""

from django import template
from django.template.context import RequestContext
from django.utils.translation import get_language
from wagtail.models import Page

from accounts.models import User
from home import frame as frames
from home import front
from home.listings import things_of
from organisations import permissions
from organisations.models import Organisation
from organisations.viewer import viewer_for
from search.models import SearchDocument

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: RequestContext) -> frames.Frame:
    """The frame of the page that is being made; asked once, by base.html."""
    page = context.get("page")
    return frames.frame_of(context["request"], page if isinstance(page, Page) else None)


@register.simple_tag(takes_context=True)
def published_by(context: RequestContext, organisation: Organisation) -> dict[str, list[SearchDocument]]:
    """What an organisation has published and whoever asks may read: {% published_by page.organisation as published %},
    then published.campaign, published.entry and published.page."""
    return things_of(viewer_for(context["request"]), organisation, get_language() or "")


@register.simple_tag
def may_enter_admin(person: User) -> bool:
    """Whether to show this person the way to the editor's screens."""
    return permissions.may_enter_admin(person)


@register.simple_tag(takes_context=True)
def front_links(context: RequestContext) -> front.FrontLinks:
    """Where the front page that is being made leads."""
    return front.front_links(context["page"], context["frame"].links)
