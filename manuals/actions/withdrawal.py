"""How an edition is taken back: with its text still there to compare, or, for safety, without a word of it."""

from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from accounts.models import User
from content.page_cache import erase_kept_pages, forget_kept_pages
from content.text import plain_text
from manuals.models import ChapterPage, Correction, Edition, FrozenChapter, FrozenFile, ManualPage, State
from organisations.audit import record
from search.actions import refresh


@dataclass
class Remains:
    """Where words of what was withdrawn for safety still stand, for whoever withdrew it to look at.

    editions: numbers of other editions with the same paragraphs; pages: working copies that still have them.
    """

    editions: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


@transaction.atomic
def withdraw_edition(edition: Edition, *, by: User | None, reason: str, language: str) -> Edition:
    """Say that an edition should no longer be followed. Its text stays at its address, under that reason.

    Arguments: reason, for readers; language, the code of the language in which it is written.
    Returns the edition as it is now; one that was withdrawn for safety stays so.
    """
    edition = _locked(edition)
    if edition.is_readable:
        _end(edition, State.WITHDRAWN, "edition.withdrawn", by=by, reason=reason, language=language)
        refresh(*FrozenChapter.objects.filter(manual__edition__work=edition.work))
    return edition


@transaction.atomic
def withdraw_for_safety(edition: Edition, *, by: User | None, reason: str, language: str) -> Remains:
    """Take the text of an edition away everywhere, with the words of its corrections: pages, files, search, kept pages
    and older revisions of its pages.

    What stays is the address, the reason, the digests and the log. The working copy stays as it is, because the next
    edition is written there: take out of it first what must not stand there.
    Arguments as for withdraw_edition. Returns where the same paragraphs still stand.
    """
    edition = _locked(edition)
    chapters = list(FrozenChapter.objects.filter(manual__edition=edition).prefetch_related("corrections"))
    remains = _remains(edition, chapters)
    _end(edition, State.WITHDRAWN_FOR_SAFETY, "edition.withdrawn_for_safety", by=by, reason=reason, language=language)
    for chapter in chapters:
        _empty(chapter)
    edition.languages.update(summary="", label="", changes="", authors="")
    Correction.objects.filter(chapter__manual__edition=edition).update(text="")
    edition.proposed_corrections.all().delete()
    _forget_files()
    _forget_revisions(edition)
    # Those of other editions change what they are to readers: the newest of them may be shown first now.
    refresh(*chapters, *FrozenChapter.objects.filter(manual__edition__work=edition.work))
    erase_kept_pages()
    return remains


def _locked(edition: Edition) -> Edition:
    return Edition.objects.select_for_update().select_related("work").get(pk=edition.pk)


def _end(edition: Edition, state: State, action: str, *, by: User | None, reason: str, language: str) -> None:
    edition.state, edition.ended_on = state, timezone.localdate()
    edition.reason, edition.reason_language = reason, language
    edition.save(update_fields=["state", "ended_on", "reason", "reason_language"])
    forget_kept_pages()
    record(action, by=by, organisation=edition.work.owner, about=edition.work, number=edition.number)


def _empty(chapter: FrozenChapter) -> None:
    chapter.title = chapter.summary = chapter.credits = chapter.level = ""
    chapter.blocks, chapter.terms, chapter.words = [], {}, 0
    chapter.save()
    chapter.files.clear()


def _forget_files() -> None:
    """Delete the files that no chapter has any more, their bytes once it is certain."""
    for file in FrozenFile.objects.filter(chapters=None):
        stored, name = file.file.storage, str(file.file.name)
        file.delete()
        transaction.on_commit(partial(stored.delete, name), robust=True)


def _working_pages(edition: Edition) -> list[Page]:
    key = edition.work.key
    manuals = ManualPage.objects.filter(translation_key=key)
    pages: list[Page] = [*manuals]
    keys = FrozenChapter.objects.filter(manual__edition=edition).values("key")
    # Chapters that were moved into another manual have their revisions with them.
    chapters = set(ChapterPage.objects.filter(translation_key__in=keys).values_list("pk", flat=True))
    for manual in manuals:
        chapters |= set(ChapterPage.objects.descendant_of(manual).values_list("pk", flat=True))
    return [*pages, *ChapterPage.objects.filter(pk__in=chapters).order_by("path")]


def _forget_revisions(edition: Edition) -> None:
    """Delete what the pages of the manual were before; the published text and the newest draft are the working copy."""
    for page in _working_pages(edition):
        kept = [pk for pk in (page.latest_revision_id, page.live_revision_id) if pk]
        Revision.objects.for_instance(page).exclude(pk__in=kept).delete()


def _remains(edition: Edition, chapters: list[FrozenChapter]) -> Remains:
    texts = {text for chapter in chapters for text in _texts(chapter) if text}
    others = FrozenChapter.objects.filter(manual__edition__work=edition.work).exclude(manual__edition=edition)
    numbers = {
        chapter.manual.edition.number
        for chapter in others.select_related("manual__edition").prefetch_related("corrections")
        if any(text in texts for text in _texts(chapter))
    }
    pages = [page for page in _working_pages(edition) if isinstance(page, ChapterPage) and _says(page, texts)]
    return Remains(sorted(numbers), pages)


def _texts(chapter: FrozenChapter) -> list[str]:
    return [block["text"] for block in chapter.blocks] + [each.text for each in chapter.corrections.all()]


def _says(page: ChapterPage, texts: set[str]) -> bool:
    drafts = [page, page.get_latest_revision_as_object()] if page.latest_revision_id else [page]
    words = [line for draft in drafts for line in plain_text(draft.body).splitlines()]
    lines = {line for text in texts for line in text.splitlines()}
    return any(word in lines for word in words)
