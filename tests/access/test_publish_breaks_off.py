"""Whatever dies while a page is published or taken down, its text and its entry in the log stand both, or neither."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone
from wagtail import signals
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from organisations.access import access_changed
from organisations.models import AuditEntry, PageAccess
from search.models import SearchDocument
from tests.factories import a_locale, a_member, a_page, an_organisation, workspace_of
from tests.factories.faults import BreakOff, FaultError, receivers_of, told
from tests.factories.once import made_once
from tests.factories.parameters import first_few
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SIGNALS = [
    pre_save, post_save, pre_delete, post_delete, m2m_changed, access_changed,
    signals.page_published, signals.page_unpublished, signals.published, signals.unpublished, signals.post_page_move,
    signals.workflow_approved, signals.task_approved, signals.copy_for_translation_done,
]  # fmt: skip

# Written by tasks of their own, which say themselves when they fail.
BY_TASKS = ("referenceindex", "indexentry", "_fts")
LISTENER = "organisations.signals.page_content_published"


class Desk:
    """One organisation, its editor, and pages at each step of their way."""

    def __init__(self) -> None:
        self.organisation = an_organisation()
        self.place = workspace_of(self.organisation)
        self.editor = a_member(self.organisation, "editor")
        self.draft, self.public = a_page(self.place, live=False), a_page(self.place)
        self.alias = self.public.create_alias(update_slug="repeats")
        self.waiting, self.due = a_page(self.place, live=False), a_page(self.place)
        self.waiting.get_workflow().start(self.waiting, a_member(self.organisation, "writer"))
        self.due.get_latest_revision().publish()
        self.due = page_of(self.due)
        self.due.go_live_at = timezone.now() + timedelta(days=1)
        self.due.title = "Later"
        self.due.save_revision(user=self.editor).publish(user=self.editor)
        self.browser = signed_in(self.editor)


desk = made_once(Desk)


# -- What is done, and by whom -------------------------------------------------------------------------------------


def page_of(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


def publish(desk: Desk) -> None:
    page = page_of(desk.public)
    page.title = "Another title"
    page.save_revision().publish()


def publish_in_silence(desk: Desk) -> None:
    page_of(desk.draft).get_latest_revision().publish(log_action=False)


def publish_in_a_request(desk: Desk) -> None:
    address = reverse("organisations_admin:publish_to", args=[desk.draft.pk])
    desk.browser.post(address, {"audience": "public"})


def approve(desk: Desk) -> None:
    page = page_of(desk.waiting)
    page.current_workflow_task.on_action(page.current_workflow_task_state, desk.editor, "approve", audience="members")


def take_down(desk: Desk) -> None:
    page_of(desk.public).unpublish()


def take_down_in_silence(desk: Desk) -> None:
    page_of(desk.public).unpublish(log_action=False)


def take_down_in_a_request(desk: Desk) -> None:
    desk.browser.post(reverse("wagtailadmin_pages:unpublish", args=[desk.public.pk]))


def move(desk: Desk) -> None:
    MovePageAction(page_of(desk.public), page_of(desk.draft), pos="last-child").execute(skip_permission_checks=True)


def delete(desk: Desk) -> None:
    page_of(desk.public).delete()


def copy(desk: Desk) -> None:
    page_of(desk.public).copy(update_attrs={"slug": "a-copy"})


def convert(desk: Desk) -> None:
    from wagtail.actions.convert_alias import ConvertAliasPageAction

    ConvertAliasPageAction(page_of(desk.alias)).execute()


def translate(desk: Desk) -> None:
    page_of(desk.place).copy_for_translation(a_locale("es"))


ACTS: dict[Callable[[Desk], Any], list[str]] = {
    publish: ["page.published", "page.published", "page.renamed"],
    publish_in_silence: ["page.published"],
    publish_in_a_request: ["page.audience_kept", "page.published"],
    approve: ["page.approved", "page.audience_set", "page.published"],
    take_down: ["page.unpublished", "page.unpublished"],
    take_down_in_silence: ["page.unpublished", "page.unpublished"],
    take_down_in_a_request: ["page.unpublished", "page.unpublished"],
    move: ["page.moved"],
    delete: ["page.deleted", "page.unpublished"],
    copy: ["page.copied", "page.created", "page.published"],
    convert: ["page.made_its_own"],
    translate: ["page.created", "page.translated"],
}

# Each of them by other means, and the rest of them before a release.
FIRST = [publish, publish_in_a_request, approve, take_down_in_a_request, delete]
MORE = [act for act in ACTS if act not in FIRST]


def state() -> list[list[tuple]]:
    """What could differ: pages, who may read them, what is found of them, and what the log says."""
    return [
        list(Page.objects.order_by("pk").values_list("pk", "path", "title", "live", "live_revision", "alias_of")),
        list(PageAccess.objects.order_by("page").values_list("page", "policy", "published")),
        list(SearchDocument.objects.present().order_by("thing").values_list("thing", "title", "policy")),
        list(AuditEntry.objects.order_by("number").values_list("number", "action")),
    ]


def die() -> None:
    raise FaultError


def tried(act: Callable[[Desk], Any], desk: Desk) -> bool:
    """Whether the act died."""
    try:
        act(desk)
    except FaultError:
        return True
    return False


def reached(act: Callable[[Desk], Any], desk: Desk) -> list[tuple[Signal, str]]:
    """Those who are told of something while this is done, which is taken back."""
    heard: list[tuple[Signal, str]] = []
    with ExitStack() as listening, transaction.atomic():
        for signal in SIGNALS:
            for name in receivers_of(signal):
                listening.enter_context(told(signal, name, partial(heard.append, (signal, name))))
        act(desk)
        transaction.set_rollback(True)
    return list(dict.fromkeys(heard))


@pytest.mark.parametrize("act", first_few(FIRST, MORE), ids=lambda act: act.__name__)
def test_act_is_whole_or_not_at_all_whichever_receiver_dies(act, desk):
    before, listeners = state(), reached(act, desk)

    for signal, name in listeners:
        with transaction.atomic():
            with told(signal, name, die):
                died = tried(act, desk)
            after = state()
            transaction.set_rollback(True)
        assert (died, after == before) == (True, True), f"half of it was done when {name} died"

    act(desk)
    written = AuditEntry.objects.order_by("number").values_list("action", flat=True)[len(before[-1]) :]
    assert sorted(written) == ACTS[act]
    assert len(listeners) >= 3


@pytest.mark.parametrize("act", first_few(FIRST, MORE), ids=lambda act: act.__name__)
def test_act_is_whole_or_not_at_all_at_whichever_write_it_dies(act, desk):
    before, counter = state(), BreakOff(0, BY_TASKS)
    with connection.execute_wrapper(counter), transaction.atomic():
        act(desk)
        transaction.set_rollback(True)

    for at in range(1, counter.writes + 1, max(1, counter.writes // 12)):
        with transaction.atomic():
            with connection.execute_wrapper(BreakOff(at, BY_TASKS)):
                died = tried(act, desk)
            after = state()
            transaction.set_rollback(True)
        assert (died, after == before) == (True, True), f"half of it was done at write {at}"


def test_one_due_page_that_dies_leaves_the_others(desk):
    before = state()

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        with told(signals.page_published, LISTENER, die), pytest.raises(SystemExit):
            call_command("publish_due")
        after = state()
        call_command("publish_due")

    assert after == before
    assert page_of(desk.due).title == "Later"
