"""Pictures and files of a working copy stay with the people of its organisation; readers get copies in an edition."""

import pytest
from django.test import Client
from wagtail.models import Page

from content.models import NetworkDocument, NetworkImage
from content.references import Reference
from content.standing import allow_references, allowed_references
from manuals.actions import ReleaseError
from manuals.models import FrozenFile, ManualPage
from organisations.actions.co_owners import agree_to_co_own, invite_co_owner
from organisations.actions.media import settle_files
from search.models import SearchDocument
from tests.access.world import a_picture
from tests.content.uploads import a_pdf, an_upload
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign
from tests.factories.manuals import a_chapter, a_manual, an_edition, blocks, frozen

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def manual(organisation):
    return a_manual(organisation, "Handbook", slug="handbook")


@pytest.fixture
def image(organisation):
    return NetworkImage.objects.create(title="Map", file=a_picture(), collection=organisation.own_files)


@pytest.fixture
def document(organisation):
    made = NetworkDocument(
        title="Plan", file=an_upload(a_pdf("Behind the blue mill"), "plan.pdf"), collection=organisation.own_files
    )
    made.clean()
    made.save()
    return made


def chapter_with(manual, *things, title="Map"):
    fields = {
        NetworkImage: lambda one: ("picture", {"image": one.pk, "alt": "A map", "caption": ""}),
        NetworkDocument: lambda one: ("file", {"document": one.pk, "note": ""}),
    }
    return a_chapter(manual, title, body=[fields[type(one)](one) for one in things])


def shown_on_a_page(organisation, document):
    page = a_page(workspace_of(organisation), "For all", body=blocks(("file", {"document": document.pk, "note": ""})))
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk)


def status_of(address, person=None):
    client = Client()
    if person:
        client.force_login(person)
    answer = client.get(address)
    for close in answer._resource_closers:
        close()
    return answer.status_code


def address_of(thing):
    again = type(thing).objects.get(pk=thing.pk)
    return again.get_rendition("width-100").url if isinstance(again, NetworkImage) else again.url


def found_by_visitors(words):
    return "Plan" in Client().get("/en/search/", {"q": words}).content.decode()


def test_picture_that_a_working_copy_names_stays_where_that_of_a_campaign_becomes_public(organisation, manual, image):
    other = NetworkImage.objects.create(title="Gate", file=a_picture("gate.png"), collection=organisation.own_files)
    own = a_member(organisation, "reader")

    settle_files([a_campaign(organisation, picture=other, picture_alt="A gate.").pk])
    chapter_with(manual, image)

    assert [status_of(address_of(other)), status_of(address_of(image))] == [200, 404]
    assert status_of(address_of(image), own) == 200


def test_file_that_a_working_copy_names_is_found_by_nobody_outside(organisation, manual, document):
    page = shown_on_a_page(organisation, document)
    before = status_of(address_of(document)), found_by_visitors("blue mill")
    chapter_with(manual, document)

    page.specific.unpublish()

    assert before == (200, True)
    assert (status_of(address_of(document)), found_by_visitors("blue mill")) == (404, False)
    assert SearchDocument.objects.present().get(kind="document").policy.key.startswith("org:")


def test_file_that_something_else_shows_stays_public(organisation, manual, document):
    shown_on_a_page(organisation, document)

    chapter_with(manual, document)

    assert status_of(address_of(document)) == 200


def test_readers_of_an_edition_get_its_copies_and_not_the_originals(manual, image, document):
    chapter = chapter_with(manual, image, document)

    edition = an_edition(ManualPage.objects.get())

    copies = [f"/editions/{file.name}" for file in frozen(edition, chapter.slug).files.all()]
    assert len(copies) == FrozenFile.objects.count() > 1
    assert all(address in frozen(edition, chapter.slug).html for address in copies)
    assert {status_of(address) for address in copies} == {200}
    assert [status_of(address_of(thing)) for thing in (image, document)] == [404, 404]


def test_file_of_a_stranger_comes_into_no_edition(organisation, manual, image):
    chapter = chapter_with(manual, image)
    NetworkImage.objects.filter(pk=image.pk).update(collection=an_organisation().own_files)

    with pytest.raises(ReleaseError) as refused:
        an_edition(ManualPage.objects.get())

    assert ["picture or file" in str(finding.words) for finding in refused.value.findings] == [True]
    assert (chapter.title, FrozenFile.objects.count()) == ("Map", 0)


def test_file_of_a_co_owner_comes_into_the_edition(organisation, manual, image):
    partner = an_organisation()
    invite_co_owner(manual, partner, by=a_member(organisation, "editor"))
    agree_to_co_own(manual, partner, by=a_member(partner, "editor"))
    chapter_with(manual, image)
    NetworkImage.objects.filter(pk=image.pk).update(collection=partner.own_files)

    edition = an_edition(ManualPage.objects.get())

    assert frozen(edition, "map").files.exists()


@pytest.mark.parametrize("chapters", [1, 3])
def test_what_may_stand_in_chapters_is_asked_for_all_together(manual, image, chapters, django_assert_num_queries):
    pages = [chapter_with(manual, image, title=f"Map {number}") for number in range(chapters)]

    with django_assert_num_queries(4):
        allow_references(pages)

    assert all(Reference.to(NetworkImage, image.pk) in allowed_references(page) for page in pages)
