"""Values of a test, of which a part is enough for what lands."""

from collections.abc import Iterable

import pytest


def first_few(few: Iterable, more: Iterable) -> list:
    """These values always, and `more` only where the long tests run too."""
    return [*few, *(pytest.param(each, marks=pytest.mark.long) for each in more)]
