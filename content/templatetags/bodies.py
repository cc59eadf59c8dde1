"""How the blocks of a body show what they name: only what may stand on the page that is being shown."""

from django import template
from django.db.models import Model
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks.stream_block import StreamValue
from wagtail.images.models import ResponsiveImage
from wagtail.rich_text import RichText

from content import standing
from content.models import NetworkImage
from content.pictures import READING_SIZES, READING_WIDTHS
from content.rich_text import shown_on

register = template.Library()
# How wide a picture stands in a text: the whole screen, up to the longest line (--measure in tokens.css).
SIZES = "(min-width: 44rem) 41rem, 92vw"


@register.filter
def may_stand_on(thing: Model | None, page: Model | None) -> bool:
    """Whether this picture, file or page may be shown on that page: {% if value.image|may_stand_on:page %}."""
    return standing.may_stand_on(thing, page)


@register.simple_tag(takes_context=True)
def rich(context: template.Context, value: RichText | str | None) -> SafeString:
    """Rich text with those links that may stand on the page of the context: {% rich value.text %}."""
    source = value.source if isinstance(value, RichText) else value or ""
    return shown_on(source, _page(context))


@register.simple_tag
def picture(image: NetworkImage, alt: str = "", **attributes: str) -> SafeString:
    """An <img> in the sizes for reading; nothing when the picture's file is missing or damaged on disk.

    Arguments: alt, what it shows, empty for one that says nothing new; attributes, further ones, such as loading.
    """
    # A picture that is small itself would come out twice at the same size.
    wanted = READING_SIZES if image.width > READING_WIDTHS[-1] else READING_SIZES[-1:]
    try:
        sizes = image.get_renditions(*wanted)
    except OSError:
        return mark_safe("")
    measure = {"sizes": SIZES} if len(sizes) > 1 else {}
    return ResponsiveImage(sizes, {"alt": alt, **measure, **attributes}).__html__()


@register.simple_tag(takes_context=True)
def body(context: template.Context, value: StreamValue, level: int = 2) -> SafeString:
    """All blocks of a body; the page of the context is the one that they stand on: {% body page.body %}."""
    return value.render_as_block({**context.flatten(), "level": level})


def _page(context: template.Context) -> Model | None:
    page = context.get("page")
    return page if isinstance(page, Model) else None
