"""What was released stays as it was, whatever happens to the pages, pictures and templates it came from."""

import pytest
from django.template import engines
from django.test import Client
from wagtail.models import Page, Revision

from content.blocks import BodyBlocks
from content.models import NetworkImage
from manuals.digests import chapter_digest, edition_digest, manual_digest
from manuals.freezing import numbers_upright
from manuals.models import Edition, FrozenChapter, FrozenFile, FrozenManual, ManualPage
from tests.access.world import a_picture
from tests.factories.manuals import a_chapter, a_manual, an_edition

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ADDRESS = "/en/manuals/handbook/edition/1.0/lantern/"


@pytest.fixture
def image(organisation):
    return NetworkImage.objects.create(title="Lantern", file=a_picture(), collection=organisation.public_files)


@pytest.fixture
def edition(organisation, image):
    manual = a_manual(organisation, "Handbook", slug="handbook")
    picture = {"image": image.pk, "alt": "A lantern in a window", "caption": ""}
    body = [
        ("heading", {"text": "Light"}),
        ("warning", {"title": "do not wait", "text": "<p>Go now.</p>"}),
        ("picture", picture),
        ("paragraph", {"text": "<p>Keep a lantern.</p>"}),
    ]
    a_chapter(manual, "Lantern", body=body, slug="lantern")
    return an_edition(ManualPage.objects.get(pk=manual.pk))


def shown():
    """What a reader gets of the chapter: its text, and the bytes of each picture in it."""
    page = Client().get(ADDRESS)
    text = page.content.decode().split('<div class="read"')[1].split('<section class="side cite"')[0]
    return page.status_code, text, [picture(file.name) for file in FrozenFile.objects.all()]


def picture(name):
    answer = Client().get(f"/editions/{name}")
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return content


def digests_hold():
    for chapter in FrozenChapter.objects.all():
        assert chapter.digest == chapter_digest(chapter)
    for manual in FrozenManual.objects.all():
        assert manual.digest == manual_digest(manual, list(manual.chapters.all()))
    for edition in Edition.objects.all():
        assert edition.digest == edition_digest(edition, list(edition.languages.all()))


def delete_pages(image):
    for page in ManualPage.objects.all():
        Page.objects.get(pk=page.pk).delete()


def replace_picture(image):
    image.file = a_picture("another.png")
    image.save()


def forget_the_block(image):
    del BodyBlocks.base_blocks["warning"]


@pytest.fixture
def kept_blocks():
    before = dict(BodyBlocks.base_blocks)
    yield
    BodyBlocks.base_blocks.update(before)


@pytest.mark.parametrize(
    "harm",
    [
        delete_pages,
        replace_picture,
        forget_the_block,
        lambda image: image.delete(),
        lambda image: Revision.objects.all().delete(),
        lambda image: engines["django"].engine.template_loaders[0].reset(),
    ],
    ids=["pages deleted", "picture replaced", "block forgotten", "picture deleted", "revisions purged", "templates"],
)
def test_released_chapter_stays_as_it_was(edition, image, harm, kept_blocks):
    before = shown()

    harm(image)

    assert before[0] == 200
    assert "do not wait" in before[1]
    assert len(before[2]) == FrozenFile.objects.count() > 0
    assert shown() == before
    digests_hold()


def test_same_text_has_the_same_digest_and_another_has_not(organisation):
    manual = a_manual(organisation, slug="twice")
    a_chapter(manual, "One", "The same words.", slug="one")
    a_chapter(manual, "Two", "The same words.", slug="two")
    a_chapter(manual, "Three", "Other words.", slug="three")

    an_edition(ManualPage.objects.get(pk=manual.pk))

    one, two, three = (chapter.blocks[0]["digest"] for chapter in FrozenChapter.objects.order_by("order"))
    assert (one == two, one == three) == (True, False)


def test_links_between_chapters_lead_to_the_same_edition(organisation):
    manual = a_manual(organisation, slug="linked")
    there = a_chapter(manual, "There", slug="there")
    link = f'<p>Read <a linktype="page" id="{there.pk}">there</a>.</p>'
    a_chapter(there, "Here", body=[("paragraph", {"text": link})], slug="here")

    an_edition(ManualPage.objects.get(pk=manual.pk))

    here = FrozenChapter.objects.get(path="there/here")
    assert 'href="../../there/"' in here.html


def test_numbers_stand_upright_in_arabic_only():
    html = '<p>اتصل على <a href="tel:+442079460018">+44 20 7946 0018</a> قبل <bdi dir="ltr">2026-03-08</bdi></p>'

    upright = numbers_upright(html)

    assert '<bdi dir="ltr">+44 20 7946 0018</bdi></a>' in upright
    assert upright.count("<bdi") == 2
    assert 'href="tel:+442079460018"' in upright
