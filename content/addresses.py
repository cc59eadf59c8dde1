"""Where a page stands, found without asking the database."""

from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page


def path_of(page: Page, language: str) -> str | None:
    """The path of a page from the root of the site, None when only Wagtail can say.

    Arguments: page, of any type, the specific one or not; language, the code of its locale.
    A type that stands elsewhere than its place in the tree says it with a method `path_in(language)`. For all others
    the way below the front page is the path; every front page is that of the one site.
    """
    found = page.specific_deferred
    if hasattr(found, "path_in"):
        return found.path_in(language)
    if type(found).get_url_parts is not Page.get_url_parts or page.url_path.count("/") < 2:
        return None
    _root, _front, below = page.url_path.split("/", 2)
    with override(language):
        return reverse("wagtail_serve", args=[below])
