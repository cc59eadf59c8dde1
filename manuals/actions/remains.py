"""Where words of what is withdrawn for safety stand besides: in pages, in their older versions, in other editions."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision

from content.text import text_of_rich_text
from manuals.models import ChapterPage, Edition, FrozenChapter, FrozenManual, ManualPage
from organisations.actions.audiences import owners_of
from organisations.models import Organisation
from organisations.permissions import owned_pages

# Characters: a shorter line stands in many texts, and a shorter part of a line in many lines.
SHORTEST_LINE, SHORTEST_PART = 12, 40
HEADINGS = ("heading", "subheading")
# Every element but those that stand inside a line.
ENDS_A_LINE = re.compile(r"</?(?!(?:a|b|bdi|code|em|i|span|strong|sub|sup|time)\b)[a-z][^>]*>", re.IGNORECASE)


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


class Words:
    """The paragraphs of chapters, to ask whether another text has one of them. Headings, which many share, are none."""

    def __init__(self, chapters: Iterable[FrozenChapter]) -> None:
        texts = [text for chapter in chapters for text in _texts(chapter)]
        self._whole = "\n".join(texts)
        self._lines = {line for line in self._whole.splitlines() if len(line) >= SHORTEST_LINE}
        self._long = [line for line in self._lines if len(line) >= SHORTEST_PART]
        self._known: dict[str, bool] = {}

    def stand_in(self, content: Any) -> bool:
        """Whether this says a paragraph of theirs. Arguments: content, as a revision keeps it, or any part of that."""
        return any(self._are(line) for line in _lines_in(content))

    def _are(self, line: str) -> bool:
        # Older versions of a page say mostly the same.
        if line not in self._known:
            is_part = len(line) >= SHORTEST_PART and (line in self._whole or any(own in line for own in self._long))
            self._known[line] = is_part or line in self._lines
        return self._known[line]


def _texts(chapter: FrozenChapter) -> Iterator[str]:
    yield chapter.summary
    for block in chapter.blocks:
        if block["kind"] not in HEADINGS:
            yield text_of_rich_text(ENDS_A_LINE.sub("\n", block["html"]))
    for correction in chapter.corrections.all():
        yield correction.text


def _lines_in(content: Any) -> Iterator[str]:
    """The lines of every text in this; a body is kept as JSON inside the JSON of its page. Whatever somebody wrote, it
    keeps nothing from being withdrawn."""
    waiting = [content]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            if here.startswith(("[", "{")):
                with suppress(ValueError, RecursionError):
                    waiting.append(json.loads(here))
            yield from _lines_of(here)
        elif isinstance(here, dict):
            waiting += here.values()
        elif isinstance(here, list):
            waiting += here


def _lines_of(text: str) -> list[str]:
    try:
        return text_of_rich_text(text).splitlines()
    except SuspiciousOperation:  # so many signs of markup that nobody should take them out one after the other
        return text.splitlines()


# -- Where to look -------------------------------------------------------------------------------------------------


def owners_of_edition(edition: Edition) -> QuerySet[Organisation]:
    """The organisations that own the manual now, by its pages, and the one that released it."""
    manuals = ManualPage.objects.filter(translation_key=edition.work.key)
    owners = {owner.pk for manual in manuals for owner in owners_of(manual)}
    return Organisation.objects.filter(Q(pk__in=owners) | Q(pk=edition.work.owner_id))


def working_copy(edition: Edition) -> set[int]:
    """The ids of the pages that the edition came from in all languages, wherever they stand now, and of the chapters
    that stand beside those."""
    manuals = ManualPage.objects.filter(translation_key=edition.work.key)
    keys = FrozenChapter.objects.filter(manual__edition=edition).values("key")
    chapters = set(ChapterPage.objects.filter(translation_key__in=keys).values_list("pk", flat=True))
    for manual in manuals:
        chapters |= set(ChapterPage.objects.descendant_of(manual).values_list("pk", flat=True))
    return chapters | {manual.pk for manual in manuals}


def forget_older_versions(edition: Edition, words: Words) -> list[Page]:
    """Delete what the pages of the working copy were before, and what any other page of the owners was while it said
    the same: copies have the older versions of their source. The newest draft and what is published stay.

    Returns the pages that still say it.
    """
    own = working_copy(edition)
    theirs = owned_pages(owners_of_edition(edition)).values("pk")
    found = []
    for page in Page.objects.filter(Q(pk__in=own) | Q(pk__in=theirs)).order_by("path").specific():
        stays = [pk for pk in (page.latest_revision_id, page.live_revision_id) if pk]
        older = Revision.objects.for_instance(page).exclude(pk__in=stays)
        if page.pk not in own:
            older = older.filter(pk__in=[each.pk for each in older.iterator() if words.stand_in(each.content)])
        older.delete()
        said = (page.serializable_data(), page.latest_revision and page.latest_revision.content)
        if any(words.stand_in(content) for content in said):
            found.append(page)
    return found


def editions_with(edition: Edition, words: Words) -> list[FrozenManual]:
    """The other editions of the same owners in which these words stand, each in the first language that has them."""
    of_owners = Q(manual__edition__work__owner__in=owners_of_edition(edition))
    others = FrozenChapter.objects.filter(of_owners | Q(manual__edition__work=edition.work))
    found: dict[int, FrozenManual] = {}
    others = others.exclude(manual__edition=edition).select_related("manual__edition__work__owner")
    for chapter in others.prefetch_related("corrections").iterator(chunk_size=100):
        if words.stand_in(list(_texts(chapter))):
            found.setdefault(chapter.manual.edition_id, chapter.manual)
    return sorted(found.values(), key=lambda manual: (manual.edition.work.slug, manual.edition.version))
