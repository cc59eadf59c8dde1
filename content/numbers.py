"""How telephone numbers inside running text are kept from turning round where that text runs from right to left."""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

MARK = r"</?mark>"
# At least seven characters: a plus sign or bracket, digits, and what people write between them. Search may have marked
# parts of it.
NUMBER = re.compile(rf"(?:<mark>)?[+(]{{0,2}}(?:<mark>)?\d(?:{MARK}|[\d\s().\-/]){{5,}}\d(?:</mark>)?")


def isolate_numbers(text: str) -> SafeString:
    """The text, escaped unless it is safe already, with each number in an element that always reads left to right.

    A number of which only a part is marked as found stays whole; one whose mark begins before it, or ends behind it, is
    left as it is.
    """
    return mark_safe(NUMBER.sub(_isolated, conditional_escape(text)))  # noqa: S308 - escaped, and bdi put in


def _isolated(match: re.Match[str]) -> str:
    found = match[0]
    whole = found.count("<mark>") == found.count("</mark>")
    return f'<bdi dir="ltr">{found}</bdi>' if whole else found
