"""Files: readable by exactly those who may read a page that shows them, whatever happens to the page."""

from copy import deepcopy

import pytest
from django.test import Client
from wagtail.models import Collection

from content.models import NetworkImage
from organisations import actions, rules
from organisations.actions.audiences import Audience, Kind
from organisations.permissions import own_files
from tests.factories import a_circle, a_member, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, a_picture
from tests.factories.once import made_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_network():
    """A published campaign with a picture, its owner, and people in and out of a circle that asks for no second
    factor."""
    first, second = an_organisation(), an_organisation()
    own, member, inside = a_member(first), a_member(second), a_member(second)
    circle = a_circle(inside, needs_second_factor=False)
    picture = a_picture(first.own_files, width=160, height=100)
    return {
        "owner": first,
        "other": second,
        "circle": circle,
        "picture": picture,
        "campaign": a_campaign(first, picture=picture, picture_alt="A house front."),
        "people": (None, own, member, inside),
    }


network_made = made_once(a_network)


@pytest.fixture
def network(network_made):
    return deepcopy(network_made)


def reload(network: dict) -> NetworkImage:
    return NetworkImage.objects.select_related("collection__access__policy").get(pk=network["picture"].pk)


def readers(network: dict) -> rules.Rule:
    return rules.rule_of(reload(network).collection.access.policy.rule)


def statuses(network: dict, url: str) -> list[int]:
    found = []
    for person in network["people"]:
        client = Client()
        if person:
            client.force_login(person)
        response = client.get(url)
        response.getvalue()  # a file that is read to its end is closed
        found.append(response.status_code)
    return found


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.PUBLIC, [200, 200, 200, 200]),
        (Kind.MEMBERS, [404, 200, 200, 200]),
        (Kind.ORGANISATION, [404, 200, 404, 404]),
        (Kind.CIRCLE, [404, 404, 404, 200]),
    ],
)
def test_picture_is_handed_to_the_readers_of_its_page(network, kind, expected):
    circle = network["circle"] if kind == Kind.CIRCLE else None

    actions.set_audience(network["campaign"], Audience(kind, circle), by=None)

    url = reload(network).get_rendition("width-100").url
    assert (statuses(network, network["campaign"].url), statuses(network, url)) == (expected, expected)


@pytest.mark.parametrize(("kind", "kept"), [(Kind.PUBLIC, "private, no-cache"), (Kind.MEMBERS, "private, no-store")])
def test_browsers_keep_only_pictures_that_everybody_may_see(network, kind, kept):
    actions.set_audience(network["campaign"], Audience(kind), by=None)
    picture, client = reload(network), Client()
    client.force_login(network["people"][1])

    names = (picture.get_rendition("width-80").file.name, picture.file.name)
    answers = [client.get(f"/media/{name}") for name in names]

    assert [(answer.getvalue() != b"", answer.headers["Cache-Control"]) for answer in answers] == [
        (True, kept),
        (True, "private, no-store"),
    ]


def test_picture_of_two_owners_is_not_handed_to_other_members(network):
    second, third = network["other"], an_organisation()
    actions.invite_co_owner(network["campaign"], second, by=None)
    actions.agree_to_co_own(network["campaign"], second, by=None)

    actions.set_audience(network["campaign"], Audience(Kind.ORGANISATION), by=None)

    both = frozenset({f"org:{network['owner'].pk}", f"org:{second.pk}"})
    assert readers(network) == frozenset({both})
    assert not rules.satisfied(readers(network), {"members", f"org:{third.pk}"})


def test_picture_on_two_pages_is_handed_to_the_readers_of_both(network):
    circle = network["circle"]
    for_members = a_campaign(network["owner"], picture=network["picture"])
    actions.set_audience(for_members, Audience(Kind.MEMBERS), by=None)

    actions.set_audience(network["campaign"], Audience(Kind.CIRCLE, circle), by=None)

    assert readers(network) == frozenset({frozenset({"members", f"circle:{circle.pk}"})})


def test_picture_in_an_area_for_members_and_a_circle_needs_both(network):
    actions.set_audience(workspace_of(network["owner"]), Audience(Kind.MEMBERS), by=None)

    actions.set_audience(network["campaign"], Audience(Kind.CIRCLE, network["circle"]), by=None)

    assert readers(network) == frozenset({frozenset({"members"}), frozenset({f"circle:{network['circle'].pk}"})})


def test_same_readers_share_one_collection(network):
    other = a_campaign(network["owner"], picture=a_picture(network["owner"].own_files, width=160, height=100))
    audience = Audience(Kind.CIRCLE, network["circle"])
    actions.set_audience(other, audience, by=None)
    before = Collection.objects.count()

    actions.set_audience(network["campaign"], audience, by=None)

    assert Collection.objects.count() == before
    assert reload(network).collection == NetworkImage.objects.get(pk=other.picture_id).collection


def test_people_of_the_workspace_work_on_the_files_of_its_circles(network):
    writer, stranger = a_member(network["owner"], "writer"), a_member(network["other"], "writer")

    actions.set_audience(network["campaign"], Audience(Kind.CIRCLE, network["circle"]), by=None)

    files = NetworkImage.objects.filter(pk=network["picture"].pk)
    assert [own_files(person, files).exists() for person in (writer, stranger)] == [True, False]


@pytest.mark.parametrize(("kind", "renamed"), [(Kind.ORGANISATION, True), (Kind.CIRCLE, True), (Kind.PUBLIC, False)])
def test_picture_that_somebody_loses_gets_a_new_name(network, kind, renamed):
    actions.set_audience(network["campaign"], Audience(Kind.MEMBERS), by=None)
    before = reload(network).file.name

    circle = network["circle"] if kind == Kind.CIRCLE else None
    actions.set_audience(network["campaign"], Audience(kind, circle), by=None)

    assert (reload(network).file.name != before) == renamed


def test_picture_of_a_page_that_is_taken_down_goes_back_to_its_owner(network):
    before = readers(network)

    network["campaign"].unpublish()

    assert (before, readers(network)) == (rules.PUBLIC, frozenset({frozenset({f"org:{network['owner'].pk}"})}))


def test_picture_that_no_organisation_owns_stays_where_it_is(network):
    root = Collection.get_first_root_node()
    picture = a_picture(root, width=160, height=100)
    campaign = a_campaign(network["owner"], picture=picture)

    actions.set_audience(campaign, Audience(Kind.MEMBERS), by=None)

    assert NetworkImage.objects.get(pk=picture.pk).collection == root


def test_picture_that_its_owner_gave_to_everybody_stays_so_when_others_show_it(network):
    picture = a_picture(network["owner"].public_files, width=160, height=100)

    others = a_campaign(network["other"], picture=picture)
    actions.set_audience(others, Audience(Kind.MEMBERS), by=None)
    others.unpublish()

    assert NetworkImage.objects.get(pk=picture.pk).collection == network["owner"].public_files
