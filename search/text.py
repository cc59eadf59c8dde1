"""How are the words that visitors can read taken out of a page's blocks?"""

import html
import re
from collections.abc import Iterator

from django.utils.html import strip_tags
from wagtail.blocks import BoundBlock, CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock

# Notes for those who write, not for those who read.
KEPT_BACK = frozenset({"consent_note"})
HEADINGS = frozenset({"heading"})
_BREAKS = re.compile(r"</(?:p|li|h[1-6]|td|th|div|blockquote)>|<(?:br|hr)\s*/?>", re.IGNORECASE)


def plain(markup: str) -> str:
    """Rich text as plain text, one line a paragraph."""
    lines = html.unescape(strip_tags(_BREAKS.sub("\n", markup))).splitlines()
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def headings_and_body(stream: object) -> tuple[str, str]:
    """The headings of a body and all its other words, each as plain text, one line a piece.

    Arguments: stream, the value of a StreamField.
    """
    headings: list[str] = []
    body: list[str] = []
    for child in stream:  # type: ignore[attr-defined]  # Wagtail's stream values have no types
        pieces = headings if child.block_type in HEADINGS else body
        pieces += _pieces(child)
    return "\n".join(headings), "\n".join(body)


def _pieces(bound: BoundBlock) -> Iterator[str]:
    """The readable words of one block and the blocks in it."""
    block, value = bound.block, bound.value
    if isinstance(block, RichTextBlock):
        yield plain(value.source)
    elif isinstance(block, CharBlock | TextBlock):
        yield " ".join(str(value or "").split())
    elif isinstance(block, StructBlock):
        for name, inner in value.bound_blocks.items():
            if name not in KEPT_BACK:
                yield from _pieces(inner)
    elif isinstance(block, StreamBlock):
        for inner in value:
            yield from _pieces(inner)
    elif isinstance(block, ListBlock):
        for inner in value.bound_blocks:
            yield from _pieces(inner)
