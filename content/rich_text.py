"""How links, files and pictures inside rich text become markup: only what may stand on the page that is being shown."""

import re
from contextvars import ContextVar

from django.db.models import Model
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.images.rich_text import ImageEmbedHandler
from wagtail.rich_text import EntityHandler, LinkHandler, expand_db_html
from wagtail.rich_text.pages import PageLinkHandler

from content.references import Reference
from content.standing import address_of, allowed_references

# The page that is being shown. Without one, as in Wagtail's own filter `richtext`, no link and no picture is written.
_shown: ContextVar[Model | None] = ContextVar("shown", default=None)
# Of what may not stand here, and of what was taken out of a form and not replaced by its editor.
EMPTY_LINK = re.compile(r'<a(?: href="")?>(.*?)</a>', re.DOTALL)


def shown_on(source: str, instance: Model | None) -> SafeString:
    """The markup of rich text as it may stand on this page or record; of a link that may not, the words stay.

    Arguments: source, rich text as Wagtail stores it, cleaned when it was saved; instance, the page that names what
    the text names.
    """
    token = _shown.set(instance)
    try:
        markup = expand_db_html(source)
    finally:
        _shown.reset(token)
    return mark_safe(EMPTY_LINK.sub(r"\1", markup))  # noqa: S308 - Wagtail cleans rich text when it is saved


class _Named(EntityHandler):
    """What the handlers have in common: the reference that a tag makes."""

    @classmethod
    def reference(cls, attrs: dict) -> Reference | None:
        return Reference.to(cls.get_model(), attrs.get("id"))

    @classmethod
    def extract_references(cls, attrs: dict):
        if attrs.get("id"):
            yield cls.get_model(), attrs["id"], "", ""


class _Link(_Named):
    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        instance = _shown.get()
        addresses = (address_of(cls.reference(attrs), instance) if instance else None for attrs in attrs_list)
        return [f'<a href="{escape(address)}">' if address else "<a>" for address in addresses]


class PageLink(_Link, PageLinkHandler):
    """A link to a page of this site."""


class FileLink(_Link, DocumentLinkHandler):
    """A link to a file."""


class LinkOut(LinkHandler):
    """A link to another site, which is not told where its reader came from."""

    identifier = "external"

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [f'<a href="{escape(attrs.get("href", ""))}" rel="noreferrer">' for attrs in attrs_list]


class PictureInText(_Named, ImageEmbedHandler):
    """A picture inside rich text: the editor does not offer it, but imported text may have one."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        instance = _shown.get()
        allowed = allowed_references(instance) if instance else frozenset()
        shown = [attrs for attrs in attrs_list if cls.reference(attrs) in allowed]
        tags = iter(super().expand_db_attributes_many(shown)) if shown else iter(())
        return [next(tags) if cls.reference(attrs) in allowed else "" for attrs in attrs_list]
