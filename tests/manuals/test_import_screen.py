"""The screen on which editors bring a manual in: looked at first, then written, seen by nobody else."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from content.models import NetworkImage
from manuals import permissions
from manuals.actions import import_runs
from manuals.actions.import_runs import begin_import, finish_import, forget_imports, try_import
from manuals.import_form import ImportForm
from manuals.models import ChapterPage, ManualImport, ManualPage
from organisations.models import Membership
from tests.access.world import a_picture
from tests.factories import a_member, an_organisation
from tests.factories.manuals import a_chapter, a_manual
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
UPLOAD = "/admin/manuals/import/"
RISK = (
    "---\ntitle: See risk\n---\nRead [more](gone.md), <b>now</b>.\n\n![](map.png)\n\n![A map](lost.png)\n\n[Up](#no)\n"
)


def archive(**more):
    files = {"risk.md": RISK, "risk.es.md": "---\ntitle: Ver el riesgo\n---\nLea.", "map.png": a_picture().read()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as together:
        for name, content in (files | more).items():
            together.writestr(name, content)
    return written.getvalue()


def sent(content, into, **more):
    upload = SimpleUploadedFile("handbook.zip", content, content_type="application/zip")
    return {"file": upload, "into": into, "language": "en", **more}


def begun(editor, organisation, content=None, **more):
    fields = {"organisation": organisation, "language": "en", **more}
    return begin_import(archive() if content is None else content, by=editor, **fields)


def test_archive_is_shown_first_then_becomes_a_new_manual(organisation, editor):
    client = signed_in(editor)

    answer = client.post(UPLOAD, sent(archive(), f"new-{organisation.pk}", title="Handbook", licence="CC-BY-4.0"))
    preview = client.get(answer.url).content.decode()
    before = (ManualPage.objects.count(), NetworkImage.objects.count())
    client.post(answer.url)
    client.post(answer.url)

    run, manual = ManualImport.objects.get(), ManualPage.objects.get(locale__language_code="en")
    assert before == (0, 0)
    assert [words in preview for words in ("See risk", "Ver el riesgo", "risk.es.md", "It is new")] == [True] * 4
    assert (run.stage, bytes(run.content), run.manual) == ("done", b"", manual)
    assert (manual.title, manual.licence, manual.access.owner) == ("Handbook", "CC-BY-4.0", organisation)
    assert "Chapters: 2 new, 0 changed, 0 as they were" in client.get(answer.url).content.decode()


def test_preview_says_what_the_import_says(organisation, editor):
    run = begun(editor, organisation, archive(**{"notes.txt": "x"}), title="Handbook")

    try_import(run)
    finish_import(run)

    assert len(run.preview["notes"]) >= 5
    assert sorted(run.preview["notes"]) == sorted(run.report["notes"])


def test_manual_is_brought_up_to_date_whatever_its_address(organisation, editor):
    manual = a_manual(organisation, "Of old", slug="of-old")
    finish_import(begun(editor, organisation, archive(**{"plan.md": "# A plan\nWords."}), manual=manual))
    draft = ChapterPage.objects.get(source="risk", locale__language_code="en")
    draft.title = "Being written"
    draft.save_revision()
    client = signed_in(editor)

    answer = client.post(UPLOAD, sent(archive(), str(manual.pk)))
    preview = client.get(answer.url).content.decode()
    client.post(answer.url)

    assert "changes that nobody published" in preview
    assert "to be unpublished" in preview
    assert not ChapterPage.objects.get(source="plan").live
    assert [page.title for page in ManualPage.objects.filter(translation_key=manual.translation_key)] == ["Of old"] * 2
    assert ManualPage.objects.count() == 2


def test_language_that_comes_later_is_a_translation_of_what_is_there(organisation, editor):
    manual = a_manual(organisation)
    finish_import(begun(editor, organisation, manual=manual))
    french = io.BytesIO()
    with zipfile.ZipFile(french, "w") as together:
        together.writestr("risk.fr.md", "---\ntitle: Voir le risque\n---\nLisez.")

    finish_import(begun(editor, organisation, french.getvalue(), manual=manual))

    keys = ChapterPage.objects.filter(source="risk").values_list("translation_key", flat=True)
    assert (len(keys), len(set(keys))) == (3, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no archive", "This is no ZIP archive that can be opened."),
        (archive(**{"bad.md": b"\xff"}), "It is not written in UTF-8"),
        (archive(**{"bad.md": "---\n: [\n---\n"}), "bad.md"),
    ],
    ids=["no archive", "encoding", "front matter"],
)
def test_refused_archive_says_where_and_writes_nothing(organisation, editor, content, words):
    client = signed_in(editor)

    answer = client.post(UPLOAD, sent(content, f"new-{organisation.pk}", title="Handbook"))
    text = client.get(answer.url).content.decode()
    client.post(answer.url)

    assert words in text
    assert (ManualPage.objects.count(), bytes(ManualImport.objects.get().content)) == (0, b"")


@pytest.mark.parametrize("is_new", [True, False])
def test_what_was_filled_in_is_there_again_when_another_file_is_chosen(organisation, editor, is_new):
    into = f"new-{organisation.pk}" if is_new else str(a_manual(organisation, "Of old").pk)
    typed = {"title": "Handbook", "licence": "CC-BY-4.0", "language": "es"} if is_new else {"language": "fr"}
    client, colleague = signed_in(editor), signed_in(a_member(organisation, "editor"))

    refused = client.get(client.post(UPLOAD, sent(b"x", into, **typed)).url).content.decode()
    again = f"{UPLOAD}?again={ManualImport.objects.get().uuid}"
    form = client.get(again).context["form"]

    assert again in refused
    assert {name: form[name].value() for name in ("into", *typed)} == {"into": into, **typed}
    assert colleague.get(again).status_code == 404


def test_files_that_a_mac_adds_are_no_part_of_it(organisation, editor):
    run = begun(editor, organisation, archive(**{"__MACOSX/._risk.md": b"\xff", ".DS_Store": b"\0"}), title="H")

    try_import(run)

    assert (run.stage, run.chapters_read, run.chapters_total) == ("previewed", 2, 2)


def test_archive_of_a_hundred_megabytes_is_sent_back(organisation, editor):
    upload = SimpleUploadedFile("handbook.zip", b"PK")
    upload.size = 100 * 2**20
    data = {"into": f"new-{organisation.pk}", "title": "Handbook", "language": "en"}

    form = ImportForm(data, {"file": upload}, person=editor)

    words = "This archive is larger than 60 MB. Bring it in in parts, or with smaller pictures."
    assert form.errors == {"file": [words]}


@pytest.mark.parametrize(("title", "words"), [("", "Write the title"), ("of old", "with this title already")])
def test_new_manual_needs_a_title_of_its_own(organisation, editor, title, words):
    a_manual(organisation, "Of old")

    answer = signed_in(editor).post(UPLOAD, sent(archive(), f"new-{organisation.pk}", title=title))

    assert words in answer.content.decode()
    assert ManualImport.objects.count() == 0


def test_title_taken_meanwhile_refuses_the_import(organisation, editor):
    run = begun(editor, organisation, title="Handbook")
    a_manual(organisation, "Handbook")

    finish_import(run)

    assert (run.stage, ManualPage.objects.count()) == ("refused", 1)


def test_new_manual_gets_an_address_that_is_free(organisation, editor):
    a_manual(organisation, "Another", slug="handbook")

    finish_import(begun(editor, organisation, title="Handbook"))

    assert ManualPage.objects.get(title="Handbook", locale__language_code="en").slug == "handbook-2"


@pytest.mark.parametrize(("role", "status"), [("writer", 404), ("editor", 200), ("coordinator", 200)])
def test_screen_is_for_those_who_publish(organisation, role, status):
    manual = a_manual(organisation)
    client = signed_in(a_member(organisation, role))

    found = [client.get(UPLOAD).status_code, client.get(f"{UPLOAD}?into={manual.pk}").status_code]

    assert found == [status, status]


def test_manual_of_another_organisation_cannot_be_named(organisation, editor):
    other = an_organisation()
    manual, client = a_manual(other), signed_in(editor)

    statuses = [
        client.get(f"{UPLOAD}?into={manual.pk}").status_code,
        client.post(UPLOAD, sent(archive(), str(manual.pk))).status_code,
        client.post(UPLOAD, sent(archive(), f"new-{other.pk}", title="Handbook")).status_code,
    ]

    assert statuses == [404] * 3
    assert ManualImport.objects.count() == 0


def test_import_of_somebody_else_is_not_there(organisation, editor):
    run = begun(editor, organisation, title="Handbook")
    address = f"{UPLOAD}{run.uuid}/"

    statuses = [
        signed_in(person).get(address).status_code for person in (editor, a_member(organisation, "coordinator"))
    ]

    assert statuses == [200, 404]


def test_role_lost_before_writing_refuses_the_import(organisation, editor):
    run = begun(editor, organisation, title="Handbook")
    Membership.objects.filter(person=editor).update(role="writer")

    finish_import(run)

    assert (run.stage, ManualPage.objects.count(), bytes(run.content)) == ("refused", 0, b"")


def test_import_that_breaks_writes_nothing_and_says_so(organisation, editor, monkeypatch):
    run = begun(editor, organisation, title="Handbook")
    monkeypatch.setattr("manuals.actions.importing.record", lambda *_args, **_more: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        finish_import(run)

    kept = ManualImport.objects.get()
    assert (ManualPage.objects.count(), kept.stage, bytes(kept.content)) == (0, "failed", b"")
    assert "Nothing was imported" in signed_in(editor).get(f"{UPLOAD}{run.uuid}/").content.decode()


def test_waiting_page_looks_again(organisation, editor):
    run = begun(editor, organisation, title="Handbook")
    client, address = signed_in(editor), f"{UPLOAD}{run.uuid}/"

    waiting = client.get(address)
    try_import(run)

    assert waiting.headers["Refresh"] == "2"
    assert "Refresh" not in client.get(address).headers


def test_archive_is_forgotten_after_a_day(organisation, editor):
    run, later = begun(editor, organisation, title="Handbook"), timezone.now() + timedelta(days=1)

    kept = (forget_imports(), permissions.own_imports(editor).count())
    ManualImport.objects.update(at=timezone.now() - permissions.KEPT)
    hidden = permissions.own_imports(editor).count()
    call_command("forget_imports", stdout=io.StringIO())

    assert (kept, hidden, ManualImport.objects.filter(pk=run.pk).exists()) == ((0, 1), 0, False)
    assert forget_imports(at=later) == 0


def test_new_archive_forgets_the_one_that_was_not_decided(organisation, editor):
    first = begun(editor, organisation, title="Handbook")

    begun(editor, organisation, title="Handbook")

    assert not ManualImport.objects.filter(pk=first.pk).exists()


def test_report_stays_when_the_archive_is_gone(organisation, editor):
    run = import_runs.finish_import(begun(editor, organisation, title="Handbook"))
    ManualImport.objects.update(at=timezone.now() - permissions.KEPT)

    forget_imports()

    assert permissions.own_imports(editor).get(pk=run.pk).report["made"] == 2


def test_editor_of_a_manual_leads_to_the_screen(organisation, editor):
    manual = a_manual(organisation)
    a_chapter(Page.objects.get(pk=manual.pk))
    client, address = signed_in(editor), f"{UPLOAD}?into={manual.pk}"

    pages = [client.get(f"/admin/pages/{manual.pk}/edit/"), client.get(f"/admin/manuals/{manual.pk}/editions/")]

    assert [address in page.content.decode() for page in pages] == [True, True]
