"""Where the parts of the site are."""

from django.urls import reverse
from django.utils.translation import override

# The parts of the site that every page leads to, by the names of their routes.
PARTS = {
    "campaigns": "campaigns:index",
    "manuals": "manuals:index",
    "directory": "directory:list",
    "organisations": "home:organisations",
    "search": "search:results",
    "sign_in": "account_login",
}


def part_address(part: str) -> str:
    """The address of a part in the active language. Raises KeyError for a part that PARTS does not name."""
    return reverse(PARTS[part])


def front_address(language: str) -> str:
    """The address of the front page in one language."""
    with override(language):
        return reverse("wagtail_serve", args=[""])
