"""What the triage shows beside its own words: where its choices lead, who answers, what to read."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.blocks import StructValue
from wagtail.models import Page

from content.addresses import path_of
from content.known import page_address
from content.languages import best_of_each
from content.tree import is_read_in_place
from directory.finder import choice_of, fits, in_finder, in_order, query_of
from directory.models import ContactKind, TriagePage
from directory.permissions import public_entries
from directory.public import PublicEntry, Way
from directory.words import term_labels
from organisations.permissions import known_pages, readable_by
from organisations.viewer import VISITOR, Viewer, viewer_for

SHOWN_AT_AN_END = 5


@dataclass(frozen=True)
class Now:
    """Whom to call when minutes count, and the way that is quickest; safer: whether there are safer ones."""

    entry: PublicEntry
    way: Way
    safer: bool


@dataclass(frozen=True)
class ToRead:
    """The one page of an end, in the reader's language where there is one."""

    title: str
    summary: str
    address: str
    language: str


def triage_address(viewer: Viewer = VISITOR) -> str:
    """Where the triage begins in the active language; empty when the viewer may read none. One query."""
    language = get_language() or ""
    page = readable_by(viewer, TriagePage.objects.filter(locale__language_code=language)).order_by("path").first()
    return path_of(page, language) or "" if page and page.step("") else ""


def triage_context(page: TriagePage, request: HttpRequest, name: str) -> dict[str, Any]:
    """What the template needs for the step or end with this name, the first one when the name is empty."""
    block = page.step(name)
    assert block is not None  # noqa: S101 - the page has looked
    start = page_address(page, page.locale.language_code, request)
    context: dict[str, Any] = {"start": start, "place": block.value, "is_first": block == page.step("")}
    if block.block_type == "step":
        return context | {"choices": _choices(block.value, start), "now": _now()}
    return context | _answers(block.value) | {"read": _page_of(block.value, request)}


def _choices(step: StructValue, start: str) -> list[tuple[str, str, str]]:
    """For each choice its words, its hint and its address."""
    return [(choice["words"], choice["hint"], f"{start}{choice['leads_to']}/") for choice in step["choices"]]


def _answers(end: StructValue) -> dict[str, Any]:
    """The first organisations that answer, how many there are, and where all of them are."""
    if not end["filters"]:
        return {"entries": [], "total": 0, "all": reverse("directory:list")}
    asked: dict[str, list[str]] = {}
    for value in end["filters"]:
        question, code = value.split(":", 1)
        asked.setdefault(question, []).append(code)
    choice = choice_of(asked, term_labels())
    entries = [entry for entry in in_order(in_finder(public_entries())) if fits(entry, choice)]
    return {
        "entries": entries[:SHOWN_AT_AN_END],
        "total": len(entries),
        "all": f"{reverse('directory:list')}?{query_of(choice)}",
    }


def _page_of(end: StructValue, request: HttpRequest) -> ToRead | None:
    chosen = end["page"]
    if chosen is None:
        return None
    # A chapter under the words that were released: its page may say already what the next edition will.
    versions = known_pages(viewer_for(request), Page.objects.filter(translation_key=chosen.translation_key))
    language = get_language() or ""
    best = best_of_each(
        versions.select_related("locale"), language, code=lambda each: each.locale.language_code, key=lambda each: 0
    )
    if not best:
        return None
    page, code = best[0].specific, best[0].locale.language_code
    summary = getattr(page, "summary", "") if is_read_in_place(page) else best[0].known_summary
    return ToRead(best[0].known_as, summary, page_address(best[0], code, request), code)


def _now() -> Now | None:
    """Who answers urgent appeals day and night: those that are not full before those that are."""
    listed = public_entries().filter(
        listed_state__content__urgent_appeals="yes", listed_state__content__always_open=True
    )
    answering = [each for each in in_order(in_finder(listed)) if each.answers_urgently and each.ways]
    if not answering:
        return None
    entry = next((each for each in answering if each.is_open), answering[0])
    way = next((each for each in entry.ways if each.kind == ContactKind.PHONE), entry.ways[0])
    return Now(entry, way, safer=way is not entry.ways[0])
