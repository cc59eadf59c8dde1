"""What stands around every page: the site's words, the person, the languages of the page, the links at the foot."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language, override
from wagtail.blocks import StructValue
from wagtail.models import Page

from accounts.models import User
from content.templatetags.network import direction
from home.models import SiteSettings
from organisations.permissions import readable_by
from organisations.viewer import VISITOR, Viewer, viewer_for

FOOT_DEPTH = 3  # the root of all pages is 1, front pages are 2
FOUND = "found"  # the place on the directory's list where what was found begins
# The parts of the site that the frame leads to, by the names of their routes; each part may be missing.
PARTS = {
    "campaigns": "campaigns:index",
    "directory": "directory:list",
    "organisations": "home:organisations",
    "search": "search:results",
    "sign_in": "account_login",
}


@dataclass(frozen=True)
class Tongue:
    """One language of the switch. has_page: whether it leads to this page, or only to that language's front page."""

    code: str
    name: str
    direction: str
    address: str
    has_page: bool
    is_current: bool


@dataclass(frozen=True)
class Frame:
    """What base.html needs. person is None for a visitor, and for a visitor nothing asks the session.

    parts: addresses by the names in PARTS, empty for a part that this site is run without.
    """

    site: SiteSettings
    language: str
    direction: str
    person: User | None
    parts: dict[str, str]
    home: str
    leave: str
    tongues: list[Tongue]
    foot_pages: list[tuple[str, str]]


def frame_of(request: HttpRequest, page: Page | None = None) -> Frame:
    """What stands around the page that answers this request. Three queries for a visitor.

    Arguments: page, the Wagtail page that is shown, None for everything else.
    """
    person = signed_in_person(request)
    near = _pages_near(viewer_behind(request), page)
    site = SiteSettings.load(request)
    translations = {found.code: found.get_url(request) for found in near if page and _same(found, page)}
    return Frame(
        site=site,
        language=_language(),
        direction=direction(_language()),
        person=person,
        parts={part: address_of(name) for part, name in PARTS.items()},
        home=front_address(_language()),
        leave=reverse("leave") if person else site.leave_address,
        tongues=_tongues(request, page, translations),
        foot_pages=[(found.title, found.get_url(request)) for found in near if _belongs_at_foot(found)],
    )


def signed_in_person(request: HttpRequest) -> User | None:
    """The person behind a request, asked only when there is a session to ask: a page for visitors must be the same
    for all of them, and say so to every cache on the way."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def viewer_behind(request: HttpRequest) -> Viewer:
    """Who is looking, without asking the session of somebody who has none."""
    return viewer_for(request) if signed_in_person(request) else VISITOR


def address_of(name: str) -> str:
    """The address of a part of the site by the name of its route; empty when this site is run without that part."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def front_address(code: str) -> str:
    """The address of the front page in one language."""
    with override(code):
        return reverse("wagtail_serve", args=[""])


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _pages_near(viewer: Viewer, page: Page | None) -> list[Page]:
    foot = Q(
        show_in_menus=True, referencepage__isnull=False, depth=FOOT_DEPTH, locale__language_code=_language()
    )
    wanted = foot | Q(translation_key=page.translation_key) if page else foot
    near = readable_by(viewer, Page.objects.filter(wanted)).annotate(
        code=F("locale__language_code"), reference=F("referencepage__pk")
    )
    return list(near.order_by("path"))


def _same(found: Page, page: Page) -> bool:
    return found.translation_key == page.translation_key


def _belongs_at_foot(found: Page) -> bool:
    return found.show_in_menus and found.reference is not None and found.depth == FOOT_DEPTH and (
        found.code == _language()
    )


def _tongues(request: HttpRequest, page: Page | None, translations: dict[str, str]) -> list[Tongue]:
    here = request.get_full_path()
    tongues = []
    for code, name in settings.LANGUAGES:
        current = code == _language()
        address = here if current else translations.get(code) if page else _same_path(here, code)
        tongues.append(
            Tongue(
                code=code,
                name=name,
                direction=direction(code),
                address=address or front_address(code),
                has_page=bool(address),
                is_current=current,
            )
        )
    return tongues


def _same_path(here: str, code: str) -> str:
    """This address in another language; empty when the site knows no such address."""
    there = translate_url(here, code)
    return "" if there == here else there


def sign_address(sign: StructValue, request: HttpRequest) -> str:
    """Where a sign leads: to its page, or to the directory showing who answers; to the top of the page without one.

    Arguments: sign, the value of a SignBlock.
    """
    page = sign.get("page")
    if page:
        return page.get_url(request) or "#help"
    directory = address_of(PARTS["directory"])
    if not directory:
        return "#help"
    asked = urlencode([tuple(value.split(":", 1)) for value in sign.get("filters", ())])
    return f"{directory}?{asked}#{FOUND}" if asked else directory
