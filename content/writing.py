"""In which language something is written: its fields say so to browsers and screen readers, and run in its direction,
whatever language the editor's screens speak."""

import re

from django import forms
from django.forms.widgets import DateTimeBaseInput
from wagtail.admin.widgets import SlugInput
from wagtail.blocks.base import BlockWidget

from content.languages import direction

# What is no sentence of anybody's language, although it is typed into a line of text.
NO_WORDS = (DateTimeBaseInput, SlugInput)
# Fields for words inside packed blocks, whose quotation marks are escaped there.
PACKED = re.compile(r'<(input type=\\"text\\"|textarea)(?=[ >])')


class BlocksIn(BlockWidget):
    """A body whose blocks are written in one language."""

    def __init__(self, code: str, blocks: BlockWidget) -> None:
        super().__init__(blocks.block_def, attrs=blocks.attrs)
        self.code = code

    def _build_block_json(self) -> None:
        # Blocks belong to the class of a page, not to the page: only here is it known whose fields they become.
        super()._build_block_json()
        marks = rf'<\1 lang=\\"{self.code}\\" dir=\\"{direction(self.code)}\\"'
        self._block_json = PACKED.sub(marks, self._block_json)


def write_in(code: str, field: forms.Field) -> None:
    """Let the words of this field be written in a language. Arguments: code, as in content.languages."""
    if isinstance(field.widget, BlockWidget):
        field.widget = BlocksIn(code, field.widget)
    elif _is_for_words(field.widget):
        field.widget.attrs |= {"lang": code, "dir": direction(code)}


def _is_for_words(widget: forms.Widget) -> bool:
    is_line = isinstance(widget, forms.TextInput) and widget.input_type == "text"
    return (is_line or isinstance(widget, forms.Textarea)) and not isinstance(widget, NO_WORDS)
