"""Taking an entry or one way to reach it from the public, at once and for a while, and what the calendar does."""

from datetime import date, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from directory import actions, permissions
from directory.freshness import freshness, months_after
from directory.models import Entry, ListedState, Secret, State
from directory.public import public_entry
from organisations import roles
from tests.factories import an_appointed
from tests.factories.directory import a_listed_entry, a_phone, a_plain_organisation, a_vetter, an_entry, voted

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.postgres]
NOW = timezone.now()


def is_public(entry, at=None):
    return permissions.public_entries(at).filter(pk=entry.pk).exists()


def age(entry, days):
    ListedState.objects.filter(entry=entry).update(checked_on=timezone.localdate() - timedelta(days=days))


def state_of(entry):
    return Entry.objects.get(pk=entry.pk).state


def test_one_vetter_suspends_at_once_and_it_lapses_after_72_hours():
    entry = a_listed_entry()
    before = is_public(entry)

    actions.suspend_entry(entry, by=a_vetter(), at=NOW)

    assert before
    assert not is_public(entry, NOW + timedelta(hours=71, minutes=59))
    assert is_public(entry, NOW + timedelta(hours=72))


def test_what_is_listed_is_taken_down_by_vetters():
    listed, proposed, vetter = a_listed_entry(), an_entry(), a_vetter()

    may = {
        who: [permissions.may_take_down(person, entry) for entry in (listed, proposed)]
        for who, person in {"vetter": vetter, "directory editor": an_appointed(roles.DIRECTORY_EDITOR)}.items()
    }

    assert may == {"vetter": [True, False], "directory editor": [False, False]}


def test_one_organisation_suspends_in_vain_only_once():
    entry, first = a_listed_entry(), a_vetter()
    organisation = first.appointments.get().organisation
    actions.suspend_entry(entry, by=first, at=NOW)

    later = NOW + timedelta(hours=73)
    for swept in (False, True):
        if swept:
            actions.expire_entries(at=later)
        with pytest.raises(ValidationError, match="suspended this entry before"):
            actions.suspend_entry(entry, by=a_vetter(organisation), at=later)
        assert is_public(entry, later)

    age(entry, -1)  # voted anew on the day after
    actions.suspend_entry(entry, by=a_vetter(organisation), at=later)
    assert not is_public(entry, later)


def test_another_organisation_suspends_what_lapsed():
    entry = a_listed_entry()
    actions.suspend_entry(entry, by=a_vetter(), at=NOW)
    later = NOW + timedelta(hours=73)
    before = is_public(entry, later)

    actions.suspend_entry(entry, by=a_vetter(), at=later)

    assert (before, is_public(entry, later)) == (True, False)


def test_second_vetter_confirms_a_suspension():
    entry = a_listed_entry()
    actions.suspend_entry(entry, by=a_vetter(), at=NOW)

    actions.confirm_suspension(entry, by=a_vetter(), at=NOW + timedelta(hours=71))

    assert not is_public(entry, NOW + timedelta(hours=100))
    assert actions.expire_entries(at=NOW + timedelta(hours=100)).lapsed == []


@pytest.mark.parametrize("who", ["the same vetter", "a colleague", "no vetter", "a moved vetter"])
def test_suspension_needs_another_organisation_to_confirm(who):
    entry, organisation = a_listed_entry(), a_plain_organisation()
    first = a_vetter(organisation)
    actions.suspend_entry(entry, by=first, at=NOW)
    if who == "a moved vetter":
        first.appointments.update(organisation=a_plain_organisation())
    second = {"a colleague": a_vetter(organisation), "no vetter": an_appointed("secretariat")}.get(who, first)

    with pytest.raises(ValidationError):
        actions.confirm_suspension(entry, by=second, at=NOW)


def test_suspension_cannot_be_confirmed_too_late_or_twice_or_without_one():
    entry, other = a_listed_entry(), a_listed_entry()
    actions.suspend_entry(entry, by=a_vetter(), at=NOW)

    with pytest.raises(ValidationError):
        actions.confirm_suspension(entry, by=a_vetter(), at=NOW + timedelta(hours=72))
    actions.confirm_suspension(entry, by=a_vetter(), at=NOW)
    for each in (entry, other):
        with pytest.raises(ValidationError):
            actions.confirm_suspension(each, by=a_vetter(), at=NOW)


def test_only_vetters_suspend_and_only_what_is_listed():
    with pytest.raises(ValidationError):
        actions.suspend_entry(a_listed_entry(), by=an_appointed("directory_editor"))
    with pytest.raises(ValidationError):
        actions.suspend_entry(an_entry(), by=a_vetter())


def test_confirmed_suspension_voids_votes_and_is_voted_anew():
    entry, first = a_listed_entry(), a_vetter()
    actions.cast_vote(entry, yes=True, by=first)
    actions.suspend_entry(entry, by=a_vetter(), at=NOW)
    actions.confirm_suspension(entry, by=a_vetter(), at=NOW)

    actions.reopen_entry(entry, by=first)
    actions.cast_vote(entry, yes=True, by=a_vetter())
    after_one = is_public(entry)
    actions.cast_vote(entry, yes=True, by=a_vetter())

    assert (after_one, is_public(entry)) == (False, True)


