"""How a release waits for its moment: asked for, moved, cancelled, and carried out or refused when it comes.

What is released is the text as it was frozen when somebody asked for it, so that whoever asked has approved the very
text that appears. What is published meanwhile belongs to the next edition.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from manuals.actions.access import follow_pages
from manuals.actions.obstacles import obstacles_to, told
from manuals.actions.release import Release, ReleaseError, checked_texts, publish_edition
from manuals.actions.texts import Text, forget_files, unused_files
from manuals.models import ManualPage, WaitingRelease
from manuals.numbers import Number
from organisations.audit import record
from organisations.publishing import owner_of
from organisations.scheduled import Outcome

GONE = gettext_lazy("Somebody has cancelled this release, or it was released meanwhile.")


@transaction.atomic
def schedule_release(manual: ManualPage, release: Release, moment: datetime, *, by: User) -> WaitingRelease:
    """Freeze an edition as `release_edition` does, and keep it until its moment. Readers learn nothing of it before.

    Arguments: moment, in the future.
    Raises ReleaseError, and then nothing has changed.
    """
    _refuse_the_past(moment)
    texts = checked_texts(manual, release, by=by)
    waiting = WaitingRelease.objects.create(
        key=manual.translation_key, page=manual, number=str(Number.parse(release.number)), isbn=release.isbn,
        doi=release.doi, texts=texts, moment=moment, by=by,
    )  # fmt: skip
    waiting.files.set({file for text in texts for chapter in text["chapters"] for file in chapter["files"]})
    _record("edition.scheduled", waiting, by=by, moment=_minute(moment))
    return waiting


@transaction.atomic
def move_release(waiting: WaitingRelease, moment: datetime, *, by: User) -> WaitingRelease:
    """Choose another moment for the same text. Whoever chooses it answers for the release from now on.

    Raises ReleaseError, with everything that stands in the way already now, and then nothing has changed.
    """
    waiting = _locked(waiting)
    _refuse_the_past(moment)
    found = obstacles_to(waiting, by=by)
    if found:
        raise ReleaseError(_("The moment was not changed. Mend what is listed first."), found=told(found))
    waiting.moment, waiting.by, waiting.refused_at, waiting.obstacles = moment, by, None, []
    waiting.save(update_fields=["moment", "by", "refused_at", "obstacles"])
    _record("edition.rescheduled", waiting, by=by, moment=_minute(moment))
    return waiting


@transaction.atomic
def cancel_release(waiting: WaitingRelease, *, by: User | None) -> None:
    """Forget an edition that waits; its text is kept nowhere but in the pages. Raises ReleaseError when it is gone."""
    waiting = _locked(waiting)
    _record("edition.schedule_cancelled", waiting, by=by)
    waiting.delete()
    forget_files(unused_files())


# -- When the moment comes -----------------------------------------------------------------------------------------


def due_releases() -> Iterator[tuple[int, Callable[[], Outcome | None]]]:
    """The releases whose moment has come, each as the id of its page and the step that carries it out."""
    due = WaitingRelease.objects.filter(moment__lte=timezone.now(), refused_at=None)
    for pk, page in list(due.values_list("pk", "page_id")):
        yield page, partial(release_due, pk)


@transaction.atomic
def release_due(pk: int) -> Outcome | None:
    """Release an edition whose moment has come, or write down what stands in the way, for its editors.

    None when there is nothing to be done any more: somebody else did it at the same time.
    """
    due = WaitingRelease.objects.select_for_update().filter(pk=pk, moment__lte=timezone.now(), refused_at=None)
    waiting = due.first()
    if waiting is None:
        return None
    found = obstacles_to(waiting, by=waiting.by)
    if found:
        waiting.refused_at, waiting.obstacles = timezone.now(), [each.stored() for each in found]
        waiting.save(update_fields=["refused_at", "obstacles"])
        _record("edition.schedule_refused", waiting, by=None, reason=" ".join(sorted({each.code for each in found})))
        why = _("the screen of its editions says what stands in the way")
        return Outcome(waiting.page_id, _("refused: %(why)s") % {"why": why}, well=False)
    said = Release(waiting.number, _languages(waiting.texts), isbn=waiting.isbn, doi=waiting.doi)
    publish_edition(waiting.page, said, waiting.texts, by=waiting.by)
    # Pages that became narrower since they were frozen make the edition so.
    follow_pages(place["page"] for text in waiting.texts for place in (text, *text["chapters"]))
    waiting.delete()
    return Outcome(waiting.page_id, _("edition released"))


# -- What all of them do -------------------------------------------------------------------------------------------


def _locked(waiting: WaitingRelease) -> WaitingRelease:
    kept = WaitingRelease.objects.select_for_update().filter(pk=waiting.pk).first()
    if kept is None:
        raise ReleaseError(GONE)
    return kept


def _refuse_the_past(moment: datetime) -> None:
    if moment <= timezone.now():
        raise ReleaseError(_("This moment is over. Choose one in the future."), field="moment")


def _languages(texts: list[Text]) -> tuple[str, ...]:
    return tuple(text["fields"]["language"] for text in texts)


def _minute(moment: datetime) -> str:
    return moment.astimezone(timezone.get_default_timezone()).isoformat(timespec="minutes")


def _record(action: str, waiting: WaitingRelease, *, by: User | None, **details: str) -> None:
    record(
        action, by=by, organisation=owner_of(waiting.page_id), about=waiting.page, number=waiting.number,
        languages=" ".join(_languages(waiting.texts)), **details,
    )  # fmt: skip
