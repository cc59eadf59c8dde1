"""What every back-end for uploads must do alike: the files of a set-up are private, whole, and gone when they are gone.

The bucket is one of a server that speaks S3 and that the tests start. To try another back-end, name it as Django's
STORAGES does: STORAGE_TO_TEST='{"BACKEND": "…", "OPTIONS": {…}}'.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage, storages
from django.test import Client
from django.urls import reverse

from content.checks import check_storages
from content.models import NetworkDocument, NetworkImage
from manuals.models import FrozenFile
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.actions.files import readers_in_question
from organisations.actions.media import collection_for
from organisations.rules import rule_of
from tests.access.papers import a_pdf_saying
from tests.access.world import a_picture
from tests.content.uploads import an_upload
from tests.factories import a_member, an_organisation
from tests.factories.campaigns import a_campaign
from tests.factories.manuals import a_chapter, a_manual, an_edition
from tests.factories.once import made_once
from tests.factories.sessions import signed_in
from tests.services import bucket

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ON_DISK = "django.core.files.storage.FileSystemStorage"
IN_MEMORY = "django.core.files.storage.InMemoryStorage"
IN_A_BUCKET = "storages.backends.s3.S3Storage"
SET_UPS: dict[str, dict[str, Any]] = {
    "on disk, for its owner alone": {"OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}},
    "on disk, as another server would show it": {"OPTIONS": {"base_url": "https://elsewhere.example/bucket/"}},
    "in memory": {"BACKEND": IN_MEMORY, "OPTIONS": {"base_url": "https://elsewhere.example/bucket/"}},
    "in a bucket": {
        "BACKEND": IN_A_BUCKET,
        "OPTIONS": {"file_overwrite": False, "default_acl": None, "querystring_auth": True},
    },
}
if os.environ.get("STORAGE_TO_TEST"):
    SET_UPS["another"] = json.loads(os.environ["STORAGE_TO_TEST"])
RESTRICTED = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
# What would tell one content from another, or when it was stored.
TELLS = ("ETag", "Last-Modified", "Content-MD5", "Digest", "Repr-Digest")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that speaks S3."""
    with bucket.running() as address:
        yield address


@pytest.fixture
def a_bucket(server, monkeypatch) -> dict[str, str]:
    """An empty bucket, as the options of a storage name it."""
    for name, value in bucket.KEYS.items():
        monkeypatch.setenv(name, value)
    name = f"uploads-{uuid4()}"
    bucket.client(server).create_bucket(Bucket=name)
    return {"bucket_name": name, "endpoint_url": server}


@pytest.fixture(params=SET_UPS)
def back_end(request, settings, tmp_path):
    """The site with its uploads in one of these."""
    set_up = {"BACKEND": ON_DISK, **SET_UPS[request.param]}
    if set_up["BACKEND"] == ON_DISK:
        set_up["OPTIONS"] = {"location": str(tmp_path), **set_up["OPTIONS"]}
    if request.param == "in a bucket":
        set_up["OPTIONS"] = request.getfixturevalue("a_bucket") | set_up["OPTIONS"]
    settings.STORAGES = {**settings.STORAGES, "default": set_up}
    return storages["default"]


def some_people() -> dict[str, Any]:
    """An organisation, its editor, and one of another organisation."""
    owner = an_organisation()
    editor, stranger = (signed_in(a_member(each, "editor")) for each in (owner, an_organisation()))
    return {"owner": owner, "editor": editor, "stranger": stranger}


people = made_once(some_people)


@pytest.fixture
def house(people, back_end):
    """The same with a picture and a document that the organisation has for itself."""
    owner, content = people["owner"], a_pdf_saying("brass lantern")
    return people | {
        "picture": NetworkImage.objects.create(title="Gate", file=a_picture(), collection=owner.own_files),
        "document": NetworkDocument.objects.create(
            title="Plan", file=an_upload(content, "canary.pdf"), collection=owner.own_files
        ),
    }


def stored(file: Any) -> bytes:
    with default_storage.open(file.file.name) as opened:
        return opened.read()


def addresses(house: dict) -> dict[str, str]:
    """Everything that has an address of its own."""
    picture, document = (house[name] for name in ("picture", "document"))
    return {
        "original": reverse("media_file", args=[picture.file.name]),
        "small": picture.get_rendition("max-165x165").url,
        "large": picture.get_rendition("max-800x600").url,
        "document": document.url,
    }


