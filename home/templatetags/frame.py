"""How a template asks for what stands around every page."""

from django import template
from django.template.context import RequestContext
from wagtail.blocks import StructValue
from wagtail.models import Page

from accounts.models import User
from home import frame as frames
from organisations import permissions

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: RequestContext) -> frames.Frame:
    """The frame of the page that is being made; asked once, by base.html."""
    page = context.get("page")
    return frames.frame_of(context["request"], page if isinstance(page, Page) else None)


@register.simple_tag
def may_enter_admin(person: User) -> bool:
    """Whether to show this person the way to the editor's screens."""
    return permissions.may_enter_admin(person)


@register.simple_tag(takes_context=True)
def sign_address(context: RequestContext, sign: StructValue) -> str:
    """Where a sign of the front page leads."""
    return frames.sign_address(sign, context["request"])
