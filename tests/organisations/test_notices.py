"""Mails about pages: to those who may work on them now, without a title, a name or a word of what was written."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Comment, Page, PageSubscription
from wagtail.test.utils.form_data import nested_form_data
from wagtail.users.models import UserProfile

from organisations import actions
from organisations.models import Membership
from tests.factories import a_member, a_page, a_person, an_organisation, workspace_of
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SECRET = "Lantern behind the harbour"


@pytest.fixture
def organisation():
    return an_organisation()


@pytest.fixture
def writer(organisation):
    return a_member(organisation, "writer")


@pytest.fixture
def editor(organisation):
    return a_member(organisation, "editor", display_name="Ines")


@pytest.fixture
def page(organisation):
    return a_page(workspace_of(organisation), SECRET, live=False)


def decide(page: Page, editor, what: str, **words: str) -> None:
    page = Page.objects.get(pk=page.pk).specific
    page.current_workflow_task.on_action(page.current_workflow_task_state, editor, what, **words)


def told() -> list[list[str]]:
    return [message.to for message in mail.outbox]


def test_superusers_hear_of_nothing(page, writer):
    a_person(is_superuser=True, is_staff=True)

    page.get_workflow().start(page, writer)

    assert told() == []


@pytest.mark.parametrize(
    ("what", "words", "said"),
    [("approve", {"audience": "public"}, "was approved"), ("reject", {"comment": SECRET}, "Changes are asked for")],
)
def test_who_submitted_hears_what_became_of_it_and_nothing_of_it(page, writer, editor, what, words, said):
    page.get_workflow().start(page, writer)

    decide(page, editor, what, **words)

    [message] = mail.outbox
    text = f"{message.subject} {message.body}"
    assert message.to == [writer.email]
    assert (said in text, reverse("wagtailadmin_pages:edit", args=[page.pk]) in text) == (True, True)
    assert [word in text for word in (SECRET, editor.display_name, editor.email)] == [False] * 3


def leaves(writer) -> None:
    actions.end_membership(Membership.objects.get(person=writer), by=None)


def does_not_want_to_hear(writer) -> None:
    profile = UserProfile.get_for_user(writer)
    profile.rejected_notifications = profile.updated_comments_notifications = False
    profile.save()


@pytest.mark.parametrize("change", [leaves, does_not_want_to_hear])
def test_who_may_not_work_on_the_page_or_does_not_want_to_hears_nothing(page, writer, editor, change):
    page.get_workflow().start(page, writer)
    change(writer)

    decide(page, editor, "reject", comment="")

    assert told() == []


def test_who_decides_on_an_own_page_hears_nothing(page, editor):
    page.get_workflow().start(page, editor)

    decide(page, editor, "approve", audience="public")

    assert told() == []


def commented(page: Page, editor) -> None:
    """One more comment, by the form of the editor."""
    sent = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": "",
            "terms": [],
            "body": {"count": "0"},
            "sources": {"count": "0"},
            "comments": {
                "TOTAL_FORMS": "1",
                "INITIAL_FORMS": "0",
                "MIN_NUM_FORMS": "0",
                "MAX_NUM_FORMS": "",
                "0": {"text": "Too near to the harbour", "contentpath": "title", "position": "", "resolved": ""},
            },
        }
    ) | {"comments-0-replies-TOTAL_FORMS": "0", "comments-0-replies-INITIAL_FORMS": "0", "comment_notifications": ""}
    signed_in(editor).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)
    assert Comment.objects.filter(page=page).count() == 1


@pytest.mark.parametrize(("change", "number"), [(None, 1), (leaves, 0), (does_not_want_to_hear, 0)])
def test_who_follows_the_comments_hears_that_there_are_some(page, writer, editor, change, number):
    PageSubscription.objects.create(page=page, user=writer, comment_notifications=True)
    if change:
        change(writer)

    commented(page, editor)

    texts = " ".join(f"{message.subject} {message.body}" for message in mail.outbox)
    assert told() == [[writer.email]] * number
    assert [word in texts for word in (SECRET, "harbour", "Ines")] == [False] * 3
