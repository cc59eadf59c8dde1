"""Owning a page together: who may ask, who may answer, what the owners may do and what others see of it."""

from copy import deepcopy

import pytest
from django.urls import reverse

from organisations import actions
from organisations.actions.audiences import Audience, Kind, owners_of
from organisations.models import AuditEntry, CoOwner
from organisations.permissions import (
    answerable_invitations,
    askable_organisations,
    endable_co_owners,
    may_edit,
    may_publish,
)
from organisations.viewer import viewer_of
from tests.factories import a_locale, a_member, a_page, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_shared_page():
    """A page of Aurora that Casa was asked to own too, and people of three organisations."""
    aurora, casa, others = an_organisation("Aurora"), an_organisation("Casa"), an_organisation("Others")
    people = {
        "aurora editor": a_member(aurora, "editor"),
        "aurora writer": a_member(aurora, "writer"),
        "casa editor": a_member(casa, "editor"),
        "casa writer": a_member(casa, "writer"),
        "other editor": a_member(others, "editor"),
    }
    page = a_page(workspace_of(aurora), "A page together", live=False)
    actions.invite_co_owner(page, casa, by=people["aurora editor"])
    return {"page": page, "aurora": aurora, "casa": casa, "others": others, **people}


shared_made = made_once(a_shared_page)


@pytest.fixture
def shared(shared_made):
    return deepcopy(shared_made)


def screen(shared: dict) -> str:
    return reverse("organisations_admin:owners", args=[shared["page"].pk])


def answer_screen(shared: dict) -> str:
    return reverse("organisations_admin:invitation", args=[CoOwner.objects.get(organisation=shared["casa"]).pk])


@pytest.mark.parametrize(
    ("who", "owners", "invitation"),
    [
        ("aurora editor", 200, 404),
        ("aurora writer", 404, 404),
        ("casa editor", 404, 200),
        ("casa writer", 404, 404),
        ("other editor", 404, 404),
    ],
)
def test_screens_answer_those_who_may_use_them(shared, who, owners, invitation):
    client = signed_in(shared[who])

    statuses = [client.get(screen(shared)).status_code, client.get(answer_screen(shared)).status_code]

    assert statuses == [owners, invitation]


def test_first_screen_leads_the_invited_to_the_question(shared):
    html = signed_in(shared["casa editor"]).get("/admin/").content.decode()

    assert answer_screen(shared) in html
    assert answer_screen(shared) not in signed_in(shared["other editor"]).get("/admin/").content.decode()


def test_editor_asks_an_organisation_and_it_is_not_asked_twice(shared):
    client = signed_in(shared["aurora editor"])
    before = client.get(screen(shared)).content.decode()

    client.post(screen(shared), {"step": "ask", "organisation": "others"})
    html = client.get(screen(shared)).content.decode()

    assert '<option value="others">' in before
    assert '<option value="others">' not in html
    assert CoOwner.objects.get(organisation=shared["others"]).agreed_at is None
    assert AuditEntry.objects.filter(action="page.co_owner_invited").count() == 2


def test_organisation_that_hides_itself_cannot_be_asked(shared):
    client = signed_in(shared["aurora editor"])
    actions.set_audience(workspace_of(shared["others"]), Audience(Kind.ORGANISATION), by=None)

    response = client.post(screen(shared), {"step": "ask", "organisation": "others"})

    assert response.status_code == 200
    assert not CoOwner.objects.filter(organisation=shared["others"]).exists()
    assert "This organisation cannot be asked" in response.content.decode()


def test_agreeing_lets_writers_edit_and_editors_publish_the_page_and_what_is_below(shared):
    child = a_page(shared["page"], live=False)
    before = [may_edit(shared["casa writer"], child), may_publish(shared["casa editor"], shared["page"])]

    response = signed_in(shared["casa editor"]).post(answer_screen(shared), {"answer": "agree"})

    assert before == [False, False]
    assert response.url == reverse("wagtailadmin_pages:edit", args=[shared["page"].pk])
    assert [may_edit(shared["casa writer"], child), may_publish(shared["casa editor"], shared["page"])] == [True, True]
    assert may_publish(shared["casa writer"], shared["page"]) is False
    assert owners_of(shared["page"]) == [shared["aurora"], shared["casa"]]
    assert signed_in(shared["casa writer"]).get(response.url).status_code == 200