def test_delisted_entry_keeps_its_reason_and_can_be_checked_again():
    entry = a_listed_entry()

    actions.delist_entry(entry, reason=" They closed. ", by=a_vetter())

    assert Entry.objects.get(pk=entry.pk).delisted_reason == "They closed."
    assert not is_public(entry)
    with pytest.raises(ValidationError):
        actions.delist_entry(entry, reason="Again", by=a_vetter())
    assert actions.reopen_entry(entry, by=a_vetter()).delisted_reason == ""


def test_delisting_needs_a_listed_entry_and_a_reason():
    with pytest.raises(ValidationError):
        actions.delist_entry(an_entry(), reason="Closed", by=a_vetter())
    with pytest.raises(ValidationError):
        actions.delist_entry(a_listed_entry(), reason=" ", by=a_vetter())


def test_hidden_contact_is_gone_at_once_and_comes_back_as_voted():
    entry = a_listed_entry(contacts=[a_phone()])
    key = entry.contacts.get().uuid
    before = [way.value for way in public_entry(entry).ways]

    actions.hide_contact(entry, key, by=a_vetter())
    actions.hide_contact(entry, key, by=a_vetter())
    hidden = public_entry(Entry.objects.get(pk=entry.pk)).ways
    actions.show_contact(entry, key, by=a_vetter())
    actions.show_contact(entry, key, by=a_vetter())

    assert (before, hidden) == (["+442079460018"], [])
    assert len(public_entry(Entry.objects.get(pk=entry.pk)).ways) == 1


def test_hidden_restricted_contact_is_nobodys(viewer_of_a_member):
    entry = an_entry()
    contact = actions.keep_contact(entry, Secret("+442079460018"), kind="phone", audience="members", by=None)
    voted(entry)
    this = Entry.objects.filter(pk=entry.pk)
    before = list(permissions.readable_restricted(viewer_of_a_member, this))

    actions.hide_contact(entry, contact.uuid, by=a_vetter())

    assert before == [contact]
    assert list(permissions.readable_restricted(viewer_of_a_member, this)) == []
    assert permissions.members_ways(this).count() == 0


def test_hiding_needs_a_contact_of_this_entry():
    with pytest.raises(ValidationError):
        actions.hide_contact(an_entry(), uuid4(), by=a_vetter())


@pytest.mark.parametrize(
    ("days", "state", "public"),
    [(0, State.LISTED, True), (190, State.DUE, True), (400, State.DUE, True), (560, State.EXPIRED, False)],
)
def test_calendar_makes_entries_due_and_lets_them_expire(days, state, public):
    entry = a_listed_entry()
    age(entry, days)
    before_the_round = is_public(entry)

    actions.expire_entries()
    done = actions.expire_entries()

    assert (state_of(entry), is_public(entry), before_the_round) == (state, public, public)
    assert (done.due, done.expired, done.lapsed) == ([], [], [])


def test_check_runs_out_on_the_day_that_is_asked_about():
    entry = a_listed_entry()
    last = NOW + timedelta(days=18 * 30)

    assert (is_public(entry, last), is_public(entry, last + timedelta(days=30))) == (True, False)


def test_expired_entry_comes_back_by_votes():
    entry = a_listed_entry()
    age(entry, 600)
    actions.expire_entries()

    voted(entry)

    assert (state_of(entry), is_public(entry)) == (State.LISTED, True)


def test_command_tells_what_the_calendar_did():
    due, expired, lapsed = a_listed_entry(), a_listed_entry(), a_listed_entry()
    age(due, 190)
    age(expired, 600)
    actions.suspend_entry(lapsed, by=a_vetter(), at=NOW - timedelta(hours=73))
    out = StringIO()

    call_command("expire_entries", stdout=out)

    assert out.getvalue().splitlines() == [
        "Due for a new check: 1", "Expired: 1", "Suspensions lapsed: 1",
    ]  # fmt: skip
    assert is_public(lapsed)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ((2026, 8, 31), -6, (2026, 2, 28)),
        ((2024, 8, 31), -6, (2024, 2, 29)),
        ((2026, 8, 2), 6, (2027, 2, 2)),
        ((2026, 6, 30), 6, (2026, 12, 30)),
        ((2026, 12, 31), 2, (2027, 2, 28)),
    ],
)
def test_months_end_on_days_that_exist(day, months, expected):
    assert months_after(date(*day), months) == date(*expected)


def test_entry_falls_due_on_the_very_day():
    day = date(2026, 8, 2)

    found = [freshness(day, on) for on in (date(2027, 2, 1), date(2027, 2, 2), date(2027, 8, 2), date(2028, 2, 2))]

    assert found == ["checked", "due", "lapsed", "expired"]
