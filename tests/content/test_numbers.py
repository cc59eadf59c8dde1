"""Numbers inside running text are wrapped so that they cannot turn round, and nothing else is."""

import pytest
from django.utils.safestring import mark_safe

from content.numbers import isolate_numbers

BDI = '<bdi dir="ltr">{}</bdi>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call +1 202 555 0143 now", f"call {BDI.format('+1 202 555 0143')} now"),
        ("(+44) 20-79460018", BDI.format("(+44) 20-79460018")),
        ("in 2026, 5,000 euros", "in 2026, 5,000 euros"),
        ("<b> &", "&lt;b&gt; &amp;"),
        (mark_safe("<mark>+1 202</mark> 555 0143"), BDI.format("<mark>+1 202</mark> 555 0143")),
        (mark_safe("+1 <mark>202</mark> 555 0143"), BDI.format("+1 <mark>202</mark> 555 0143")),
        (mark_safe("+<mark>1 202 555</mark> 0143"), BDI.format("+<mark>1 202 555</mark> 0143")),
        (mark_safe("<mark>call +1 202</mark> 555 0143"), "<mark>call +1 202</mark> 555 0143"),
    ],
)  # fmt: skip
def test_numbers_are_isolated(text, expected):
    assert isolate_numbers(text) == expected
