"""Whatever way a file comes in, only what was cleaned is on the disk afterwards."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form, get_image_multi_form
from wagtail.images.utils import find_image_duplicates
from wagtail.permissions import policy_registry

from content.models import NetworkDocument, NetworkImage
from content.uploads import cleaned_document, cleaned_picture
from tests.content.test_documents import with_information
from tests.content.test_pictures import SAYS_TOO_MUCH
from tests.content.uploads import CANARY, a_document, a_network_image, a_pdf, a_photo, a_picture, an_upload
from tests.factories import a_member, an_organisation

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

MEDIA = Path(settings.MEDIA_ROOT)
LETTER = a_pdf(change=with_information)


@pytest.fixture(autouse=True)
def _empty_disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def on_disk(root) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in Path(root).rglob("*") if path.is_file()}


def form_for(model, upload, instance=None, **data):
    make = get_image_form if model is NetworkImage else get_document_form
    organisation = an_organisation()
    person = a_member(organisation, "writer")
    data = {"title": "Lanterns", "collection": organisation.own_files_id} | data
    return make(model)(data, {"file": upload} if upload else {}, instance=instance, user=person)


def by_form(upload):
    form = form_for(NetworkImage, upload)
    assert form.is_valid(), form.errors
    return form.save()


def by_code(upload):
    image = NetworkImage(title="Lanterns", file=upload)
    image.save()
    return image


def by_hand(upload):
    # As Wagtail does it with an upload that waited for its other fields.
    image = NetworkImage(title="Lanterns")
    image.file.save("house_of_N.jpg", upload, save=False)
    image._set_image_file_metadata()
    image.file.close()
    image.save()
    return image


def by_manager(upload):
    return NetworkImage.objects.create(title="Lanterns", file=upload)


@pytest.mark.parametrize("way", [by_form, by_code, by_hand, by_manager])
def test_picture_on_disk_says_nothing_whatever_way_it_came(way, tmp_path):
    image = way(an_upload(a_photo("JPEG", orientation=6, size=(1200, 900)), "house_of_N.jpg"))
    image.get_renditions("width-960|format-webp", "width-480")

    files = on_disk(tmp_path)
    assert len(files) == 3
    assert [(name, word) for name, content in files.items() for word in SAYS_TOO_MUCH if word in content] == []
    assert [name for name in files if "house" in name or len(Path(name).stem) < 22] == []
    assert [content[8:12] for name, content in files.items() if name.startswith("sizes/")] == [b"WEBP"] * 2
    stored = NetworkImage.objects.get(pk=image.pk)
    assert (stored.width, stored.height) == (900, 1200)
    assert stored.file_size == len(files[stored.file.name])


@pytest.mark.parametrize("way", [by_code, by_hand, by_manager])
def test_corrupt_picture_is_refused_by_code_and_leaves_nothing(way, tmp_path):
    with pytest.raises(ValidationError):
        way(an_upload(b"\xff\xd8\xff\xe0 no picture"))

    assert NetworkImage.objects.count() == 0
    assert on_disk(tmp_path) == {}


@pytest.mark.parametrize(
    ("model", "content"),
    [
        (NetworkImage, b""),
        (NetworkImage, b"\xff\xd8\xff\xe0" + bytes(300)),
        (NetworkImage, b"\x89PNG\r\n\x1a\n" + bytes(300)),
        (NetworkImage, b"GIF89a" + bytes(30)),
        (NetworkImage, b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(30)),
        (NetworkImage, b"<svg/>"),
        (NetworkImage, a_picture("JPEG", size=(400, 300))[:900]),
        (NetworkDocument, b""),
        (NetworkDocument, b"%PDF-1.7 nothing"),
        (NetworkDocument, b"PK\x03\x04"),
        (NetworkDocument, a_pdf()[:400]),
    ],
)
def test_form_says_beside_the_field_what_is_wrong(model, content, tmp_path):
    form = form_for(model, an_upload(content, "letter.pdf" if model is NetworkDocument else "photo.jpg"))

    assert list(form.errors) == ["file"]
    assert len(form.errors["file"]) == 1
    assert on_disk(tmp_path) == {}


def test_model_says_beside_the_field_what_is_wrong():
    document = NetworkDocument(title="Letter", file=an_upload(b"%PDF-1.7 nothing", "letter.pdf"))

    with pytest.raises(ValidationError) as refused:
        document.full_clean()

    assert list(refused.value.message_dict) == ["file"]


def test_form_keeps_no_upload_while_other_fields_are_wrong():
    form = form_for(NetworkImage, an_upload(a_picture()), title="")

    assert set(form.errors) == {"title", "file"}


def test_form_without_a_new_file_keeps_the_old_one(tmp_path):
    image = a_network_image()
    before = on_disk(tmp_path)
    form = form_for(NetworkImage, None, instance=image, title="Candles")

    assert form.is_valid(), form.errors
    form.save()

    assert NetworkImage.objects.get().title == "Candles"
    assert on_disk(tmp_path) == before


def test_form_for_details_has_no_file():
    person = a_member(an_organisation(), "writer")

    form = get_image_multi_form(NetworkImage)(instance=a_network_image(), user=person)

    assert "file" not in form.fields


@pytest.mark.parametrize("by_model", [True, False])
def test_replaced_picture_is_gone_with_all_its_sizes(by_model, tmp_path, django_capture_on_commit_callbacks):
    image = a_network_image(size=(1200, 900))
    image.get_rendition("width-480")
    before, names = on_disk(tmp_path), (image.file.name, image.file_hash)
    assert len(before) == 2

    with django_capture_on_commit_callbacks(execute=True):
        if by_model:
            image.file = an_upload(a_picture("PNG"))
            image.save()
        else:
            form = form_for(NetworkImage, an_upload(a_picture("PNG")), instance=image)
            assert form.is_valid(), form.errors
            form.save()

    after = on_disk(tmp_path)
    image.refresh_from_db()
    assert list(after) == [image.file.name]
    assert set(after) & set(before) == set()
    assert image.renditions.count() == 0
    assert image.file_hash != names[1]
    assert (image.width, image.height) == (64, 48)


def test_replaced_picture_comes_back_when_the_change_is_undone(tmp_path):
    image = a_network_image()
    before = on_disk(tmp_path)

    class UndoneError(Exception):
        pass

    def replace_and_fail():
        with transaction.atomic():
            form = form_for(NetworkImage, an_upload(a_picture("PNG")), instance=image)
            form.is_valid()
            form.save()
            raise UndoneError

    with pytest.raises(UndoneError):
        replace_and_fail()

    assert before.items() <= on_disk(tmp_path).items()
    assert NetworkImage.objects.get().file.name in before


def test_hash_says_nothing_of_what_is_in_the_file():
    organisation = an_organisation()
    first, second = (a_network_image(collection=organisation.own_files) for _ in range(2))
    person = a_member(organisation, "writer")

    assert first.file_hash != second.file_hash
    assert len(first.get_file_hash()) == 40
    policy = policy_registry.get_by_type(NetworkImage)
    assert set(policy.instances_user_has_permission_for(person, "choose")) == {first, second}
    assert list(find_image_duplicates(first, person, policy)) == []


def test_size_that_was_made_twice_is_kept_once():
    image = a_network_image(size=(1200, 900))

    first = image.get_renditions("width-960|format-webp", "width-480|format-webp")
    second = NetworkImage.objects.get(pk=image.pk).get_renditions("width-960|format-webp", "width-480|format-webp")

    assert {spec: one.pk for spec, one in first.items()} == {spec: one.pk for spec, one in second.items()}
    assert image.renditions.count() == 2


def test_what_is_clean_is_not_cleaned_again():
    picture, document = cleaned_picture(an_upload(a_picture())), cleaned_document(an_upload(a_pdf("One")))

    assert cleaned_picture(picture) is picture
    assert cleaned_document(document) is document


@pytest.mark.parametrize("make", [a_network_image, a_document])
def test_rename_keeps_the_bytes_and_nothing_leads_to_the_old_name(make, tmp_path, django_capture_on_commit_callbacks):
    thing = make()
    if make is a_network_image:
        thing.get_rendition("width-480")
    before, address, mark = on_disk(tmp_path), getattr(thing, "url", ""), thing.file_hash
    name, words = thing.file.name, getattr(thing, "text", "")

    with django_capture_on_commit_callbacks(execute=True):
        thing.rename()
        thing.save()

    after = on_disk(tmp_path)
    assert list(after) == [thing.file.name] != [name]
    assert after[thing.file.name] == before[name]
    assert (thing.file_hash == mark, getattr(thing, "text", "")) == (False, words)
    assert getattr(thing, "url", "") != address or make is a_network_image


# -- Documents -----------------------------------------------------------------------------------------------------


def document_by_form(upload):
    form = form_for(NetworkDocument, upload)
    assert form.is_valid(), form.errors
    return form.save()


def document_by_hand(upload):
    document = NetworkDocument(title="Letter")
    document.file.save("house_of_N.pdf", upload, save=False)
    document.save()
    return document


@pytest.mark.parametrize(
    "way",
    [
        document_by_form,
        document_by_hand,
        lambda upload: NetworkDocument.objects.create(title="Letter", file=upload),
    ],
)
def test_document_on_disk_says_nothing_whatever_way_it_came(way, tmp_path):
    assert CANARY in LETTER

    document = way(an_upload(LETTER, "house_of_N.pdf"))

    files = on_disk(tmp_path)
    assert list(files) == [document.file.name]
    assert CANARY not in files[document.file.name]
    assert "house" not in document.file.name
    stored = NetworkDocument.objects.get()
    assert (stored.text, stored.file_size) == ("Lanterns in every window", len(files[stored.file.name]))
    assert stored.filename == "document.pdf"
    assert stored.token in stored.url


def test_replaced_document_is_gone_and_its_words_too(tmp_path, django_capture_on_commit_callbacks):
    document = a_document()
    before = on_disk(tmp_path)

    with django_capture_on_commit_callbacks(execute=True):
        document.file = an_upload(a_pdf("Candles"), "letter.pdf")
        document.save()

    assert set(on_disk(tmp_path)) & set(before) == set()
    assert NetworkDocument.objects.get().text == "Candles"


def test_disk_that_refuses_to_delete_stops_nothing(monkeypatch, django_capture_on_commit_callbacks, caplog):
    document = a_document()

    def refuse(name):
        raise OSError("disk is read-only")

    monkeypatch.setattr(document.file.storage, "delete", refuse)
    with caplog.at_level(logging.CRITICAL), django_capture_on_commit_callbacks(execute=True):
        document.file = an_upload(a_pdf("Candles"), "letter.pdf")
        document.save()

    assert NetworkDocument.objects.get().text == "Candles"
