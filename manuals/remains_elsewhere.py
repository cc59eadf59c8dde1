"""What editions still have of a page or a file that was withdrawn for safety, and what waits to say it again."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from content.same_words import Words
from manuals.actions.remains import says_it
from manuals.actions.waiting import cancel_release
from manuals.models import FrozenChapter, FrozenManual, WaitingRelease
from organisations.models import Organisation
from organisations.permissions import owned_pages
from organisations.remains import Copies, Place


def editions_that_have_it(
    owners: QuerySet[Organisation], *, words: Words, copies: Copies, by: User | None
) -> Iterator[Place]:
    """The editions of these organisations that say a line of it, or keep one of its files, each in one language: they
    stay until they are withdrawn themselves. Releases that wait and would say it are cancelled."""
    theirs = owned_pages(owners).values("pk")
    for waiting in WaitingRelease.objects.select_for_update().filter(page__in=theirs).order_by("pk"):
        if words.stand_in(waiting.texts) or _has_a_copy(waiting.files.all(), copies):
            cancel_release(waiting, by=by)
    found: dict[int, FrozenManual] = {}
    chapters = FrozenChapter.objects.filter(manual__edition__work__owner__in=owners).order_by("pk")
    chapters = chapters.select_related("manual__edition__work__owner").prefetch_related("corrections", "files")
    for chapter in chapters.iterator(chunk_size=100):
        if says_it(chapter, words) or _has_a_copy(chapter.files.all(), copies):
            found.setdefault(chapter.manual.edition_id, chapter.manual)
    for manual in found.values():
        edition = manual.edition
        title = f"{manual.title} {edition.number}"
        yield Place(title, edition.work.owner, reverse("manuals_admin:withdraw", args=[edition.pk]))


def _has_a_copy(files: QuerySet, copies: Copies) -> bool:
    return any((file.size, file.digest) in copies for file in files)