def test_declining_leaves_no_trace_on_the_page(shared):
    client = signed_in(shared["casa editor"])

    client.post(answer_screen(shared), {"answer": "decline"})

    assert not CoOwner.objects.exists()
    assert owners_of(shared["page"]) == [shared["aurora"]]


def test_translation_made_later_has_the_same_owners(shared):
    actions.agree_to_co_own(shared["page"], shared["casa"], by=shared["casa editor"])
    actions.translate_workspace(shared["aurora"], a_locale("fr"), by=None)

    french = shared["page"].copy_for_translation(a_locale("fr"))

    assert owners_of(french) == [shared["aurora"], shared["casa"]]
    assert may_publish(shared["casa editor"], french) is True
    assert may_edit(shared["other editor"], french) is False


def test_each_owner_may_end_its_own_place_and_the_first_all(shared):
    actions.invite_co_owner(shared["page"], shared["others"], by=shared["aurora editor"])
    for name in ("casa", "others"):
        actions.agree_to_co_own(shared["page"], shared[name], by=shared["aurora editor"])
    third = an_organisation("Third")
    actions.invite_co_owner(shared["page"], third, by=shared["casa editor"])

    endable = {
        who: sorted(row.organisation.name for row in endable_co_owners(shared[who], shared["page"]))
        for who in ("aurora editor", "aurora writer", "casa editor", "other editor")
    }

    assert endable == {
        "aurora editor": ["Casa", "Others", "Third"],
        "aurora writer": [],
        "casa editor": ["Casa", "Third"],
        "other editor": ["Others", "Third"],
    }


def test_co_owner_that_leaves_loses_its_rights_at_once(shared):
    actions.agree_to_co_own(shared["page"], shared["casa"], by=shared["casa editor"])
    client = signed_in(shared["casa editor"])
    before = client.get(screen(shared)).status_code

    response = client.post(screen(shared), {"step": "end", "organisation": "casa"})

    assert before == 200
    assert response.url == reverse("wagtailadmin_home")
    assert client.get(screen(shared)).status_code == 404
    assert may_edit(shared["casa writer"], shared["page"]) is False


def test_co_owner_cannot_take_another_one_off(shared):
    for name in ("casa", "others"):
        actions.invite_co_owner(shared["page"], shared[name], by=shared["aurora editor"])
        actions.agree_to_co_own(shared["page"], shared[name], by=shared["aurora editor"])

    response = signed_in(shared["casa editor"]).post(screen(shared), {"step": "end", "organisation": "others"})

    assert response.status_code == 404
    assert shared["others"] in owners_of(shared["page"])


def test_first_screen_lists_pages_owned_with_others(shared):
    edit = reverse("wagtailadmin_pages:edit", args=[shared["page"].pk])
    client = signed_in(shared["casa writer"])
    before = client.get("/admin/").content.decode()

    actions.agree_to_co_own(shared["page"], shared["casa"], by=shared["casa editor"])

    assert edit not in before
    assert edit in client.get("/admin/").content.decode()


def test_those_who_own_or_were_asked_cannot_be_asked(shared):
    viewer = viewer_of(shared["aurora editor"], second_factor=True)

    found = askable_organisations(viewer, shared["page"])

    assert set(found) & {shared["aurora"], shared["casa"], shared["others"]} == {shared["others"]}


@pytest.mark.parametrize(("who", "expected"), [("casa editor", 1), ("casa writer", 0), ("aurora editor", 0)])
def test_invitation_waits_for_those_who_publish_for_the_invited(shared, who, expected):
    waiting = answerable_invitations(shared[who]).count()

    actions.agree_to_co_own(shared["page"], shared["casa"], by=shared["casa editor"])

    assert (waiting, answerable_invitations(shared[who]).count()) == (expected, 0)
