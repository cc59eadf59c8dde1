"""Where words of what is withdrawn for safety stand besides: in pages, in their older versions, in other editions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from wagtail.models import Page

from accounts.models import User
from content.same_words import HEADINGS, Words, lines_of_html
from manuals.models import ChapterPage, Edition, FrozenChapter, FrozenManual, ManualPage
from organisations.actions import older_versions
from organisations.actions.audiences import owners_of
from organisations.models import Organisation
from organisations.permissions import owned_pages, searched_owners, withdrawable_with_others


@dataclass
class Remains:
    """Where paragraphs of what was withdrawn for safety still stand, for whoever withdrew it to look at.

    editions: other editions, of this manual or another of its owners, each in one language that has them; pages: of
    whatever type, in the workspaces of the owners, published or drafts. cancelled: how many releases waited that would
    have said it again, and were cancelled.
    """

    editions: list[FrozenManual] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    cancelled: int = 0


def words_of(chapters: Iterable[FrozenChapter]) -> Words:
    """The paragraphs of these chapters and of what corrects them."""
    return Words(text for chapter in chapters for text in _texts(chapter))


def says_it(chapter: FrozenChapter, words: Words) -> bool:
    """Whether this chapter, or what corrects it, has one of these paragraphs."""
    return words.stand_in(list(_texts(chapter)))


def _texts(chapter: FrozenChapter) -> Iterator[str]:
    yield chapter.summary
    for block in chapter.blocks:
        if block["kind"] not in HEADINGS:
            yield lines_of_html(block["html"])
    for correction in chapter.corrections.all():
        yield correction.text


# -- Where to look -------------------------------------------------------------------------------------------------


def owners_of_edition(edition: Edition, *, by: User | None) -> QuerySet[Organisation]:
    """The organisations that own the manual now, by its pages, and the one that released it; of these those in whose
    pages, files and editions is looked when this person withdraws it."""
    manuals = ManualPage.objects.filter(translation_key=edition.work.key)
    owners = {owner.pk for manual in manuals for owner in owners_of(manual)}
    return searched_owners(by, Organisation.objects.filter(Q(pk__in=owners) | Q(pk=edition.work.owner_id)))


def working_copy(edition: Edition, *, by: User | None) -> set[int]:
    """The ids of the pages that the edition came from in all languages, wherever they stand now, and of the chapters
    that stand beside those; of these those that this person may withdraw, all where nobody is named."""
    manuals = ManualPage.objects.filter(translation_key=edition.work.key)
    keys = FrozenChapter.objects.filter(manual__edition=edition).values("key")
    chapters = set(ChapterPage.objects.filter(translation_key__in=keys).values_list("pk", flat=True))
    for manual in manuals:
        chapters |= set(ChapterPage.objects.descendant_of(manual).values_list("pk", flat=True))
    pages = chapters | {manual.pk for manual in manuals}
    return pages if by is None else set(withdrawable_with_others(by).filter(pk__in=pages).values_list("pk", flat=True))


def forget_older_versions(edition: Edition, words: Words, *, by: User | None) -> list[Page]:
    """Delete what the pages of the working copy were before, and what any other page of the owners was while it said
    the same: copies have the older versions of their source. The newest draft and what is published stay.

    Returns the pages that still say it.
    """
    own = working_copy(edition, by=by)
    theirs = owned_pages(owners_of_edition(edition, by=by)).values("pk")
    pages = Page.objects.filter(Q(pk__in=own) | Q(pk__in=theirs))
    return older_versions.forget_older_versions(pages, lambda _page, content: words.stand_in(content), all_of=own)


def editions_with(edition: Edition, words: Words, *, by: User | None) -> list[FrozenManual]:
    """The other editions of the same owners in which these words stand, each in the first language that has them."""
    of_owners = Q(manual__edition__work__owner__in=owners_of_edition(edition, by=by))
    others = FrozenChapter.objects.filter(of_owners | Q(manual__edition__work=edition.work))
    found: dict[int, FrozenManual] = {}
    others = others.exclude(manual__edition=edition).select_related("manual__edition__work__owner")
    for chapter in others.prefetch_related("corrections").iterator(chunk_size=100):
        if says_it(chapter, words):
            found.setdefault(chapter.manual.edition_id, chapter.manual)
    return sorted(found.values(), key=lambda manual: (manual.edition.work.slug, manual.edition.version))
