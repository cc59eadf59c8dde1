"""An organisation leaves: its people are out, what it owned with others passes on, the rest is deleted or kept."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from content.models import NetworkDocument, NetworkImage
from directory.actions import cast_vote
from directory.matters import voter_of
from directory.models import Entry
from manuals.models import ManualPage, Work
from organisations import actions, permissions
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.leaving import Rest, leave_network, pages_that_pass
from organisations.export import archive_of
from organisations.models import AuditEntry, CoOwner, Membership, Organisation, PageAccess
from organisations.viewer import viewer_of
from organisations.views.leaving import LeavingForm
from tests.access.world import a_picture
from tests.factories import a_circle, a_member, a_page, an_appointed, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, an_update
from tests.factories.directory import a_listed_entry, an_entry
from tests.factories.faults import BreakOff, FaultError
from tests.factories.manuals import a_chapter, a_manual, an_edition, blocks
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in
from tests.factories.stored import everything_stored, on_disk

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def two_houses():
    leaving, staying = an_organisation("Leaving house"), an_organisation("Staying house")
    people = {
        "own": a_member(leaving, "editor"),
        "theirs": a_member(staying, "editor"),
        "secretariat": an_appointed("secretariat"),
    }
    return leaving, staying, people


made = made_once(two_houses)
leaving, staying, people = copies(3)


def shared(page, organisation, people):
    actions.invite_co_owner(page, organisation, by=people["own"])
    actions.agree_to_co_own(page, organisation, by=people["theirs"])
    return page


def leave(organisation, people, rest=Rest.KEPT):
    return leave_network(organisation, by=people["secretariat"], rest=rest)


def rule_of(page):
    return PageAccess.objects.get(page=page.pk).policy.rule


def readers(page, *everybody):
    pages = Page.objects.filter(pk=page.pk)
    return [
        permissions.readable_by(viewer_of(person, second_factor=True), pages).exists() for person in (None, *everybody)
    ]


# -- People --------------------------------------------------------------------------------------------------------


def test_people_are_out_with_their_next_request(leaving, people):
    page = a_page(workspace_of(leaving))
    client, edit = signed_in(people["own"]), reverse("wagtailadmin_pages:edit", args=[page.pk])
    vetter = an_appointed("vetter", leaving)
    before = client.get(edit).status_code, voter_of(vetter).appointed

    leave(leaving, people)

    assert before == (200, leaving.pk)
    assert client.get(edit).status_code == 404
    assert (voter_of(vetter).appointed, permissions.roles_of(people["own"])) == (None, frozenset())
    assert not Membership.objects.current().filter(organisation=leaving).exists()
    assert people["own"].groups.count() == 0


def test_place_in_a_circle_ends_with_the_last_organisation(leaving, staying, people):
    both = a_member(leaving)
    actions.admit_member(both, staying, role="reader", by=None)
    circle = a_circle(people["own"], both)
    page = a_page(workspace_of(staying))
    set_audience(page, Audience(Kind.CIRCLE, circle), by=None)
    before = readers(page, people["own"], both)

    leave(leaving, people)

    assert (before, readers(page, people["own"], both)) == ([False, True, True], [False, False, True])


def test_vote_that_decided_nothing_yet_counts_no_more_and_what_is_listed_stays(leaving, people):
    first, second = an_appointed("vetter", leaving), an_appointed("vetter", an_organisation())
    listed, waiting = a_listed_entry(organisation=leaving), an_entry()
    cast_vote(waiting, yes=True, by=first)

    leave(leaving, people)
    cast_vote(waiting, yes=True, by=second)

    assert Entry.objects.get(pk=waiting.pk).listed_since is None
    assert Entry.objects.get(pk=listed.pk).organisation == leaving
    assert Client().get(reverse("directory:entry", args=[listed.slug])).status_code == 200


# -- What passes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rest", list(Rest))
def test_what_is_owned_together_passes_with_all_below_and_its_files(leaving, staying, people, rest, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = NetworkImage.objects.create(title="Map", file=a_picture(), collection=leaving.own_files)
    campaign = shared(a_campaign(leaving, slug="here", picture=picture, picture_alt="A map."), staying, people)
    update = an_update(campaign, slug="there")
    a_page(workspace_of(staying), slug="here")
    before = [Client().get(f"/en/campaigns/{path}").status_code for path in ("here/", "here/there/")]

    leave(leaving, people, rest)

    fresh = Page.objects.get(pk=campaign.pk)
    owners = {PageAccess.objects.get(page=each).owner for each in (campaign.pk, update.pk)}
    address = fresh.specific.get_url()
    assert (before, owners) == ([200, 200], {staying})
    assert fresh.path.startswith(workspace_of(staying).path)
    assert "A map." in Client().get(address).content.decode()
    assert NetworkImage.objects.get().collection.access.owner == staying
    assert not CoOwner.objects.filter(page=campaign.pk).exists()
    assert permissions.may_publish(people["theirs"], fresh)
    assert AuditEntry.objects.filter(action="page.passed_on", object_id=str(campaign.pk)).exists()


@pytest.mark.parametrize("audience", [Kind.PUBLIC, Kind.MEMBERS, Kind.ORGANISATION])
@pytest.mark.parametrize("above", [Kind.PUBLIC, Kind.MEMBERS, Kind.ORGANISATION])
def test_nobody_can_read_it_afterwards_who_could_not_before(leaving, staying, people, audience, above):
    member = a_member(an_organisation())
    page = shared(a_campaign(leaving), staying, people)
    set_audience(page, Audience(audience), by=None)
    set_audience(workspace_of(leaving), Audience(above), by=None)
    before = readers(page, people["theirs"], member)

    leave(leaving, people)

    after = readers(page, people["theirs"], member)
    assert [now and not then for now, then in zip(after, before, strict=True)] == [False] * 3
    assert f"org:{leaving.pk}" not in str(rule_of(page)) or above == Kind.ORGANISATION
    if Kind.ORGANISATION not in (audience, above):
        assert after == before


def test_manual_passes_with_its_editions(leaving, staying, people):
    manual = a_manual(leaving, "Handbook", slug="handbook")
    a_chapter(manual, "Meeting", "Words of it.", slug="meeting")
    an_edition(ManualPage.objects.get())
    shared(Page.objects.get(pk=manual.pk), staying, people)

    leave(leaving, people, Rest.DELETED)

    assert Work.objects.get().owner == staying
    assert ManualPage.objects.get().access.owner == staying
    assert Client().get("/en/manuals/handbook/meeting/").status_code == 200


def test_pages_of_others_are_theirs_alone(leaving, staying, people):
    page = a_page(workspace_of(staying))
    actions.invite_co_owner(page, leaving, by=people["theirs"])
    actions.agree_to_co_own(page, leaving, by=people["own"])
    set_audience(page, Audience(Kind.ORGANISATION), by=None)

    leave(leaving, people)

    assert rule_of(page) == [[f"org:{staying.pk}"]]
    assert not CoOwner.objects.filter(organisation=leaving).exists()


def test_nothing_passes_to_those_who_only_were_asked(leaving, staying, people):
    page = a_page(workspace_of(leaving))
    actions.invite_co_owner(page, staying, by=people["own"])

    assert pages_that_pass(leaving) == []


@pytest.mark.parametrize("is_alone", [True, False])
def test_what_is_owned_with_a_suspended_organisation_is_kept_for_it(leaving, staying, people, is_alone):
    page, other = a_page(workspace_of(leaving)), an_organisation("Suspended house")
    out = a_member(other, "editor")
    shared(page, other, people)
    if not is_alone:
        shared(page, staying, people)
    set_audience(page, Audience(Kind.ORGANISATION), by=None)
    actions.suspend_organisation(other, by=people["secretariat"])

    leave(leaving, people, Rest.DELETED)

    kept = Page.objects.get(pk=page.pk)
    assert kept.access.owner == (other if is_alone else staying)
    assert readers(kept, out, people["own"]) == [False, False, False]
    actions.reinstate_organisation(other, by=people["secretariat"])
    assert readers(kept, out) == [False, True]


# -- The rest ------------------------------------------------------------------------------------------------------


def test_rest_stays_readable_and_the_secretariat_looks_after_it(leaving, people):
    page, private = a_page(workspace_of(leaving)), a_page(workspace_of(leaving))
    set_audience(private, Audience(Kind.ORGANISATION), by=None)
    before = permissions.may_edit(people["secretariat"], page)

    leave(leaving, people)

    assert (before, permissions.may_edit(people["secretariat"], page)) == (False, True)
    assert readers(page, people["own"]) == [True, True]
    assert readers(private, people["own"], people["secretariat"]) == [False, False, False]


def test_rest_is_deleted_with_its_bytes(
    leaving, staying, people, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    word = "quaxelbrim"
    with django_capture_on_commit_callbacks(execute=True):
        NetworkImage.objects.create(title=f"The {word}", file=a_picture(), collection=leaving.public_files)
        a_page(workspace_of(leaving), "Plan", body=blocks(("paragraph", {"text": f"<p>Behind the {word}.</p>"})))
    kept = a_page(workspace_of(staying))
    before = word in everything_stored(), len(on_disk())

    with django_capture_on_commit_callbacks(execute=True):
        leave(leaving, people, Rest.DELETED)

    assert before == (True, 1)
    assert (word in everything_stored(), on_disk()) == (False, set())
    assert not leaving.workspaces.exists()
    assert Page.objects.filter(pk=kept.pk).exists()
    assert Organisation.objects.get(pk=leaving.pk).state == Organisation.State.LEFT


def test_it_leaves_once_and_does_not_come_back(leaving, people):
    leave(leaving, people)

    for act in (
        lambda: leave(leaving, people),
        lambda: actions.reinstate_organisation(leaving, by=people["secretariat"]),
        lambda: actions.admit_member(people["own"], leaving, role="editor", by=None),
    ):
        with pytest.raises(ValidationError):
            act()
    assert AuditEntry.objects.filter(action="organisation.left").count() == 1


def test_broken_off_anywhere_it_is_as_before(leaving, staying, people):
    shared(a_campaign(leaving), staying, people)
    aside = ("referenceindex", "wagtailsearch")
    before, counter = everything_stored(), BreakOff(0, aside)
    with connection.execute_wrapper(counter), transaction.atomic():
        leave(leaving, people, Rest.DELETED)
        transaction.set_rollback(True)

    for at in range(1, counter.writes + 1, max(1, counter.writes // 8)):
        with connection.execute_wrapper(BreakOff(at, aside)), pytest.raises(FaultError):
            leave(leaving, people, Rest.DELETED)
        assert everything_stored() == before

    assert counter.writes > 20


# -- What it takes along -------------------------------------------------------------------------------------------


def test_archive_has_all_of_its_own_and_nothing_of_others(leaving, staying, people):
    own = a_page(workspace_of(leaving), "Own page", body=blocks(("paragraph", {"text": "<p>Words of ours.</p>"})))
    own.title = "Newer draft"
    own.save_revision()
    a_page(workspace_of(staying), "Foreign page")
    for owner, title in ((leaving, "Own map"), (staying, "Foreign map")):
        NetworkImage.objects.create(title=title, file=a_picture(), collection=owner.own_files)
    a_listed_entry(name_en="Own entry", organisation=leaving)
    a_listed_entry(name_en="Foreign entry", organisation=staying)

    archive = zipfile.ZipFile(io.BytesIO(archive_of(leaving)))
    names, told = archive.namelist(), {name: archive.read(name) for name in archive.namelist()}

    whole = b"".join(content for name, content in told.items() if name.endswith((".json", ".html"))).decode()
    assert all(words in whole for words in ("Own page", "Words of ours.", "Newer draft", "Own map", "Own entry"))
    assert "Foreign" not in whole
    assert sum(name.endswith(".png") for name in names) == 1
    assert json.loads(told[next(name for name in names if name.endswith("own-page/page.json"))])["title"] == "Own page"


# -- The screen ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_screen_says_what_it_means_and_lets_it_leave_once_it_is_named(leaving, staying, people):
    shared(a_campaign(leaving), staying, people)
    NetworkDocument.objects.all().delete()
    screen = reverse("organisations_admin:leave", args=[leaving.uuid])
    client, editor = signed_in(people["secretariat"]), signed_in(people["own"])
    archive = reverse("organisations_admin:export", args=[leaving.uuid])

    asked = client.get(screen).content.decode()
    too_early = client.post(screen, {"rest": "deleted", "name": "Leaving house"})
    saved = client.post(archive)
    wrong = client.post(screen, {"rest": "kept", "name": "Another"})
    refused = [editor.get(screen).status_code, editor.post(archive).status_code]
    done = client.post(screen, {"rest": "kept", "name": "Leaving house"})

    assert ("Staying house" in asked, "This cannot be undone" in asked) == (True, True)
    assert (saved.status_code, saved.headers["Content-Type"]) == (200, "application/zip")
    assert AuditEntry.objects.filter(action="organisation.exported").count() == 1
    assert (too_early.status_code, "Save the archive first" in too_early.content.decode()) == (200, True)
    assert (wrong.status_code, "another name" in wrong.content.decode(), refused) == (200, True, [404, 404])
    assert (done.status_code, client.get(screen).status_code) == (302, 404)


@pytest.mark.slow
def test_nothing_is_deleted_before_its_archive_was_saved(leaving, people):
    client, screen = signed_in(people["secretariat"]), reverse("organisations_admin:leave", args=[leaving.uuid])
    sent = {"rest": "deleted", "name": "Leaving house"}
    client.post(reverse("organisations_admin:export", args=[leaving.uuid]))

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        too_late = LeavingForm(sent, organisation=leaving)
        assert "Save the archive first" in str(too_late.errors)
    done = client.post(screen, sent)

    assert done.status_code == 302
    told = client.get(reverse("organisations_admin:organisation", args=[leaving.uuid])).content.decode()
    assert "It has left the network" in told
    assert "Invite" not in told
