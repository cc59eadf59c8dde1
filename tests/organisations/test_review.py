"""Review: an editor of an owning organisation approves, says who may read, and the page is published to them."""

from copy import deepcopy

import pytest
from django.core.exceptions import SuspiciousOperation
from django.urls import reverse
from wagtail.models import Page

from organisations.models import PageAccess
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db


def a_waiting_page():
    """A page that its writer submitted, within the organisation, and its step of review."""
    organisation = an_organisation()
    page = a_page(workspace_of(organisation), live=False)
    page.get_workflow().start(page, a_member(organisation, "writer"))
    return organisation, Page.objects.get(pk=page.pk)


waiting_made = made_once(a_waiting_page)


@pytest.fixture
def waiting(waiting_made):
    return deepcopy(waiting_made)


@pytest.mark.parametrize(("answer", "key"), [("public", ""), ("members", "members")])
def test_approval_publishes_to_the_audience_that_was_named(waiting, answer, key):
    organisation, page = waiting
    editor = a_member(organisation, "editor")

    page.current_workflow_task.on_action(
        page.current_workflow_task_state, editor, "approve", audience=answer, comment=""
    )

    access = PageAccess.objects.get(page=page)
    assert (Page.objects.get(pk=page.pk).live, access.published, access.policy.key) == (True, True, key)


@pytest.mark.parametrize("answer", ["", "everybody", "circle:1"])
def test_approval_with_an_answer_that_was_not_offered_changes_nothing(waiting, answer):
    organisation, page = waiting
    editor = a_member(organisation, "editor")

    with pytest.raises(SuspiciousOperation):
        page.current_workflow_task.on_action(page.current_workflow_task_state, editor, "approve", audience=answer)

    assert Page.objects.get(pk=page.pk).live is False


@pytest.mark.parametrize(
    ("role", "of_the_owner", "expected"),
    [
        ("reader", True, []),
        ("writer", True, []),
        ("editor", True, ["reject", "approve"]),
        ("coordinator", True, ["reject", "approve"]),
        ("editor", False, []),
    ],
)
def test_only_editors_of_an_owner_decide(waiting, role, of_the_owner, expected):
    organisation, page = waiting
    person = a_member(organisation if of_the_owner else an_organisation(), role)

    task = page.current_workflow_task

    assert [name for name, _label, _asks in task.get_actions(page, person)] == expected
    assert task.user_can_access_editor(page, person) == bool(expected)
    assert task.locked_for_user(page, person) == (not expected)
    assert task.get_task_states_user_can_moderate(person).exists() == bool(expected)


def test_menu_says_once_what_an_approval_does(waiting):
    organisation, page = waiting
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])

    html = signed_in(a_member(organisation, "editor")).get(edit).content.decode()

    assert "Approve and publish" in html
    assert "and Publish" not in html
