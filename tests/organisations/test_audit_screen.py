"""The screen of the audit log: what happened, newest first, by public ids, for auditors alone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from organisations import roles
from organisations.audit import record
from organisations.models import AuditEntry
from tests.factories import a_member, a_page, an_appointed, an_organisation, workspace_of
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db

LOG = reverse("organisations_admin:audit")


def actions_in(html: str) -> list[str]:
    """The actions of the table, in the order of its lines."""
    return re.findall(r'<td><bdi dir="ltr">([a-z_]+\.[a-z_]+)</bdi>', html)


@pytest.fixture
def auditor():
    return signed_in(an_appointed(roles.AUDITOR))


@pytest.mark.parametrize("role", [role.code for role in (*roles.ORGANISATION_ROLES, *roles.NETWORK_ROLES)])
def test_log_is_read_by_auditors_alone(role):
    organisation = an_organisation()
    network = role in [each.code for each in roles.NETWORK_ROLES]
    person = an_appointed(role, organisation) if network else a_member(organisation, role)

    assert signed_in(person).get(LOG).status_code == (200 if role == roles.AUDITOR else 404)


def test_newest_comes_first_and_things_are_named_by_public_ids(auditor):
    organisation, person = an_organisation("Harbour lights"), a_member(an_organisation(), "editor")
    page = a_page(workspace_of(organisation), "A title that stays out")
    for action in ("lamp.lit", "lamp.put_out"):
        record(action, by=person, organisation=organisation, about=page, audience="members")

    html = auditor.get(LOG).content.decode()

    assert actions_in(html)[:2] == ["lamp.put_out", "lamp.lit"]
    assert (str(organisation.uuid) in html, str(person.uuid) in html, "audience: members" in html) == (True, True, True)
    assert [word in html for word in ("Harbour lights", "A title that stays out", person.email)] == [False] * 3


def test_filters_by_organisation_action_and_days(auditor):
    organisation = an_organisation()
    for days, action in ((10, "lamp.lit"), (5, "lamp.put_out"), (0, "lamp.lit")):
        with time_machine.travel(datetime(2026, 5, 20, 12, tzinfo=UTC) - timedelta(days=days), tick=False):
            record(action, by=None, organisation=organisation if days else None)

    def found(**asked: object) -> list[str]:
        return [word for word in actions_in(auditor.get(LOG, asked).content.decode()) if word.startswith("lamp")]

    assert found() == ["lamp.lit", "lamp.put_out", "lamp.lit"]
    assert found(organisation=organisation.uuid) == ["lamp.put_out", "lamp.lit"]
    assert found(action="lamp.lit") == ["lamp.lit", "lamp.lit"]
    assert found(since="2026-05-15", until="2026-05-15") == ["lamp.put_out"]
    assert found(since="2026-05-16", until="2026-05-20") == ["lamp.lit"]
    assert found(action="lamp.lit", organisation=organisation.uuid) == ["lamp.lit"]
    assert found(until="2026-05-09") == []


@pytest.mark.parametrize(
    "asked", [{"organisation": "x' OR 1"}, {"action": "no.such"}, {"since": "yesterday"}, {"p": "999"}, {"p": "x"}]
)
def test_filter_that_makes_no_sense_does_no_harm(auditor, asked):
    record("lamp.lit", by=None)

    answer = auditor.get(LOG, asked)

    assert answer.status_code == 200
    assert actions_in(answer.content.decode()) != []


def test_wrong_id_is_answered_with_what_to_write(auditor):
    assert "This is no public id." in auditor.get(LOG, {"organisation": "Harbour"}).content.decode()


def test_log_is_shown_fifty_at_a_time(auditor):
    for _number in range(60):
        record("lamp.lit", by=None)

    first, second = (auditor.get(LOG, {"p": page, "action": "lamp.lit"}).content.decode() for page in (1, 2))

    assert (len(actions_in(first)), len(actions_in(second))) == (50, 10)
    assert "action=lamp.lit&amp;p=2" in first or "p=2&amp;action=lamp.lit" in first


def test_nothing_written_down_yet_and_nothing_that_fits_are_said(auditor):
    record("lamp.lit", by=None)
    fits = auditor.get(LOG, {"until": timezone.localdate() - timedelta(days=400)}).content.decode()
    AuditEntry.objects.all().delete()

    empty = auditor.get(LOG).content.decode()

    assert ("Nothing fits." in fits, "Nothing has been written down yet." in fits) == (True, False)
    assert "Nothing has been written down yet." in empty


def test_reading_changes_nothing(auditor):
    record("lamp.lit", by=None)
    before = list(AuditEntry.objects.values())

    auditor.get(LOG, {"action": "lamp.lit"})

    assert list(AuditEntry.objects.values()) == before
    assert auditor.post(LOG).status_code == 404


def test_log_costs_the_same_however_long(auditor, django_assert_num_queries):
    auditor.get(LOG)
    counts = []
    for more in (1, 2):
        for _each in range(more):
            record("lamp.lit", by=None, about=an_organisation())
        with django_assert_num_queries(100, exact=False) as captured:
            auditor.get(LOG)
        counts.append(len(captured))

    assert counts[0] == counts[1]
