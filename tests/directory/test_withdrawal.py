"""A contact method or a whole entry is withdrawn for safety: nothing of it is left, what was voted stays voted."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from directory import actions, permissions
from directory.actions.import_runs import begin_import
from directory.models import ContactMethod, Entry, EntryVersion, ImportRun, Secret, Vote, Withdrawal
from directory.public import public_entry
from organisations.models import AuditEntry
from search.models import SearchDocument
from tests.factories import a_member, an_appointed, an_organisation
from tests.factories.directory import a_listed_entry, a_phone, a_vetter, an_entry, voted
from tests.factories.faults import BreakOff, FaultError
from tests.factories.sessions import signed_in
from tests.factories.stored import everything_stored, places_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NUMBER, LABEL, WORD = "+442079460018", "The quaxelbrim desk", "quaxelbrim"
SAID = {"by": None, "reason": "The phone was taken.", "language": "en"}


def a_desk(**more):
    return a_phone(NUMBER, texts={"label_en": LABEL}, **more)


def a_second_way():
    return a_phone("+442079460019")


def current(entry):
    return Entry.objects.get(pk=entry.pk)


def ways(entry):
    public = public_entry(current(entry))
    return None if public is None else [way.value for way in public.ways]


def is_public(entry):
    return permissions.public_entries().filter(pk=entry.pk).exists()


def edited(entry, **fields):
    actions.save_entry(entry, actions.Change(fields=fields), by=None)
    return current(entry)


# -- A contact method ----------------------------------------------------------------------------------------------


@pytest.fixture
def entry():
    listed = a_listed_entry(contacts=[a_desk(), a_second_way()])
    Entry.objects.filter(pk=listed.pk).update(
        source_row={"phone": "+44 (20) 7946-0018", "name": "Helping hands"},
        source_plan={"contacts": [{"column": "phone", "raw": "+44 20 7946 0018", "value": NUMBER}], "fields": {}},
    )
    return edited(listed, summary_en="Proposed since.")


def key_of(entry, value=NUMBER):
    return entry.contacts.get(value=value).uuid


def test_nothing_is_left_of_a_contact_method(entry, django_capture_on_commit_callbacks):
    begin_import(NUMBER.encode(), by=an_appointed("directory_editor"))
    Client().get(reverse("directory:entry", args=[entry.slug]))
    before = everything_stored()

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_contact(entry, key_of(entry), **SAID)

    after = everything_stored()
    for said in (NUMBER, LABEL, "7946-0018", "7946 0018"):
        assert (said in before, said in after) == (True, False)
    assert (places_of(WORD), ImportRun.objects.count()) == ([], 0)
    assert "Helping hands" in current(entry).source_row["name"]


def test_what_was_voted_stays_listed_without_it(entry):
    was, votes = current(entry).listed_digest, Vote.objects.filter(digest=current(entry).listed_digest).count()
    before = ways(entry)

    actions.withdraw_contact(entry, key_of(entry), **SAID)

    after = current(entry)
    log = AuditEntry.objects.get(action="entry.contact_withdrawn_for_safety").details
    assert (before, ways(entry), is_public(entry)) == ([NUMBER, "+442079460019"], ["+442079460019"], True)
    assert (log["before"], log["after"]) == (was, after.listed_digest)
    assert was != after.listed_digest
    assert (votes, Vote.objects.filter(digest=after.listed_digest).count()) == (2, 2)
    assert after.listed_state.vouched_by.count() == 2


def test_votes_on_the_proposal_still_count(entry):
    actions.cast_vote(entry, yes=True, by=a_vetter())

    actions.withdraw_contact(entry, key_of(entry), **SAID)
    actions.cast_vote(current(entry), yes=True, by=a_vetter())

    assert ways(entry) == ["+442079460019"]
    assert current(entry).listed_state.content["summary"] == {"en": "Proposed since."}


@pytest.mark.parametrize("listed", [True, False])
def test_restricted_contact_method_goes_as_well(listed, viewer_of_a_member):
    entry = an_entry(contacts=[a_second_way()])
    kept = actions.keep_contact(entry, Secret(NUMBER, LABEL), kind="phone", audience="members", by=None)
    if listed:
        voted(entry)
    this, was = Entry.objects.filter(pk=entry.pk), current(entry).listed_digest
    before = permissions.readable_restricted(viewer_of_a_member, this).count(), kept.sealed in everything_stored()

    actions.withdraw_contact(entry, kept.uuid, **SAID)

    assert before == (int(listed), True)
    assert (permissions.readable_restricted(viewer_of_a_member, this).count(), is_public(entry)) == (0, listed)
    assert kept.sealed not in everything_stored()
    assert (current(entry).listed_digest != was, ways(entry) if listed else None) == (
        listed,
        ["+442079460019"] if listed else None,
    )


def test_it_is_not_written_again_by_a_form_that_was_open_or_as_a_kept_one(entry):
    key = key_of(entry)
    open_form = actions.Change(contacts=[a_desk(uuid=key)])
    actions.withdraw_contact(entry, key, **SAID)

    with pytest.raises(ValidationError, match="withdrawn for safety"):
        actions.save_entry(current(entry), open_form, by=None)
    with pytest.raises(ValidationError, match="withdrawn for safety"):
        actions.keep_contact(current(entry), Secret("+44 20 7946 0018"), kind="phone", audience="members", by=None)
    assert not ContactMethod.objects.filter(value=NUMBER).exists()


def test_other_entries_that_say_it_are_named(entry):
    other = a_listed_entry(contacts=[a_desk()])
    told = an_entry(description_en="Call +44 20 7946 0018 at night.")
    an_entry(description_en="Call nobody.")

    left = actions.withdraw_contact(entry, key_of(entry), **SAID)

    assert [each.pk for each in left] == [other.pk, told.pk]


def test_contact_method_of_another_entry_is_refused(entry):
    with pytest.raises(ValidationError):
        actions.withdraw_contact(entry, uuid4(), **SAID)
    with pytest.raises(ValidationError):
        actions.withdraw_contact(an_entry(), key_of(entry), **SAID)


def test_its_mark_tells_nothing_without_the_key(entry, settings):
    actions.withdraw_contact(entry, key_of(entry), **SAID)
    kept = Withdrawal.objects.get().marks

    settings.AUDIT_KEY = "another"
    with pytest.raises(ValidationError):
        actions.withdraw_contact(entry, uuid4(), **SAID)

    assert all(len(mark) == 64 for mark in kept)
    assert NUMBER not in str(kept)


# -- A whole entry -------------------------------------------------------------------------------------------------


def a_told_entry():
    entry = a_listed_entry(
        name_en=f"House of the {WORD}", description_en=f"Behind the {WORD} mill.", contacts=[a_desk()],
        organisation=an_organisation(), slug="house",
    )  # fmt: skip
    actions.keep_contact(entry, Secret(NUMBER, LABEL), kind="phone", audience="members", by=None)
    actions.report_problem(entry, problem="unsafe")
    Entry.objects.filter(pk=entry.pk).update(source_row={"name": WORD}, source="list", source_id="7")
    return edited(entry, summary_en=f"A {WORD} since.")


@pytest.mark.parametrize("listed", [True, False])
def test_nothing_is_left_of_an_entry_and_its_address_says_why(listed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        entry = a_told_entry() if listed else an_entry(name_en=f"The {WORD}", slug="house")
        Client().get(reverse("directory:entry", args=[entry.slug]))
    digest, slug, before = entry.listed_digest, entry.slug, places_of(WORD)

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_entry(entry, **SAID)

    answer = Client().get(reverse("directory:entry", args=[slug]))
    assert {"directory_entry", "directory_entryversion"} <= set(before)
    assert ("directory_listedstate" in before, "search_searchdocument" in before) == (listed, listed)
    assert [place for place in places_of(WORD) if WORD not in slug or place != "directory_entry"] == []
    assert answer.status_code == (410 if listed else 404)
    if listed:
        assert "The phone was taken." in answer.content.decode()
        assert AuditEntry.objects.get(action="entry.withdrawn_for_safety").details["digest"] == digest
    assert not is_public(entry)
    assert not SearchDocument.objects.present().filter(kind="entry").exists()
    assert EntryVersion.objects.filter(entry=entry).count() == 0


def test_nobody_brings_an_entry_back():
    entry = a_told_entry()
    actions.withdraw_entry(entry, **SAID)

    for act in (
        lambda: actions.save_entry(entry, actions.Change(fields={"name_en": WORD}), by=None),
        lambda: actions.reopen_entry(entry, by=a_vetter()),
        lambda: actions.keep_contact(entry, Secret(NUMBER), kind="phone", audience="members", by=None),
        lambda: actions.withdraw_entry(entry, **SAID),
        lambda: actions.cast_vote(entry, yes=True, by=a_vetter()),
    ):
        with pytest.raises(ValidationError):
            act()
    assert current(entry).name_en in (None, "")


@pytest.mark.parametrize("act", ["contact", "entry"])
def test_broken_off_anywhere_it_is_as_before(entry, act):
    def withdraw():
        if act == "contact":
            actions.withdraw_contact(current(entry), key_of(entry), **SAID)
        else:
            actions.withdraw_entry(current(entry), **SAID)

    before, counter = everything_stored(), BreakOff(0)
    with connection.execute_wrapper(counter), transaction.atomic():
        withdraw()
        transaction.set_rollback(True)

    for at in range(1, counter.writes + 1, max(1, counter.writes // 8)):
        with connection.execute_wrapper(BreakOff(at)), pytest.raises(FaultError):
            withdraw()
        assert everything_stored() == before

    assert counter.writes > 8


# -- The screen ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("role", ["directory_editor", "secretariat", "vetter"])
def test_screen_asks_and_withdraws_for_those_who_edit(entry, role):
    client, key = signed_in(an_appointed(role, an_organisation())), key_of(entry)
    screen = reverse("directory_admin:withdraw", args=[entry.pk])
    sent = {"contact": str(key), "reason": "Taken.", "sure": "on"}

    asked = client.get(screen, {"contact": str(key)})
    unsure, foreign = client.post(screen, sent | {"sure": ""}), client.post(screen, sent | {"contact": str(uuid4())})
    there = ways(entry)
    done = client.post(screen, sent)

    if role == "vetter":
        assert [each.status_code for each in (asked, unsure, foreign, done)] == [404] * 4
        return
    assert [each.status_code for each in (asked, unsure, foreign, done)] == [200, 200, 404, 302]
    assert (NUMBER in there, NUMBER in ways(entry)) == (True, False)
    assert NUMBER in asked.content.decode()
    told = client.get(reverse("directory_admin:entry", args=[entry.pk])).content.decode()
    assert "Taken." in told
    client.post(screen, {"reason": "All of it.", "sure": "on"})
    assert client.get(reverse("directory_admin:edit", args=[entry.pk])).status_code == 404
    assert client.get(screen).status_code == 404
    assert "All of it." in client.get(reverse("directory_admin:entry", args=[entry.pk])).content.decode()


@pytest.mark.parametrize(("role", "finds"), [("directory_editor", True), ("secretariat", True), ("editor", None)])
def test_those_who_edit_the_directory_find_entries_where_all_is_withdrawn(entry, role, finds):
    other, gone = an_entry(name_en="Another shelter"), voted(an_entry(name_en="Gone shelter"))
    actions.withdraw_entry(gone, **SAID)
    client = signed_in(an_appointed(role) if finds else a_member(an_organisation(), role))
    find = reverse("organisations_admin:withdraw")

    def told(words):
        html = client.get(find, {"q": words}).content.decode()
        screens = [reverse("directory_admin:withdraw", args=[one.pk]) for one in (entry, other, gone)]
        return [screen in html for screen in screens] if "Directory entries" in html else None

    assert told("") == (finds and [True, True, False])
    assert told(f"https://example.org/en/directory/{entry.slug}/") == (finds and [True, False, False])
    assert told("other shelt") == (finds and [False, True, False])
