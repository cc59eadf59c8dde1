"""What waits for a vetter: new entries, changes to listed ones, checks that are due; never what they may not judge."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import User
from directory.models import Entry, EntryVersion, State, Vote
from directory.permissions import LISTED_STATES, visible_entries, votable_entries


@dataclass(frozen=True)
class Queue:
    """Entries by what is asked of the vetter. nominated is everybody's who sees the screens."""

    nominated: list[Entry]
    new: list[Entry]
    changed: list[Entry]
    due: list[Entry]


def queue_of(person: User) -> Queue:
    """What waits for this person, the oldest first; a fixed number of queries for any number of entries."""
    waiting = _not_voted(person, votable_entries(person))
    edited = Exists(EntryVersion.objects.filter(entry=OuterRef("pk"), round=OuterRef("round")))
    return Queue(
        nominated=list(visible_entries(person).filter(state__in=(State.NOMINATED, State.NEEDS_INFORMATION))),
        new=list(waiting.filter(state=State.CHECKING)),
        changed=list(waiting.filter(edited, state__in=(*LISTED_STATES, State.EXPIRED))),
        due=list(waiting.filter(~edited, state__in=(State.DUE, State.EXPIRED))),
    )


def _not_voted(person: User, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Without those on whose present difference the person has voted already."""
    cast = Vote.objects.filter(entry=OuterRef("pk"), person_id=person.pk, digest=OuterRef("proposed_digest"))
    return entries.exclude(Exists(cast)).order_by(F("created_at"), "pk")