def fetched(client: Client, url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    answer = client.get(url, headers=headers)
    body = answer.getvalue()
    return answer.status_code, body, dict(answer.headers)


def test_bucket_holds_what_is_stored(server, a_bucket, settings):
    """Its other tests would pass on disk, too."""
    set_up = SET_UPS["in a bucket"]
    settings.STORAGES = {**settings.STORAGES, "default": {**set_up, "OPTIONS": a_bucket | set_up["OPTIONS"]}}

    picture = NetworkImage.objects.create(title="Gate", file=a_picture(), collection=an_organisation().own_files)

    held = bucket.client(server).list_objects_v2(Bucket=a_bucket["bucket_name"])["Contents"]
    assert [each["Key"] for each in held] == [picture.file.name]


def test_what_is_stored_has_a_name_that_nobody_can_guess_and_nothing_is_written_over(house):
    again = NetworkImage.objects.create(title="Gate", file=a_picture(), collection=house["owner"].own_files)

    names = {str(file.file.name) for file in (house["picture"], again, house["document"])}

    assert len(names) == 3
    assert all(len(name.rsplit("/", 1)[-1]) >= 22 for name in names)
    assert not any("picture.png" in name or "canary" in name for name in names)
    assert stored(again) == stored(house["picture"])


def test_restricted_files_are_handed_whole_to_their_people_and_to_nobody_else(house):
    for name, url in addresses(house).items():
        status, body, headers = fetched(house["editor"], url)
        others = [fetched(client, url)[0] for client in (house["stranger"], Client())]

        assert (name, status, others) == (name, 200, [404, 404])
        assert (name, {key: headers.get(key) for key in RESTRICTED}) == (name, RESTRICTED)
        assert int(headers["Content-Length"]) == len(body) > 0


def test_answers_tell_nothing_by_which_contents_could_be_compared(house):
    for url in addresses(house).values():
        _status, body, headers = fetched(house["editor"], url)
        digests = {how(body, usedforsecurity=False).hexdigest() for how in (hashlib.md5, hashlib.sha1, hashlib.sha256)}
        guesses = [f'"{digest}"' for digest in digests] + ["*"]
        asked = [fetched(house["editor"], url, **{"if-none-match": guess})[0] for guess in guesses]
        dated = fetched(house["editor"], url, **{"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})[0]

        assert [name for name in TELLS if name in headers] == []
        assert not any(digest in "\n".join((url, *headers.values())) for digest in digests)
        assert {*asked, dated} == {200}


def test_screens_name_no_address_of_the_back_end(house):
    """Thumbnails and previews go through the same check as everything else."""
    editor, picture, document = house["editor"], house["picture"], house["document"]
    screens = [
        reverse("organisations_admin:pictures"),
        reverse("organisations_admin:documents"),
        reverse("organisations_admin:picture", args=[picture.pk]),
        reverse("organisations_admin:document", args=[document.pk]),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtaildocs_chooser:choose"),
    ]

    pages = [editor.get(url).content.decode() for url in screens]

    told = addresses(house)
    assert (told["small"] in pages[0], told["large"] in pages[2], told["original"] in pages[2]) == (True, True, True)
    assert told["document"] in pages[3]
    assert not any(place in page for page in pages for place in ("elsewhere.example", "http://127.0.0.1:"))
    assert not any(str(document.file.name) in page for page in pages)
    assert [picture.file.url, document.file.url] == [told["original"], told["document"]]


def test_everybody_gets_the_sizes_of_a_public_picture_and_not_the_original(house):
    a_campaign(house["owner"], picture=house["picture"], picture_alt="A gate.")
    house["picture"] = NetworkImage.objects.get(pk=house["picture"].pk)
    told = addresses(house)

    found = {name: fetched(Client(), told[name]) for name in ("small", "original")}

    assert {name: each[0] for name, each in found.items()} == {"small": 200, "original": 404}
    assert found["small"][2]["Cache-Control"] == "private, no-cache"


def test_what_somebody_may_read_no_longer_has_no_name_that_they_know(house, django_capture_on_commit_callbacks):
    picture, owner = house["picture"], house["owner"]
    page = a_campaign(owner, picture=picture, picture_alt="A gate.")
    house["picture"] = picture = NetworkImage.objects.get(pk=picture.pk)
    before, told, content = str(picture.file.name), addresses(house), stored(picture)
    open_to_all = fetched(Client(), told["small"])[0]

    with django_capture_on_commit_callbacks(execute=True):
        actions.set_audience(page, Audience(Kind.ORGANISATION), by=None)

    after = NetworkImage.objects.get(pk=picture.pk)
    assert after.collection == collection_for(owner, rule_of([[f"org:{owner.pk}"]]))
    assert (str(after.file.name) == before, default_storage.exists(before), stored(after)) == (False, False, content)
    gone = [fetched(client, told[name])[0] for client in (Client(), house["editor"]) for name in ("small", "original")]
    assert (open_to_all, gone) == (200, [404] * 4)


def test_replaced_and_deleted_bytes_are_gone(house, django_capture_on_commit_callbacks):
    editor, picture = house["editor"], house["picture"]
    first = str(picture.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(
            reverse("organisations_admin:picture", args=[picture.pk]),
            {"title": "Gate", "description": "", "tags": "", "file": a_picture()},
        )
    second = str(NetworkImage.objects.get(pk=picture.pk).file.name)
    kept = [default_storage.exists(name) for name in (first, second)]

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("organisations_admin:picture_delete", args=[picture.pk]), {"seen": ""})

    assert (kept, default_storage.exists(second)) == ([False, True], False)


def test_lost_bytes_are_nothing_found_and_the_screens_still_open(house):
    editor, told = house["editor"], addresses(house)
    lost = [str(house[name].file.name) for name in ("picture", "document")]
    lost += [str(size.file.name) for size in house["picture"].renditions.all()]
    house["picture"].renditions.all().delete()
    for name in lost:
        default_storage.delete(name)

    statuses = {name: fetched(editor, url)[0] for name, url in told.items()}
    screens = [
        editor.get(reverse(f"organisations_admin:{name}", args=args))
        for name, args in (("pictures", []), ("picture", [house["picture"].pk]), ("documents", []))
    ]

    assert statuses == dict.fromkeys(told, 404)
    assert [screen.status_code for screen in screens] == [200, 200, 200]
    assert "The bytes of this picture are lost." in screens[1].content.decode()


@pytest.mark.parametrize("kind", ["picture", "document"])
def test_readers_of_what_has_lost_its_bytes_can_still_be_fewer(house, kind):
    file, owner = house[kind], house["owner"]
    type(file).objects.filter(pk=file.pk).update(collection=owner.public_files)
    default_storage.delete(str(file.file.name))

    sent = {"collection": owner.own_files_id, "seen": readers_in_question(type(file).objects.get(pk=file.pk))}
    answer = house["editor"].post(reverse(f"organisations_admin:{kind}_readers", args=[file.pk]), sent)

    assert answer.status_code == 302
    assert type(file).objects.get(pk=file.pk).collection == owner.own_files


def test_copies_in_an_edition_are_stored_and_handed_out_alike(house):
    manual = a_manual(house["owner"], public=False)
    value = {"image": house["picture"].pk, "alt": "A gate", "caption": ""}
    a_chapter(manual, body=[("picture", value)])
    an_edition(manual, "1.0")
    copy = FrozenFile.objects.get()
    url = reverse("edition_file", args=[copy.name])

    found = [fetched(client, url) for client in (house["editor"], house["stranger"])]
    default_storage.delete(str(copy.file.name))

    assert [each[0] for each in found] == [200, 404]
    assert {key: found[0][2].get(key) for key in RESTRICTED} == RESTRICTED
    assert fetched(house["editor"], url)[0] == 404


# -- What may not be set up ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, []),
        ({"querystring_auth": True, "default_acl": "private"}, []),
        ({"querystring_auth": False}, ["content.E002"]),
        ({"default_acl": "public-read"}, ["content.E002"]),
        ({"custom_domain": "files.network.example"}, ["content.E002"]),
        ({"secret_key": "x"}, ["content.E003"]),
    ],
)
def test_private_storage_that_hands_out_by_itself_is_refused(settings, options, found):
    private = {"BACKEND": IN_A_BUCKET, "OPTIONS": {"bucket_name": "x", **options}}
    settings.STORAGES = {**settings.STORAGES, "default": private}

    assert [each.id for each in check_storages()] == found


def test_one_place_for_both_is_refused(settings):
    settings.STORAGES = {"default": {"BACKEND": ON_DISK}, "staticfiles": {"BACKEND": ON_DISK}}

    assert [each.id for each in check_storages()] == ["content.E001"]


@pytest.mark.parametrize(("back_end_class", "found"), [(ON_DISK, []), (IN_MEMORY, ["content.E004"])])
def test_accelerated_redirects_are_for_files_on_this_machine(settings, back_end_class, found):
    settings.MEDIA_ACCEL_PREFIX = "/private/"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": back_end_class}}

    assert [each.id for each in check_storages()] == found


def test_accelerated_redirects_to_a_back_end_that_is_not_installed_are_refused(settings):
    settings.MEDIA_ACCEL_PREFIX = "/private/"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "nowhere.Storage"}}

    assert [each.id for each in check_storages()] == ["content.E004"]
