"""Where the parts of the site are, and its pages."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from content.addresses import path_of

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


def page_address(page: Page, language: str, request: HttpRequest) -> str:
    """The address of a page, asked of its type, since some stand elsewhere than their place in the tree says.

    Arguments: page, of any type, the specific one or not; language, the code of its locale. No query, save for a type
    that has an address of its own and does not know it by itself.
    """
    return path_of(page, language) or page.specific_deferred.get_url(request) or ""
