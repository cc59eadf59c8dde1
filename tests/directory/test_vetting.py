"""What the public sees is what two organisations voted, and nothing else."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory import actions, permissions
from directory.content import proposal_digest
from directory.models import Entry, ListedState, State, Vote
from directory.public import public_entry
from directory.votes import Outcome
from organisations.actions import admit_member, end_appointment, suspend_organisation
from organisations.models import AuditEntry
from tests.factories import VISITOR, a_member, an_appointed
from tests.factories.directory import a_listed_entry, a_phone, a_plain_organisation, a_vetter, an_entry, voted

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def is_public(entry):
    return permissions.public_entries().filter(pk=entry.pk).exists()


def shown(entry):
    return str(public_entry(Entry.objects.get(pk=entry.pk)).name)


def vote(entry, vetter, yes=True):
    return actions.cast_vote(entry, yes=yes, by=vetter)


def test_two_votes_of_two_organisations_list_an_entry():
    entry = an_entry()

    outcomes = [vote(entry, a_vetter()), vote(entry, a_vetter())]

    assert outcomes == [Outcome.OPEN, Outcome.ACCEPTED]
    assert is_public(entry)


def test_one_vote_lists_nothing():
    entry = an_entry()

    vote(entry, a_vetter())

    assert not is_public(entry)


def test_two_votes_of_one_organisation_list_nothing():
    entry, organisation = an_entry(), a_plain_organisation()

    vote(entry, a_vetter(organisation))
    vote(entry, a_vetter(organisation))

    assert not is_public(entry)


def an_own(vetter, near):
    return an_entry(organisation=near)


def a_nominated(vetter, near):
    member = a_member(near)
    other = a_plain_organisation()
    admit_member(member, other, role="reader", by=None)
    change = actions.Change(fields={"name_en": "Proposed"})
    return actions.start_checking(actions.nominate_entry(change, by=member, organisation=other), by=a_vetter())


def a_nominated_by_themselves(vetter, near):
    change = actions.Change(fields={"name_en": "Proposed"})
    entry = actions.nominate_entry(change, by=vetter, organisation=a_plain_organisation())
    return actions.start_checking(entry, by=a_vetter())


def a_hosted(vetter, near):
    return an_entry(hosted_by=an_entry(organisation=near))


def a_conflicted(vetter, near):
    entry = an_entry()
    actions.declare_conflict(entry, by=a_vetter(near))
    return entry


def an_edited(vetter, near):
    entry = an_entry()
    actions.save_entry(entry, actions.Change(fields={"summary_en": "Changed"}), by=vetter)
    return entry


def an_edited_way(vetter, near):
    entry = an_entry()
    actions.keep_contact(entry, actions.restricted.Secret("+442079460018"), kind="phone", audience="members", by=vetter)
    return entry


@pytest.mark.parametrize(
    "make", [an_own, a_nominated, a_nominated_by_themselves, a_hosted, a_conflicted, an_edited, an_edited_way]
)
@pytest.mark.parametrize("how", ["appointed", "member too"])
def test_nobody_votes_on_what_is_too_near(make, how):
    near = a_plain_organisation()
    vetter = a_vetter(near if how == "appointed" else None)
    if how == "member too":
        admit_member(vetter, near, role="reader", by=None)
    entry, free = make(vetter, near), an_entry()

    vote(free, vetter)
    with pytest.raises(ValidationError):
        vote(entry, vetter)
    vote(entry, a_vetter())

    assert not is_public(entry)
    assert permissions.may_vote(vetter, free)
    assert not permissions.may_vote(vetter, entry)


@pytest.mark.parametrize("role", ["directory_editor", "secretariat", "auditor"])
def test_other_roles_do_not_vote(role):
    entry = an_entry()

    with pytest.raises(ValidationError):
        vote(entry, an_appointed(role))

    assert Vote.objects.count() == 0


def test_superuser_is_no_exception():
    entry, person = an_entry(), a_member(a_plain_organisation(), is_superuser=True)

    with pytest.raises(ValidationError):
        vote(entry, person)

    assert Vote.objects.count() == 0


def test_created_entry_is_not_public():
    entry = Entry.objects.create(slug="x", name="X", state=State.LISTED)

    assert not is_public(entry)


@pytest.mark.parametrize(
    "columns", [{"listed_since": timezone.now()}, {"listed_digest": "d"}], ids=["only since", "only digest"]
)
def test_database_refuses_half_a_listing(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(slug="x", name="X", state=State.LISTED, **columns)


def test_forged_listing_without_a_voted_state_is_not_public():
    entry = Entry.objects.create(slug="x", state=State.LISTED, listed_since=timezone.now(), listed_digest="d")

    assert not is_public(entry)


def test_changed_listed_content_is_not_shown():
    entry = a_listed_entry()
    state = ListedState.objects.get(entry=entry)
    state.content["name"]["en"] = "Something else"

    state.save()

    assert public_entry(Entry.objects.get(pk=entry.pk)) is None


def test_edit_changes_nothing_in_public_until_it_is_voted():
    entry = a_listed_entry(name_en="Before")

    actions.save_entry(entry, actions.Change(fields={"name_en": "After"}), by=None)
    before = (is_public(entry), shown(entry))
    voted(entry)

    assert before == (True, "Before")
    assert shown(entry) == "After"


def test_edit_makes_earlier_votes_void():
    entry, first, second = an_entry(), a_vetter(), a_vetter()
    vote(entry, first)

    actions.save_entry(entry, actions.Change(fields={"summary_en": "New"}), by=None)
    outcome = vote(entry, second)

    assert outcome == Outcome.OPEN
    assert Vote.objects.filter(entry=entry).count() == 2
    assert vote(entry, first) == Outcome.ACCEPTED


def test_edit_of_a_contact_to_be_checked_keeps_the_version_for_its_editor():
    entry, editor = an_entry(contacts=[a_phone("8522698", to_be_checked=True)]), a_vetter()
    row = entry.contacts.get()
    draft = a_phone("852-2698", uuid=row.uuid, to_be_checked=True)

    changed = actions.save_entry(entry, actions.Change(contacts=[draft]), by=editor)

    assert changed
    assert not permissions.may_vote(editor, entry)


def test_edit_that_changes_nothing_is_none():
    entry = an_entry(name_en="Same")
    count = AuditEntry.objects.count()

    changed = actions.save_entry(entry, actions.Change(fields={"name_en": "Same"}), by=None)

    assert not changed
    assert (entry.versions.count(), AuditEntry.objects.count()) == (1, count)


def test_vote_on_a_difference_that_changed_is_refused():
    entry = an_entry()
    seen = proposal_digest(entry)
    actions.save_entry(entry, actions.Change(fields={"summary_en": "New"}), by=None)

    with pytest.raises(ValidationError):
        actions.cast_vote(entry, yes=True, by=a_vetter(), digest=seen)

    assert Vote.objects.count() == 0


def test_vote_stops_counting_when_the_appointment_ends():
    entry, first = an_entry(), a_vetter()
    vote(entry, first)

    end_appointment(first.appointments.get(), by=None)

    assert vote(entry, a_vetter()) == Outcome.OPEN


def test_vote_stops_counting_when_the_organisation_is_suspended():
    entry, organisation = an_entry(), a_plain_organisation()
    vote(entry, a_vetter(organisation))

    suspend_organisation(organisation, by=None)

    assert vote(entry, a_vetter()) == Outcome.OPEN


def test_conflict_declared_later_voids_the_vote():
    entry, first = an_entry(), a_vetter()
    vote(entry, first)

    actions.declare_conflict(entry, by=first)
    actions.declare_conflict(entry, by=first)

    assert vote(entry, a_vetter()) == Outcome.OPEN
    assert entry.conflicts.count() == 1


def test_only_vetters_declare_conflicts():
    with pytest.raises(ValidationError):
        actions.declare_conflict(an_entry(), by=an_appointed("directory_editor"))


def test_taking_the_organisation_off_an_entry_does_not_free_its_vetter():
    organisation = a_plain_organisation()
    entry = a_listed_entry(organisation=organisation)
    host = a_listed_entry(organisation=organisation)
    hosted = a_listed_entry(hosted_by=host)

    actions.save_entry(entry, actions.Change(fields={"organisation": None}), by=None)
    actions.save_entry(hosted, actions.Change(fields={"hosted_by": None}), by=None)

    vetter = a_vetter(organisation)
    assert [permissions.may_vote(vetter, each) for each in (entry, hosted)] == [False, False]


def test_two_no_decline_what_is_being_checked():
    entry = an_entry()

    outcomes = [vote(entry, a_vetter(), yes=False), vote(entry, a_vetter(), yes=False)]

    entry.refresh_from_db()
    assert outcomes == [Outcome.OPEN, Outcome.REFUSED]
    assert entry.state == State.DECLINED


def test_two_no_leave_a_listed_entry_as_it_was():
    entry = a_listed_entry(name_en="Before")
    actions.save_entry(entry, actions.Change(fields={"name_en": "After"}), by=None)

    vote(entry, a_vetter(), yes=False)
    vote(entry, a_vetter(), yes=False)

    assert (is_public(entry), shown(entry)) == (True, "Before")


def test_voting_again_checks_anew():
    entry = a_listed_entry()
    ListedState.objects.filter(entry=entry).update(checked_on=timezone.localdate() - timedelta(days=200))

    voted(entry)

    assert Entry.objects.get(pk=entry.pk).listed_state.checked_on == timezone.localdate()


@pytest.mark.parametrize("state", [State.NOMINATED, State.NEEDS_INFORMATION, State.DECLINED, State.DELISTED])
def test_only_what_is_being_checked_or_listed_is_voted(state):
    entry, vetter = an_entry(), a_vetter()
    before = permissions.may_vote(vetter, entry)

    Entry.objects.filter(pk=entry.pk).update(state=state)

    assert (before, permissions.may_vote(vetter, entry)) == (True, False)


def test_moves_follow_their_order():
    entry, person = an_entry(), an_appointed("directory_editor")

    states = [
        actions.ask_for_information(entry, by=person).state,
        actions.start_checking(entry, by=person).state,
        actions.decline_entry(entry, by=person).state,
        actions.reopen_entry(entry, by=person).state,
    ]

    assert states == [State.NEEDS_INFORMATION, State.CHECKING, State.DECLINED, State.CHECKING]
    with pytest.raises(ValidationError, match="while the entry is: Being checked"):
        actions.start_checking(entry, by=person)
    with pytest.raises(ValidationError):
        actions.reopen_entry(entry, by=person)


def test_reopening_voids_earlier_votes():
    entry, first = an_entry(), a_vetter()
    vote(entry, first)
    actions.decline_entry(entry, by=first)

    actions.reopen_entry(entry, by=first)

    assert vote(entry, a_vetter()) == Outcome.OPEN


def test_entry_needs_a_name():
    with pytest.raises(ValidationError):
        an_entry(name_en="")


@pytest.mark.parametrize("rows", [1, 3])
def test_votable_entries_cost_the_same_for_any_number(django_assert_num_queries, rows):
    vetter = a_vetter()
    for _row in range(rows):
        a_listed_entry(organisation=a_plain_organisation())

    with django_assert_num_queries(9):
        assert len(permissions.votable_entries(vetter)) == rows


def test_every_step_is_logged():
    entry = a_listed_entry()

    actions.suspend_entry(entry, by=a_vetter())

    kept = AuditEntry.objects.filter(object_id=str(entry.uuid)).order_by("number")
    assert list(kept.values_list("action", flat=True)) == [
        "entry.drafted", "entry.voted", "entry.voted", "entry.listed", "entry.suspended",
    ]  # fmt: skip


def test_visitor_votes_on_nothing():
    assert not permissions.may_vote(VISITOR, an_entry())


def test_entry_that_was_listed_before_keeps_the_day_on_which_it_first_was():
    entry = a_listed_entry()
    first = entry.listed_since

    voted(entry)

    assert Entry.objects.get(pk=entry.pk).listed_since == first


def test_unknown_column_of_terms_is_refused():
    with pytest.raises(ValidationError):
        actions.save_entry(an_entry(), actions.Change(terms={"colours": []}), by=None)


def test_content_that_changes_behind_the_vote_is_not_listed(monkeypatch):
    entry, first = an_entry(), a_vetter()
    vote(entry, first)
    monkeypatch.setattr("directory.actions.vetting.restricted_seal_of", lambda _entry: "another")

    with pytest.raises(ValidationError, match=r"^\['The entry changed while it was voted\.'\]$"):
        vote(entry, a_vetter())

    assert not is_public(entry)


@pytest.mark.parametrize("column", ["countries", "languages"])
def test_codes_must_be_known(column):
    with pytest.raises(ValidationError):
        an_entry(**{column: ["KE", "en", "??"]})
