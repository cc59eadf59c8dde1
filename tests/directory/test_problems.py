"""What visitors tell of an entry: nothing of who they are, seen by vetters alone, and forgotten."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from directory import actions
from directory.actions.reports import MOST_A_DAY
from directory.models import ProblemReport
from directory.permissions import open_reports
from organisations.models import AuditEntry
from tests.factories import an_appointed
from tests.factories.directory import a_listed_entry, a_plain_organisation, a_vetter, an_entry
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ADDRESS = "/en/directory/here/problem/"
SCREEN = "/admin/directory/problems/"


@pytest.fixture
def entry():
    return a_listed_entry(name_en="Here")


def told(entry, problem="wrong", days_ago=0, times=1):
    """A problem as it was told some days ago."""
    day = timezone.localdate() - timedelta(days=days_ago)
    return ProblemReport.objects.create(entry=entry, problem=problem, day=day, times=times)


# -- Telling -------------------------------------------------------------------------------------------------------


def test_visitor_tells_one_of_four_things_and_nothing_else_is_kept(entry):
    client = Client(enforce_csrf_checks=True)
    form = client.get(ADDRESS)

    answer = client.post(ADDRESS, {"problem": "unsafe", "note": "I am N. of the upper town"}, follow=True)

    report = ProblemReport.objects.get()
    assert (report.entry, report.problem, report.day, report.times) == (entry, "unsafe", timezone.localdate(), 1)
    assert {field.name for field in ProblemReport._meta.concrete_fields} == {
        "id", "entry", "problem", "day", "times", "handled_at", "handled_by",
    }  # fmt: skip
    assert "Nothing was kept of you" in answer.content.decode()
    assert (form.content.decode().count('type="radio"'), dict(form.cookies), dict(client.cookies)) == (4, {}, {})
    assert form.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("sent", [{}, {"problem": ""}, {"problem": "nonsense"}])
def test_choice_that_is_missing_is_asked_for_again(entry, sent):
    answer = Client().post(ADDRESS, sent)

    assert "Choose one of these." in answer.content.decode()
    assert ProblemReport.objects.count() == 0


@pytest.mark.parametrize(
    ("site", "status"), [(None, 302), ("same-origin", 302), ("none", 302), ("cross-site", 404), ("same-site", 404)]
)
def test_form_of_another_site_is_nothing(entry, site, status):
    headers = {"Sec-Fetch-Site": site} if site else {}

    answer = Client().post(ADDRESS, {"problem": "wrong"}, headers=headers)

    assert (answer.status_code, ProblemReport.objects.count()) == (status, int(status == 302))


def test_only_what_is_listed_can_be_complained_of(entry):
    an_entry(name_en="Unlisted")

    statuses = [Client().post(f"/en/directory/{slug}/problem/", {"problem": "wrong"}).status_code
                for slug in ("here", "unlisted", "no-such")]  # fmt: skip

    assert statuses == [302, 404, 404]


@pytest.mark.postgres
def test_each_problem_and_day_is_one_row_that_grows_to_a_limit(entry):
    counted = [actions.report_problem(entry, problem="wrong") for _turn in range(MOST_A_DAY + 3)]
    actions.report_problem(entry, problem="unsafe")

    assert counted == [True] * MOST_A_DAY + [False] * 3
    assert sorted(ProblemReport.objects.values_list("problem", "times")) == [("unsafe", 1), ("wrong", MOST_A_DAY)]


def test_limit_counts_the_entry_and_nobody_who_tells(entry):
    told(entry, times=MOST_A_DAY)
    other = a_listed_entry(name_en="There")

    answers = [Client().post(f"/en/directory/{slug}/problem/", {"problem": "wrong"}).status_code
               for slug in ("here", "there")]  # fmt: skip

    assert answers == [302, 302]
    assert ProblemReport.objects.get(entry=other).times == 1


def test_unknown_problem_is_refused(entry):
    with pytest.raises(ValidationError):
        actions.report_problem(entry, problem="my name is N.")

    assert ProblemReport.objects.count() == 0


def test_telling_leaves_no_minute_in_the_log(entry):
    before = AuditEntry.objects.count()

    Client().post(ADDRESS, {"problem": "wrong"})

    assert AuditEntry.objects.count() == before
    assert ProblemReport.objects.count() == 1


# -- Handling ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"), [("vetter", 200), ("directory_editor", 404), ("secretariat", 404), ("auditor", 404)]
)
def test_vetters_alone_see_what_was_told(entry, role, status):
    told(entry)
    person = an_appointed(role, a_plain_organisation() if role == "vetter" else None)

    answer = signed_in(person).get(SCREEN)

    assert answer.status_code == status
    assert ("A number or an address is wrong" in answer.content.decode()) == (status == 200)


@pytest.mark.postgres
def test_screen_sums_the_days_and_puts_what_is_unsafe_first(entry):
    told(entry, days_ago=3, times=4)
    told(entry, times=2)
    told(entry, problem="unsafe")

    text = signed_in(an_appointed("vetter", a_plain_organisation())).get(SCREEN).content.decode()

    assert text.index("It was not safe to reach them") < text.index("A number or an address is wrong")
    assert '<td><bdi dir="ltr">6</bdi></td>' in text
    assert "Visitors told of 2 problems." in signed_in(
        an_appointed("vetter", a_plain_organisation())
    ).get("/admin/").content.decode()  # fmt: skip


def test_vetter_sees_nothing_of_entries_that_they_are_too_near_to(entry):
    ours, nominated = a_plain_organisation(), a_plain_organisation()
    own, declared = a_listed_entry(organisation=ours), a_listed_entry()
    for each in (entry, own, declared):
        told(each)
    near, far = a_vetter(ours), a_vetter(nominated)
    actions.declare_conflict(declared, by=near)

    seen = {"near": set(open_reports(near).values_list("entry", flat=True)),
            "far": set(open_reports(far).values_list("entry", flat=True))}  # fmt: skip

    assert seen == {"near": {entry.pk}, "far": {entry.pk, own.pk, declared.pk}}
    with pytest.raises(ValidationError):
        actions.handle_problem(ProblemReport.objects.get(entry=own), by=near)


@pytest.mark.parametrize("role", ["directory_editor", "secretariat", "auditor"])
def test_nobody_but_vetters_handles_and_nobody_twice(entry, role):
    report, vetter = told(entry), a_vetter()
    outsider = an_appointed(role)

    with pytest.raises(ValidationError):
        actions.handle_problem(report, by=outsider)
    actions.handle_problem(report, by=vetter)
    with pytest.raises(ValidationError):
        actions.handle_problem(report, by=vetter)

    assert (open_reports(outsider).count(), ProblemReport.objects.get().handled_by) == (0, vetter)


def test_handling_marks_all_days_and_is_logged(entry):
    first, last, other = told(entry, days_ago=3), told(entry), told(entry, problem="unsafe")
    vetter = an_appointed("vetter", a_plain_organisation())
    client = signed_in(vetter)

    answer = client.post(SCREEN, {"report": last.pk})

    logged = AuditEntry.objects.filter(action__startswith="entry.problem").get()
    handled = {report.pk: report.handled_by for report in ProblemReport.objects.all()}
    assert handled == {first.pk: vetter, last.pk: vetter, other.pk: None}
    assert (answer.status_code, logged.action) == (302, "entry.problem_handled")
    assert (logged.details, logged.actor) == ({"problem": "wrong"}, vetter.uuid)
    assert "A number or an address is wrong" not in client.get(SCREEN).content.decode()


@pytest.mark.parametrize("sent", ["", "0", "x", "²"])
def test_handling_nothing_is_nothing(entry, sent):
    told(entry)

    answer = signed_in(an_appointed("vetter", a_plain_organisation())).post(SCREEN, {"report": sent})

    assert answer.status_code == 404


def test_same_problem_can_be_told_again_after_it_was_handled(entry):
    actions.report_problem(entry, problem="wrong")
    actions.handle_problem(ProblemReport.objects.get(), by=a_vetter())

    actions.report_problem(entry, problem="wrong")

    assert ProblemReport.objects.filter(handled_at=None).count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_screen_costs_the_same_for_any_number(django_assert_max_num_queries, rows):
    for _row in range(rows):
        told(a_listed_entry())
    client = signed_in(an_appointed("vetter", a_plain_organisation()))
    client.get(SCREEN)

    with django_assert_max_num_queries(43):
        client.get(SCREEN)


def test_handled_problems_are_forgotten_after_thirty_days(entry, capsys):
    reports = [told(entry, problem=problem) for problem in ("wrong", "unsafe", "refused")]
    vetter, now = a_vetter(), timezone.now()
    for report, days in zip(reports, (30, 29), strict=False):
        actions.handle_problem(report, by=vetter, at=now - timedelta(days=days))

    call_command("forget_problems")
    call_command("forget_problems")

    assert set(ProblemReport.objects.values_list("problem", flat=True)) == {"unsafe", "refused"}
    assert capsys.readouterr().out == "Deleted: 1\nDeleted: 0\n"
    assert AuditEntry.objects.filter(action="entry.problems_forgotten").count() == 1
