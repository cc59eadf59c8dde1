"""What a browser sends of a form that nobody filled in."""

from typing import Any

from django.forms import BoundField, RadioSelect, Select


def value_of(field: BoundField) -> Any:
    """The value of a field as it is shown: of a list in which nothing is chosen its first line."""
    value, widget = field.value(), field.field.widget
    if value in (None, "") and isinstance(widget, Select) and not isinstance(widget, RadioSelect):
        return next(iter(field.field.choices))[0]
    return value
