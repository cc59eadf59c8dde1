"""What is known of a page to those who do not work on it: what they may read of it, wherever that is read.

Most pages are read where they stand. An app whose pages are not, because they are written in one place and read in
another, registers a Wagtail hook:

    @hooks.register("read_elsewhere")
    def read_elsewhere(column, policies): ...

which returns, for each of these types of page, an expression that gives for the page of an outer query what is read in
its stead by those who satisfy one of these policies, NULL where there is nothing. column is "title", "summary" or
"place" (the text of which the type's `path_at` makes an address).
"""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Expression, F, Q, QuerySet, Value, When
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page, get_page_models

from content.addresses import path_of
from content.tree import is_read_in_place

Policies = Collection[int] | QuerySet


def with_what_is_known(pages: QuerySet[Page], policies: Policies) -> QuerySet[Page]:
    """These pages, each with its known title, and one that is read elsewhere with `known_summary` and `known_place`,
    NULL where it has none. Arguments as for `with_known_title`."""
    return with_known_title(pages, policies).annotate(
        known_summary=_known("summary", policies, Value("")),
        known_place=_known("place", policies, Value("")),
    )


def with_known_title(pages: QuerySet[Page], policies: Policies) -> QuerySet[Page]:
    """These pages, each with `known_as`: the title under which it is read, NULL where nothing of one that is read
    elsewhere may be read.

    Arguments: policies, ids of those that whoever is told satisfies, or a queryset of them.
    """
    return pages.annotate(known_as=_known("title", policies, F("title")))


def _known(column: str, policies: Policies, in_place: Expression | F) -> Case:
    found = [pair for hook in hooks.get_hooks("read_elsewhere") for pair in hook(column, policies).items()]
    kinds = ContentType.objects.get_for_models(*(model for model, _read in found))
    cases = (When(content_type=kinds[model], then=read) for model, read in found)
    return Case(*cases, default=in_place, output_field=CharField())


def is_elsewhere() -> Q:
    """The condition on a page that it is of a type which is not read where it stands."""
    kinds = [model for model in get_page_models() if not is_read_in_place(model)]
    return Q(content_type__in=[kind.pk for kind in ContentType.objects.get_for_models(*kinds).values()])


def known_path(page: Page, language: str) -> str | None:
    """The path from the root of the site under which everybody finds this page; None when only Wagtail can say, or
    when nothing of it is read yet.

    Arguments: page, with what is known of it; language, the code of its locale.
    """
    if is_read_in_place(page):
        return path_of(page, language)
    place = getattr(page, "known_place", None)
    return page.specific_class.path_at(language, place) if place else None


def page_address(page: Page, language: str, request: HttpRequest | None = None) -> str:
    """The address of a page, asked of its type, since some stand elsewhere than their place in the tree says.

    Arguments: page, of any type, the specific one or not, with what is known of it where it is not read in place;
    language, the code of its locale. No query, save for a type that has an address of its own and does not know it by
    itself. Returns the empty text for a page of which nothing is read yet.
    """
    found = known_path(page, language)
    if found is None and is_read_in_place(page):
        found = page.specific_deferred.get_url(request)
    return found or ""
