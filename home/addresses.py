"""Where the parts of the site are, whichever of them this site is run with."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

# The parts of the site that every page leads to, by the names of their routes; each part may be missing.
PARTS = {
    "campaigns": "campaigns:index",
    "directory": "directory:list",
    "organisations": "home:organisations",
    "search": "search:results",
    "sign_in": "account_login",
}


def part_address(part: str) -> str:
    """The address of a part in the active language, empty when this site is run without it.

    Raises KeyError for a part that PARTS does not name.
    """
    try:
        return reverse(PARTS[part])
    except NoReverseMatch:
        return ""


def front_address(language: str) -> str:
    """The address of the front page in one language."""
    with override(language):
        return reverse("wagtail_serve", args=[""])
