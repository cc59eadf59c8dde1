"""What was done to an entry stands in the log: what, by whom, about which, and with which votes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory import actions
from directory.models import Entry, ListedState, State
from directory.permissions import public_entries
from organisations.models import AuditEntry
from tests.factories.directory import a_listed_entry, a_plain_organisation, a_vetter, an_entry

pytestmark = pytest.mark.django_db


def logged(entry):
    """What the log says about an entry: what was done and by whom, in order."""
    rows = AuditEntry.objects.filter(object_id=str(entry.uuid)).order_by("number")
    return [(row.action, row.actor) for row in rows]


@pytest.mark.parametrize(
    ("before", "act", "action"),
    [
        (State.NOMINATED, actions.start_checking, "entry.checking"),
        (State.CHECKING, actions.ask_for_information, "entry.needs_information"),
        (State.CHECKING, actions.decline_entry, "entry.declined"),
        (State.DECLINED, actions.reopen_entry, "entry.reopened"),
    ],
)
def test_step_says_who_took_it_with_which_entry(before, act, action):
    entry, vetter = an_entry(), a_vetter()
    type(entry).objects.filter(pk=entry.pk).update(state=before)

    act(entry, by=vetter)

    assert logged(entry)[-1] == (action, vetter.uuid)


def test_votes_and_the_listing_are_told_with_the_digest_and_the_number_of_organisations():
    entry, first, second = an_entry(), a_vetter(), a_vetter()

    for vetter in (first, second):
        actions.cast_vote(entry, yes=True, by=vetter)

    entry.refresh_from_db()
    assert logged(entry)[-3:] == [
        ("entry.voted", first.uuid),
        ("entry.voted", second.uuid),
        ("entry.listed", None),
    ]
    listing = AuditEntry.objects.get(action="entry.listed")
    assert (listing.details["digest"], listing.details["organisations"]) == (entry.listed_digest, 2)


def test_two_no_are_told_as_a_refusal_by_nobody():
    entry = an_entry()

    for vetter in (a_vetter(), a_vetter()):
        actions.cast_vote(entry, yes=False, by=vetter)

    assert logged(entry)[-1] == ("entry.declined", None)


def test_conflict_is_told_with_its_organisation():
    organisation = a_plain_organisation()
    entry, vetter = a_listed_entry(), a_vetter(organisation)

    actions.declare_conflict(entry, by=vetter)

    row = AuditEntry.objects.get(action="entry.conflict_declared")
    assert (row.actor, row.organisation, row.object_id) == (
        vetter.uuid,
        organisation.uuid,
        str(entry.uuid),
    )


def test_entry_whose_listed_state_is_not_what_was_voted_is_nobodys():
    entry = a_listed_entry()
    before = public_entries().filter(pk=entry.pk).exists()

    ListedState.objects.filter(entry=entry).update(digest="0" * 64)

    assert (before, public_entries().filter(pk=entry.pk).exists()) == (True, False)


@pytest.mark.parametrize(
    ("state", "is_public"), [(State.SUSPENDED, True), (State.DELISTED, False), (State.CHECKING, False)]
)
def test_only_a_suspension_that_nobody_confirmed_lapses(state, is_public):
    entry = a_listed_entry()
    actions.suspend_entry(entry, by=a_vetter())
    during = public_entries().filter(pk=entry.pk).exists()

    Entry.objects.filter(pk=entry.pk).update(state=state)

    later = timezone.now() + timedelta(hours=73)
    assert (during, public_entries(later).filter(pk=entry.pk).exists()) == (False, is_public)
