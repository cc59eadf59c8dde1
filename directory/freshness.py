"""How old a check may be: when an entry falls due, leaves the urgent results, and leaves the public list."""

from datetime import date, timedelta
from enum import StrEnum

DUE_MONTHS = 6
NOT_URGENT_MONTHS = 12
EXPIRED_MONTHS = 18
CONFIRMATION = timedelta(hours=72)


class Freshness(StrEnum):
    """How sure the public can be: the line at the start of the row is solid, dashed or dotted."""

    CHECKED = "checked"
    DUE = "due"
    LAPSED = "lapsed"
    EXPIRED = "expired"


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last day of that month when it is shorter."""
    return months_after(day, -months)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def freshness(checked_on: date, today: date) -> Freshness:
    """How fresh a check of that day is today."""
    if checked_on <= months_before(today, EXPIRED_MONTHS):
        return Freshness.EXPIRED
    if checked_on <= months_before(today, NOT_URGENT_MONTHS):
        return Freshness.LAPSED
    if checked_on <= months_before(today, DUE_MONTHS):
        return Freshness.DUE
    return Freshness.CHECKED
