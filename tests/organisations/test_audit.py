"""The audit log: what was written stays as it was, or shows that it did not."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page

from organisations.audit import Verdict, record, verify
from organisations.models import AuditEntry, AuditHead
from tests.factories import a_member, a_page, an_organisation, workspace_of

AT_ONCE, EACH = 4, 5


@pytest.fixture(autouse=True)
def _empty_log(db):
    """What stands after a test with real transactions was read from a copy, which keeps no microseconds."""
    AuditEntry.objects.all().delete()
    AuditHead.objects.all().delete()


def several(count: int = 5) -> list[AuditEntry]:
    return [record("thing.happened", by=None, step=step) for step in range(count)]


@pytest.mark.django_db
def test_untouched_log_is_sound():
    an_organisation()
    several()

    verdict = verify()

    assert verdict == Verdict(AuditEntry.objects.count())


def swap(first: AuditEntry, second: AuditEntry) -> None:
    """Give two entries each other's place."""
    for entry, number in ((first, -1), (second, first.number), (first, second.number)):
        AuditEntry.objects.filter(pk=entry.pk).update(number=number)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("meddle", "bad"),
    [
        (lambda log: AuditEntry.objects.filter(pk=log[2].pk).update(action="nothing.happened"), 2),
        (lambda log: AuditEntry.objects.filter(pk=log[2].pk).update(details={"step": 7}), 2),
        (lambda log: AuditEntry.objects.filter(pk=log[2].pk).update(at=log[2].at - timedelta(days=1)), 2),
        (lambda log: AuditEntry.objects.filter(pk=log[2].pk).delete(), 3),
        (lambda log: swap(log[2], log[3]), 2),
        (lambda log: AuditEntry.objects.filter(pk=log[4].pk).delete(), 4),
    ],
    ids=["edited", "details edited", "back-dated", "deleted", "swapped", "cut off"],
)
def test_first_entry_that_was_meddled_with_is_named(meddle, bad):
    log = several()
    before = verify()

    meddle(log)

    start = log[0].number
    assert (before.first_bad, verify().first_bad) == (None, start + bad)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_entries_written_at_once_form_one_chain():
    failed = []

    def write():
        try:
            for step in range(EACH):
                with transaction.atomic():
                    record("thing.happened", by=None, step=step)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _each in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (failed, verify()) == ([], Verdict(AT_ONCE * EACH))
    assert AuditHead.objects.get().number == AT_ONCE * EACH


@pytest.mark.django_db
def test_what_happens_to_a_page_is_written_down_with_its_owner():
    organisation = an_organisation()
    editor, page = a_member(organisation, "editor"), a_page(workspace_of(organisation), live=False)
    written = AuditEntry.objects.filter(object_type="wagtailcore.page", object_id=str(page.pk))
    before = written.count()

    page.get_workflow().start(page, editor)
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, editor, "approve", audience="public", comment="")
    Page.objects.get(pk=page.pk).specific.unpublish(user=editor)
    DeletePageAction(Page.objects.get(pk=page.pk), editor).execute(skip_permission_checks=True)

    happened = list(written.order_by("number")[before:].values_list("action", "actor", "organisation"))
    assert [action for action, _actor, _owner in happened] == [
        "page.submitted",
        "page.audience_set",
        "page.approved",
        "page.published",
        "page.unpublished",
        "page.deleted",
    ]
    assert {(actor, owner) for _action, actor, owner in happened} == {(editor.uuid, organisation.uuid)}


@pytest.mark.django_db
def test_draft_leaves_no_trace_in_the_log():
    page = a_page(workspace_of(an_organisation()))
    before = AuditEntry.objects.count()

    page.save_revision(user=None, log_action=True)

    assert AuditEntry.objects.count() == before
