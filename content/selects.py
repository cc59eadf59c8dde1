"""A choice among very many things, written in one go: Django makes each option with a template of its own."""

from typing import Any, cast

from django import forms
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString


class PlainSelect(forms.Select):
    """A select without groups of options, for hundreds of them."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        # Not format_html_join, which takes four times as long, and there are hundreds, twice on one screen.
        options = SafeString(
            "".join(
                f'<option value="{escape(str(key))}"{" selected" if str(key) in chosen else ""}>'
                f"{conditional_escape(cast('str', label))}</option>"
                for key, label in self.choices
            )
        )
        return format_html(
            "<select{}>{}</select>", flatatt({**self.build_attrs(self.attrs, attrs), "name": name}), options
        )


def choose_plainly(field: forms.ChoiceField, choices: list[tuple[Any, Any]]) -> None:
    """Let this field be chosen from these (value, label), by a plain select with the attributes that it has."""
    field.widget = PlainSelect(field.widget.attrs)
    field.widget.choices = choices
