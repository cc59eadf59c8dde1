"""Whether the audit log is whole, and if not, where it first is not and what was done there.

Entries that were cut off together with the end that is kept beside them show only against a checkpoint, which was
written down elsewhere (checkpoints.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from organisations import audit_guard
from organisations.audit import FIRST, digest_of, undated_digest_of
from organisations.checkpoints import Checkpoint
from organisations.models import AuditEntry, AuditHead


class Fault(models.TextChoices):
    """What was done to the log."""

    EDITED = "edited", _("it was changed")
    MISSING = "missing", _("it was taken out")
    SWAPPED = "swapped", _("it stands in the place of another one")
    DATED = "back-dated", _("it was given another time")
    CUT_OFF = "cut off", _("from here on the log was cut off")
    REWRITTEN = "rewritten", _("from here on the log is not the one that the checkpoint was taken of")
    END = "end", _("the end that is kept beside the log is another one")


@dataclass(frozen=True)
class Verdict:
    """What was found in the log.

    sound: how many entries from the first on are in order; first_bad: the number of the first that is not, if any;
    what: what was done there; checkpoint: the number of the last entry that a checkpoint confirms; after: how many
    entries lie after that, which could be cut off without a trace.
    """

    sound: int
    first_bad: int | None = None
    what: Fault | None = None
    checkpoint: int = 0
    after: int = 0

    @property
    def is_sound(self) -> bool:
        return self.first_bad is None


def is_guarded() -> bool:
    """Whether the database refuses to change the log."""
    return audit_guard.is_up(connection)


def verify(checkpoints: Iterable[Checkpoint] = ()) -> Verdict:
    """Walk the log from the start and stop at the first entry that is missing, changed or out of order.

    Arguments: checkpoints, taken of this log and kept elsewhere, in any order.
    Three queries however long the log is, and as many more as it takes to say what was done to a bad entry.
    """
    waiting = sorted(checkpoints, key=lambda one: one.number)
    previous, number, confirmed = FIRST, 0, 0
    for entry in AuditEntry.objects.order_by("number").iterator():
        if (entry.number, entry.previous, entry.digest) != (number + 1, previous, digest_of(entry)):
            done = _what_was_done(entry, number + 1)
            return Verdict(number, number + 1, done, confirmed, number - confirmed)
        previous, number = entry.digest, entry.number
        while waiting and waiting[0].number == number:
            if waiting.pop(0).digest != previous:
                return Verdict(number - 1, number, Fault.REWRITTEN, confirmed, number - 1 - confirmed)
            confirmed = number
    fault = _at_the_end(number, previous, waiting)
    return Verdict(number, number + 1 if fault else None, fault, confirmed, number - confirmed)


def _at_the_end(number: int, digest: str, waiting: list[Checkpoint]) -> Fault | None:
    """What is wrong after the last entry: checkpoints or the head know of more, or the head of something else."""
    head = AuditHead.objects.first()
    if waiting or (head and head.number > number):
        return Fault.CUT_OFF
    if head is None:
        return Fault.END if number else None
    return None if (head.number, head.digest) == (number, digest) else Fault.END


def _what_was_done(entry: AuditEntry, place: int) -> Fault:
    """What was done to the log at this place, where the entry that comes next is not the one that must."""
    if digest_of(entry) == entry.digest or _has_another_number(entry):
        # An entry of this log as it was written, and yet not the next one: see whether that is still there.
        return Fault.SWAPPED if AuditEntry.objects.filter(digest=entry.previous).exists() else Fault.MISSING
    if undated_digest_of(entry) == entry.undated and not _is_followed_by(digest_of(entry), place):
        return Fault.DATED
    return Fault.SWAPPED if _has_values_of_another(entry) else Fault.EDITED


def _is_followed_by(digest: str, place: int) -> bool:
    """Whether what comes after this place was bound to this digest: then the values are those that were written."""
    after = AuditEntry.objects.filter(number__gt=place).order_by("number").values_list("previous", flat=True).first()
    return digest == (after or AuditHead.objects.values_list("digest", flat=True).first())


def _has_another_number(entry: AuditEntry) -> bool:
    number, last = entry.number, AuditHead.objects.values_list("number", flat=True).first() or entry.number
    try:
        for entry.number in range(1, last + 1):
            if digest_of(entry) == entry.digest:
                return True
    finally:
        entry.number = number
    return False


def _has_values_of_another(entry: AuditEntry) -> bool:
    """Whether the values that were written at this place now stand at another one, whose own they are not."""
    for other in AuditEntry.objects.exclude(pk=entry.pk).order_by("number").iterator():
        if digest_of(other) == other.digest:
            continue
        other.number, other.previous = entry.number, entry.previous
        if digest_of(other) == entry.digest or undated_digest_of(other) == entry.undated:
            return True
    return False
