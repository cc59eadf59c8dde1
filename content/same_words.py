"""Whether one text says what another one said: asked where something is taken away for safety."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db.models import Field, Model
from wagtail.fields import StreamField
from wagtail.models import Page

from content.text import text_of_rich_text

# Characters: a shorter line stands in many texts, and a shorter part of a line in many lines.
SHORTEST_LINE, SHORTEST_PART = 12, 40
HEADINGS = frozenset({"heading", "subheading"})
# Every element but those that stand inside a line.
ENDS_A_LINE = re.compile(r"</?(?!(?:a|b|bdi|code|em|i|span|strong|sub|sup|time)\b)[a-z][^>]*>", re.IGNORECASE)
# What of Wagtail's own columns of a page is words.
WORDS_OF_ANY_PAGE = frozenset({"title", "draft_title", "seo_title", "search_description"})


class Words:
    """The lines of some texts, to ask whether another text has one of them. Headings, which many share, are none."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Arguments: texts, plain, a paragraph a line."""
        self._whole = "\n".join(texts)
        self._lines = {line for line in self._whole.splitlines() if len(line) >= SHORTEST_LINE}
        self._long = [line for line in self._lines if len(line) >= SHORTEST_PART]
        self._known: dict[str, bool] = {}

    def stand_in(self, content: Any) -> bool:
        """Whether this says a paragraph of theirs. Arguments: content, as a revision keeps it, or any part of that."""
        return any(self._are(line) for line in _lines_in(content))

    def _are(self, line: str) -> bool:
        # Older versions of a page say mostly the same.
        if line not in self._known:
            is_part = len(line) >= SHORTEST_PART and (line in self._whole or any(own in line for own in self._long))
            self._known[line] = is_part or line in self._lines
        return self._known[line]


def lines_of_html(source: str) -> str:
    """The words of this markup, one line for each of its paragraphs, rows or items."""
    return text_of_rich_text(ENDS_A_LINE.sub("\n", source))


def _lines_in(content: Any) -> Iterator[str]:
    """The lines of every text in this; a body is kept as JSON inside the JSON of its page. Whatever somebody wrote, it
    keeps nothing from being withdrawn."""
    waiting = [content]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            if here.startswith(("[", "{")):
                with suppress(ValueError, RecursionError):
                    waiting.append(json.loads(here))
            yield from _lines_of(here)
        elif isinstance(here, dict):
            waiting += here.values()
        elif isinstance(here, list):
            waiting += here


def _lines_of(text: str) -> list[str]:
    try:
        return text_of_rich_text(text).splitlines()
    except SuspiciousOperation:  # so many signs of markup that nobody should take them out one after the other
        return text.splitlines()


# -- The words of a page -------------------------------------------------------------------------------------------


def texts_of_version(page: Model, content: dict[str, Any]) -> Iterator[str]:
    """What a version of this page says, line by line: its title and whatever its own columns and bodies have of words.

    Arguments: page, of its specific type; content, as a revision keeps it, or `serializable_data` of the page itself.
    """
    for field in page._meta.concrete_fields:
        value = content.get(field.name)
        if isinstance(value, str) and isinstance(field, StreamField):
            with suppress(ValueError, RecursionError):
                yield from _of_blocks(json.loads(value))
        elif isinstance(value, str) and _holds_words(field):
            yield from _lines_of(ENDS_A_LINE.sub("\n", value))


def _holds_words(field: Field) -> bool:
    if field.model is Page:
        return field.name in WORDS_OF_ANY_PAGE
    return not field.choices and not field.unique and field.get_internal_type() in ("CharField", "TextField")


def _of_blocks(stored: Any) -> Iterator[str]:
    """The lines of a body as it is stored; what a block is called, and its id, are no words of it."""
    waiting = [stored]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            yield from _lines_of(ENDS_A_LINE.sub("\n", here))
        elif isinstance(here, list):
            waiting += here
        elif isinstance(here, dict) and "type" in here and "value" in here:
            waiting += [] if here["type"] in HEADINGS else [here["value"]]
        elif isinstance(here, dict):
            waiting += here.values()
