"""What a page may name on save, and what of it is shown: by owner, readers and whether it is published."""

from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError

from content.models import NetworkDocument
from content.references import Reference, check_references
from content.standing import allowed_references
from home.models import ReferencePage
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.models import Organisation
from organisations.references import only_what_all_readers_may_read
from tests.access.world import a_pdf
from tests.factories import a_locale, a_member, a_page, a_person, an_organisation, english_home, workspace_of
from tests.factories.campaigns import a_campaign, a_picture
from tests.factories.once import made_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

two_made = made_once(lambda: (an_organisation(), an_organisation()))


@pytest.fixture
def two(two_made):
    """Two organisations."""
    return deepcopy(two_made)


def a_thing(owner: Organisation, what: str, state: str):
    """A page, picture or file of this organisation: public, for members, its own, or a page that is a draft."""
    places = {"public": owner.public_files, "members": owner.members_files, "own": owner.own_files}
    if what == "picture":
        return a_picture(places[state], width=160, height=100)
    if what == "file":
        return NetworkDocument.objects.create(title="A file", file=a_pdf(), collection=places[state])
    page = a_page(workspace_of(owner), live=state != "draft")
    if state in ("members", "own"):
        audience = Audience(Kind.MEMBERS if state == "members" else Kind.ORGANISATION)
        actions.set_audience(page, audience, by=None)
    return page


def may_name(page, reference: Reference, parent=None, by=None) -> bool:
    try:
        check_references(page, by=by, parent=parent, references=frozenset({reference}))
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("what", ["page", "picture", "file"])
@pytest.mark.parametrize(
    ("state", "ours", "theirs"), [("public", True, True), ("members", True, False), ("own", True, False)]
)
def test_page_names_what_is_its_owners_or_public(two, what, state, ours, theirs):
    casa, aurora = two
    thing = a_thing(casa, what, state)
    reference = Reference.to(type(thing), thing.pk)

    found = [may_name(a_page(workspace_of(each)), reference) for each in (casa, aurora)]

    assert found == [ours, theirs]


def test_page_names_drafts_of_its_owners_alone(two):
    casa, aurora = two
    draft = a_thing(casa, "page", "draft")
    reference = Reference.to(type(draft), draft.pk)

    found = [may_name(a_page(workspace_of(each)), reference) for each in (casa, aurora)]

    assert found == [True, False]


@pytest.mark.parametrize("state", ["active", "suspended"])
def test_page_names_what_its_co_owner_owns_while_that_is_active(two, state):
    casa, aurora = two
    page, picture = a_page(workspace_of(aurora)), a_thing(casa, "picture", "own")
    reference = Reference.to(type(picture), picture.pk)
    before = may_name(page, reference)
    actions.invite_co_owner(page, casa, by=None)
    actions.agree_to_co_own(page, casa, by=None)

    Organisation.objects.filter(pk=casa.pk).update(state=state)

    assert (before, may_name(page, reference)) == (False, state == "active")


@pytest.mark.parametrize(
    ("what", "state"),
    [("page", "draft"), *((what, state) for what in ("page", "picture", "file") for state in ("members", "own"))],
)
def test_of_what_a_co_owner_keeps_only_its_own_people_put_anything_on_the_page(two, what, state):
    casa, aurora = two
    campaign, thing = a_campaign(aurora), a_thing(casa, what, state)
    actions.invite_co_owner(campaign, casa, by=None)
    actions.agree_to_co_own(campaign, casa, by=None)
    reference = Reference.to(type(thing), thing.pk)

    found = [may_name(campaign, reference, by=a_member(each, "editor")) for each in (casa, aurora)]

    assert found == [True, False]


@pytest.mark.parametrize("stored", ["draft", "published"])
def test_what_a_co_owner_put_on_the_page_stays_whoever_saves_it(two, stored):
    casa, aurora = two
    campaign, picture = a_campaign(aurora), a_thing(casa, "picture", "own")
    actions.invite_co_owner(campaign, casa, by=None)
    actions.agree_to_co_own(campaign, casa, by=None)
    reference, editor = Reference.to(type(picture), picture.pk), a_member(aurora, "editor")
    before = may_name(campaign, reference, by=editor)

    campaign.picture = picture
    revision = campaign.save_revision()
    if stored == "published":
        revision.publish()

    assert (before, may_name(type(campaign).objects.get(pk=campaign.pk), reference, by=editor)) == (False, True)


