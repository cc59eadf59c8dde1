"""What stands in the way of a release, and what whoever releases should look at first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from content.references import OWNED, PAGE, references_of
from content.standing import allow_references, allowed_references
from content.text import plain_text, text_of_rich_text
from manuals import addresses
from manuals.drafts import Draft, unfinished_chapters
from manuals.freezing import rendered
from manuals.models import Correction, Edition, ManualPage, Work


@dataclass(frozen=True)
class Finding:
    """One thing to mend. stops: whether nothing is released before it is; page: the id of the page it is on."""

    words: str | Promise
    title: str
    language: str
    page: int | None
    stops: bool


def findings(drafts: list[Draft]) -> list[Finding]:
    """All that can be said before a release: about each language as a whole, then chapter by chapter."""
    return [
        finding
        for draft in drafts
        for finding in (*_of_manual(draft, is_first=draft is drafts[0]), *_of_chapters(draft))
    ]


def _of_manual(draft: Draft, *, is_first: bool) -> Iterator[Finding]:
    manual = draft.manual

    def found(words: str | Promise, *, stops: bool = True, page: int | None = manual.pk, title: str = "") -> Finding:
        return Finding(words, title or manual.title, draft.language, page, stops)

    if is_first and not manual.licence:
        yield found(_("There is no licence. Choose under which others may give the manual on."))
    if not draft.chapters:
        yield found(_("There is no published chapter. Publish those that belong to this edition."))
    wrong_address = words_about_address(manual)
    if wrong_address:
        yield found(wrong_address)
    for chapter in unfinished_chapters(manual):
        unfinished = _("It has changes that are not published: the edition will not have them.")
        yield found(unfinished, stops=False, page=chapter.pk, title=chapter.title)


def words_about_address(manual: ManualPage) -> str | Promise:
    """Why no edition can be released at the address of this page; "" when one can."""
    work = Work.objects.filter(key=manual.translation_key).first()
    if work and work.slug != manual.slug:
        other = gettext("Its address is “%(here)s”; that of the released editions is “%(known)s”. Write that one.")
        return other % {"here": manual.slug, "known": work.slug}
    taken = work is None and addresses.is_taken(Work.objects, manual.slug, but_by=manual.translation_key)
    return addresses.TAKEN if taken else ""


def _of_chapters(draft: Draft) -> Iterator[Finding]:
    allow_references(draft.chapters)
    corrected = _corrected_blocks(draft)
    for chapter in draft.chapters:
        for same in _as_before(chapter, corrected.get(chapter.translation_key, {}), draft.language):
            yield Finding(same, chapter.title, draft.language, chapter.pk, stops=False)
        for words, stops in _of_chapter(chapter, draft):
            yield Finding(words, chapter.title, draft.language, chapter.pk, stops)
        path = draft.path_of(chapter)
        if path.split("/")[0] in addresses.RESERVED_CHAPTERS:
            words = gettext("Its address “%(slug)s” means something else on this site. Write another one.")
            yield Finding(words % {"slug": path}, chapter.title, draft.language, chapter.pk, stops=True)


def _of_chapter(chapter, draft: Draft) -> Iterator[tuple[str | Promise, bool]]:
    if not plain_text(chapter.body) and not chapter.get_children_count():
        yield _("It is empty. Write its text, or unpublish it."), True
    left_out = references_of(chapter, only=OWNED) - allowed_references(chapter)
    if any(reference.model == PAGE for reference in left_out):
        yield _("A link leads to a page that is gone, or that not all readers of this chapter may open."), True
    if any(reference.model != PAGE for reference in left_out):
        yield _("A picture or file is gone, or not all readers of this chapter may see it."), True
    if any(block.block_type == "picture" and not block.value["alt"] for block in chapter.body):
        yield _("A picture has no words for those who cannot see it."), False
    yield from _dead_anchors(chapter)


def _dead_anchors(chapter) -> Iterator[tuple[str | Promise, bool]]:
    """Links to a place in the same chapter that is not there."""
    there = {f"b-{block.id[:8]}" for block in chapter.body if block.id}
    linked = set(re.findall(r'href="#([^"]+)"', str(chapter.body.get_prep_value())))
    if linked - there:
        yield _("A link leads to a place in this chapter that is not there."), False


def _corrected_blocks(draft: Draft) -> dict[Any, dict[str, str]]:
    """What the newest edition says and was corrected, by chapter: the words of each block by its id."""
    newest = Edition.objects.filter(work__key=draft.manual.translation_key).first()
    corrections = Correction.objects.filter(chapter__manual__edition=newest, chapter__manual__language=draft.language)
    found: dict[Any, dict[str, str]] = {}
    for each in corrections.exclude(block="").select_related("chapter") if newest else ():
        said = {block["id"]: block["text"] for block in each.chapter.blocks}
        if said.get(each.block):
            found.setdefault(each.chapter.key, {})[each.block] = said[each.block]
    return found


def _as_before(chapter, corrected: dict[str, str], language: str) -> Iterator[str]:
    """Corrections stay with their edition: what was corrected there and is the same here would be wrong once more."""
    if not corrected:
        return
    with override(language):
        now = {block.id: text_of_rich_text(markup) for block, _anchor, markup in rendered(chapter)}
    for block, words in corrected.items():
        if now.get(block) == words:
            begins = {"words": Truncator(" ".join(words.split())).chars(60)}
            yield gettext("“%(words)s” was corrected after the release and still says the same here.") % begins
