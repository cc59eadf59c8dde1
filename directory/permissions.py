"""Who may do what in the directory: each permission is a queryset, and the yes or no is asked of it."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from directory.freshness import CONFIRMATION, EXPIRED_MONTHS, months_before
from directory.matters import matters_of, voter_of
from directory.models import ContactAudience, Entry, ImportRun, ProblemReport, RestrictedContact, State, Withdrawal
from directory.votes import Objection, objections
from organisations import roles, rules
from organisations.permissions import has_network_role, readable_by
from organisations.viewer import Viewer

Person = User | AnonymousUser

VOTABLE_STATES = (State.CHECKING, State.LISTED, State.DUE, State.EXPIRED)
LISTED_STATES = (State.LISTED, State.DUE)
# Objections by which a vetter is too near to an entry; one who only edited it is not.
NEAR = frozenset({Objection.OWN, Objection.NOMINATOR, Objection.HOST, Objection.DECLARED})


# -- Reading -------------------------------------------------------------------------------------------------------


def public_entries(at: datetime | None = None) -> QuerySet[Entry]:
    """The entries that everybody may see at this moment, now when none is given: those whose listed state is the one
    that was voted, whose check has not run out, and that are not suspended. A suspension that nobody confirmed in
    time does not count, whether or not a scheduler has noticed."""
    at = at or timezone.now()
    lapsed = Q(state=State.SUSPENDED, suspension__confirmed_by=None, suspension__at__lte=at - CONFIRMATION)
    return Entry.objects.filter(
        Q(state__in=LISTED_STATES) | lapsed,
        listed_since__isnull=False,
        listed_state__digest=F("listed_digest"),
        listed_state__checked_on__gt=months_before(timezone.localdate(at), EXPIRED_MONTHS),
    )


def readable_restricted(viewer: Viewer, entries: QuerySet[Entry]) -> QuerySet[RestrictedContact]:
    """The voted restricted contact methods of these entries that the viewer may read; hidden ones are nobody's."""
    listed = RestrictedContact.objects.filter(entry__in=entries, listed=True)
    return _not_hidden(readable_by(viewer, listed))


def members_ways(entries: QuerySet[Entry]) -> QuerySet[RestrictedContact]:
    """The voted contact methods of these entries that are kept for members, of which everybody may know that they
    exist. Those for vetters are never counted, because nobody else may know of them."""
    listed = RestrictedContact.objects.filter(entry__in=entries, listed=True, audience=ContactAudience.MEMBERS)
    return _not_hidden(listed)


def _not_hidden(contacts: QuerySet[RestrictedContact]) -> QuerySet[RestrictedContact]:
    return contacts.exclude(entry__hidden_contacts__contact=F("uuid"))


def may_nominate(viewer: Viewer) -> bool:
    """Whether the viewer may propose an entry: active members of active organisations may."""
    return rules.MEMBERS in viewer.principals


def withdrawn_entries() -> QuerySet[Entry]:
    """The entries that were withdrawn for safety, of which nothing is left to work on."""
    return Entry.objects.filter(pk__in=Withdrawal.objects.filter(contact=None).values("entry"))


# -- Working on entries --------------------------------------------------------------------------------------------


def sees_screens(person: Person) -> bool:
    """Whether this person works on the directory at all: they edit it or vet."""
    return has_network_role(person, roles.VETTER, roles.DIRECTORY_EDITOR, roles.SECRETARIAT)


def may_edit_entries(person: Person) -> bool:
    return has_network_role(person, roles.DIRECTORY_EDITOR, roles.SECRETARIAT)


def may_vet(person: Person) -> bool:
    return has_network_role(person, roles.VETTER)


def visible_entries(person: Person) -> QuerySet[Entry]:
    """The entries that this person sees in the editor's screens: all of them for those who edit or vet."""
    return _all_if(sees_screens(person))


def editable_entries(person: Person) -> QuerySet[Entry]:
    """The entries that this person may change, or propose changes to: none that was withdrawn for safety."""
    return _all_if(may_edit_entries(person)).exclude(pk__in=withdrawn_entries().values("pk"))


def takedown_entries(person: Person) -> QuerySet[Entry]:
    """The entries that this person may suspend, or whose contact methods they may hide at once."""
    return _all_if(may_vet(person))


def may_take_down(person: Person, entry: Entry) -> bool:
    """Whether this person may suspend this entry now, or hide one of its ways: it is listed, and they are a vetter."""
    public = public_entries().filter(pk=entry.pk)
    return public.filter(pk__in=takedown_entries(person)).exists()


def vetters_ways(person: Person, entry: Entry) -> QuerySet[RestrictedContact]:
    """The proposed and voted restricted contact methods of an entry that this person reads while working on it: all
    of them for vetters and those who edit."""
    return RestrictedContact.objects.filter(entry__in=visible_entries(person).filter(pk=entry.pk))


def open_reports(person: Person) -> QuerySet[ProblemReport]:
    """The problems that visitors told and nobody handled yet, for vetters; not those of entries to which a vetter is
    too near to judge them, who could otherwise put complaints of their own organisation away.

    Costs the same number of queries for any number of reports.
    """
    waiting = ProblemReport.objects.filter(handled_at__isnull=True)
    if not may_vet(person):
        return waiting.none()
    entries = list(Entry.objects.filter(pk__in=waiting.values("entry")).select_related("hosted_by"))
    near = [pk for pk, found in objections_to(person, entries).items() if not NEAR.isdisjoint(found)]
    return waiting.exclude(entry__in=near)


def own_imports(person: Person) -> QuerySet[ImportRun]:
    """The imports that this person began and may go on with."""
    if not may_import(person):
        return ImportRun.objects.none()
    return ImportRun.objects.filter(by_id=person.pk)


def may_import(person: Person) -> bool:
    return has_network_role(person, roles.DIRECTORY_EDITOR)


def _all_if(allowed: bool) -> QuerySet[Entry]:
    return Entry.objects.all() if allowed else Entry.objects.none()


# -- Voting --------------------------------------------------------------------------------------------------------


def votable_entries(person: Person, among: QuerySet[Entry] | None = None) -> QuerySet[Entry]:
    """Those of these entries, of all when none are given, on which this person may vote now.

    Costs the same number of queries for any number of entries.
    """
    things = Entry.objects.all() if among is None else among
    if not has_network_role(person, roles.VETTER):
        return things.none()
    candidates = list(things.filter(state__in=VOTABLE_STATES).select_related("hosted_by"))
    free = [pk for pk, found in objections_to(person, candidates).items() if not found]
    return things.filter(pk__in=free)


def may_vote(person: Person, entry: Entry) -> bool:
    return votable_entries(person, Entry.objects.filter(pk=entry.pk)).exists()


def objections_to(person: Person, entries: Iterable[Entry]) -> dict[int, list[Objection]]:
    """For each entry, by its id, everything that keeps this person from voting on it."""
    voter = voter_of(person)
    return {pk: objections(voter, matter) for pk, matter in matters_of(list(entries)).items()}
