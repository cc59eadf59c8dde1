"""Which pages stand in the network's own lists: the members' public pages, and the map of everything public."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.http import HttpRequest
from wagtail.models import Page

from content.known import is_elsewhere, page_address
from content.languages import best_of_each
from organisations.models import CoOwner, Organisation, OrganisationPage
from organisations.permissions import readable_by
from organisations.viewer import VISITOR, Viewer
from search.models import SearchDocument

FRONT_DEPTH = 2  # the root of all pages is 1
SHOWN_KINDS = ("campaign", "entry", "page")
SHOWN_AT_MOST = 50  # on the page of one organisation
MAPPED_AT_MOST = 50_000  # addresses in one map, by the sitemap protocol


@dataclass(frozen=True)
class MappedPage:
    """One address of the map, and when what stands there was last published."""

    address: str
    published: datetime | None


def member_organisations(viewer: Viewer, language: str) -> list[OrganisationPage]:
    """One page for each active organisation of which the viewer may read a page, by the title of the page.

    Arguments: language, the code of the language in which to show them; an organisation without a page in it is shown
    in the first of the site's languages that it has. Two queries.
    """
    pages = readable_by(
        viewer, OrganisationPage.objects.filter(organisation__state=Organisation.State.ACTIVE, alias_of=None)
    ).select_related("organisation", "locale")
    best = best_of_each(
        pages, language, code=lambda page: page.locale.language_code, key=lambda page: page.organisation_id
    )
    return sorted(best, key=lambda page: page.title.casefold())


def things_of(viewer: Viewer, organisation: Organisation, language: str) -> dict[str, list[SearchDocument]]:
    """What an organisation has published, alone or with others, and the viewer may read, by kind, the newest first.

    Arguments: language, as in member_organisations. Returns the kinds of SHOWN_KINDS that have anything. Three queries.
    """
    agreed = CoOwner.objects.filter(organisation=organisation, agreed_at__isnull=False)
    its_own = Q(owner=organisation) | Q(thing__in=[f"page:{pk}" for pk in agreed.values_list("page_id", flat=True)])
    documents = readable_by(viewer, SearchDocument.objects.present().filter(its_own, kind__in=SHOWN_KINDS))
    best = best_of_each(
        documents.defer("body"), language, code=lambda each: each.language, key=lambda each: each.translation_key
    )
    newest = sorted(best, key=lambda each: each.dated or date.min, reverse=True)[:SHOWN_AT_MOST]
    by_kind = {kind: [each for each in newest if each.kind == kind] for kind in SHOWN_KINDS}
    return {kind: documents for kind, documents in by_kind.items() if documents}


def public_pages(request: HttpRequest) -> list[MappedPage]:
    """The addresses of all pages, directory entries and chapters of manuals that a visitor may read. Four queries,
    whoever asks."""
    pages = readable_by(VISITOR, Page.objects.filter(~is_elsewhere(), alias_of=None, depth__gte=FRONT_DEPTH)).annotate(
        code=F("locale__language_code")
    )
    mapped = [
        MappedPage(request.build_absolute_uri(page_address(page, page.code, request)), page.last_published_at)
        for page in pages.order_by("path")[:MAPPED_AT_MOST]
    ]
    known = SearchDocument.objects.present().filter(kind__in=("entry", "chapter"), is_current=True)
    records = readable_by(VISITOR, known).exclude(url__contains="#").order_by("key")
    mapped += [
        MappedPage(request.build_absolute_uri(address), None)
        for address in records.values_list("url", flat=True)[: MAPPED_AT_MOST - len(mapped)]
    ]
    return mapped
