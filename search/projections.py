"""How pages, organisations and files are found. Other apps describe their pages with `describe_page`."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from wagtail.models import Page

from content.countries import region_of
from content.models import NetworkDocument, NetworkPage
from organisations.models import OrganisationPage
from search.languages import language_of
from search.registry import Projection, register
from search.text import headings_and_body

Facets = dict[str, tuple[str, ...]]


def describe_page(
    page: NetworkPage,
    kind: str = "page",
    *,
    headings: str = "",
    body: str = "",
    dated: date | None = None,
    facets: Facets | None = None,
) -> list[Projection]:
    """How one page is found: its title, summary, shared terms and body, in the language it is written in.

    Arguments: kind, see `registry.KINDS`; headings, body, further plain text that everybody who may open the page can
    read on it; dated, the day it is listed by, otherwise that of its last publication; facets, beside its terms.
    Returns nothing for a page in one language that only repeats another one's text: that is found in its own.
    """
    source = _written_as(page)
    if source.pk != page.pk and source.translation_key == page.translation_key:
        return []
    own_headings, own_body = headings_and_body(page.body) if hasattr(page, "body") else ("", "")
    access = page.access
    return [
        Projection(
            key=f"page:{page.pk}",
            kind=kind,
            language=source.locale.language_code,
            translation_key=f"page:{page.translation_key}",
            policy_id=access.policy_id,
            owner_id=access.owner_id,
            title=page.title,
            headings="\n".join(filter(None, [own_headings, headings])),
            summary=page.summary,
            body="\n".join(filter(None, [own_body, body])),
            url=page.get_url() or "",
            dated=dated or _day(page.last_published_at),
            facets=merged(terms_of(page), facets or {}),
        )
    ]


def _written_as(page: Page) -> Page:
    """The page whose text this one shows: itself, or for an alias the page at the end of the chain."""
    while page.alias_of_id:
        page = page.alias_of
    return page


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def terms_of(page: NetworkPage) -> Facets:
    """The codes of a page's shared terms, by branch: each branch is a facet."""
    found: dict[str, list[str]] = defaultdict(list)
    for branch, code in page.terms.order_by("branch", "code").values_list("branch", "code"):
        found[branch].append(code)
    return {branch: tuple(codes) for branch, codes in found.items()}


def merged(*several: Facets) -> Facets:
    """Facets from several places as one: each value once."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for facets in several:
        for name, values in facets.items():
            found[name].update(dict.fromkeys(values))
    return {name: tuple(values) for name, values in found.items()}


def places(*countries: str) -> Facets:
    """The facets of countries (two letters each, "" for none) and of the regions they are in."""
    named = tuple(code for code in countries if code)
    regions = tuple(dict.fromkeys(region for region in map(region_of, named) if region))
    return {"country": named, "region": regions}


def describe_organisation(page: OrganisationPage) -> list[Projection]:
    """A member organisation is found by its workspace page, by its acronym too."""
    organisation = page.organisation
    return describe_page(page, "organisation", headings=organisation.acronym, facets=places(organisation.country))


def describe_document(document: NetworkDocument) -> Iterable[Projection]:
    """A file is found by its title and its text."""
    access = document.collection.access
    yield Projection(
        key=f"document:{document.pk}",
        kind="document",
        language=language_of(f"{document.title}\n{document.text}"),
        translation_key=f"document:{document.pk}",
        policy_id=access.policy_id,
        owner_id=access.owner_id,
        title=document.title,
        body=document.text,
        url=document.url,
        dated=_day(document.created_at),
    )


register(NetworkPage, project=describe_page, things=Page.objects.none)  # pages are read from the tree
register(OrganisationPage, project=describe_organisation, things=OrganisationPage.objects.all)
register(
    NetworkDocument,
    project=describe_document,
    things=lambda: NetworkDocument.objects.select_related("collection__access").exclude(collection__access=None),
)
