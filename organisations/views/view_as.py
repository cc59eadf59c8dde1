"""Looking at one's own page, the search and the finder as others see them: the public, members, or a circle.

What is shown is made for somebody who is not signed in and holds what those hold, of it what the person who looks holds
as well: it is never more than that person reads themselves. No session, cookie or cache remembers anything of it.
"""

from copy import copy
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from accounts.models import User
from accounts.requests import person_of
from organisations import permissions, rules
from organisations.actions.audiences import Kind
from organisations.forms import CIRCLE_PREFIX
from organisations.models import Circle
from organisations.viewer import Viewer, viewer_for
from organisations.wording import Wording

PUBLIC, MEMBERS = Kind.PUBLIC.value, Kind.MEMBERS.value
SEARCH, FINDER = "search:results", "directory:list"


@dataclass(frozen=True)
class Bar:
    """What stands below a page that is looked at as others see it.

    words: as whom; others: the words and addresses of those as whom it can be looked at instead; stop: where it ends;
    chosen: as whom, as it stands in addresses; is_shown: whether they can read it at all; draft: where the latest
    draft is looked at so, or the published page, empty where there is none.
    """

    words: str
    others: list[tuple[str, str]]
    stop: str
    chosen: str
    is_shown: bool = True
    is_draft: bool = False
    other_state: str = ""


@require_safe
def page_as(request: HttpRequest, page_id: int) -> HttpResponse:
    """One's own page, published or as its latest draft, as others see it. Raises Http404 for others' pages.

    Whom the page is not for is shown what such a reader meets: the page for all that does not exist.
    """
    page = get_object_or_404(permissions.editable_pages(request.user), pk=page_id).specific
    is_draft, chosen = "draft" in request.GET, _chosen(request)
    viewer = _viewer_as(request, chosen)
    shown = page.get_latest_revision_as_object() if is_draft else page
    with translation.override(page.locale.language_code):
        bar = Bar(
            words=_words(request, chosen),
            others=_others(request, chosen, {"draft": "1"} if is_draft else {}),
            stop=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            chosen=chosen,
            is_shown=_is_for(page, viewer, is_draft=is_draft) and bool(shown.preview_modes),
            is_draft=is_draft,
            other_state=f"{request.path}?{urlencode({'as': chosen} | ({} if is_draft else {'draft': '1'}))}",
        )
        asking = _asked_as(request, viewer, bar, page.get_url(request) or "/", "")
        if not bar.is_shown:
            return _kept_nowhere(render(asking, "404.html"))
        response = shown.serve_preview(asking, shown.default_preview_mode)
        return _kept_nowhere(response.render() if hasattr(response, "render") else response)


@require_safe
def search_as(request: HttpRequest) -> HttpResponse:
    """The search, as others see it."""
    return _address_as(request, SEARCH)


@require_safe
def finder_as(request: HttpRequest) -> HttpResponse:
    """The list of who can help, as others see it."""
    return _address_as(request, FINDER)


def audiences_of(person: User) -> list[str]:
    """As whom this person may look, as it stands in addresses."""
    circles = permissions.known_circles(person).order_by("name").values_list("uuid", flat=True)
    return [PUBLIC, MEMBERS, *(f"{CIRCLE_PREFIX}{uuid}" for uuid in circles)]


def _address_as(request: HttpRequest, name: str) -> HttpResponse:
    chosen = _chosen(request)
    bar = Bar(_words(request, chosen), _others(request, chosen, {}), reverse("wagtailadmin_home"), chosen)
    sent = QueryDict(request.META["QUERY_STRING"], mutable=True)
    sent.pop("as", None)
    address = reverse(name)
    match = resolve(address)
    asking = _asked_as(request, _viewer_as(request, chosen), bar, address, sent.urlencode())
    asking.resolver_match = match
    return _kept_nowhere(match.func(asking, *match.args, **match.kwargs))


def _chosen(request: HttpRequest) -> str:
    """As whom: the wall lets nothing else through."""
    chosen = request.GET.get("as", PUBLIC)
    if chosen not in audiences_of(person_of(request)):
        raise Http404
    return chosen


def _viewer_as(request: HttpRequest, chosen: str) -> Viewer:
    """Who looks: nobody in particular, with no principal that the person who asks does not hold."""
    wanted = set() if chosen == PUBLIC else {rules.MEMBERS}
    if chosen.startswith(CIRCLE_PREFIX):
        wanted.add(rules.circle_principal(Circle.objects.get(uuid=chosen.removeprefix(CIRCLE_PREFIX)).pk))
    return Viewer(principals=viewer_for(request).principals & wanted, known={})


def _is_for(page: Page, viewer: Viewer, *, is_draft: bool) -> bool:
    """Whether those may read the page: as it is published, or, of a draft, if it were."""
    if is_draft:
        return rules.satisfied(page.access.policy.rule, viewer.principals)
    return permissions.readable_by(viewer, Page.objects.filter(pk=page.pk)).exists()


def _asked_as(request: HttpRequest, viewer: Viewer, bar: Bar, path: str, query: str) -> HttpRequest:
    """The same request as if a visitor had sent it to that address, who holds what this viewer holds."""
    asking = copy(request)
    asking.path = asking.path_info = path
    asking.META = {**request.META, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": ""}
    asking.COOKIES = {}
    asking.GET = QueryDict(query)
    asking.user = AnonymousUser()
    asking.session = SessionBase()  # empty, and saved nowhere
    asking.viewing_as = bar  # type: ignore[attr-defined]  # asked for by base.html
    asking.is_preview = True  # type: ignore[attr-defined]  # as Wagtail says it
    asking._viewer = ((None, timezone.localdate()), viewer)  # type: ignore[attr-defined]  # found by viewer_for
    return asking


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    # So that it gets the policy of a page that is previewed, not of a screen of the editor: network_site/headers.py.
    response.headers["Content-Security-Policy"] = ""
    return response


def _words(request: HttpRequest, chosen: str) -> str:
    if chosen == PUBLIC:
        return _("the public")
    if chosen == MEMBERS:
        return _("members of the network")
    circle = Circle.objects.get(uuid=chosen.removeprefix(CIRCLE_PREFIX))
    return Wording(person_of(request), viewer_for(request)).principal(rules.circle_principal(circle.pk))


def _others(request: HttpRequest, chosen: str, kept: dict[str, str]) -> list[tuple[str, str]]:
    others = [each for each in audiences_of(person_of(request)) if each != chosen]
    return [(_words(request, each), f"{request.path}?{urlencode({'as': each} | kept)}") for each in others]