def test_page_that_is_not_saved_names_what_the_owners_of_its_place_own(two):
    casa, aurora = two
    picture, new = a_thing(casa, "picture", "own"), type(a_page(english_home()))(title="New")
    reference = Reference.to(type(picture), picture.pk)

    found = [may_name(new, reference, parent=workspace_of(each)) for each in (casa, aurora)]

    assert found == [True, False]


@pytest.mark.parametrize("what", ["page", "picture", "file"])
def test_what_does_not_exist_is_refused_in_the_words_for_what_is_not_theirs(two, what):
    casa, aurora = two
    thing, page = a_thing(casa, what, "own"), a_page(workspace_of(aurora))
    said = []

    for pk in (thing.pk, 2**31 - 1):
        with pytest.raises(ValidationError) as refused:
            check_references(page, by=None, references=frozenset({Reference.to(type(thing), pk)}))
        said.append(refused.value.messages)

    assert said[0] == said[1]


def test_page_names_its_own_organisation_and_no_other(two):
    casa, aurora = two
    page = a_page(workspace_of(casa))

    found = [may_name(page, Reference("organisations.Organisation", each.pk)) for each in (casa, aurora)]

    assert found == [True, False]


@pytest.mark.parametrize(
    ("readers", "place", "shown"),
    [
        (Kind.PUBLIC, "public", True),
        (Kind.PUBLIC, "members", False),
        (Kind.PUBLIC, "own", False),
        (Kind.MEMBERS, "public", True),
        (Kind.MEMBERS, "members", True),
        (Kind.MEMBERS, "own", False),
        (Kind.ORGANISATION, "members", True),
        (Kind.ORGANISATION, "own", True),
    ],
)
def test_picture_is_shown_where_all_readers_of_the_page_may_see_it(readers, place, shown):
    organisation = an_organisation()
    campaign = a_campaign(organisation)
    actions.set_audience(campaign, Audience(readers), by=None)
    picture = a_thing(organisation, "picture", place)

    # Written past every form and every action, as an import or a mistake would.
    type(campaign).objects.filter(pk=campaign.pk).update(picture=picture)

    stored = type(campaign).objects.get(pk=campaign.pk)
    assert (Reference.to(type(picture), picture.pk) in allowed_references(stored)) == shown


def test_picture_of_another_organisation_is_not_shown_however_it_got_there(two):
    casa, aurora = two
    campaign = a_campaign(aurora)
    found = []

    for place in ("public", "own"):
        picture = a_thing(casa, "picture", place)
        type(campaign).objects.filter(pk=campaign.pk).update(picture=picture)
        stored = type(campaign).objects.get(pk=campaign.pk)
        found.append(Reference.to(type(picture), picture.pk) in allowed_references(stored))

    assert found == [True, False]


# -- What is not saved yet, and what is no page --------------------------------------------------------------------


def test_new_page_of_two_owners_brings_in_nothing_of_the_other(two):
    casa, aurora = two
    shared = a_page(workspace_of(casa))
    actions.invite_co_owner(shared, aurora, by=None)
    actions.agree_to_co_own(shared, aurora, by=None)
    picture = a_thing(casa, "picture", "own")
    reference = Reference.to(type(picture), picture.pk)
    ours, theirs = a_member(casa, "writer"), a_member(aurora, "writer")

    assert [may_name(ReferencePage(), reference, parent=shared, by=each) for each in (ours, theirs, None)] == [
        True,
        False,
        True,
    ]


def test_page_without_a_place_names_what_is_public_alone(two):
    casa, _aurora = two
    public, own = (a_thing(casa, "picture", state) for state in ("public", "own"))

    assert [may_name(ReferencePage(), Reference.to(type(each), each.pk)) for each in (public, own)] == [True, False]


def test_record_is_the_matter_of_the_app_that_keeps_it(two):
    casa, _aurora = two
    picture = a_thing(casa, "picture", "own")
    reference = Reference.to(type(picture), picture.pk)

    assert [may_name(each, reference) for each in (ReferencePage(), a_person())] == [False, True]


@pytest.mark.parametrize(("placed", "shown"), [(True, ["public", "own"]), (False, ["public"])])
def test_page_that_is_previewed_before_it_is_saved_shows_what_its_owners_read(two, placed, shown):
    casa, _aurora = two
    pictures = {state: a_thing(casa, "picture", state) for state in ("public", "own")}
    references = {state: Reference.to(type(each), each.pk) for state, each in pictures.items()}
    page = ReferencePage(title="Not saved", locale=a_locale("en"))
    if placed:
        page.path = f"{workspace_of(casa).path}0009"

    (allowed,) = only_what_all_readers_may_read([(page, frozenset(references.values()))])

    assert [state for state, reference in references.items() if reference in allowed] == shown
