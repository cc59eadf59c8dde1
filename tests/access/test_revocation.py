"""Revocation: what is restricted, ended or suspended is refused at the very next request, wherever it showed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.actions.guests import end_guest, invite_guest
from tests.access.world import a_picture
from tests.factories import a_circle, a_member, a_page, a_person, an_appointed, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign
from tests.factories.directory import an_entry
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TITLE = "Lanterns over the harbour"
PLACES = {
    "page": "/en/campaigns/lanterns-over-the-harbour/",
    "listing": "/en/campaigns/",
    "feed": "/en/campaigns/feed/",
    "search": "/en/search/?q=lanterns",
    "everything": "/en/search/",
    "front page": "/en/",
}


def shows(client: Client, url: str) -> bool:
    """Whether the title stands there; search marks the words that were sought in it."""
    return TITLE in re.sub("</?mark>", "", client.get(url).content.decode())


def picture_in(client: Client) -> str:
    """The address of the picture on the campaign’s page."""
    return re.search(r'src="(/media/[^"]+)"', client.get(PLACES["page"]).content.decode())[1]


def status(client: Client, url: str) -> int:
    response = client.get(url)
    for close in response._resource_closers:
        close()
    return response.status_code


@pytest.fixture
def campaign():
    """A public campaign with a picture of its organisation's own."""
    from content.models import NetworkImage

    organisation = an_organisation()
    picture = NetworkImage.objects.create(title="Harbour", file=a_picture(), collection=organisation.own_files)
    campaign = a_campaign(organisation, TITLE, picture=picture, picture_alt="A harbour", live=False)
    campaign.get_latest_revision().publish()
    return type(campaign).objects.get(pk=campaign.pk)


@pytest.mark.parametrize(("asks", "read"), [(True, [404, 200]), (False, [200, 200])])
def test_guest_of_a_page_for_a_circle_needs_what_the_circle_asks_for(campaign, asks, read):
    guest, editor = a_person(), a_member(campaign.access.owner, "editor")
    circle = a_circle(editor, needs_second_factor=asks)
    actions.set_audience(campaign, Audience(Kind.CIRCLE, circle), by=None)
    clients = [signed_in(guest, second_factor=proved) for proved in (False, True)]
    before = [status(each, PLACES["page"]) for each in clients]

    invite_guest(campaign, until=timezone.localdate() + timedelta(days=3), by=editor, email=guest.email)

    assert (before, [status(each, PLACES["page"]) for each in clients]) == ([404, 404], read)


@pytest.mark.parametrize("kind", [Kind.MEMBERS, Kind.ORGANISATION])
def test_restricted_page_is_gone_everywhere_at_the_next_request(campaign, client, kind):
    before = {place: shows(client, url) for place, url in PLACES.items()}
    in_sitemap = PLACES["page"] in client.get("/sitemap.xml").content.decode()
    picture = picture_in(client)
    picture_before = status(client, picture)
    again = {place: shows(client, url) for place, url in PLACES.items()}  # now from what is kept

    actions.set_audience(campaign, Audience(kind), by=None)

    assert before == again == dict.fromkeys(PLACES, True)
    assert (in_sitemap, picture_before) == (True, 200)
    assert {place: shows(client, url) for place, url in PLACES.items()} == dict.fromkeys(PLACES, False)
    assert PLACES["page"] not in client.get("/sitemap.xml").content.decode()
    assert status(client, picture) == 404
    assert "1 " not in re.findall(r"(\d+ results?)", client.get(PLACES["search"]).content.decode())


def test_unpublished_page_is_gone_everywhere_at_the_next_request(campaign, client):
    picture = picture_in(client)
    before = {place: shows(client, url) for place, url in PLACES.items()}

    campaign.unpublish()

    assert before == dict.fromkeys(PLACES, True)
    assert {place: shows(client, url) for place, url in PLACES.items()} == dict.fromkeys(PLACES, False)
    assert status(client, picture) == 404


@pytest.fixture
def closed():
    """A page for members with a title to search for, and a member of another organisation who may read it."""
    owner, other = an_organisation(), an_organisation()
    page = a_page(workspace_of(owner), TITLE)
    actions.set_audience(page, Audience(Kind.MEMBERS), by=None)
    person = a_member(other, "editor")
    return page, other, person


def end_membership(other, person):
    actions.end_membership(person.memberships.get(), by=None)


def suspend(other, person):
    actions.suspend_organisation(other, by=person)


def deactivate(other, person):
    person.is_active = False
    person.save()


@pytest.mark.parametrize("revoke", [end_membership, suspend, deactivate])
def test_ended_access_is_felt_at_the_next_request(closed, revoke):
    page, other, person = closed
    client = signed_in(person)
    places = (page.url, "/en/search/?q=lanterns")
    own = f"/admin/pages/{workspace_of(other).pk}/"
    before = [shows(client, url) for url in places], client.get(own).status_code

    revoke(other, person)

    assert before == ([True, True], 200)
    assert [shows(client, url) for url in places] == [False, False]
    assert client.get(own).status_code in (302, 404)


