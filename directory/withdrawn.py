"""How what was withdrawn for safety from the directory is known again, so that nobody brings it back by mistake."""

import hashlib
import hmac
import re
from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.models import Entry, Withdrawal

# In what ways one number or address is written: with spaces, in brackets, in groups.
WRITTEN_DIFFERENTLY = re.compile(r"[\s().\-\u2010-\u2015/]+")
SHORTEST = 5  # signs; shorter ones stand in everything


def plain(text: str) -> str:
    """A number or an address in the one way in which it is compared."""
    return WRITTEN_DIFFERENTLY.sub("", text).casefold()


def mark_of(value: str) -> str:
    """The word that stands for a value: made with a key that is not in the database, so that nobody can try numbers."""
    return hmac.new(settings.AUDIT_KEY.encode(), f"contact:{plain(value)}".encode(), hashlib.sha256).hexdigest()


def says_one_of(text: str, values: Collection[str]) -> bool:
    """Whether one of these values stands in a text, however it is written there. Arguments: values, plain."""
    there = plain(text)
    return any(len(value) >= SHORTEST and value in there for value in values) or there in values


def without(data: Any, values: Collection[str]) -> Any:
    """The same data with every text emptied in which one of these values stands. Arguments: values, plain."""
    if isinstance(data, dict):
        return {name: without(value, values) for name, value in data.items()}
    if isinstance(data, list):
        return [without(value, values) for value in data]
    return "" if isinstance(data, str) and data and says_one_of(data, values) else data


def withdrawn_marks(entry: Entry) -> frozenset[str]:
    """The marks of all values that were withdrawn from this entry."""
    rows = Withdrawal.objects.filter(entry=entry.pk).values_list("marks", flat=True) if entry.pk else ()
    return frozenset(mark for marks in rows for mark in marks)


def refuse_withdrawn(entry: Entry, values: Iterable[str] = ()) -> None:
    """Raises ValidationError when this entry was withdrawn for safety, or one of these values was withdrawn from it:
    an editor that is still open somewhere would write it anew."""
    if entry.pk and Withdrawal.objects.filter(entry=entry.pk, contact=None).exists():
        raise ValidationError(_("This entry was withdrawn for safety. Nothing can be written there any more."))
    if not withdrawn_marks(entry).isdisjoint(mark_of(value) for value in values if value):
        raise ValidationError(_("One of these ways was withdrawn for safety. Take it out, or load the page again."))


def without_withdrawn(entry: Entry, row: dict[str, Any], plan: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a file says of an entry, without the contact methods that were withdrawn from it for safety.

    Arguments: row, its cells by column; plan, what would be made of them, as `directory.imports.plan` has it.
    """
    marks = withdrawn_marks(entry)
    contacts = plan.get("contacts", [])
    gone = [each for each in contacts if {mark_of(each["value"]), mark_of(each["raw"])} & marks]
    if not gone:
        return row, plan
    values = frozenset(plain(text) for each in gone for text in (each["value"], each["raw"]))
    kept = {**plan, "contacts": [each for each in contacts if each not in gone]}
    return without(row, values), without(kept, values)
