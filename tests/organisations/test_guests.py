"""Guests of a page: whom they stand beside, what stays shut for them, and how it ends."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from organisations import actions
from organisations.actions.audiences import Audience, Kind, audience_of
from organisations.actions.guests import end_guest, invite_guest
from organisations.models import AuditEntry, Guest, PageAccess
from organisations.permissions import readable_by
from organisations.viewer import viewer_of
from tests.factories import a_circle, a_locale, a_member, a_page, a_person, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TODAY = timezone.localdate


def a_house():
    """A page for its organisation alone, its editor, an account that belongs nowhere, and another organisation."""
    owner, other = an_organisation("Casa"), an_organisation("Faro")
    page = a_page(workspace_of(owner), "Rooms")
    actions.set_audience(page, Audience(Kind.ORGANISATION), by=None)
    return {
        "owner": owner,
        "other": other,
        "page": page,
        "editor": a_member(owner, "editor"),
        "person": a_person(email="guest@example.org"),
        "member": a_member(other),
    }


house_made = made_once(a_house)


@pytest.fixture
def house(house_made):
    return deepcopy(house_made)


def reads(person, page: Page, *, second_factor: bool = True) -> bool:
    viewer = viewer_of(person, second_factor=second_factor)
    return readable_by(viewer, Page.objects.filter(pk=page.pk)).exists()


def key(page: Page) -> str:
    return PageAccess.objects.get(page_id=page.pk).policy.key


def invite(house, page=None, **who) -> Guest:
    who = who or {"email": house["person"].email}
    return invite_guest(page or house["page"], until=TODAY() + timedelta(days=7), by=house["editor"], **who)


def restrict(page: Page, kind: Kind, circle=None) -> None:
    actions.set_audience(Page.objects.get(pk=page.pk), Audience(kind, circle), by=None)


def test_guest_reads_the_page_and_others_still_do_not(house):
    before = [reads(house[name], house["page"]) for name in ("person", "member", "editor")]

    invite(house)

    assert before == [False, False, True]
    assert [reads(house[name], house["page"]) for name in ("person", "member", "editor")] == [True, False, True]


def test_page_is_served_to_its_guest(house):
    client = signed_in(house["person"], second_factor=False)
    before = client.get(house["page"].url).status_code

    invite(house)

    assert (before, client.get(house["page"].url).status_code) == (404, 200)


def test_people_of_a_guest_organisation_read_the_page(house):
    invite(house, organisation=house["other"])

    assert [reads(house[name], house["page"]) for name in ("person", "member")] == [False, True]


def test_address_counts_for_whoever_signs_in_with_it_later(house):
    invite(house, email="Later@Example.org")

    later = a_person(email="later@example.org")

    assert reads(later, house["page"])


def test_guest_reads_every_language(house):
    actions.translate_workspace(house["owner"], a_locale("fr"), by=None)
    french = house["page"].copy_for_translation(a_locale("fr"))
    french.get_latest_revision().publish()

    invite(house, page=french)

    assert [reads(house["person"], page) for page in (house["page"], french)] == [True, True]


def test_restriction_above_counts_for_guests_too(house):
    below = a_page(house["page"])
    restrict(below, Kind.ORGANISATION)
    restrict(house["page"], Kind.MEMBERS)

    invite(house, page=below)
    invite(house, page=below, organisation=house["other"])

    assert [reads(house[name], below) for name in ("person", "member")] == [False, True]


@pytest.mark.parametrize(("kind", "opens"), [(Kind.PUBLIC, True), (Kind.ORGANISATION, True), (Kind.CIRCLE, False)])
def test_what_stands_below_opens_unless_it_is_kept_narrower(house, kind, opens):
    below = a_page(house["page"])
    restrict(below, kind, a_circle(house["editor"]) if kind == Kind.CIRCLE else None)

    invite(house)

    assert (reads(house["person"], house["page"]), reads(house["person"], below)) == (True, opens)


def test_page_beside_stays_shut(house):
    beside = a_page(workspace_of(house["owner"]))
    restrict(beside, Kind.ORGANISATION)

    invite(house)

    assert not reads(house["person"], beside)


def test_restriction_of_our_making_is_what_a_guest_passes_and_no_other(house):
    closed = a_page(workspace_of(house["owner"]))
    closed.view_restrictions.create(restriction_type="password", password="x")

    invite(house, page=closed)

    assert key(closed) == "nobody"


def test_guest_of_an_alias_s_place_does_not_pass_its_source(house):
    place = a_page(workspace_of(house["owner"]))
    restrict(place, Kind.ORGANISATION)
    alias = house["page"].create_alias(parent=Page.objects.get(pk=place.pk), update_slug="again")

    invite(house, page=place)

    assert [reads(house["person"], page) for page in (place, alias)] == [True, False]


def test_circle_that_asks_for_a_second_factor_asks_its_guests_too(house):
    restrict(house["page"], Kind.CIRCLE, a_circle(house["editor"]))

    invite(house)

    assert [reads(house["person"], house["page"], second_factor=factor) for factor in (False, True)] == [False, True]


def test_audience_is_what_it_was_and_keeps_its_guests(house):
    invite(house)

    restrict(house["page"], Kind.MEMBERS)

    assert audience_of(house["page"]) == Audience(Kind.MEMBERS)
    assert reads(house["person"], house["page"])


def test_last_day_counts_and_the_next_does_not(house):
    guest = invite(house)
    rows = Guest.objects.filter(pk=guest.pk)
    rows.update(until=TODAY())
    last = reads(house["person"], house["page"])

    rows.update(until=TODAY() - timedelta(days=1))

    assert (last, reads(house["person"], house["page"])) == (True, False)


@pytest.mark.parametrize("which", ["owner", "other"])
def test_suspended_organisation_ends_its_guests(house, which):
    invite(house)
    invite(house, organisation=house["other"])
    before = [reads(house[name], house["page"]) for name in ("person", "member")]

    actions.suspend_organisation(house[which], by=None)

    assert before == [True, True]
    left = [reads(house[name], house["page"]) for name in ("person", "member")]
    assert left == ([False, False] if which == "owner" else [True, False])


def test_guest_by_address_leaves_with_the_organisation_they_came_with(house):
    invite(house, email=house["member"].email)
    before = reads(house["member"], house["page"])

    actions.end_membership(house["member"].memberships.get(), by=None)

    assert (before, reads(house["member"], house["page"])) == (True, False)


def test_ending_twice_is_written_down_once(house):
    guest = invite(house)
    invite(house)

    for _time in range(2):
        end_guest(guest, by=house["editor"])

    written = AuditEntry.objects.filter(action__startswith="guest.", object_id=str(house["page"].pk)).order_by("number")
    assert [entry.action for entry in written] == ["guest.invited", "guest.ended"]
    assert {entry.details["guest"] for entry in written} == {str(guest.uuid)}
    assert "guest@example.org" not in str([entry.details for entry in written])
    assert key(house["page"]) == f"org:{house['owner'].pk}"


@pytest.mark.parametrize("fault", ["over", "public", "owner"])
def test_invitation_that_means_nothing_is_refused(house, fault):
    who = {"organisation": house["owner"]} if fault == "owner" else {"email": "guest@example.org"}
    if fault == "public":
        restrict(house["page"], Kind.PUBLIC)

    with pytest.raises(ValidationError):
        invite_guest(house["page"], until=TODAY() - timedelta(days=fault == "over"), by=None, **who)

    assert not Guest.objects.exists()


def test_deleting_a_language_keeps_the_rest_from_its_guests(house):
    actions.translate_workspace(house["owner"], a_locale("fr"), by=None)
    french = house["page"].copy_for_translation(a_locale("fr"))
    french.get_latest_revision().publish()
    invite(house)
    before = reads(house["person"], french)

    Page.objects.get(pk=house["page"].pk).delete()

    assert (before, reads(house["person"], french), key(french)) == (True, False, f"org:{house['owner'].pk}")


def test_copy_has_no_guests(house):
    invite(house)

    copy = house["page"].copy(update_attrs={"slug": "copied"}, keep_live=True)

    assert [reads(house["person"], page) for page in (house["page"], copy)] == [True, False]


# -- The screen ----------------------------------------------------------------------------------------------------


def screen(house) -> str:
    return reverse("organisations_admin:readers", args=[house["page"].pk])


def sent(house, **fields) -> dict:
    return {"step": "invite", "email": "", "until": (TODAY() + timedelta(days=3)).isoformat(), **fields}


@pytest.mark.parametrize("address", ["guest@example.org", "nobody-has-it@example.org"])
def test_screen_answers_the_same_whether_an_account_exists(house, address):
    client = signed_in(house["editor"])

    answered = client.post(screen(house), sent(house, email=address), follow=True)

    html = answered.content.decode().replace(address, "ADDRESS")
    assert (answered.status_code, html.count("ADDRESS")) == (200, 3)
    assert "Person" not in html.split("<main")[-1].split("Guests</h2>")[-1].split("Invite a guest")[0]


def test_screen_lists_guests_and_ends_them(house):
    client, guest = signed_in(house["editor"]), invite(house)
    shown = "guest@example.org" in client.get(screen(house)).content.decode()

    client.post(screen(house), {"step": "end", "guest": guest.pk})

    html = client.get(screen(house)).content.decode().split("Guests</h2>")[1]
    assert (shown, "guest@example.org" in html) == (True, False)
    assert not reads(house["person"], house["page"])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "one of the two"),
        ({"email": "a@example.org", "until": "2020-01-01"}, "This day is over"),
        ({"email": "a@example.org", "until": "soon"}, "This is not a day"),
        ({"email": "a@example.org", "until": "9999-12-31"}, "more than ten years away"),
        ({"organisation": "casa"}, "This organisation cannot be invited"),
    ],
)
def test_screen_says_what_is_wrong_and_keeps_what_was_written(house, fields, words):
    answered = signed_in(house["editor"]).post(screen(house), sent(house, **fields))

    html = answered.content.decode()
    assert (answered.status_code, words in html) == (200, True)
    assert fields.get("email", "") in html
    assert not Guest.objects.exists()


def test_organisation_that_hides_is_not_offered_as_guest(house):
    hidden = an_organisation("Hidden")
    restrict(workspace_of(hidden), Kind.ORGANISATION)
    client = signed_in(house["editor"])

    answered = client.post(screen(house), sent(house, organisation=hidden.slug))

    html = client.get(screen(house)).content.decode()
    assert ("Faro" in html, "Hidden" in html, answered.status_code) == (True, False, 200)
    assert not Guest.objects.exists()


def test_guest_of_another_page_is_not_ended_here(house):
    other = a_page(workspace_of(house["owner"]))
    restrict(other, Kind.ORGANISATION)
    elsewhere = invite(house, page=other)

    answered = signed_in(house["editor"]).post(screen(house), {"step": "end", "guest": elsewhere.pk})

    assert (answered.status_code, Guest.objects.get(pk=elsewhere.pk).is_current()) == (404, True)
