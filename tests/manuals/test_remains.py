"""What is withdrawn for safety stands in copies, translations, files too: what goes, what stays, and who is told."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision

from content.models import NetworkDocument, NetworkImage, NetworkRendition
from manuals.actions import withdraw_for_safety
from manuals.actions.import_runs import approve_import, begin_import, finish_import, try_import
from manuals.models import ChapterPage, FrozenFile, ManualImport, ManualPage
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.co_owners import agree_to_co_own, invite_co_owner
from search.actions import refresh
from search.models import SearchDocument
from tests.access.world import a_picture
from tests.content.uploads import a_pdf, an_upload
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.manuals import a_chapter, a_manual, an_edition, blocks, rewrite, translated, with_language
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in
from tests.factories.stored import everything_stored, on_disk
from tests.manuals.test_withdrawal import SECRET

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_handbook():
    organisation = an_organisation()
    manual = a_manual(organisation, "Handbook", slug="handbook")
    return organisation, manual, a_chapter(manual, "Meeting", SECRET, slug="meeting")


made = made_once(a_handbook)
organisation, manual, chapter = copies(3)


def safely(edition):
    return withdraw_for_safety(edition, by=None, reason="Known.", language="en")


def released(number="1.0"):
    return an_edition(ManualPage.objects.get(slug="handbook"), number)


def harmless(page):
    """The page with other words, published; what it was before stays in its history."""
    page = Page.objects.get(pk=page.pk).specific
    page.body = blocks(("paragraph", {"text": "<p>Ask a friend where to meet.</p>"}))
    page.save_revision().publish()
    return page


def an_article(organisation, *texts, title="News"):
    paragraphs = [("paragraph", {"text": f"<p>{text}</p>"}) for text in texts]
    page = a_page(workspace_of(organisation), title, body=blocks(*paragraphs))
    page.save_revision().publish()
    return page


# -- Copies of a page, made in every way ---------------------------------------------------------------------------


def copied(chapter, organisation):
    return Page.objects.get(pk=chapter.pk).specific.copy(update_attrs={"slug": "copy", "title": "Copy"})


def copied_with_the_manual(chapter, organisation):
    manual = ManualPage.objects.get(slug="handbook")
    copy = Page.objects.get(pk=manual.pk).specific.copy(recursive=True, update_attrs={"slug": "second"})
    return ChapterPage.objects.child_of(copy).get()


def in_another_language(chapter, organisation):
    with_language(organisation, "es")
    translated(ManualPage.objects.get(slug="handbook"), "es")
    return translated(chapter, "es")


def moved(chapter, organisation):
    other = a_manual(organisation, "Another", slug="another")
    chapter.move(Page.objects.get(pk=other.pk), "last-child")
    return chapter


def written_elsewhere(chapter, organisation):
    return a_chapter(a_manual(organisation, "Another", slug="another"), "Where", SECRET, slug="where")


def in_an_article(chapter, organisation):
    return an_article(organisation, SECRET)


WAYS = [copied, copied_with_the_manual, in_another_language, moved, written_elsewhere, in_an_article]


@pytest.mark.parametrize("way", WAYS)
def test_older_versions_of_copies_go_as_well(organisation, chapter, way, django_capture_on_commit_callbacks):
    edition = released()
    copy = way(chapter, organisation)
    harmless(chapter)
    harmless(copy)
    before = Revision.objects.for_instance(copy).count(), SECRET in everything_stored()

    with django_capture_on_commit_callbacks(execute=True):
        remains = safely(edition)

    assert before[0] > 1
    assert (before[1], SECRET in everything_stored()) == (True, False)
    assert (remains.pages, remains.editions) == ([], [])
    assert Revision.objects.for_instance(copy).count() >= 1


@pytest.mark.parametrize("way", WAYS)
def test_whoever_withdraws_is_told_of_copies_that_still_say_it(organisation, chapter, way):
    edition = released()
    copy = way(chapter, organisation)
    if copy.pk != chapter.pk:
        harmless(chapter)

    remains = safely(edition)

    assert [page.pk for page in remains.pages] == [copy.pk]
    assert SECRET in str(Page.objects.get(pk=copy.pk).specific.body)


def test_alias_and_draft_that_still_say_it_are_named(organisation, manual, chapter):
    edition = released()
    other = a_manual(organisation, "Another", slug="another")
    alias = chapter.create_alias(parent=Page.objects.get(pk=other.pk))
    draft = an_article(organisation, "Nothing of it.")
    draft.body = blocks(("paragraph", {"text": f"<p>{SECRET}</p>"}))
    draft.save_revision()

    remains = safely(edition)

    assert {page.pk for page in remains.pages} == {chapter.pk, alias.pk, draft.pk}


# -- What is left alone --------------------------------------------------------------------------------------------


def test_what_says_something_else_keeps_its_history_and_is_not_named(organisation, manual, chapter):
    heading = ("heading", {"text": "Before you go anywhere"})
    a_chapter(manual, "Care", body=[heading, ("paragraph", {"text": "<p>Yes.</p>"})], slug="care")
    edition = released()
    article = an_article(organisation, "Before you go anywhere", "Yes.", "We were there.")
    harmless(article)
    stranger = an_article(an_organisation(), SECRET)
    harmless(stranger)
    kept = [Revision.objects.for_instance(page).count() for page in (article, stranger)]

    remains = safely(edition)

    assert [page.title for page in remains.pages] == ["Meeting"]
    assert [Revision.objects.for_instance(page).count() for page in (article, stranger)] == kept


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("checklist", {"title": "Steps", "items": ["Knock at the blue mill"]}, "Knock at the blue mill"),
        ("contact", {"name": "A", "ways": [{"label": "Call", "value": "+44 20 7946 0018"}]}, "+44 20 7946 0018"),
        ("definition", {"word": "Mill", "meaning": "<p>Where we meet.</p>"}, "Where we meet."),
        ("warning", {"title": "No", "text": "<p>Not <b>at the</b> mill.</p>"}, "Not at the mill."),
        ("paragraph", {"text": f"<p>{SECRET}, as everybody knows.</p>"}, f"They wrote: {SECRET}, as everybody knows."),
        ("paragraph", {"text": "<p>{not} a word to the guards</p>"}, "{not} a word to the guards"),
    ],
)
def test_words_of_every_kind_of_block_are_found_elsewhere(organisation, manual, kind, value, words):
    a_chapter(manual, "Kinds", body=[(kind, value)], slug="kinds")
    edition = released()
    article = an_article(organisation, words)

    remains = safely(edition)

    assert article.pk in {page.pk for page in remains.pages}


# -- Other editions, and whose they are ----------------------------------------------------------------------------


def test_editions_of_other_manuals_with_the_same_paragraphs_are_named(organisation, chapter):
    edition = released()
    other = a_manual(organisation, "Another", slug="another")
    a_chapter(other, "Where", SECRET, slug="where")
    an_edition(ManualPage.objects.get(slug="another"), "2.0")
    harmless(chapter)
    released("1.1")

    remains = safely(edition)

    assert [(text.title, text.edition.number) for text in remains.editions] == [("Another", "2.0")]


def test_screen_names_own_pages_and_tells_nothing_of_what_other_owners_have(organisation, manual, chapter):
    partner = an_organisation("Casa")
    invite_co_owner(manual, partner, by=a_member(organisation, "editor"))
    agree_to_co_own(manual, partner, by=a_member(partner, "editor"))
    an_article(organisation, SECRET, title="Own news")
    theirs = an_article(partner, SECRET, title="Private plan of Casa")
    edition = released()
    editor = signed_in(a_member(organisation, "editor"))
    address, form = (
        reverse("manuals_admin:withdraw", args=[edition.pk]),
        {"how": "safety", "reason": "Known.", "number": "1.0"},
    )
    asked = editor.get(address).content.decode()

    told = editor.post(address, form).content.decode()

    others = "Casa owns the manual too. What it has in other pages"
    assert ("Own news" in told, others in asked, others in told) == (True, True, True)
    assert "Private plan of Casa" not in told
    assert str(theirs.pk) not in [page.strip("/") for page in told.split("/admin/pages/")]


# -- Pictures, files and archives ----------------------------------------------------------------------------------


def bytes_of(thing):
    with thing.file.open("rb") as stored:
        return stored.read()


def status_of(address):
    answer = Client().get(address)
    for close in answer._resource_closers:
        close()
    return answer.status_code


@pytest.fixture
def shown(organisation, manual, settings, tmp_path):
    """A chapter with a picture and a file, as its readers get them, and nothing else on the disk."""
    settings.MEDIA_ROOT = tmp_path
    image = NetworkImage.objects.create(title="Map", file=a_picture(), collection=organisation.own_files)
    document = NetworkDocument(
        title="Plan", file=an_upload(a_pdf("Behind the blue mill"), "plan.pdf"), collection=organisation.own_files
    )
    document.clean()
    document.save()
    picture = ("picture", {"image": image.pk, "alt": "A map", "caption": ""})
    page = a_chapter(manual, "Map", body=[picture, ("file", {"document": document.pk, "note": ""})], slug="map")
    # Where a page that readers see once had them.
    for thing in (image, document):
        type(thing).objects.filter(pk=thing.pk).update(collection=organisation.public_files)
    refresh(document)
    return {"image": image.pk, "document": document.pk, "page": page}


def test_no_file_is_left_where_others_reach_it(shown, django_capture_on_commit_callbacks):
    edition = released()
    copies = [bytes_of(file) for file in FrozenFile.objects.all()]
    drawn = [rendition.url for rendition in NetworkRendition.objects.all()]
    plan = NetworkDocument.objects.get().url
    found = SearchDocument.objects.present().filter(kind="document", policy__key="")
    before = [status_of(address) for address in (*drawn, plan)], found.count(), set(copies) <= on_disk()

    with django_capture_on_commit_callbacks(execute=True):
        safely(edition)

    original = bytes_of(NetworkDocument.objects.get())
    assert before == ([200] * len(before[0]), 1, True)
    assert [status_of(address) for address in (*drawn, plan)] == [404] * len(before[0])
    assert status_of(NetworkDocument.objects.get().url) == 404
    assert found.count() == 0
    assert set(copies) & on_disk() == {original}


def test_other_file_of_the_same_size_stays_where_it_is(organisation, shown, tmp_path):
    edition = released()
    size = FrozenFile.objects.get(content_type="application/pdf").size
    other = NetworkDocument(title="Other", file=an_upload(a_pdf(), "other.pdf"), collection=organisation.public_files)
    other.save()
    (tmp_path / other.file.name).write_bytes(b"x" * size)
    NetworkDocument.objects.filter(pk=other.pk).update(file_size=size)

    safely(edition)

    assert status_of(NetworkDocument.objects.get(title="Other").url) == 200


@pytest.mark.parametrize("reads_it", ["readers", "editors"])
def test_file_that_another_page_shows_to_readers_stays_there(organisation, shown, reads_it):
    body = [("file", {"document": shown["document"], "note": ""})]
    if reads_it == "readers":
        a_page(workspace_of(organisation), "Elsewhere", body=blocks(*body)).save_revision().publish()
    else:
        a_chapter(a_manual(organisation, "Another", slug="another"), body=body)
        NetworkDocument.objects.update(collection=organisation.public_files)
    edition = released()
    before = status_of(NetworkDocument.objects.get().url)

    safely(edition)

    assert (before, status_of(NetworkDocument.objects.get().url)) == (200, 200 if reads_it == "readers" else 404)


def test_copies_come_back_with_the_next_edition_and_the_originals_stay(shown):
    edition = released()
    before = NetworkImage.objects.get().collection.access.policy.key
    safely(edition)

    rewrite(shown["page"], lambda body: body)

    assert (before, NetworkImage.objects.get().collection.access.policy.key[:4]) == ("", "org:")
    assert released("1.1").languages.get().chapters.get(path="map").files.count() > 0


def test_file_that_is_gone_from_the_disk_keeps_nothing_from_being_withdrawn(shown):
    edition = released()
    for rendition in NetworkRendition.objects.all():
        rendition.file.storage.delete(rendition.file.name)

    safely(edition)

    assert FrozenFile.objects.count() == 0


def test_archive_that_waits_is_forgotten_and_what_was_brought_in_is_not(organisation, manual, chapter):
    edition = released()
    editor, colleague = a_member(organisation, "editor"), a_member(organisation, "editor")
    other = a_manual(organisation, "Another", slug="another")
    done = begin_import(b"x", organisation=organisation, by=editor, language="en", manual=manual)
    ManualImport.objects.filter(pk=done.pk).update(stage=ManualImport.Stage.DONE)
    begin_import(b"x", organisation=organisation, by=editor, language="en", manual=manual)
    kept = begin_import(b"x", organisation=organisation, by=colleague, language="en", manual=other)

    safely(edition)

    assert {run.pk for run in ManualImport.objects.all()} == {done.pk, kept.pk}


@pytest.mark.parametrize(
    "written",
    ["<" * 60 + "a>" * 60, "<a " * 600, "[" * 5000, "[" * 700 + "]" * 700, '{"a":' * 900 + "1" + "}" * 900],
    ids=["nested tags", "open tags", "open brackets", "nested brackets", "nested names"],
)
def test_nothing_that_a_writer_drafts_keeps_an_edition_from_being_withdrawn(organisation, chapter, written):
    edition = released()
    page = an_article(organisation, "Words.")
    page.body = blocks(("quotation", {"text": written, "speaker": "", "consent_note": ""}))
    page.title = written[:255]
    page.save_revision(user=a_member(organisation, "writer"))
    screen = reverse("manuals_admin:withdraw", args=[edition.pk])
    sent = {"how": "safety", "reason": "Known.", "number": "1.0"}

    answer = signed_in(a_member(organisation, "editor")).post(screen, sent)

    edition.refresh_from_db()
    assert (answer.status_code, edition.is_readable) == (200, False)


def test_report_of_what_was_brought_in_keeps_no_word_of_it(organisation, django_capture_on_commit_callbacks):
    editor, told = a_member(organisation, "editor"), "The key lies under the white stone"
    archive = an_archive(meeting=f"# Meeting\n\n<div>\n{told}\n</div>\n")
    run = begin_import(archive, organisation=organisation, by=editor, language="en", title="Guide")
    try_import(run)
    approve_import(run)
    finish_import(run)
    manual = ManualPage.objects.get(pk=run.manual_id)
    page = ChapterPage.objects.child_of(manual).get()
    set_audience(Page.objects.get(pk=run.manual_id), Audience(Kind.PUBLIC), by=None)
    ManualPage.objects.update(licence="CC-BY-4.0")
    edition = an_edition(ManualPage.objects.get(pk=manual.pk))
    rewrite(page, lambda body: [{**each, "value": {"text": "<p>Ask a friend.</p>"}} for each in body])
    before = everything_stored()

    with django_capture_on_commit_callbacks(execute=True):
        safely(edition)

    run.refresh_from_db()
    assert (told in before, told in everything_stored()) == (True, False)
    assert (run.stage, run.report["made"]) == (ManualImport.Stage.DONE, 1)


def an_archive(**texts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.md", text)
    return content.getvalue()
