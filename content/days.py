"""How a day is asked for: with the browser's own calendar, which never puts another day in place of what was typed."""

from typing import Any

from django import forms
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.blocks import DateBlock

WRITTEN = "%Y-%m-%d"
NOT_A_DAY = _("This is not a day. Write year, month and day in numbers, as in 2026-03-08.")


class DayInput(forms.DateInput):
    """The browser's own input for a day; what it sends is written as ISO 8601 says, in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format=WRITTEN)


class DayBlock(DateBlock):
    """A day in a body; stored like Wagtail's own."""

    @cached_property
    def field(self) -> forms.DateField:
        messages = {"invalid": NOT_A_DAY}
        return forms.DateField(widget=DayInput(), error_messages=messages, **self.field_options)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        # What is stored is the same, so migrations need not know which calendar was shown.
        _path, args, options = super().deconstruct()
        return "wagtail.blocks.DateBlock", args, options


def ask_for_days() -> None:
    """Let every form that Wagtail makes from a model ask like this. Its own calendar replaces what it does not
    understand by today when the field is left, without a word."""
    register_form_field_override(
        models.DateField, override={"widget": DayInput, "error_messages": {"invalid": NOT_A_DAY}}
    )
