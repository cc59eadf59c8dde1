"""What the calendar does to entries: they fall due, they expire, and suspensions that nobody confirmed lapse."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from directory.actions.announcing import announce
from directory.actions.takedown import lapse_suspension
from directory.freshness import CONFIRMATION, Freshness, freshness
from directory.models import Entry, State
from directory.permissions import LISTED_STATES
from organisations.audit import record

STATE_OF = {
    Freshness.CHECKED: State.LISTED,
    Freshness.DUE: State.DUE,
    Freshness.LAPSED: State.DUE,
    Freshness.EXPIRED: State.EXPIRED,
}


@dataclass
class Calendar:
    """What one round did: the slugs of the entries that fell due, expired, and came back from a suspension."""

    due: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    lapsed: list[str] = field(default_factory=list)


@transaction.atomic
def expire_entries(*, at: datetime | None = None) -> Calendar:
    """Make the states of all listed entries what the day says. Safe to run at any time, and any number of times.

    The public list does not wait for it: it works out by itself what is due, expired or lapsed.
    """
    now = at or timezone.now()
    done = Calendar()
    suspended = Entry.objects.select_for_update(of=("self",)).filter(
        state=State.SUSPENDED, suspension__confirmed_by=None, suspension__at__lte=now - CONFIRMATION
    )
    for entry in suspended:
        lapse_suspension(entry)
        done.lapsed.append(entry.slug)
    listed = Entry.objects.select_for_update(of=("self",)).filter(state__in=LISTED_STATES, listed_state__isnull=False)
    for entry in listed.select_related("listed_state"):
        state = STATE_OF[freshness(entry.listed_state.checked_on, timezone.localdate(now))]
        if state != entry.state:
            _turn(entry, state, done)
    return done


def _turn(entry: Entry, state: State, done: Calendar) -> None:
    entry.state = state
    entry.save(update_fields=["state"])
    record(f"entry.{state.value}", by=None, about=entry)
    announce(entry)
    if state == State.DUE:
        done.due.append(entry.slug)
    elif state == State.EXPIRED:
        done.expired.append(entry.slug)
