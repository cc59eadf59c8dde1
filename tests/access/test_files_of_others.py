"""Pictures and documents are worked on by the people of whoever owns them, superusers being no exception."""

import pytest
from django.urls import reverse
from wagtail.permissions import policy_registry

from accounts.models import User
from content.models import NetworkDocument, NetworkImage
from organisations import actions
from organisations.actions.media import collection_for
from organisations.collection_policy import OwnFilesPolicy
from organisations.permissions import changeable_files, fillable_collections, may_set_files_audience, publishable_files
from organisations.rules import circle_principal, organisation_principal, rule_of
from tests.access.world import ORGANISATION_ROLES, SUPERUSER_WITH_A_ROLE
from tests.factories import VISITOR, a_circle
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db

MODELS = {"image": NetworkImage, "document": NetworkDocument}
CHOOSERS = {"image": "wagtailimages_chooser", "document": "wagtaildocs_chooser"}
DONE = ["add", "change", "choose", "delete"]


def policy(kind: str) -> OwnFilesPolicy:
    return policy_registry.get_by_type(MODELS[kind])


def may_do(kind: str, person, action: str, thing) -> set[bool]:
    """Every answer of the policy about this thing: all of them must agree."""
    asked = policy(kind)
    return {
        asked.user_has_permission_for_instance(person, action, thing),
        asked.user_has_any_permission_for_instance(person, [action, "unheard of"], thing),
        thing in asked.instances_user_has_permission_for(person, action),
        thing in asked.instances_user_has_any_permission_for(person, [action]),
        thing.collection in asked.collections_user_has_permission_for(person, action),
    }


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("screen", ["choose", "choose_results", "choose_results?q=lantern"])
@pytest.mark.parametrize("name", [*ORGANISATION_ROLES[1:], SUPERUSER_WITH_A_ROLE])
def test_chooser_shows_what_is_one_s_own_and_nothing_of_others(world, kind, screen, name):
    for side, title in ((world.ours, "Lantern of ours"), (world.theirs, "Lantern of theirs")):
        side.things[kind].title = title
        side.things[kind].save()
    screen, _mark, query = screen.partition("?")
    client = signed_in(world.ours.people[name])

    shown = client.get(f"{reverse(f'{CHOOSERS[kind]}:{screen}')}?{query}").content.decode()

    assert ("Lantern of ours" in shown, "Lantern of theirs" in shown) == (True, False)


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("action", DONE)
@pytest.mark.parametrize("name", [*ORGANISATION_ROLES, SUPERUSER_WITH_A_ROLE, "secretariat"])
def test_policy_answers_by_whose_the_file_is(world, kind, action, name):
    person = world.ours.people[name]
    works = name not in ("reader", "secretariat")

    assert may_do(kind, person, action, world.ours.things[kind]) == {works}
    assert may_do(kind, person, action, world.theirs.things[kind]) == {False}
    assert policy(kind).user_has_permission(person, action) == works
    assert policy(kind).user_has_any_permission(person, [action, "unheard of"]) == works


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("place", ["members_files", "public_files"])
@pytest.mark.parametrize(("name", "publishes"), [("writer", False), ("editor", True), ("coordinator", True)])
def test_what_others_read_is_chosen_by_those_who_write_and_done_by_those_who_publish(
    world, kind, place, name, publishes
):
    thing, person = world.ours.things[kind], world.ours.people[name]
    thing.collection = getattr(world.ours.organisation, place)
    thing.save()
    files = MODELS[kind].objects.filter(pk=thing.pk)

    assert {action: may_do(kind, person, action, thing) for action in DONE} == {
        "add": {publishes},
        "change": {publishes},
        "choose": {True},
        "delete": {publishes},
    }
    assert changeable_files(person, files).exists() == publishes
    assert publishable_files(person, files).exists() == publishes


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("ask", [changeable_files, publishable_files])
@pytest.mark.parametrize("name", [*ORGANISATION_ROLES, SUPERUSER_WITH_A_ROLE, "secretariat"])
def test_nobody_changes_or_publishes_files_of_others(world, kind, ask, name):
    ours, theirs = (MODELS[kind].objects.filter(pk=side.things[kind].pk) for side in (world.ours, world.theirs))
    publishes = name in ("editor", "coordinator", SUPERUSER_WITH_A_ROLE)
    expected = publishes or (name == "writer" and ask is changeable_files)

    found = [ask(world.ours.people[name], files).exists() for files in (ours, theirs)]

    assert found == [expected, False]


def test_collection_for_a_circle_is_not_a_writer_s_to_fill(world):
    """It stands among the organisation's own, and others read what is in it."""
    circle = a_circle(world.theirs.people["reader"])
    place = collection_for(world.ours.organisation, rule_of([[circle_principal(circle.pk)]]))
    both = collection_for(
        world.ours.organisation,
        rule_of([[organisation_principal(side.organisation.pk) for side in (world.ours, world.theirs)]]),
    )

    found = {
        name: {each.pk for each in fillable_collections(world.ours.people[name])} & {place.pk, both.pk}
        for name in ("writer", "editor")
    }

    assert found == {"writer": set(), "editor": {place.pk, both.pk}}


@pytest.mark.parametrize("kind", MODELS)
def test_nobody_does_what_is_not_done_to_files(world, kind):
    person, thing = world.ours.people[SUPERUSER_WITH_A_ROLE], world.ours.things[kind]

    assert may_do(kind, person, "add", thing) == {True}
    assert policy(kind).user_has_any_permission_for_instance(person, ["unheard of"], thing) is False
    assert policy(kind).user_has_permission(person, "unheard of") is False
    assert list(policy(kind).instances_user_has_permission_for(person, "unheard of")) == []


@pytest.mark.parametrize("kind", MODELS)
def test_visitor_and_superuser_without_a_role_have_no_files(world, kind):
    thing = world.ours.things[kind]

    assert may_do(kind, VISITOR, "choose", thing) == {False}
    assert may_do(kind, world.superuser, "choose", thing) == {False}


@pytest.mark.parametrize("kind", MODELS)
def test_files_are_gone_when_the_role_has_ended(world, kind):
    person, thing = world.ours.people[SUPERUSER_WITH_A_ROLE], world.ours.things[kind]
    before = may_do(kind, person, "choose", thing)

    actions.end_membership(person.memberships.get(), by=None)

    person = User.objects.get(pk=person.pk)  # as the next request knows them
    assert (before, may_do(kind, person, "choose", thing)) == ({True}, {False})


def test_who_reads_the_files_of_a_collection_is_said_by_those_who_publish_for_its_organisation(world):
    collection = world.ours.organisation.own_files
    people = {
        **{role: world.ours.people[role] for role in ORGANISATION_ROLES},
        "stranger": world.theirs.people["editor"],
    }
    made = collection_for(world.ours.organisation, rule_of([[circle_principal(1)]]))

    assert [name for name, each in people.items() if may_set_files_audience(each, collection)] == [
        "editor",
        "coordinator",
    ]
    assert [name for name, each in people.items() if may_set_files_audience(each, made)] == []
