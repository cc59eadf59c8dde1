"""What is done to an organisation's pictures and documents: by whom, and what nobody does by it."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from wagtail.models import CollectionViewRestriction

from content.models import NetworkDocument, NetworkImage
from organisations import actions, rules
from organisations.access import recompute_collections
from organisations.actions.audiences import Kind
from organisations.actions.files import readers_in_question
from organisations.models import AuditEntry
from tests.access.papers import a_pdf_saying
from tests.access.world import a_picture
from tests.factories import english_home, workspace_of
from tests.factories.manuals import a_chapter, a_manual, stored_image
from tests.factories.once import made_once
from tests.factories.sessions import signed_in
from tests.organisations.files_house import a_house, anew, read, showing, shown, url

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

KINDS = ["picture", "document"]

house = made_once(a_house)


def seen_in(html: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', html)[1]


# -- Bringing in ---------------------------------------------------------------------------------------------------


def test_several_pictures_are_brought_in_cleaned_and_what_is_refused_is_named(house):
    camera = Image.Exif()
    camera[0x010F] = "Canary Camera"
    out = io.BytesIO()
    Image.new("RGB", (30, 20)).save(out, "JPEG", exif=camera)
    photo = ContentFile(out.getvalue() + b"canary after the end", name="harbour_gate.jpg")
    drawing = ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="drawing.png")
    sent = {"uploads": [photo, drawing, a_picture("plain.png")], "tags": "sea، gate", "title": "Left out of several"}

    html = (
        signed_in(house["writer"])
        .post(url("picture_add"), sent | {"collection": house["ours"].own_files_id})
        .content.decode()
    )

    kept = NetworkImage.objects.filter(collection=house["ours"].own_files).exclude(pk=house["picture"].pk)
    assert sorted(kept.values_list("title", flat=True)) == ["harbour gate", "plain"]
    assert "drawing.png" in html
    assert "This is an SVG drawing." in html
    stored = read(kept.get(title="harbour gate"))
    assert (b"Canary" in out.getvalue(), b"anary" in stored) == (True, False)
    assert kept.get(title="plain").uploaded_by_user == house["writer"]
    assert sorted(kept.get(title="plain").tags.names()) == ["gate", "sea"]
    assert AuditEntry.objects.filter(action="file.added").count() == 2


def test_document_is_brought_in_cleaned(house):
    upload = ContentFile(a_pdf_saying("brass"), name="canary.pdf")

    answer = signed_in(house["editor"]).post(
        url("document_add"), {"uploads": [upload], "title": "Brass", "collection": house["ours"].members_files_id}
    )

    document = NetworkDocument.objects.get(title="Brass")
    assert answer.headers["Location"] == url("document", document)
    assert (document.collection, "canary" in str(document.file.name)) == (house["ours"].members_files, False)
    assert "brass" in document.text


@pytest.mark.parametrize(
    ("role", "place", "kept"),
    [
        ("writer", "own_files", True),
        ("writer", "members_files", False),
        ("writer", "public_files", False),
        ("editor", "public_files", True),
    ],
)
@pytest.mark.parametrize("door", ["picture_add", "wagtailimages_chooser:create"])
def test_writers_bring_in_nothing_that_others_read(house, door, role, place, kept):
    """By the dialog for choosing as little as by the screen."""
    prefix, upload = ("", "uploads") if door == "picture_add" else ("image-chooser-upload-", "file")
    address = url(door) if door == "picture_add" else reverse(door)
    sent = {upload: a_picture(), "title": "Sent", "collection": getattr(house["ours"], f"{place}_id")}

    signed_in(house[role]).post(address, {f"{prefix}{name}": value for name, value in sent.items()})

    there = NetworkImage.objects.filter(title="Sent", collection=getattr(house["ours"], place))
    assert there.exists() == kept


@pytest.mark.parametrize(
    ("door", "file"),
    [
        ("wagtailimages_chooser:create", a_picture),
        ("wagtaildocs_chooser:create", lambda: ContentFile(a_pdf_saying("words"), name="sent.pdf")),
    ],
)
def test_what_is_brought_in_while_choosing_is_written_down_too(house, door, file):
    prefix = "image-chooser-upload" if "image" in door else "document-chooser-upload"
    sent = {"title": "Sent", "collection": house["ours"].own_files_id, "file": file()}
    client = signed_in(house["writer"])

    client.post(reverse(door), {f"{prefix}-{name}": value for name, value in sent.items() if name != "file"})
    refused = AuditEntry.objects.filter(action="file.added", actor=house["writer"].uuid).count()
    client.post(reverse(door), {f"{prefix}-{name}": value for name, value in sent.items()})

    entry = AuditEntry.objects.get(action="file.added", actor=house["writer"].uuid)
    key = rules.key_of(rules.rule_of([[rules.organisation_principal(house["ours"].pk)]]))
    assert (refused, entry.details) == (0, {"readers": key})


def test_too_many_files_and_none_are_refused_in_words(house):
    client, own = signed_in(house["writer"]), house["ours"].own_files_id

    many = client.post(url("picture_add"), {"uploads": [a_picture() for _ in range(11)], "collection": own})
    none = client.post(url("picture_add"), {"collection": own})

    assert "more than 10 files" in many.content.decode()
    assert "This field is required." in none.content.decode()
    assert NetworkImage.objects.filter(collection=own).count() == 1


# -- Changing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["writer", "editor", "coordinator"])
def test_picture_is_renamed_described_and_replaced(house, role):
    picture, client = house["picture"], signed_in(house[role])
    small = anew(picture).get_rendition("width-20")
    old = [picture.file.name, small.file.name]
    sent = {"title": "Gate", "description": "A gate.", "tags": "sea", "file": a_picture()}

    client.post(url("picture", picture), sent)

    changed = anew(picture)
    assert (changed.title, changed.description, list(changed.tags.names())) == ("Gate", "A gate.", ["sea"])
    assert changed.file.name != old[0]
    assert [client.get(f"/media/{name}").status_code for name in old] == [404, 404]
    assert AuditEntry.objects.get(action="file.changed").details == {"replaced": True}


def test_refused_file_leaves_everything_as_it_was(house):
    picture, before = house["picture"], read(house["picture"])
    sent = {"title": "Gate", "file": ContentFile(b"no picture", name="x.png")}

    html = signed_in(house["editor"]).post(url("picture", picture), sent).content.decode()
    half = signed_in(house["editor"]).post(url("picture", picture), {"title": "", "file": a_picture()}).content.decode()

    assert "This file is damaged or is not a picture." in html
    assert "Put the other fields right, then choose the file again." in half
    assert (anew(picture).title, read(anew(picture))) == ("our lantern", before)


def test_writers_look_at_what_others_read_and_change_nothing(house):
    picture = house["picture"]
    NetworkImage.objects.filter(pk=picture.pk).update(collection=house["ours"].public_files)
    client = signed_in(house["writer"])

    looked = client.get(url("picture", picture)).content.decode()
    statuses = [
        client.post(url("picture", picture), {"title": "Gate"}).status_code,
        client.get(url("picture_delete", picture)).status_code,
        client.post(url("picture_delete", picture), {"seen": ""}).status_code,
        client.get(url("picture_readers", picture)).status_code,
    ]

    assert "only its editors and coordinators may change it" in looked
    assert statuses == [404] * 4
    assert anew(picture).title == "our lantern"


@pytest.mark.parametrize(("role", "changed"), [("writer", False), ("editor", True)])
def test_what_a_published_page_shows_is_changed_by_those_who_publish(house, role, changed):
    picture = house["picture"]
    showing(picture, workspace_of(house["ours"]), "For us", kind=Kind.ORGANISATION)
    client = signed_in(house[role])

    client.post(url("picture", picture), {"title": "Gate"})
    html = client.get(url("picture_delete", picture)).content.decode()

    assert (anew(picture).title == "Gate") == changed
    assert ("Delete the file" in html) == changed


# -- Where it is used, deleting ------------------------------------------------------------------------------------


def test_usage_names_one_s_own_pages_and_says_nothing_of_others(house):
    picture = house["picture"]
    showing(picture, workspace_of(house["ours"]), "Our draft", live=False)
    before = shown(house["writer"], url("picture_usage", picture))
    NetworkImage.objects.filter(pk=picture.pk).update(collection=house["ours"].public_files)
    showing(picture, workspace_of(house["theirs"]), "Their page")
    showing(picture, english_home(), "Page of the network")

    after = [shown(house["editor"], url(name, picture)) for name in ("picture_usage", "picture_delete")]

    assert "Our draft" in before
    assert ["Our draft" in html for html in after] == [True, True]
    assert not any(words in html for html in after for words in ("Their page", "Page of the network", "(2)", "(3)"))


def test_file_is_deleted_with_its_bytes_and_pages_leave_it_out(house, django_capture_on_commit_callbacks):
    # Not the one that all tests share: its bytes would not come back.
    picture = NetworkImage.objects.create(title="Gate", file=a_picture(), collection=house["ours"].own_files)
    client = signed_in(house["editor"])
    page = showing(picture, workspace_of(house["ours"]), "Shows it")
    name, storage = anew(picture).file.name, picture.file.storage
    visible = client.get(page.url).content.decode()
    unseen = client.post(url("picture_delete", picture), {"seen": ""}).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("picture_delete", picture), {"seen": str(page.pk)})

    assert ("<picture" in visible or "/media/sizes/" in visible) is True
    assert "Something changed meanwhile." in unseen
    assert answer.headers["Location"] == url("pictures")
    assert not NetworkImage.objects.filter(pk=picture.pk).exists()
    assert (storage.exists(name), client.get(f"/media/{name}").status_code) == (False, 404)
    left = client.get(page.url)
    assert (left.status_code, "/media/sizes/" in left.content.decode()) == (200, False)
    assert AuditEntry.objects.get(action="file.deleted").details == {"pages": 1}


def test_document_is_deleted(house):
    client = signed_in(house["writer"])

    client.post(url("document_delete", house["document"]), {"seen": ""})

    assert not NetworkDocument.objects.filter(pk=house["document"].pk).exists()


@pytest.mark.parametrize(("who", "changes"), [("writer", False), ("editor", True)])
def test_picture_of_a_chapter_that_an_editor_published_is_replaced_by_editors_alone(house, who, changes):
    """An edition will be made of what the chapter shows."""
    picture = house["picture"]
    a_chapter(a_manual(house["ours"], "Handbook", slug="handbook"), "Probe", body=[("picture", stored_image(picture))])
    before = anew(picture).file.name

    signed_in(house[who]).post(url("picture", picture), {"title": "Map", "tags": "", "file": a_picture("other.png")})

    assert (anew(picture).file.name != before) == changes


# -- Who may read it -----------------------------------------------------------------------------------------------


def test_wider_readers_are_asked_about_and_narrower_ones_get_a_new_name(house):
    picture, ours, client = house["picture"], house["ours"], signed_in(house["editor"])
    address, key = url("picture_readers", picture), f"org:{ours.pk}"
    name = picture.file.name

    asked = client.get(address).content.decode()
    sent = {"collection": ours.public_files_id, "seen": seen_in(asked)}
    unsure = client.post(address, sent).content.decode()
    stale = client.post(address, sent | {"seen": "members", "sure": "on"}).content.decode()
    still = anew(picture).collection
    client.post(address, sent | {"sure": "on"})
    wide = anew(picture)
    client.post(address, {"collection": ours.members_files_id, "seen": seen_in(client.get(address).content.decode())})
    narrow = anew(picture)

    assert ("Everybody; other organisations" in asked, "Members of the network" in asked) == (True, True)
    assert "More people could read it then." in unsure
    assert "Something changed meanwhile." in stale
    assert [still, wide.collection, narrow.collection] == [ours.own_files, ours.public_files, ours.members_files]
    assert (wide.file.name == name, narrow.file.name == name) == (True, False)
    noted = AuditEntry.objects.filter(action="file.readers_set").order_by("number")
    assert [entry.details for entry in noted] == [
        {"before": key, "after": ""},
        {"before": "", "after": "members"},
    ]


def test_yes_to_wider_readers_holds_for_no_others_than_those_that_were_named(house):
    picture, ours, client = house["picture"], house["ours"], signed_in(house["editor"])
    address = url("picture_readers", picture)
    sent = {"collection": ours.members_files_id, "sure": "on", "seen": seen_in(client.get(address).content.decode())}

    CollectionViewRestriction.objects.filter(collection=ours.members_files).delete()
    recompute_collections([ours.members_files.path])
    stale = client.post(address, sent).content.decode()
    still = anew(picture).collection
    client.post(address, sent | {"seen": seen_in(stale)})

    assert "Something changed meanwhile." in stale
    assert [still, anew(picture).collection] == [ours.own_files, ours.members_files]


def test_readers_of_a_file_on_a_published_page_are_those_of_the_page(house):
    picture, client = house["picture"], signed_in(house["coordinator"])
    showing(picture, workspace_of(house["ours"]), "Shows it", kind=Kind.MEMBERS)
    sent = {"collection": house["ours"].public_files_id, "seen": readers_in_question(anew(picture)), "sure": "on"}

    html = client.get(url("picture_readers", picture)).content.decode()
    refused = client.post(url("picture_readers", picture), sent)

    assert ("Shows it" in html, 'name="collection"' in html) == (True, False)
    assert refused.status_code == 200
    assert anew(picture).collection == house["ours"].members_files


def test_file_goes_into_no_collection_but_those_of_its_owner(house):
    """Not even into those of another organisation for which the same person publishes."""
    picture, both = house["picture"], house["editor"]
    actions.admit_member(both, house["theirs"], role="editor", by=None)
    sent = {"seen": readers_in_question(picture), "sure": "on", "collection": house["theirs"].own_files_id}

    answer = signed_in(both).post(url("picture_readers", picture), sent)

    assert answer.status_code == 200
    assert anew(picture).collection == house["ours"].own_files
