"""A choice among very many things, written in one go: Django makes each option with a template of its own."""

from collections.abc import Sequence
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString


class PlainSelect(forms.Select):
    """A select without groups of options, for hundreds of them: `offered`, pairs of a value and what it is called."""

    # Not `choices`, which Django looks through one by one each time they are set.
    offered: Sequence[tuple[Any, Any]] = ()

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        # Not format_html_join, which takes four times as long, and there are hundreds, twice on one screen.
        options = SafeString(
            "".join(
                f'<option value="{escape(str(key))}"{" selected" if str(key) in chosen else ""}>'
                f"{label if isinstance(label, SafeString) else escape(str(label))}</option>"
                for key, label in self.offered
            )
        )
        return format_html(
            "<select{}>{}</select>", flatatt({**self.build_attrs(self.attrs, attrs), "name": name}), options
        )


def choose_plainly(field: forms.ChoiceField, choices: list[tuple[Any, Any]]) -> None:
    """Let this field be chosen from these (value, label), by a plain select with the attributes that it has.

    Labels are text, or markup that is safe.
    """
    select = PlainSelect(field.widget.attrs)
    select.offered = choices
    field.widget = select
