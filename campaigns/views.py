"""What the addresses under /campaigns/ answer."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from campaigns import addresses
from campaigns.filters import Choices
from campaigns.listing import best_language, readable_rows
from campaigns.models import CampaignPage, CampaignUpdatePage
from content.page_cache import reads_query
from organisations.permissions import readable_by, withdrawn_known_to
from organisations.viewer import viewer_for

ROWS_ON_A_PAGE = 20


@reads_query
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All campaigns that the reader may open, narrowed by what they chose."""
    rows = readable_rows(viewer_for(request), get_language())
    choices = Choices(rows, request.GET)
    page = Paginator(choices.rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"choices": choices, "rows": page.object_list, "pager": page}
    return render(request, "campaigns/index.html", context)


@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign, whatever workspace it stands in. Raises Http404 when there is none that the reader may open."""
    # One that the reader may not open must not stand before one in another language, or its address could be guessed.
    found = CampaignPage.objects.filter(address=addresses.address_of(get_language(), slug))
    page = readable_by(viewer_for(request), found).select_related("locale", "picture", "access__policy").first()
    page = page or withdrawn_known_to(viewer_for(request), found).first()
    if page is None:
        return _elsewhere(request, CampaignPage.objects.filter(address__in=_in_other_languages(slug)))
    return _served(request, page)


@require_safe
def update(request: HttpRequest, slug: str, update_slug: str) -> HttpResponse:
    """One update of a campaign. Raises Http404 when there is none that the reader may open."""
    here = CampaignPage.objects.filter(address=addresses.address_of(get_language(), slug))
    above = readable_by(viewer_for(request), here).first() or withdrawn_known_to(viewer_for(request), here).first()
    if above is None:
        others = CampaignPage.objects.filter(address__in=_in_other_languages(slug))
        below = [page for campaign in others for page in _updates_of(campaign, update_slug)]
        return _elsewhere(request, CampaignUpdatePage.objects.filter(pk__in=[page.pk for page in below]))
    page = _updates_of(above, update_slug).filter(live=True).select_related("locale").first()
    if page is None:
        raise Http404
    return _served(request, page)


def _updates_of(campaign: CampaignPage, slug: str):
    return CampaignUpdatePage.objects.child_of(campaign).filter(slug=slug)


def _in_other_languages(slug: str) -> list[str]:
    return [addresses.address_of(code, slug) for code, _name in settings.LANGUAGES if code != get_language()]


def _elsewhere(request: HttpRequest, pages) -> HttpResponse:
    """Something that has this address in another language: its own translation when there is one, else its text as
    it is, marked as such. Asked only of what the reader may open, since a redirect tells that there is something."""
    viewer = viewer_for(request)
    found = best_language(readable_by(viewer, pages).select_related("locale"), get_language())
    if not found:
        if withdrawn := withdrawn_known_to(viewer, pages).first():
            return _served(request, withdrawn)
        raise Http404
    page = found[0]
    same = readable_by(viewer, type(page).objects.filter(translation_key=page.translation_key, alias_of=None))
    translated = same.filter(locale__language_code=get_language()).first()
    if translated:
        return redirect(translated.get_url(request))
    return _served(request, page)


def _served(request: HttpRequest, page: Page) -> HttpResponse:
    """The page through Wagtail's own door, so that every hook which guards pages runs."""
    route = RouteResult(page, kwargs={"at_own_address": True})
    request._wagtail_route_for_request = route  # type: ignore[attr-defined]  # where Wagtail keeps it
    return serve(request, "")
