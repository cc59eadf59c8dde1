"""Which address a campaign has, whatever workspace it stands in, and who holds it."""

from collections.abc import Callable

from django.db.models import Manager
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

RESERVED = frozenset({"feed"})
# One sentence for a reserved word, a public campaign and somebody else's draft: it must not tell which.
TAKEN = _("This address is taken. Write another one, for example with the year at its end.")


def address_of(language: str, slug: str) -> str:
    """What is unique in the network: the language and the campaign's own word, for example "en/light"."""
    return f"{language}/{slug}"


def is_taken(campaigns: Manager, address: str, *, but_by: int | None) -> bool:
    """Whether a campaign, published or not, holds this address, the one with the id `but_by` aside.

    Reserved words are always taken.
    """
    if address.split("/", 1)[1] in RESERVED:
        return True
    return campaigns.filter(address=address).exclude(pk=but_by).exists()


def first_free(slug: str, taken: Callable[[str], bool]) -> str:
    """The slug itself, or the first of slug-2, slug-3 … that is not taken."""
    number, candidate = 1, slug
    while taken(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def path_to(language: str, *slugs: str) -> str:
    """The path of a campaign, or of an update of it when two slugs are given, in this language."""
    name = "campaigns:update" if len(slugs) == 2 else "campaigns:campaign"
    with translation.override(language):
        return reverse(name, args=slugs)


def moved(parts: tuple | None, *slugs: str) -> tuple | None:
    """Wagtail's (site, root address, path) of a page with the path under /campaigns/ in place of that in a workspace.

    Arguments: parts, None or without a path for a page that no site shows, which stays so; slugs, as in path_to.
    """
    if parts is None or not parts[2]:
        return parts
    # Every path begins with its language, so nothing has to be asked of the database.
    language = parts[2].split("/", 2)[1]
    return (*parts[:2], path_to(language, *slugs))