def test_membership_ends_with_its_last_day(closed):
    page, other, person = closed
    today = timezone.localdate()
    actions.admit_member(person, other, role="editor", by=None, until=today)
    client = signed_in(person)
    own = f"/admin/pages/{workspace_of(other).pk}/"
    before = shows(client, page.url), client.get(own).status_code

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        tomorrow = signed_in(person)
        after = shows(tomorrow, page.url), tomorrow.get(own).status_code

    assert (before, after) == ((True, 200), (False, 404))
    assert person.groups.filter(organisation_group__organisation=other).exists() is False


def test_lowered_role_is_felt_at_the_next_request(closed):
    _page, other, person = closed
    client = signed_in(person)
    own = f"/admin/pages/{workspace_of(other).pk}/"
    before = client.get(own).status_code

    actions.admit_member(person, other, role="reader", by=None)

    assert (before, client.get(own).status_code) == (200, 404)


def test_vetter_of_a_suspended_organisation_is_refused_at_once():
    organisation, entry = an_organisation(), an_entry()
    vetter = an_appointed("vetter", organisation)
    client, address = signed_in(vetter), reverse("directory_admin:entry", args=[entry.pk])
    found = [client.get(address).status_code]

    actions.suspend_organisation(organisation, by=vetter)
    found.append(client.get(address).status_code)
    groups = vetter.groups.count()
    actions.reinstate_organisation(organisation, by=vetter)
    found.append(client.get(address).status_code)

    assert (found, groups) == ([200, 404, 200], 0)


@pytest.mark.parametrize("what", ["suspended", "ended"])
def test_place_in_a_circle_ends_with_the_last_organisation(what):
    organisation = an_organisation()
    reader = a_member(organisation, "reader")
    page = a_page(workspace_of(an_organisation()))
    actions.set_audience(page, Audience(Kind.CIRCLE, a_circle(reader)), by=None)
    client = signed_in(reader)
    before = client.get(page.url).status_code

    if what == "suspended":
        actions.suspend_organisation(organisation, by=reader)
    else:
        actions.end_membership(reader.memberships.get(), by=None)

    assert (before, client.get(page.url).status_code) == (200, 404)


# -- Guests and places in circles ----------------------------------------------------------------------------------

# The feed is made for visitors and tells guests nothing at any time.
READ_AS_GUEST = {"page": True, "listing": True, "feed": False, "search": True}


def reached(client: Client) -> dict[str, bool]:
    """Where the title of the campaign stands for whoever uses this browser."""
    return {place: shows(client, PLACES[place]) for place in READ_AS_GUEST}


def tomorrow_for(person, *addresses: str) -> tuple[dict[str, bool], list[int]]:
    """What this person reaches on the next day, without anything having run in between."""
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        client = signed_in(person)
        return reached(client), [status(client, address) for address in addresses]


def a_guest(campaign, how: str):
    """Somebody who is a guest of the campaign: by their address, or with an organisation."""
    person, other = a_person(), None
    if how == "their organisation suspended":
        other = an_organisation()
        actions.admit_member(person, other, role="reader", by=None)
    who = {"organisation": other} if other else {"email": person.email}
    return person, invite_guest(campaign, until=timezone.localdate(), by=None, **who)


@pytest.mark.parametrize(
    "how", ["by its last day", "by hand", "the owner suspended", "their organisation suspended", "the account closed"]
)
def test_guest_is_gone_everywhere_at_the_next_request(campaign, how):
    actions.set_audience(campaign, Audience(Kind.ORGANISATION), by=None)
    person, guest = a_guest(campaign, how)
    client = signed_in(person)
    before, picture = reached(client), picture_in(client)
    picture_before = status(client, picture)

    if how == "by its last day":
        after, statuses = tomorrow_for(person, picture)
    else:
        if how == "by hand":
            end_guest(guest, by=None)
        elif how == "the account closed":
            deactivate(None, person)
        else:
            actions.suspend_organisation(guest.organisation or campaign.access.owner, by=None)
        after, statuses = reached(client), [status(client, picture)]

    assert (before, picture_before) == (READ_AS_GUEST, 200)
    assert (after, statuses) == (dict.fromkeys(READ_AS_GUEST, False), [404])


def test_place_in_a_circle_is_gone_everywhere_after_its_last_day(campaign):
    person = a_member(an_organisation())
    circle = a_circle()
    place = actions.admit_to_circle(person, circle, by=None, until=timezone.localdate())
    actions.set_audience(campaign, Audience(Kind.CIRCLE, circle), by=None)
    client = signed_in(person)
    before, picture = reached(client), picture_in(client)
    picture_before = status(client, picture)

    after, statuses = tomorrow_for(person, picture)

    assert (before, picture_before, place.until) == (READ_AS_GUEST, 200, timezone.localdate())
    assert (after, statuses) == (dict.fromkeys(READ_AS_GUEST, False), [404])
    assert not person.groups.filter(circle=circle).exists()
