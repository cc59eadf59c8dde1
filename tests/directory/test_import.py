"""Bringing a spreadsheet in: nothing guessed, nothing lost, all or nothing, and twice is once."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from directory import actions
from directory.actions.importing import draft_of, import_directory
from directory.imports.mapping import read_mapping
from directory.imports.report import Problem, Report
from directory.models import ContactMethod, Entry, State
from directory.permissions import public_entries
from organisations.models import AuditEntry
from tests.directory.tables import HEADER, brought_in, fingerprint, row, table
from tests.factories import an_appointed
from tests.factories.directory import a_vetter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

SHARED = Path(os.environ.get("SHARED_DATA", settings.BASE_DIR.parent / "shared" / "data"))
REAL = SHARED / "support-organisations" / "support-organisations.csv"


def the_entry():
    return Entry.objects.get(source_id="a-1")


def ways():
    rows = the_entry().contacts.all()
    return [(each.value, each.label_en or "", each.note_en or "", each.to_be_checked) for each in rows]


# -- The real file -------------------------------------------------------------------------------------------------


@pytest.fixture
def real():
    if not REAL.exists():
        pytest.skip(f"{REAL.name} is not here; set SHARED_DATA to the folder that holds it")
    return REAL


def real_counts():
    entries = Entry.objects.all()
    return {
        "checking": entries.filter(state=State.CHECKING).count(),
        "four languages": sum(all(getattr(e, f"name_{code}") for code in ("en", "es", "fr", "ar")) for e in entries),
        **{answer: entries.filter(urgent_appeals=answer).count() for answer in ("yes", "no", "unknown")},
    }


def test_real_file_becomes_entries_that_are_being_checked_and_twice_is_once(real):
    first, second = StringIO(), StringIO()

    call_command("import_directory", str(real), stdout=first)
    before = fingerprint()
    call_command("import_directory", str(real), stdout=second)

    assert real_counts() == {"checking": 31, "four languages": 31, "yes": 14, "no": 10, "unknown": 7}
    assert "31 rows: 31 new, 0 changed, 0 as they were" in first.getvalue()
    assert "Row 23, column “phones”: “24376922”" in first.getvalue()
    assert "31 rows: 0 new, 0 changed, 31 as they were" in second.getvalue()
    assert fingerprint() == before


def test_ten_of_the_real_file_are_listed_by_two_votes(real):
    call_command("import_directory", str(real), stdout=StringIO())
    vetters, before = (a_vetter(), a_vetter()), public_entries().count()
    numbers = ContactMethod.objects.filter(to_be_checked=True, kind="phone")
    kept = set(numbers.values_list("entry__source_id", "value"))

    for entry in Entry.objects.order_by("pk")[:10]:
        for vetter in vetters:
            actions.cast_vote(entry, yes=True, by=vetter)

    assert (before, public_entries().count()) == (0, 10)
    assert kept == {
        ("umbrella-08", "852-2698 6339"),
        ("umbrella-18", "(+57) 1 368 6155"),
        ("umbrella-22", "24376922"),
        ("umbrella-25", "(+7) 795 628 00 20"),
    }


# -- Values --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Berlin, Tel: (+49) (0)30 41 71 53 33", [("+493041715333", "Berlin", "", False)]),
        ("24 hour support, Tel: (+353) 1 210 0489", [("+35312100489", "24 hour support", "", False)]),
        ("Tel: +1-800-232-4636 (toll free)", [("+18002324636", "", "toll free", False)]),
        ("New Delhi, Tel: +91-11-24374501, 24376922",
         [("+911124374501", "New Delhi", "", False), ("24376922", "New Delhi", "", True)]),
        ("Hong Kong, Tel: 852-2698 6339", [("852-2698 6339", "Hong Kong", "", True)]),
        ("(+39) (0)6 6982", [("+39066982", "", "", False)]),
        ("(+57) 312 562 1321; call us", [("+573125621321", "", "", False), ("call us", "", "", True)]),
    ],
)  # fmt: skip
def test_phones_are_parsed_only_when_sure(cell, expected):
    brought_in(row(phones=cell))

    assert ways() == expected


@pytest.mark.parametrize(
    ("cell", "kind", "to_be_checked"),
    [
        ("https://example.org/a", "website", False),
        ("http://example.org", "website", True),
        ("www.example.org", "website", True),
        ("tool://x", "website", True),
        ("https://[x/", "website", True),
        ("2x2hb5ykeu4qlxqe.onion", "onion", True),
        ("http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion/x", "onion", False),
    ],
)
def test_links_are_listed_only_when_safe(cell, kind, to_be_checked):
    report = brought_in(row(websites=cell))

    contact = the_entry().contacts.get()
    assert (contact.kind, contact.to_be_checked) == (kind, to_be_checked)
    assert [(each.column, each.value) for each in report.findings] == [("websites", cell)] * to_be_checked


def test_bad_mail_address_is_kept_to_be_checked():
    brought_in(row(emails="help at example.org; help@example.org"))

    assert [(value, check) for value, _label, _note, check in ways()] == [
        ("help at example.org", True), ("help@example.org", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "expected", "findings"),
    [
        ("Yes!", "yes", []), (" yes ", "yes", []), ("NO.", "no", []), ("", "unknown", []),
        ("perhaps", "unknown", [Problem.UNKNOWN_ANSWER]),
    ],
)  # fmt: skip
def test_urgent_appeals_are_never_guessed(cell, expected, findings):
    report = brought_in(row(accepts_urgent_appeals=cell))

    assert the_entry().urgent_appeals == expected
    assert [each.problem for each in report.findings] == findings


def test_languages_come_from_names_and_unknown_ones_are_reported():
    report = brought_in(row(languages="Arabic, English, Tagalog, Bahasa, various, Español; fr,"))

    assert the_entry().languages == ["ar", "en", "fil", "es", "fr"]
    assert [each.value for each in report.findings] == ["Bahasa", "various"]


def test_places_come_from_tables_and_the_rest_is_kept_in_words():
    cell = "Global (funds in [Africa](http://a.org), elsewhere); Kenya, South Asia, The Americas, Atlantis"
    report = brought_in(row(where=cell))

    entry = the_entry()
    assert (entry.worldwide, entry.countries) == (True, ["KE"])
    assert sorted(term.code for term in entry.regions.all()) == ["americas", "asia-pacific"]
    assert entry.coverage_note_en == cell
    assert [(each.value, each.problem) for each in report.findings] == [
        ("(funds in [Africa](http://a.org), elsewhere)", Problem.UNKNOWN_PLACE),
        ("South Asia", Problem.WIDER_PLACE),
        ("Atlantis", Problem.UNKNOWN_PLACE),
    ]


def test_terms_are_found_by_label_and_unknown_ones_listed():
    report = brought_in(row(threats="Physical Assault, Imprisonment,malware, Bad luck"))

    assert sorted(term.code for term in the_entry().threats.all()) == ["arrest", "malware", "physical-assault"]
    assert report.unknown_terms == [("Bad luck", 1)]


def test_too_long_values_stay_in_the_source_row():
    report = brought_in(row(where="x" * 400, phones="Tel: " + "1" * 600))

    assert [each.problem for each in report.findings] == [
        Problem.UNKNOWN_PLACE, Problem.TOO_LONG, Problem.TOO_LONG,
    ]  # fmt: skip
    assert the_entry().source_row["where"] == "x" * 400


# -- Again and again -----------------------------------------------------------------------------------------------


def test_trial_reports_the_same_and_leaves_nothing():
    trial = brought_in(row(), dry_run=True)

    assert (trial.made, trial.dry_run) == (["Helpers"], True)
    assert (Entry.objects.count(), AuditEntry.objects.filter(action="entry.imported").count()) == (0, 0)


def test_second_file_changes_only_what_the_source_changed():
    brought_in(row(phones="Tel: +442079460018", languages="English", threats="malware"))
    entry = the_entry()
    kept = actions.ContactDraft("email", "ours@example.org")
    drafts = [*(draft_of(contact) for contact in entry.contacts.all()), kept]
    actions.save_entry(entry, actions.Change(fields={"name_en": "Our name"}, contacts=drafts), by=None)

    report = brought_in(row(phones="Tel: +442079460019", languages="", threats="Discrimination"))

    entry = the_entry()
    assert (report.changed, entry.name_en, entry.languages) == (["Helpers"], "Our name", [])
    assert sorted(contact.value for contact in entry.contacts.all()) == ["+442079460019", "ours@example.org"]
    assert [term.code for term in entry.threats.all()] == ["discrimination"]


def test_change_in_an_ignored_column_is_no_change():
    header = HEADER + ",section"
    import_directory(table(row() + ",x", header=header), read_mapping(), by=None)

    report = import_directory(table(row() + ",y", header=header), read_mapping(), by=None)

    assert (report.changed, report.unchanged, the_entry().source_row["section"]) == ([], 1, "y")


def test_withdrawn_row_is_reported_and_marked_once_and_may_come_back():
    brought_in(row(), row(source_id="a-2", name_en="Other"))

    reports = [brought_in(row(source_id="a-2", name_en="Other")) for _time in range(2)]
    marked = the_entry().withdrawn_at_source
    brought_in(row(), row(source_id="a-2", name_en="Other"))

    assert [report.withdrawn for report in reports] == [["Helpers"], ["Helpers"]]
    assert AuditEntry.objects.filter(action="entry.withdrawn_at_source").count() == 1
    assert marked is not None
    assert the_entry().withdrawn_at_source is None


def test_listed_entry_stays_as_voted_when_the_source_changes():
    brought_in(row())
    for vetter in (a_vetter(), a_vetter()):
        actions.cast_vote(the_entry(), yes=True, by=vetter)

    brought_in(row(name_en="New name"))

    entry = the_entry()
    assert (entry.name_en, entry.listed_state.content["name"]["en"]) == ("New name", "Helpers")


def test_whoever_imports_does_not_vote():
    from directory.permissions import may_vote

    organisation = a_vetter().appointments.get().organisation
    editor = an_appointed("directory_editor")
    vetter = a_vetter(organisation)
    import_directory(table(row()), read_mapping(), by=vetter)
    import_directory(table(row(), row(source_id="a-2")), read_mapping(), by=editor)

    assert [may_vote(vetter, entry) for entry in Entry.objects.order_by("source_id")] == [False, True]


def test_report_survives_as_data():
    report = brought_in(row(threats="Bad luck"))

    assert Report.from_data(report.as_data()) == report
