"""What stands in the way of an edition that waits: asked when its moment is chosen, when it comes, and by its screen.

Its text does not change any more, so asked is what may have changed around it: who answers for the release, which pages
it came from are still there for the same readers, and whether what it names still is.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import User
from content.references import Reference
from content.standing import visible_references
from manuals.actions.texts import Text
from manuals.checks import Finding, words_about_address
from manuals.models import Edition, ManualPage, WaitingRelease
from manuals.numbers import Number
from manuals.permissions import releasable_manuals
from organisations import rules
from organisations.models import AccessPolicy, PageAccess

WORDS: dict[str, str | Promise] = {
    "rights": _(
        "Whoever asked for the release may not release it any more. Choose the moment yourself: then you ask for it."
    ),
    "number": _("An edition with this number or a later one was released. Cancel this release and ask for it anew."),
    "address": _("Its address was changed or is taken. Give the page its former address or another one."),
    "gone": _(
        "It is not published here any more. Publish it again, or cancel this release and ask for it anew without it."
    ),
    "readers": _(
        "More people may read it than when the release was asked for. Cancel this release and ask for it anew."
    ),
    "one pair of eyes": _(
        "It is not public, and whoever asked for the release published it. Let another editor choose the moment."
    ),
    "references": _(
        "It names a page, a picture or a file that is gone, or that not all its readers may open. Mend and publish it, "
        "cancel this release and ask for it anew."
    ),
}


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands in the way. code: in WORDS; title, language, page: of the page that it is about."""

    code: str
    title: str
    language: str
    page: int

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def told(obstacles: list[Obstacle]) -> list[Finding]:
    """These in words for editors, each with the way to its page while there is one."""
    there = set(Page.objects.filter(pk__in=[each.page for each in obstacles]).values_list("pk", flat=True))
    return [
        Finding(WORDS[each.code], each.title, each.language, each.page if each.page in there else None, stops=True)
        for each in obstacles
    ]


def obstacles_to(waiting: WaitingRelease, *, by: User | None) -> list[Obstacle]:
    """All that stands in the way now. Arguments: by, who answers for the release, None for nobody who is known."""
    pages = _Pages(waiting.texts)
    return [
        *_of_the_release(waiting, by),
        *(each for text in waiting.texts for each in _of_a_language(text, pages, by)),
    ]


def _of_the_release(waiting: WaitingRelease, by: User | None) -> Iterator[Obstacle]:
    first = waiting.texts[0]
    if by is None or not releasable_manuals(by).filter(translation_key=waiting.key).exists():
        yield _about("rights", first, first)
    newest = Edition.objects.filter(work__key=waiting.key).first()
    if newest and tuple(Number.parse(waiting.number)) <= newest.version:
        yield _about("number", first, first)


def _of_a_language(text: Text, pages: "_Pages", by: User | None) -> Iterator[Obstacle]:
    manual = pages.found.get(text["page"])
    if not isinstance(manual, ManualPage):
        yield _about("gone", text, text)
        return
    if words_about_address(manual):
        yield _about("address", text, text)
    if pages.have_more_readers(text):
        yield _about("readers", text, text)
    if pages.one_alone_wrote(text, by):
        yield _about("one pair of eyes", text, text)
    for chapter in text["chapters"]:
        yield from (_about(code, chapter, text) for code in _of_a_chapter(chapter, manual, pages, by))


def _of_a_chapter(chapter: Text, manual: ManualPage, pages: "_Pages", by: User | None) -> Iterator[str]:
    page = pages.found.get(chapter["page"])
    if page is None or not page.is_descendant_of(manual):
        yield "gone"
        return
    if pages.have_more_readers(chapter):
        yield "readers"
    if pages.one_alone_wrote(chapter, by):
        yield "one pair of eyes"
    if pages.names_what_is_gone(chapter):
        yield "references"


def _about(code: str, place: Text, text: Text) -> Obstacle:
    return Obstacle(code, place["fields"]["title"], text["fields"]["language"], place["page"])


class _Pages:
    """The pages that texts came from, as far as they are still published, and who may read them now and might then."""

    def __init__(self, texts: list[Text]) -> None:
        places = [place for text in texts for place in (text, *text["chapters"])]
        ids = [place["page"] for place in places]
        access = PageAccess.objects.filter(page__in=ids, published=True, page__alias_of=None).select_related("policy")
        self._now = {each.page_id: rules.rule_of(each.policy.rule) for each in access}
        policies: QuerySet[AccessPolicy] = AccessPolicy.objects.filter(pk__in={place["policy"] for place in places})
        self._then = {policy.pk: rules.rule_of(policy.rule) for policy in policies}
        pages = Page.objects.filter(pk__in=list(self._now)).defer_streamfields().specific()
        self.found: dict[int, Page] = {page.pk: page for page in pages}
        named = [
            (self.found[place["page"]], frozenset(Reference(model, pk) for model, pk in place["names"]))
            for place in places
            if place.get("names") and place["page"] in self.found
        ]
        self._gone = {
            page.pk
            for (page, wanted), visible in zip(named, visible_references(named), strict=True)
            if wanted - visible
        }

    def have_more_readers(self, place: Text) -> bool:
        return not rules.at_least_as_narrow(self._now[place["page"]], self._then[place["policy"]])

    def one_alone_wrote(self, place: Text, by: User | None) -> bool:
        """Whether who answers for the release published this, and not everybody might read it then and may now."""
        is_public = self._now[place["page"]] == self._then[place["policy"]] == rules.PUBLIC
        return by is not None and place["published_by"] == by.pk and not is_public

    def names_what_is_gone(self, place: Text) -> bool:
        return place["page"] in self._gone
