"""How problems with an entry are counted when visitors tell of them, handled by vetters, and forgotten."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from directory import permissions
from directory.models import Entry, Problem, ProblemReport
from organisations.audit import record

# The limit counts an entry, never a person: whoever floods it makes one row a day grow to this and no further.
MOST_A_DAY = 50
KEPT = timedelta(days=30)  # after it was handled


@transaction.atomic
def report_problem(entry: Entry, *, problem: str) -> bool:
    """Count once more today that there is this problem with an entry. Nothing is kept of who tells it, and no time.

    Not in the audit log, which keeps the minute of everything for ever.
    Returns False when today's limit for this entry and problem is reached, and nothing was written.
    Raises ValidationError for anything that is not one of the fixed problems.
    """
    if problem not in Problem.values:
        raise ValidationError(_("Choose one of these."))
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    today = timezone.localdate()
    report, made = ProblemReport.objects.get_or_create(
        entry=locked, problem=problem, day=today, handled_at=None, defaults={"times": 1}
    )
    if made:
        return True
    counted = ProblemReport.objects.filter(pk=report.pk, times__lt=MOST_A_DAY).update(times=F("times") + 1)
    return bool(counted)


@transaction.atomic
def handle_problem(report: ProblemReport, *, by: User, at: datetime | None = None) -> int:
    """Mark this problem of an entry as handled, on all days on which it was told so far.

    Returns how many days that were. Raises ValidationError when the person may not see it, or it was handled already.
    """
    if not permissions.open_reports(by).filter(pk=report.pk).exists():
        raise ValidationError(_("This was handled already."))
    same = ProblemReport.objects.filter(entry=report.entry_id, problem=report.problem, handled_at=None)
    days = same.update(handled_at=at or timezone.now(), handled_by=by)
    record("entry.problem_handled", by=by, about=report.entry, problem=report.problem)
    return days


@transaction.atomic
def forget_problems(*, at: datetime | None = None) -> int:
    """Delete what was handled 30 days ago or earlier. Safe to run at any time. Returns how many rows that were."""
    old = ProblemReport.objects.filter(handled_at__lte=(at or timezone.now()) - KEPT)
    number = old.delete()[0]
    if number:
        record("entry.problems_forgotten", by=None, number=number)
    return number
