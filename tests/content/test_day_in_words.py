"""A day as it stands in a mail or in the words of an error."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from content.days import day_in_words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "6 December 2026"),
        ("es", "6 de diciembre de 2026"),
        ("fr", "6 décembre 2026"),
        ("ar", "6 ديسمبر\u200e 2026"),
    ],
)
def test_day_is_said_in_the_active_language(code, words):
    with override(code):
        assert day_in_words(date(2026, 12, 6)) == words


def test_moment_is_said_by_its_day_in_the_active_time():
    moment = datetime(2026, 12, 5, 23, 30, tzinfo=UTC)

    with timezone.override("Africa/Nairobi"):
        assert day_in_words(moment) == "6 December 2026"
