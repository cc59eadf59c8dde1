"""Pages come and go at the time that they name, if whoever chose it may still publish them then."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.models import AuditEntry, Membership, PageAccess
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TOMORROW = timedelta(days=1)


def a_day_later(*words: str) -> tuple[str, int]:
    """What the command says a day later, and with which number it ends."""
    said = StringIO()
    with time_machine.travel(timezone.now() + 2 * TOMORROW, tick=False):
        try:
            call_command(*(words or ["publish_due"]), stdout=said)
        except SystemExit as end:
            return said.getvalue(), int(end.code)
    return said.getvalue(), 0


def scheduled(editor: User, page: Page, **change: object) -> Page:
    """A draft that its editor gave a time, by the button of the first publication."""
    page = page.specific
    page.go_live_at = timezone.now() + TOMORROW
    for name, value in change.items():
        setattr(page, name, value)
    page.save_revision(user=editor)
    signed_in(editor).post(reverse("organisations_admin:publish_to", args=[page.pk]), {"audience": "members"})
    return page


def happened(page: Page) -> list[tuple]:
    entries = AuditEntry.objects.filter(object_type="wagtailcore.page", object_id=str(page.pk)).order_by("number")
    return list(entries.values_list("action", "actor"))


@pytest.fixture
def organisation():
    return an_organisation()


@pytest.fixture
def editor(organisation):
    return a_member(organisation, "editor")


@pytest.fixture
def draft(organisation):
    return a_page(workspace_of(organisation), live=False)


def test_draft_is_published_when_its_time_has_come(editor, draft):
    scheduled(editor, draft)
    before = Page.objects.get(pk=draft.pk).live
    early = StringIO()
    call_command("publish_due", stdout=early)

    said, ended = a_day_later()

    access = PageAccess.objects.get(page=draft)
    assert (before, early.getvalue(), said, ended) == (False, "", f"{draft.pk}: published\n", 0)
    assert (Page.objects.get(pk=draft.pk).live, access.published, access.policy.key) == (True, True, "members")
    assert happened(draft)[-3:] == [
        ("page.audience_set", editor.uuid),
        ("page.scheduled", editor.uuid),
        ("page.published_when_due", editor.uuid),
    ]
    assert a_day_later() == ("", 0)


def test_page_is_taken_down_when_its_time_is_over(editor, draft):
    scheduled(editor, draft, go_live_at=None, expire_at=timezone.now() + TOMORROW)
    before = Page.objects.get(pk=draft.pk).live

    said, ended = a_day_later()

    page = Page.objects.get(pk=draft.pk)
    assert (before, page.live, page.expired) == (True, False, True)
    assert (said, ended) == (f"{draft.pk}: not published any more\n", 0)
    assert happened(draft)[-1] == ("page.unpublished_when_due", None)


def leaves(editor: User) -> None:
    actions.end_membership(Membership.objects.get(person=editor), by=None)


def writes_only(editor: User) -> None:
    Membership.objects.filter(person=editor).update(role="writer")


def is_shut_out(editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(is_active=False)


def is_suspended_with_all_others(editor: User) -> None:
    actions.suspend_organisation(Membership.objects.get(person=editor).organisation, by=a_member(an_organisation()))


def is_not_known(editor: User) -> None:
    PageLogEntry.objects.filter(action="wagtail.publish.schedule").delete()


@pytest.mark.parametrize("change", [leaves, writes_only, is_shut_out, is_suspended_with_all_others, is_not_known])
def test_rights_of_whoever_chose_the_time_are_asked_anew(editor, draft, change: Callable[[User], None]):
    scheduled(editor, draft)
    change(editor)

    said, ended = a_day_later()

    assert (Page.objects.get(pk=draft.pk).live, ended, "refused" in said) == (False, 1, True)
    assert draft.title not in said
    assert happened(draft)[-1] == ("page.schedule_refused", None)
    assert AuditEntry.objects.latest("number").details == {"reason": "rights"}
    assert a_day_later() == ("", 0)


@pytest.mark.parametrize(("answered", "live"), [(True, True), (False, False)])
def test_first_publication_waits_for_who_may_read(organisation, draft, answered, live):
    draft.go_live_at = timezone.now() + TOMORROW
    draft.save_revision().publish()
    if answered:
        actions.set_audience(draft, Audience(Kind.MEMBERS), by=None)

    _said, ended = a_day_later()

    assert (Page.objects.get(pk=draft.pk).live, ended) == (live, int(not live))


def test_approval_that_keeps_the_readers_is_an_answer(organisation, editor, draft):
    draft.go_live_at = timezone.now() + TOMORROW
    draft.save_revision()
    draft.get_workflow().start(draft, a_member(organisation, "writer"))
    page = Page.objects.get(pk=draft.pk).specific
    page.current_workflow_task.on_action(page.current_workflow_task_state, editor, "approve", audience="keep")
    before = page.live

    a_day_later()

    assert (before, Page.objects.get(pk=draft.pk).live) == (False, True)


def test_refusal_of_one_does_not_stop_the_others(organisation, editor, draft):
    gone, other = a_member(organisation, "editor"), a_page(workspace_of(organisation), live=False)
    scheduled(gone, draft)
    scheduled(editor, other)
    leaves(gone)

    said, ended = a_day_later()

    assert [Page.objects.get(pk=page.pk).live for page in (draft, other)] == [False, True]
    assert (len(said.splitlines()), ended) == (2, 1)


def test_command_of_wagtail_does_the_same(editor, draft):
    scheduled(editor, draft)
    leaves(editor)

    _said, ended = a_day_later("publish_scheduled")

    assert (Page.objects.get(pk=draft.pk).live, ended) == (False, 1)


def test_editor_is_told_that_the_page_waits(editor, draft):
    draft.go_live_at = timezone.now() + TOMORROW
    draft.save_revision(user=editor)
    address = reverse("organisations_admin:publish_to", args=[draft.pk])

    html = signed_in(editor).post(address, {"audience": "members"}, follow=True).content.decode()

    assert "is going to be published at the time that it names" in html
