"""What is known of a page to those who do not work on it: what is read of it, wherever it is read.

Most pages are read where they stand. An app whose pages are not, because they are written in one place and read in
another, registers a Wagtail hook:

    @hooks.register("read_elsewhere")
    def read_elsewhere(column): ...

which returns, for each of these types of page, an expression that gives for the page of an outer query what is read in
its stead, NULL where there is nothing yet. column is "title", "summary", "place" (the text of which the type's
`path_at` makes an address), "policy_id" or "rule" (who may read it there).
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Case, CharField, Expression, F, JSONField, QuerySet, Value, When
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from content.addresses import path_of
from content.tree import is_read_in_place

COLUMNS = {"policy_id": BigIntegerField, "rule": JSONField}


def with_what_is_known(pages: QuerySet[Page]) -> QuerySet[Page]:
    """These pages, each with `known_as`, the title under which it is read, and for one that is read elsewhere with
    `known_summary` and `known_place`. All three are NULL where nothing of such a page is read yet."""
    return pages.annotate(
        known_as=known("title", F("title")),
        known_summary=known("summary", Value("")),
        known_place=known("place", Value("")),
    )


def known(column: str, in_place: Expression | F) -> Case:
    """What is read elsewhere of the page of a query; of one that is read in place what stands there."""
    found = [pair for hook in hooks.get_hooks("read_elsewhere") for pair in hook(column).items()]
    kinds = ContentType.objects.get_for_models(*(model for model, _read in found))
    cases = (When(content_type=kinds[model], then=read) for model, read in found)
    return Case(*cases, default=in_place, output_field=COLUMNS.get(column, CharField)())


def known_path(page: Page, language: str) -> str | None:
    """The path from the root of the site under which everybody finds this page; None when only Wagtail can say, or
    when nothing of it is read yet.

    Arguments: page, with what is known of it; language, the code of its locale.
    """
    kind = page.specific_class or Page
    if is_read_in_place(kind):
        return path_of(page, language)
    place = getattr(page, "known_place", None)
    return kind.path_at(language, place) if place else None


def page_address(page: Page, language: str, request: HttpRequest | None = None) -> str:
    """The address of a page, asked of its type, since some stand elsewhere than their place in the tree says.

    Arguments: page, of any type, the specific one or not, with what is known of it where it is not read in place;
    language, the code of its locale. No query, save for a type that has an address of its own and does not know it by
    itself. Returns the empty text for a page of which nothing is read yet.
    """
    found = known_path(page, language)
    if found is None and is_read_in_place(page.specific_class or Page):
        found = page.specific_deferred.get_url(request)
    return found or ""
