"""How a day is said in words, and how a day or a moment is asked for: with the browser's own calendar, which never puts
another in place of what was typed."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.blocks import DateBlock

# Keeps the year on the right of a month in Arabic letters: without a strong sign after those, the bidirectional
# algorithm (Unicode UAX 9, rules W2 and N1) moves the year to their left, even inside a left-to-right isolate.
LEFT_TO_RIGHT_MARK = "\u200e"
DAY_FORMATS = {"es": r"j \d\e F \d\e Y", "ar": f"j F{LEFT_TO_RIGHT_MARK} Y"}
MONTH_FORMATS = {"es": r"F \d\e Y", "ar": f"F{LEFT_TO_RIGHT_MARK} Y"}

WRITTEN = "%Y-%m-%d"
WRITTEN_MOMENT = "%Y-%m-%dT%H:%M"
NOT_A_DAY = _("This is not a day. Write year, month and day in numbers, as in 2026-03-08.")

NOT_A_MOMENT = _("This is not a moment. Write year, month, day, hour and minute in numbers, as in 2026-03-08 09:00.")

FARTHEST = timedelta(days=3653)  # ten years
TOO_FAR = _("This day is more than ten years away. Choose an earlier one; it can be put off before it comes.")


def local_day(value: date | datetime) -> date:
    """This day; of a moment, its day in the time that is active."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def day_in_words(value: date | datetime) -> str:
    """This day in the active language, as 9 March 2026; of a moment, its day in the time that is active."""
    return format_date(local_day(value), DAY_FORMATS.get(get_language() or "", "j F Y"))


def month_in_words(value: date | datetime) -> str:
    """Its month and year in the active language."""
    return format_date(local_day(value), MONTH_FORMATS.get(get_language() or "", "F Y"))


class DayInput(forms.DateInput):
    """The browser's own input for a day; what it sends is written as ISO 8601 says, in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format=WRITTEN)


class LastDayField(forms.DateField):
    """The last day of an access that ends by itself: one wrong digit of a year must not make it last for centuries."""

    widget = DayInput
    default_error_messages = {"invalid": NOT_A_DAY, "too_far": TOO_FAR}

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and value > timezone.localdate() + FARTHEST:
            raise ValidationError(self.error_messages["too_far"], code="too_far")


class MomentInput(forms.DateTimeInput):
    """The browser's own input for a day and an hour; a text field where it has none."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format=WRITTEN_MOMENT)


class MomentField(forms.DateTimeField):
    """A day and an hour in the time of the site, whatever time the admin shows to whoever writes it."""

    widget = MomentInput
    default_error_messages = {"invalid": NOT_A_MOMENT}

    def to_python(self, value: Any) -> Any:
        with timezone.override(timezone.get_default_timezone()):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(timezone.get_default_timezone()):
            return super().prepare_value(value)


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
