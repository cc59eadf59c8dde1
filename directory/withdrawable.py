"""The entries that somebody may withdraw, as the screen lists them on which whatever puts people in danger is found."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from directory.content import is_called
from directory.permissions import editable_entries, may_edit_entries


def entries_to_withdraw(person: User, words: str, at_most: int) -> tuple[str, list[tuple[str, str]]] | None:
    """What they are called, and for each of the newest its name and the address of its screen.

    None for those who do not edit the directory.
    Arguments: words, a part of a name, or an address that ends with the entry's own; at_most, how many.
    """
    if not may_edit_entries(person):
        return None
    newest = editable_entries(person).filter(is_called(words)).order_by("-created_at", "-pk")[:at_most]
    address = "directory_admin:withdraw"
    return _("Directory entries"), [(str(entry), reverse(address, args=[entry.pk])) for entry in newest]
