"""A picture or a document is withdrawn for safety: its bytes and words are gone, and pages leave it out."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, Revision

from content.models import NetworkDocument, NetworkImage, NetworkRendition
from organisations.actions.file_withdrawal import withdraw_file
from organisations.models import AuditEntry
from search.models import SearchDocument
from tests.access.world import a_picture
from tests.content.uploads import a_pdf, an_upload
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign
from tests.factories.faults import BreakOff, FaultError
from tests.factories.manuals import blocks
from tests.factories.stored import everything_stored, on_disk, places_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

WORD = "quaxelbrim"
REASON = "It had become known."


def safely(file, by=None):
    return withdraw_file(file, by=by, reason=REASON, language="en")


def status_of(address, client=None):
    answer = (client or Client()).get(address)
    for close in answer._resource_closers:
        close()
    return answer.status_code


@pytest.fixture
def organisation(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return an_organisation()


@pytest.fixture
def image(organisation):
    return NetworkImage.objects.create(
        title=f"The {WORD}", description=f"Where the {WORD} is", file=a_picture(), collection=organisation.own_files
    )


@pytest.fixture
def document(organisation):
    document = NetworkDocument(
        title=f"Plan {WORD}", file=an_upload(a_pdf(f"Behind the {WORD} mill"), "p.pdf"),
        collection=organisation.own_files,
    )  # fmt: skip
    document.clean()
    document.save()
    return document


def showing(organisation, file, title="Shown"):
    kind, value = {
        NetworkImage: ("picture", {"image": file.pk, "alt": "A map", "caption": ""}),
        NetworkDocument: ("file", {"document": file.pk, "note": ""}),
    }[type(file)]
    text = ("paragraph", {"text": "<p>Words beside it.</p>"})
    page = a_page(workspace_of(organisation), title, body=blocks(text, (kind, value)))
    page.save_revision().publish()
    return page


@pytest.mark.parametrize("kind", ["image", "document"])
def test_nothing_is_left_of_a_file(organisation, kind, request, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        file = request.getfixturevalue(kind)
        page = showing(organisation, file)
        Client().get(page.get_url())
        ModelLogEntry.objects.create(
            content_type=ContentType.objects.get_for_model(file), object_id=str(file.pk), label=f"The {WORD}",
            action="wagtail.create", timestamp=timezone.now(),
        )  # fmt: skip
    before, files = places_of(WORD), on_disk()

    with django_capture_on_commit_callbacks(execute=True):
        safely(file)

    assert {type(file)._meta.db_table, "wagtailcore_modellogentry", "wagtailsearch_indexentry"} <= set(before)
    assert ("search_searchdocument" in before) == (kind == "document")
    assert len(files) == (2 if kind == "image" else 1)
    assert (places_of(WORD), on_disk()) == ([], set())
    assert NetworkRendition.objects.count() == 0


@pytest.mark.parametrize("kind", ["image", "document"])
def test_page_that_shows_it_leaves_it_out(organisation, kind, request, django_capture_on_commit_callbacks):
    file = request.getfixturevalue(kind)
    page = showing(organisation, file)
    shown = "A map" if kind == "image" else "document.pdf"
    before = Client().get(page.get_url()).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        safely(file)

    after = Client().get(page.get_url())
    assert (shown in before, shown in after.content.decode()) == (True, False)
    assert (after.status_code, "Words beside it." in after.content.decode()) == (200, True)


def test_campaign_goes_on_without_its_picture(organisation, image, django_capture_on_commit_callbacks):
    campaign = a_campaign(organisation, picture=image, picture_alt="A house front.")
    before = Client().get(campaign.get_url()).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        remains = safely(image)

    after = Client().get(campaign.get_url())
    assert ("A house front." in before, "A house front." in after.content.decode()) == (True, False)
    assert (after.status_code, [page.pk for page in remains.pages]) == (200, [campaign.pk])


def test_address_of_a_document_says_why_to_those_who_could_read_it(organisation, document):
    inside, outside = Client(), Client()
    inside.force_login(a_member(organisation))
    outside.force_login(a_member(an_organisation()))
    before = [status_of(document.url, client) for client in (inside, outside, Client())]

    safely(document)

    answers = [client.get(document.url) for client in (inside, outside, Client())]
    assert before == [200, 404, 404]
    assert [answer.status_code for answer in answers] == [410, 404, 404]
    assert REASON in answers[0].content.decode()
    assert WORD not in answers[0].content.decode()


def test_log_keeps_the_digest(organisation, document):
    editor = a_member(organisation, "editor")

    safely(document, by=editor)

    entry = AuditEntry.objects.get(action="file.withdrawn_for_safety")
    assert (entry.actor, entry.organisation, len(entry.details["digest"])) == (editor.uuid, organisation.uuid, 64)


@pytest.mark.parametrize("kind", ["image", "document"])
def test_older_versions_that_named_it_go_and_pages_that_name_it_are_told(organisation, kind, request):
    file = request.getfixturevalue(kind)
    still, once = (showing(organisation, file, title) for title in ("Still", "Once"))
    once.body = blocks(("paragraph", {"text": "<p>Without it.</p>"}))
    once.save_revision().publish()
    remains = safely(file)

    names = [page.pk for page in remains.pages]
    assert (still.pk in names, once.pk in names) == (True, False)
    assert [each.content["title"] for each in Revision.objects.for_instance(once)] == ["Once"]


def test_file_that_is_gone_from_the_disk_is_withdrawn_all_the_same(image):
    image.file.storage.delete(image.file.name)

    safely(image)

    assert NetworkImage.objects.count() == 0


def test_withdrawn_twice_is_refused_and_its_bytes_stay_until_the_commit(image, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        safely(image)
    held = len(on_disk())
    for callback in waiting:
        callback()

    assert (held, on_disk()) == (1, set())
    with pytest.raises(NetworkImage.DoesNotExist):
        safely(image)


def test_disk_that_fails_takes_nothing_back_and_the_other_files_still_go(
    organisation, image, django_capture_on_commit_callbacks, monkeypatch
):
    Client().get(showing(organisation, image).get_url())
    names = []

    def delete(name):
        names.append(name)
        if len(names) == 1:
            raise OSError("the disk is away")

    monkeypatch.setattr(FileSystemStorage, "delete", lambda _self, name: delete(name))

    with django_capture_on_commit_callbacks(execute=True):
        safely(image)

    assert NetworkImage.objects.count() == 0
    assert len(set(names)) == 2


def test_broken_off_anywhere_it_is_as_before(organisation, document):
    showing(organisation, document)
    aside = ("referenceindex", "wagtailsearch")
    before, counter = everything_stored(), BreakOff(0, aside)
    with connection.execute_wrapper(counter), transaction.atomic():
        safely(document)
        transaction.set_rollback(True)

    for at in range(1, counter.writes + 1, max(1, counter.writes // 8)):
        with connection.execute_wrapper(BreakOff(at, aside)), pytest.raises(FaultError):
            safely(NetworkDocument.objects.get())
        assert everything_stored() == before

    assert counter.writes > 5
    assert len(on_disk()) == 1


def test_search_does_not_find_it(document):
    before = SearchDocument.objects.present().filter(key=f"document:{document.pk}").exists()
    key = f"document:{document.pk}"

    safely(document)

    assert (before, SearchDocument.objects.present().filter(key=key).exists()) == (True, False)
    assert Page.objects.exists()
