"""The screen on which a directory editor brings a spreadsheet in: tried first, then written, seen by nobody else."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from directory.actions.import_runs import begin_import, finish_import, try_import
from directory.imports.explained import TAKES
from directory.imports.mapping import PLAIN, TEXTS, read_mapping
from directory.models import Entry, ImportRun
from directory.permissions import own_imports
from tests.factories import an_appointed
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HEADER = b"source_id,name_en,phones\n"


def uploaded(content, name="list.csv"):
    return SimpleUploadedFile(name, content, content_type="text/csv")


@pytest.fixture
def editor():
    return an_appointed("directory_editor")


def test_spreadsheet_is_tried_then_brought_in(editor):
    client = signed_in(editor)

    answer = client.post("/admin/directory/import/", {"file": uploaded(HEADER + b"1,Helpers,12")})
    preview = client.get(answer.url).content.decode()
    before = Entry.objects.count()
    client.post(answer.url)
    client.post(answer.url)

    run = ImportRun.objects.get()
    assert "1 new" in preview
    assert "to be checked" in preview
    assert (before, Entry.objects.count(), run.stage, bytes(run.content)) == (0, 1, "done", b"")
    assert "What happened" in client.get(answer.url).content.decode()


def test_refused_spreadsheet_says_where_and_writes_nothing(editor):
    client = signed_in(editor)

    answer = client.post("/admin/directory/import/", {"file": uploaded(HEADER + b"1,A,\n1,B,")})
    text = client.get(answer.url).content.decode()
    client.post(answer.url)

    assert "Row 3, column “source_id”" in text
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("mapping", "words"),
    [(b"nonsense", "cannot be read"), (b"\xff", "not UTF-8"), (b"#" * 200_001, "too large")],
)
def test_mapping_that_means_nothing_is_sent_back(editor, mapping, words):
    sent = {"file": uploaded(HEADER), "mapping": uploaded(mapping, "m.toml")}

    answer = signed_in(editor).post("/admin/directory/import/", sent)

    assert words in answer.content.decode()
    assert ImportRun.objects.count() == 0


def test_mapping_of_ones_own_is_used(editor):
    toml = b'source = "x"\n[columns]\nnr = "id"\nname = "name:fr"'
    sent = {"file": uploaded(b"nr,name\n1,Aide"), "mapping": uploaded(toml, "m.toml")}
    client = signed_in(editor)

    answer = client.post("/admin/directory/import/", sent)
    client.post(answer.url)

    assert Entry.objects.get().name_fr == "Aide"


def test_large_spreadsheet_is_sent_back(editor, monkeypatch):
    monkeypatch.setattr("directory.imports.reading.MOST_BYTES", 10)

    answer = signed_in(editor).post("/admin/directory/import/", {"file": uploaded(HEADER)})

    assert "larger than 20 MB" in answer.content.decode()


def test_import_of_somebody_else_is_not_there(editor):
    run = begin_import(HEADER, by=editor)
    other = signed_in(an_appointed("directory_editor"))

    results = [
        signed_in(editor).get(f"/admin/directory/import/{run.uuid}/").status_code,
        other.get(f"/admin/directory/import/{run.uuid}/").status_code,
        other.get(f"/admin/directory/import/{uuid4()}/").status_code,
    ]

    assert results == [200, 404, 404]


def test_waiting_page_looks_again_and_shows_how_far_it_is(editor):
    run = begin_import(HEADER + b"\n".join(b"%d,A%d," % (n, n) for n in range(30)), by=editor)
    client, address = signed_in(editor), f"/admin/directory/import/{run.uuid}/"

    waiting = client.get(address)
    try_import(run)

    assert waiting.headers["Refresh"] == "2"
    assert "Refresh" not in client.get(address).headers
    assert (run.rows_read, run.rows_total) == (30, 30)


def test_new_file_forgets_the_one_that_was_not_decided(editor):
    first = begin_import(HEADER, by=editor)

    begin_import(HEADER, by=editor)

    assert not ImportRun.objects.filter(pk=first.pk).exists()


def test_import_that_breaks_writes_nothing_and_says_so(editor, monkeypatch):
    run = begin_import(HEADER + b"1,A,", by=editor)
    monkeypatch.setattr("directory.actions.importing.record", lambda *_args, **_more: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        finish_import(run)

    assert (Entry.objects.count(), ImportRun.objects.get().stage) == (0, "failed")
    assert "Nothing was imported" in signed_in(editor).get(f"/admin/directory/import/{run.uuid}/").content.decode()


@pytest.mark.parametrize(("role", "expected"), [("directory_editor", 1), ("secretariat", 0)])
def test_own_imports_are_those_of_directory_editors(role, expected):
    person = an_appointed(role)

    begin_import(HEADER, by=person)

    assert own_imports(person).count() == expected


def test_every_column_of_the_networks_spreadsheet_is_explained(editor):
    html = signed_in(editor).get("/admin/directory/import/").content.decode()

    named = re.findall(r'<th scope="row"><bdi dir="ltr">(\w+)</bdi></th><td>[^<]', html)
    assert named == list(read_mapping().columns)
    assert "several with semicolons or commas between them" in html


def test_whatever_a_mapping_can_hold_is_explained():
    assert set(TAKES) == {*PLAIN, *TEXTS}
