"""A choice among very many things, written in one go: Django makes each option with a template of its own."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_SELECTED = mark_safe(" selected")


class PlainSelect(forms.Select):
    """A select without groups of options, for hundreds of them."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, _SELECTED if str(key) in chosen else "", label) for key, label in self.choices),
        )
        return format_html(
            "<select{}>{}</select>", flatatt({**self.build_attrs(self.attrs, attrs), "name": name}), options
        )


def choose_plainly(field: forms.ChoiceField, choices: list[tuple[Any, Any]]) -> None:
    """Let this field be chosen from these (value, label), by a plain select with the attributes that it has."""
    field.widget = PlainSelect(field.widget.attrs)
    field.widget.choices = choices
