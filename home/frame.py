"""What stands around every page: the site's words, the person, the languages of the page, the links at the foot."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from wagtail.models import Page

from accounts.models import User
from content.known import page_address
from content.languages import direction
from home.addresses import PARTS, front_address, part_address
from home.front import Link, chosen_pages
from home.models import HomePage, SiteSettings
from home.visitors import signed_in_person
from organisations.permissions import known_pages, readable_by
from organisations.viewer import Viewer, viewer_for

FOOT_DEPTH = 3  # the root of all pages is 1, front pages are 2


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

    parts: addresses by the names in home.addresses.PARTS; foot_pages: titles and addresses; links: those of the pages
    that the front page leads to and the person may read, by id.
    """

    site: SiteSettings
    language: str
    direction: str
    person: User | None
    home: str
    leave: str
    parts: dict[str, str]
    tongues: list[Tongue]
    foot_pages: list[Link]
    links: dict[int, Link]


def frame_of(request: HttpRequest, page: Page | None = None) -> Frame:
    """What stands around the page that answers this request. Three queries for a visitor.

    Arguments: page, the Wagtail page that is shown, None for everything else.
    """
    language = _language()
    person = signed_in_person(request)
    near = _pages_near(viewer_for(request), page)
    site = SiteSettings.load(request)
    links = {found.pk: (found.known_as, page_address(found, found.code, request)) for found in near}
    translations = {
        found.code: links[found.pk][1] for found in near if page and found.translation_key == page.translation_key
    }
    return Frame(
        site=site,
        language=language,
        direction=direction(language),
        person=person,
        home=front_address(language),
        leave=reverse("leave") if person else site.leave_address,
        parts={part: part_address(part) for part in PARTS},
        tongues=_tongues(request, page, translations),
        foot_pages=[links[found.pk] for found in near if found.at_foot],
        links=links,
    )


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _pages_near(viewer: Viewer, page: Page | None) -> list[Page]:
    """The pages to link to, in one query: those at the foot, the translations of this page, what its signs lead to."""
    foot = Q(show_in_menus=True, referencepage__isnull=False, depth=FOOT_DEPTH, locale__language_code=_language())
    wanted = foot | Q(translation_key=page.translation_key) if page else foot
    if isinstance(page, HomePage):
        # Its signs may lead to what is written in one place and read in another.
        near = known_pages(viewer, Page.objects.filter(wanted | Q(pk__in=chosen_pages(page))))
    else:
        near = readable_by(viewer, Page.objects.filter(wanted)).annotate(known_as=F("title"))
    return list(near.annotate(code=F("locale__language_code"), at_foot=foot).order_by("path"))


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
