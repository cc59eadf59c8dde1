"""The screen of the audit log: what happened, newest first, by public ids, for auditors and partly for coordinators."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from organisations import roles
from organisations.audit import record
from organisations.checkpoints import take_checkpoint
from organisations.models import AuditEntry
from tests.factories import a_member, a_page, an_appointed, an_organisation, workspace_of
from tests.factories.audit import begin_anew, meddle, unguarded
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LOG = reverse("organisations_admin:audit")


def actions_in(html: str) -> list[str]:
    """The actions of the table, in the order of its lines."""
    return re.findall(r'<td>(?:[^<]+<br><small>)?<bdi dir="ltr">([a-z_]+\.[a-z_]+)</bdi>', html)


@pytest.fixture(autouse=True)
def _no_checkpoints(settings, tmp_path):
    settings.AUDIT_CHECKPOINTS = tmp_path / "checkpoints.jsonl"


@pytest.fixture
def auditor():
    return signed_in(an_appointed(roles.AUDITOR))


@pytest.mark.parametrize("role", [role.code for role in (*roles.ORGANISATION_ROLES, *roles.NETWORK_ROLES)])
def test_log_is_read_by_auditors_and_coordinators(role):
    organisation = an_organisation()
    network = role in [each.code for each in roles.NETWORK_ROLES]
    person = an_appointed(role, organisation) if network else a_member(organisation, role)

    assert signed_in(person).get(LOG).status_code == (200 if role in (roles.AUDITOR, roles.COORDINATOR) else 404)


def test_what_happened_is_said_in_words_and_chosen_by_them(auditor):
    record("page.published", by=None)
    record("lamp.lit", by=None)

    html = auditor.get(LOG, {"action": "page.published"}).content.decode()

    assert "Page published<br><small>" in html
    choices = re.findall(r'<option value="([a-z_.]+)"[^>]*>([^<]+)', html)
    assert {("lamp.lit", "lamp.lit"), ("page.published", "Page published")} <= set(choices)
    assert choices == sorted(choices, key=lambda choice: choice[1].casefold())
    assert set(actions_in(html)) == {"page.published"}


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
    begin_anew()  # no entry is dated before another one
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
    begin_anew()

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


# -- Whether it is whole -------------------------------------------------------------------------------------------


def test_auditor_is_told_that_the_log_is_whole_and_what_no_checkpoint_confirms(auditor):
    begin_anew()
    record("lamp.lit", by=None)
    before = auditor.get(LOG).content.decode()
    take_checkpoint()
    record("lamp.put_out", by=None)

    after = auditor.get(LOG).content.decode()

    assert ("its 1 entry is in order" in before, "No checkpoint was taken yet" in before) == (True, True)
    assert "its 2 entries are in order" in after
    assert "The last checkpoint confirms the entries up to No. 1; 1 entry lies after it." in after


def test_auditor_is_told_what_was_done_to_the_log(auditor):
    begin_anew()
    for _number in range(3):
        record("lamp.lit", by=None)
    meddle("UPDATE log SET action = %s WHERE number = %s", "lamp.stolen", 2)

    html = auditor.get(LOG).content.decode()

    assert "The first entry that is not in order is No. 2: it was changed." in html
    assert "The log is whole" not in html


def test_auditor_is_told_when_the_database_would_let_the_log_be_changed(auditor):
    with unguarded():
        html = auditor.get(LOG).content.decode()

    assert "does not refuse changes" in html
    assert "does not refuse changes" not in auditor.get(LOG).content.decode()


def test_auditor_is_told_of_checkpoints_that_are_not_ours(auditor, settings):
    record("lamp.lit", by=None)
    settings.AUDIT_CHECKPOINTS.write_text('{"number": 1}\n', encoding="utf-8")

    assert "this site did not sign" in auditor.get(LOG).content.decode()


def test_long_log_is_read_through_when_that_is_asked_for(auditor, monkeypatch):
    begin_anew()
    record("lamp.lit", by=None)
    monkeypatch.setattr("organisations.views.audit.AT_SIGHT", 0)

    unasked, asked = (auditor.get(LOG, each).content.decode() for each in ({}, {"check": "1"}))

    assert ["entry is in order" in html for html in (unasked, asked)] == [False, True]
    assert 'href="?check=1"' in unasked


# -- What coordinators read of it ----------------------------------------------------------------------------------


def test_coordinators_read_what_is_their_organisations_matter_and_nothing_else():
    ours, theirs = an_organisation(), an_organisation()
    coordinator = a_member(ours, "coordinator", display_name="Ines")
    a_member(coordinator.memberships.get().organisation, "editor")
    record("lamp.lit", by=coordinator, organisation=ours)
    record("lamp.stolen", by=coordinator, organisation=theirs)
    record("lamp.sold", by=coordinator)
    record("entry.voted", by=coordinator, organisation=ours)

    html = signed_in(coordinator).get(LOG).content.decode()

    happened = actions_in(html)
    assert "lamp.lit" in happened
    assert {"lamp.stolen", "lamp.sold", "entry.voted"} & set(happened) == set()
    assert str(theirs.uuid) not in html


def test_coordinators_are_told_no_numbers_and_not_whether_the_log_is_whole():
    organisation = an_organisation()
    browser = signed_in(a_member(organisation, "coordinator"))
    record("lamp.lit", by=None, organisation=organisation)
    before = browser.get(LOG).content.decode()
    record("lamp.lit", by=None, organisation=an_organisation())

    after = browser.get(LOG, {"check": "1"}).content.decode()

    assert re.findall(r"<td>\d+</td>", before + after) == []
    assert ["in order" in before, "checkpoint" in before, "in order" in after] == [False] * 3
    assert actions_in(before) == actions_in(after)


def test_coordinators_are_told_who_by_name_or_by_part():
    organisation = an_organisation()
    editor, secretary = a_member(organisation, "editor", display_name="Ines"), an_appointed(roles.SECRETARIAT)
    stranger = a_member(an_organisation(), "editor", display_name="Lindiwe")
    for person in (editor, secretary, stranger, None):
        record("lamp.lit", by=person, organisation=organisation)

    html = signed_in(a_member(organisation, "coordinator")).get(LOG, {"action": "lamp.lit"}).content.decode()

    said = re.findall(r"<td>([^<]+)</td>\s*</tr>", html)
    assert said == ["the site itself", "somebody of another organisation", "the secretariat", "Ines"]
    assert [str(person.uuid) in html for person in (editor, secretary, stranger)] == [False] * 3


@pytest.mark.parametrize("role", ["coordinator", "auditor"])
def test_screen_costs_the_same_however_many_people_acted(role, django_assert_num_queries):
    organisation = an_organisation()
    person = a_member(organisation, role) if role == "coordinator" else an_appointed(role)
    browser, counts = signed_in(person), []
    browser.get(LOG)
    for more in (1, 3):
        for _each in range(more):
            record("lamp.lit", by=a_member(organisation), organisation=organisation)
        with django_assert_num_queries(100, exact=False) as captured:
            browser.get(LOG)
        counts.append(len(captured))

    assert counts[0] == counts[1]
