"""Who may read what was released: the stricter of what was set then and what is set now."""

import pytest
from django.test import Client
from wagtail.models import Page

from content.models import NetworkImage
from manuals.models import FrozenChapter, FrozenFile, ManualPage
from organisations.actions.audiences import Audience, Kind, set_audience
from search.models import SearchDocument
from tests.access.world import a_picture
from tests.factories import a_member
from tests.factories.manuals import a_chapter, a_manual, an_edition
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PATHS = ("", "kept/", "edition/1.0/kept/", "changes/1.0/1.1/", "changes/1.0/1.1/kept/")
WORDS = "Only for our own people"


@pytest.fixture
def chapter(organisation):
    manual = a_manual(organisation, "Handbook", slug="handbook")
    image = NetworkImage.objects.create(title="Map", file=a_picture(), collection=organisation.own_files)
    picture = ("picture", {"image": image.pk, "alt": "A map", "caption": ""})
    made = a_chapter(manual, WORDS, body=[("paragraph", {"text": f"<p>{WORDS}.</p>"}), picture], slug="kept")
    a_chapter(manual, "For all", "For everybody.", slug="all")
    return made


def narrow(page):
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.ORGANISATION), by=None)


def widen(page):
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.PUBLIC), by=None)


def seen_by(client):
    pages = [client.get(f"/en/manuals/handbook/{path}") for path in PATHS]
    files = [status_of(client, f"/editions/{file.name}") for file in FrozenFile.objects.all()]
    found = client.get("/en/search/", {"q": "own people"}).content.decode()
    return [WORDS in page.content.decode() for page in pages], set(files), "/manuals/handbook/kept/" in found


def status_of(client, address):
    return answer_of(client, address).status_code


def answer_of(client, address):
    """What comes back of a GET. An open file is closed by hand: closing the answer would close the database as well."""
    answer = client.get(address)
    for close in answer._resource_closers:
        close()
    return answer


def kept_by_browsers(client):
    return {answer_of(client, f"/editions/{file.name}").headers["Cache-Control"] for file in FrozenFile.objects.all()}


def test_chapter_that_becomes_narrower_is_gone_at_once_and_stays_for_its_readers(organisation, chapter):
    for number in ("1.0", "1.1"):
        an_edition(ManualPage.objects.get(), number)
    visitor, member = Client(), signed_in(a_member(organisation))
    before, kept = seen_by(visitor), kept_by_browsers(member)

    narrow(chapter)

    assert before == ([True, True, True, False, True], {200}, True)
    assert (kept, kept_by_browsers(member)) == ({"private, no-cache"}, {"private, no-store"})
    assert seen_by(visitor) == ([False] * 5, {404}, False)
    assert seen_by(member)[0][:3] == [True, True, True]
    assert seen_by(member)[1] == {200}


def test_chapter_that_was_released_narrow_never_becomes_wider(organisation, chapter):
    narrow(chapter)
    for number in ("1.0", "1.1"):
        an_edition(ManualPage.objects.get(), number)

    widen(chapter)

    assert seen_by(Client()) == ([False] * 5, {404}, False)
    assert FrozenChapter.objects.filter(title=WORDS).count() == 2


def test_readers_of_a_deleted_chapter_stay_the_same(chapter):
    an_edition(ManualPage.objects.get())
    narrow(chapter)
    an_edition(ManualPage.objects.get(), "1.1")

    Page.objects.get(pk=chapter.pk).delete()

    assert seen_by(Client())[0] == [False] * 5
    assert SearchDocument.objects.present().filter(title=WORDS).exclude(policy__key="").count() >= 1


def test_working_copy_is_found_by_nobody(organisation):
    manual = a_manual(organisation, slug="unreleased", title="Unreleased handbook")
    page = a_chapter(manual, "Unreleased chapter", "Never released words.")

    client = Client()

    assert client.get("/en/search/", {"q": "unreleased"}).content.decode().count("Unreleased chapter") == 0
    assert [client.get(each.url_path.replace("/home", "/en", 1)).status_code for each in (manual, page)] == [404, 404]
    assert "unreleased" not in client.get("/sitemap.xml").content.decode()


def test_released_chapters_stand_on_the_map_of_the_site(chapter):
    an_edition(ManualPage.objects.get())

    assert "/en/manuals/handbook/all/" in Client().get("/sitemap.xml").content.decode()
