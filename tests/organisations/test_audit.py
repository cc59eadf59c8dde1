"""The audit log: what was written stays as it was, or shows that it did not."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page

from organisations.audit import record
from organisations.models import AuditEntry, AuditHead
from organisations.models.audit import AppendOnlyError
from organisations.verification import Verdict, is_guarded, verify
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.audit import begin_anew, unguarded

AT_ONCE, EACH = 4, 5


@pytest.fixture(autouse=True)
def _empty_log(db):
    """What stands after a test with real transactions was read from a copy, which keeps no microseconds."""
    begin_anew()


@pytest.mark.django_db
def test_untouched_log_is_sound():
    an_organisation()
    record("thing.happened", by=None)

    assert verify() == Verdict(AuditEntry.objects.count(), after=AuditEntry.objects.count())


# -- Rows are only added -------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(action="x"),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(action="x"),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["action"]),
        lambda entry: AuditEntry.objects.bulk_create([entry]),
        lambda entry: AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"action": "x"}),
        lambda entry: AuditEntry._base_manager.filter(pk=entry.pk).delete(),
    ],
    ids=["save", "delete", "update", "delete all", "update some", "bulk update", "bulk create", "or create", "base"],
)
def test_site_neither_changes_nor_takes_away_an_entry(change):
    entry = record("thing.happened", by=None)
    before = list(AuditEntry.objects.values())

    with pytest.raises(AppendOnlyError):
        change(entry)

    assert list(AuditEntry.objects.values()) == before


STATEMENTS = {
    "update": "UPDATE organisations_auditentry SET action = 'x'",
    "delete": "DELETE FROM organisations_auditentry",
    "truncate": "TRUNCATE organisations_auditentry",
    "replace": "INSERT OR REPLACE INTO organisations_auditentry SELECT * FROM organisations_auditentry",
}
OF_ONE_DATABASE = {"truncate": "postgresql", "replace": "sqlite"}


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_database_refuses_whatever_is_no_new_entry(statement):
    if connection.vendor != OF_ONE_DATABASE.get(statement, connection.vendor):
        pytest.skip("the other database has no such statement")
    record("thing.happened", by=None)
    before = list(AuditEntry.objects.values())

    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STATEMENTS[statement])

    assert list(AuditEntry.objects.values()) == before


@pytest.mark.postgres
@pytest.mark.django_db
def test_missing_guard_is_seen():
    before = is_guarded()

    with unguarded():
        meanwhile = is_guarded()

    assert (before, meanwhile, is_guarded()) == (True, False, True)


@pytest.mark.django_db
def test_no_entry_is_dated_before_another_whatever_the_clock_says():
    with time_machine.travel(datetime(2030, 1, 1, tzinfo=UTC), tick=False):
        first = record("thing.happened", by=None)
    with time_machine.travel(datetime(2029, 1, 1, tzinfo=UTC), tick=False):
        second = record("thing.happened", by=None)
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC), tick=False):
        third = record("thing.happened", by=None)

    assert (second.at - first.at, third.at - first.at) == (timedelta(0), timedelta(days=365))
    assert verify().is_sound


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

    assert (failed, verify()) == ([], Verdict(AT_ONCE * EACH, after=AT_ONCE * EACH))
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
