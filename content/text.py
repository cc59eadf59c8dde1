"""What a page says in plain words, for search and for other machines: no markup, blocks apart, nothing looked up."""

import re
from collections.abc import Iterator
from html import unescape

from django.db.models import Model
from django.utils.html import strip_tags
from wagtail.blocks import CharBlock, RichTextBlock, TextBlock
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from content.streams import blocks_of

# What ends a line in plain text: the elements that rich text is made of, closing or standing alone.
LINE_ENDS = re.compile(r"</(?:p|h[1-6]|li|blockquote|td|th|tr)>|<(?:br|hr)\s*/?>", re.IGNORECASE)
SPACES = re.compile(r"[^\S\n]+")


def plain_text(thing: Model | StreamValue | None) -> str:
    """The words of a body, or of every body and rich text of a page, one line a paragraph.

    Arguments: thing, a body, or an instance whose own fields (not the title, nor other plain fields) are read.
    """
    return "\n".join(line for text in _texts(thing) for line in _lines(text))


def headings(thing: Model | StreamValue | None) -> list[str]:
    """The words under which a reader would look: headings, titles of warnings and checklists, words that are explained.

    A block says by its attribute `headline` which of its parts that is.
    """
    found = []
    for value in _bodies(thing):
        for block, raw in blocks_of(value):
            headline = getattr(block, "headline", None)
            if headline and raw.get(headline):
                found.append(raw[headline].strip())
    return found


def text_of_rich_text(source: str) -> str:
    """The words of rich text, one line a paragraph."""
    return "\n".join(_lines(_without_markup(source)))


def _texts(thing: Model | StreamValue | None) -> Iterator[str]:
    if isinstance(thing, Model):
        for field in _own_fields(thing):
            if isinstance(field, RichTextField):
                yield _without_markup(getattr(thing, field.name) or "")
            elif isinstance(field, StreamField):
                yield from _texts(getattr(thing, field.name))
    elif thing is not None:
        for block, raw in blocks_of(thing):
            if isinstance(block, RichTextBlock):
                yield _without_markup(raw or "")
            elif isinstance(block, (CharBlock, TextBlock)):
                yield raw or ""


def _bodies(thing: Model | StreamValue | None) -> Iterator[StreamValue]:
    if isinstance(thing, Model):
        for field in _own_fields(thing):
            if isinstance(field, StreamField):
                yield getattr(thing, field.name)
    elif thing is not None:
        yield thing


def _own_fields(thing: Model) -> list:
    return [field for field in thing._meta.concrete_fields if field.model is not Page]


def _without_markup(source: str) -> str:
    return unescape(strip_tags(LINE_ENDS.sub("\n", source)))


def _lines(text: str) -> list[str]:
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]
