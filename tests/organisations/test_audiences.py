"""Who may read a page: what the dialog offers, what an answer does, and how the present audience is said."""

from copy import deepcopy

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from home.models import ReferencePage
from organisations import actions
from organisations.actions.audiences import Audience, Kind, audience_of
from organisations.models import AuditEntry, PageAccess
from tests.factories import a_circle, a_member, a_page, an_organisation, english_home, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db


def a_casa():
    """An organisation with a published page and a draft, its editor in one circle, and a circle of others."""
    organisation = an_organisation("Casa")
    editor = a_member(organisation, "editor")
    return {
        "organisation": organisation,
        "editor": editor,
        "page": a_page(workspace_of(organisation)),
        "draft": a_page(workspace_of(organisation), live=False),
        "circle": a_circle(editor),
        "others": a_circle(a_member(an_organisation())),
    }


casa_made = made_once(a_casa)


@pytest.fixture
def casa(casa_made):
    copied = deepcopy(casa_made)
    return copied | {"client": signed_in(copied["editor"])}


def dialog(casa: dict) -> str:
    return reverse("wagtailadmin_pages:set_privacy", args=[casa["page"].pk])


def publishing(casa: dict) -> str:
    return reverse("organisations_admin:publish_to", args=[casa["draft"].pk])


def rule(page: Page) -> str:
    return PageAccess.objects.get(page=page).policy.key


def test_dialog_offers_the_circles_one_belongs_to_and_no_others(casa):
    html = casa["client"].get(dialog(casa)).json()["html"]

    offered = [casa[circle].name in html for circle in ("circle", "others")]

    assert offered == [True, False]


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ("members", "members"),
        ("organisation", "org:{organisation}"),
        ("circle:{circle}", "circle:{circle_id}"),
    ],
)
def test_answer_counts_and_is_written_down(casa, answer, key):
    words = {
        "organisation": casa["organisation"].pk,
        "circle": casa["circle"].uuid,
        "circle_id": casa["circle"].pk,
    }

    done = casa["client"].post(dialog(casa), {"audience": answer.format(**words)}).json()

    assert done == {"step": "set_privacy_done", "is_public": False}
    assert rule(casa["page"]) == key.format(**words)
    assert AuditEntry.objects.filter(action="page.audience_set", object_id=str(casa["page"].pk)).count() == 1


@pytest.mark.parametrize("answer", ["", "everybody", "circle:{others}"])
def test_answer_that_was_not_offered_changes_nothing(casa, answer):
    actions.set_audience(casa["page"], Audience(Kind.MEMBERS), by=None)

    shown = casa["client"].post(dialog(casa), {"audience": answer.format(others=casa["others"].uuid)}).json()

    assert (shown["step"], rule(casa["page"])) == ("set_privacy", "members")


def test_publishing_asks_who_may_read_and_then_publishes(casa):
    asked = casa["client"].get(publishing(casa))

    answered = casa["client"].post(publishing(casa), {"audience": "members"})

    page = Page.objects.get(pk=casa["draft"].pk)
    assert (asked.status_code, answered.status_code, page.live, rule(page)) == (200, 302, True, "members")


def test_publishing_without_an_answer_leaves_the_draft_a_draft(casa):
    answered = casa["client"].post(publishing(casa), {})

    assert (answered.status_code, Page.objects.get(pk=casa["draft"].pk).live) == (200, False)


@pytest.mark.parametrize(("screen", "role"), [(dialog, "writer"), (publishing, "writer"), (dialog, "reader")])
def test_screens_are_only_for_those_who_may_publish(casa, screen, role):
    person = signed_in(a_member(casa["organisation"], role))

    statuses = [client.get(screen(casa)).status_code for client in (casa["client"], person)]

    assert statuses == [200, 404]


@pytest.mark.parametrize("kind", [Kind.PUBLIC, Kind.MEMBERS, Kind.ORGANISATION, Kind.CIRCLE])
def test_audience_is_told_as_it_was_set(casa, kind):
    audience = Audience(kind, casa["circle"] if kind == Kind.CIRCLE else None)

    actions.set_audience(casa["page"], audience, by=None)

    assert audience_of(casa["page"]) == audience


def test_restriction_that_is_none_of_the_four_is_no_audience(casa):
    restriction = PageViewRestriction.objects.create(page=casa["page"], restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set([Group.objects.create(name="made by hand")])

    found = audience_of(casa["page"])

    assert found is None
    assert "checked" not in casa["client"].get(dialog(casa)).json()["html"]


def test_audience_reaches_every_language_of_the_page(casa):
    actions.translate_workspace(casa["organisation"], english_home().get_translations()[0].locale, by=None)
    translated = casa["page"].copy_for_translation(english_home().get_translations()[0].locale)

    actions.set_audience(casa["page"], Audience(Kind.MEMBERS), by=None)

    assert [audience_of(page).kind for page in (casa["page"], translated)] == [Kind.MEMBERS, Kind.MEMBERS]


def test_page_that_no_organisation_owns_cannot_be_kept_to_one():
    page = ReferencePage.objects.filter(locale__language_code="en").first()

    with pytest.raises(ValidationError):
        actions.set_audience(page, Audience(Kind.ORGANISATION), by=None)

    assert not PageViewRestriction.objects.filter(page=page).exists()


@pytest.mark.parametrize(("kind", "circle"), [(Kind.CIRCLE, False), (Kind.MEMBERS, True)])
def test_audience_names_a_circle_exactly_when_it_is_one(casa, kind, circle):
    with pytest.raises(ValidationError):
        Audience(kind, casa["circle"] if circle else None)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.MEMBERS, "members of the network"),
        (Kind.ORGANISATION, "Casa"),
        (Kind.CIRCLE, "people of the circle “Circle"),
    ],
)
def test_dialog_says_who_may_read_now(casa, kind, words):
    actions.set_audience(casa["page"], Audience(kind, casa["circle"] if kind == Kind.CIRCLE else None), by=None)

    html = casa["client"].get(dialog(casa)).json()["html"]

    assert words in html.split("<form")[0]
