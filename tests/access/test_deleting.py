"""Deleting a page: one's own, with what stands below it and with nothing of others; never over a co-owner's head."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from organisations import actions
from organisations.models import AuditEntry
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
EXISTS, GONE = True, False


def a_house():
    organisation = an_organisation()
    return organisation, {role: a_member(organisation, role) for role in ("writer", "editor")}


made = made_once(a_house)


def screen(page: Page) -> str:
    return reverse("wagtailadmin_pages:delete", args=[page.pk])


def is_there(page: Page) -> bool:
    return Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize(
    ("role", "live", "with_subpage", "status", "remains"),
    [
        ("writer", False, False, 302, GONE),
        ("writer", True, False, 404, EXISTS),
        ("writer", False, True, 404, EXISTS),
        ("editor", True, False, 302, GONE),
        ("editor", True, True, 302, GONE),
    ],
)
def test_page_is_deleted_by_those_who_may(made, role, live, with_subpage, status, remains):
    organisation, people = made
    page = a_page(workspace_of(organisation), live=live)
    below = a_page(page, live=live) if with_subpage else page

    answer = signed_in(people[role]).post(screen(page), {"sure": "2"})

    assert (answer.status_code, is_there(page), is_there(below)) == (status, remains, remains)
    assert AuditEntry.objects.filter(action="page.deleted", object_id=str(page.pk)).exists() == (remains is GONE)


@pytest.mark.parametrize("sent", [{}, {"sure": "1"}, {"sure": "3"}])
def test_pages_below_go_only_when_that_was_said_of_those_that_were_shown(made, sent):
    organisation, people = made
    page = a_page(workspace_of(organisation))
    below = a_page(page, "Told by its title")
    client = signed_in(people["editor"])

    asked, answer = client.get(screen(page)), client.post(screen(page), sent)

    assert below.title in asked.content.decode()
    assert (answer.status_code, is_there(page), is_there(below)) == (200, EXISTS, EXISTS)
    assert "look at the list again" in answer.content.decode()


@pytest.mark.parametrize("which", ["the page itself", "below it", "above it"])
@pytest.mark.parametrize("whose", ["owner", "co-owner"])
def test_page_owned_together_is_not_deleted_and_the_screen_says_what_to_do(made, which, whose):
    organisation, people = made
    others = an_organisation()
    person = people["editor"] if whose == "owner" else a_member(others, "editor")
    above = a_page(workspace_of(organisation))
    page = a_page(above)
    shared = {"the page itself": page, "below it": a_page(page), "above it": above}[which]
    actions.invite_co_owner(shared, others, by=people["editor"])
    actions.agree_to_co_own(shared, others, by=person)
    client = signed_in(person)

    answers = [client.get(screen(page)), client.post(screen(page), {"sure": "2"})]

    works_there = whose == "owner" or which != "below it"
    assert [answer.status_code for answer in answers] == [200 if works_there else 404] * 2
    assert is_there(page)
    if works_there:
        assert all("end owning it together first" in answer.content.decode() for answer in answers)
        assert reverse("organisations_admin:owners", args=[page.pk]) in answers[0].content.decode()


def test_page_of_another_organisation_and_a_workspace_are_not_deleted(made):
    organisation, people = made
    foreign, workspace = a_page(workspace_of(an_organisation())), workspace_of(organisation)
    client = signed_in(people["editor"])

    statuses = [client.post(screen(page), {"sure": "1"}).status_code for page in (foreign, workspace)]

    assert statuses == [404, 404]
    assert is_there(foreign)
    assert is_there(workspace)


def test_locked_page_is_not_deleted(made):
    organisation, people = made
    page = a_page(workspace_of(organisation))
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=people["writer"])

    answer = signed_in(people["editor"]).post(screen(page))

    assert (answer.status_code, is_there(page)) == (200, EXISTS)
    assert "This page is locked" in answer.content.decode()


def test_pages_of_ours_that_link_to_it_are_named_and_those_of_others_are_not(made):
    organisation, people = made
    page = a_page(workspace_of(organisation))
    link = [("paragraph", f'<p><a linktype="page" id="{page.pk}">there</a></p>')]
    body = [("paragraph", {"text": link[0][1]})]
    a_page(workspace_of(organisation), "Ours that links", body=body)
    draft = a_page(workspace_of(organisation), "Draft that links")
    draft.body = body
    draft.save_revision()
    a_page(workspace_of(an_organisation()), "Theirs that links", body=body)

    told = signed_in(people["editor"]).get(screen(page)).content.decode()

    assert ("Ours that links" in told, "Draft that links" in told, "Theirs that links" in told) == (True, True, False)


def test_button_is_offered_to_those_who_may(made):
    organisation, people = made
    page, draft = a_page(workspace_of(organisation)), a_page(workspace_of(organisation), live=False)

    offered = {
        (role, each.live): screen(each) in signed_in(people[role]).get(f"/admin/pages/{each.pk}/edit/").content.decode()
        for role in people
        for each in (page, draft)
    }

    assert offered == {
        ("writer", True): False,
        ("writer", False): True,
        ("editor", True): True,
        ("editor", False): True,
    }
