"""How an edition is taken back: with its text still there to compare, or, for safety, without a word of it."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from content.erasing import erase_traces
from content.page_cache import forget_kept_pages
from content.same_words import Words
from manuals.actions.originals import keep_originals_to_editors
from manuals.actions.remains import Remains, editions_with, forget_older_versions, owners_of_edition, words_of
from manuals.actions.texts import forget_files, unused_files
from manuals.actions.waiting import cancel_release
from manuals.models import Correction, Edition, FrozenChapter, ManualImport, State, WaitingRelease
from organisations.audit import record
from organisations.permissions import owned_pages
from search.actions import refresh


@transaction.atomic
def withdraw_edition(edition: Edition, *, by: User | None, reason: str, language: str) -> Edition:
    """Say that an edition should no longer be followed. Its text stays at its address, under that reason.

    Arguments: reason, for readers; language, the code of the language in which it is written.
    Returns the edition as it is now; one that was withdrawn already stays so, under the reason that was given first.
    """
    edition = _locked(edition)
    if not edition.is_taken_back:
        _end(edition, State.WITHDRAWN, "edition.withdrawn", by=by, reason=reason, language=language)
        refresh(*FrozenChapter.objects.filter(manual__edition__work=edition.work))
    return edition


@transaction.atomic
def withdraw_for_safety(edition: Edition, *, by: User | None, reason: str, language: str) -> Remains:
    """Take the text of an edition away everywhere, with the words of its corrections: pages, files, search, kept pages,
    and older versions of the pages it came from and of all others of its owners that said the same.

    Of what other owners of the manual have besides it nothing is read or changed, unless the secretariat withdraws it.
    What stays is the address, the reason, the digests and the log. The working copy stays as it is, because the next
    edition is written there: take out of it first what must not stand there.
    Arguments as for withdraw_edition. Returns where the same paragraphs still stand, and nothing for an edition that
    was withdrawn for safety already: it stays so, under the reason that was given first.
    """
    # In the order in which a release that is due holds them.
    others = _waiting_of_owners(edition, by=by)
    edition = _locked(edition)
    if not edition.is_readable:
        return Remains()
    chapters = list(FrozenChapter.objects.filter(manual__edition=edition).prefetch_related("corrections"))
    words = words_of(chapters)
    cancelled = _cancel_those_with(words, others, edition, by=by)
    remains = Remains(editions_with(edition, words, by=by), forget_older_versions(edition, words, by=by), cancelled)
    _end(edition, State.WITHDRAWN_FOR_SAFETY, "edition.withdrawn_for_safety", by=by, reason=reason, language=language)
    for chapter in chapters:
        _empty(chapter)
    edition.languages.update(summary="", label="", changes="", authors="")
    Correction.objects.filter(chapter__manual__edition=edition).update(text="")
    edition.proposed_corrections.all().delete()
    _forget_files(edition, by=by)
    _forget_imports(edition)
    # Those of other editions change what they are to readers: the newest of them may be shown first now.
    refresh(*chapters, *FrozenChapter.objects.filter(manual__edition__work=edition.work))
    erase_traces()
    return remains


def _locked(edition: Edition) -> Edition:
    return Edition.objects.select_for_update().select_related("work").get(pk=edition.pk)


def _waiting_of_owners(edition: Edition, *, by: User | None) -> list[WaitingRelease]:
    """The releases that wait, of this manual and of all others of its owners, held until this transaction ends."""
    theirs = owned_pages(owners_of_edition(edition, by=by)).values("pk")
    of_owners = Q(key=edition.work.key) | Q(page__in=theirs)
    return list(WaitingRelease.objects.select_for_update().filter(of_owners).order_by("pk"))


def _cancel_those_with(words: Words, waiting: list[WaitingRelease], edition: Edition, *, by: User | None) -> int:
    """Cancel what waits for this manual, and of the others what says the same. Returns how many."""
    saying_it = [each for each in waiting if each.key == edition.work.key or words.stand_in(each.texts)]
    for each in saying_it:
        cancel_release(each, by=by)
    return len(saying_it)


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


def _forget_imports(edition: Edition) -> None:
    """An archive that waits to be brought in may have the same text, and is brought in again in a moment. The report on
    one that came in names what it could not map, in words of the text: only the numbers stay."""
    imports = ManualImport.objects.filter(manual__translation_key=edition.work.key)
    imports.exclude(stage__in=(ManualImport.Stage.WRITING, ManualImport.Stage.DONE)).delete()
    for done in imports.filter(stage=ManualImport.Stage.DONE):
        done.preview, done.report = {}, done.report | {"notes": []}
        done.save(update_fields=["preview", "report"])


def _forget_files(edition: Edition, *, by: User | None) -> None:
    gone = unused_files()
    keep_originals_to_editors(edition, gone, by=by)
    forget_files(gone)
