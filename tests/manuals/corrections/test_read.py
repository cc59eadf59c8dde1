"""What readers see of the corrections of an edition, and who does not."""

import pytest
from django.test import Client
from wagtail.models import Page

from manuals.actions import NewCorrection, publish_correction, withdraw_edition
from manuals.checks import findings
from manuals.drafts import drafts_of
from manuals.models import ManualPage
from manuals.shown import short_digest
from organisations.actions.audiences import Audience, Kind, set_audience
from search.models import SearchDocument
from tests.factories.manuals import a_correction, an_edition
from tests.manuals.corrections.handbook import RIGHT, WRONG, read

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_correction_stands_before_its_block_at_the_head_in_the_list_and_in_the_cite_box(edition):
    client = Client()
    kept = client.get("/en/manuals/handbook/write/").content

    (made,) = a_correction(edition, "write", at=1, texts={"en": RIGHT}, about_safety=True)

    page, old, title = read("write/", client), read("edition/1.0/write/"), read("")
    assert RIGHT.encode() not in kept
    for text in (page, old):
        aside = text.index(f'id="{made.anchor}"')
        assert text.index("The notebook</h2>") < aside < text.index(RIGHT) < text.index(WRONG)
        assert f'href="#{made.anchor}"' in text
        assert text.count("with corrections until") == 1
        assert "Somebody’s safety depends on it." in text
    assert (RIGHT in title, f'href="/en/manuals/handbook/write/#{made.anchor}"' in title) == (True, True)
    assert short_digest(made.digest) in title
    assert "with corrections until" in title
    assert "with corrections until" not in read("care/")


def test_correction_of_a_heading_stands_after_it_and_of_a_chapter_before_everything(edition):
    a_correction(edition, "write", at=0, texts={"en": "It is a booklet."})
    a_correction(edition, "write", at=None, texts={"en": "All of it is old."})

    page = read("write/").split('<div class="read"')[1]

    places = [page.index(words) for words in ("All of it is old.", "The notebook</h2>", "It is a booklet.", WRONG)]
    assert places == sorted(places)


def test_markup_in_a_correction_is_shown_as_words(edition):
    a_correction(edition, "write", at=1, texts={"en": "<script>alert(1)</script>\n\nSecond <b>part</b>"})

    for page in (read("write/"), read("")):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;</p>" in page
        assert ("<script>alert" in page, "<b>part" in page) == (False, False)


def test_reader_of_a_language_without_the_correction_sees_it_in_another_one_marked(two_languages):
    (made,) = a_correction(two_languages, "write", at=1, texts={"en": RIGHT})
    client = Client()
    before, title = (client.get(f"/es/manuals/handbook/{path}").content.decode() for path in ("write/", ""))

    publish_correction(
        two_languages, NewCorrection(made.chapter.key, {"es": "En ningún lado."}, made.block, act=made.act), by=None
    )

    after = client.get("/es/manuals/handbook/write/").content.decode()
    assert f'<div class="flow" lang="en" dir="ltr"><p>{RIGHT}</p></div>' in before
    assert "1 corrección sin traducir" in title
    assert (RIGHT in after, "<p>En ningún lado.</p>" in after) == (False, True)
    assert "sin traducir" not in client.get("/es/manuals/handbook/").content.decode()


def test_corrections_stay_with_their_edition(edition):
    a_correction(edition, "write", at=1, texts={"en": RIGHT})

    an_edition(ManualPage.objects.get(), "1.1")

    assert [RIGHT in read(path) for path in ("write/", "", "edition/1.0/write/", "edition/1.0/")] == [
        False,
        False,
        True,
        True,
    ]
    assert RIGHT in read("changes/1.0/1.1/write/")
    assert "still says what was corrected" in read("changes/1.0/1.1/write/").replace("</bdi>", "")


def test_feed_tells_of_corrections_in_the_language_of_its_reader(two_languages):
    (made, _spanish) = a_correction(
        two_languages, "write", at=1, texts={"en": RIGHT, "es": "En ningún lado."}, about_safety=True
    )

    english, spanish = (Client().get(f"/{code}/manuals/feed/").content.decode() for code in ("en", "es"))

    assert ("Correction, for your safety: Write it down (Handbook, edition 1.0)" in english, RIGHT in english) == (
        True,
        True,
    )
    assert f"/en/manuals/handbook/edition/1.0/write/#{made.anchor}" in english
    assert (RIGHT in spanish, "En ningún lado." in spanish) == (False, True)
    assert english.count("<entry>") == 2


def test_correction_is_found_with_its_chapter_until_that_is_withdrawn(edition):
    before = Client().get("/en/search/", {"q": "nowhere office"}).content.decode()
    a_correction(edition, "write", at=1, texts={"en": RIGHT})
    found = Client().get("/en/search/", {"q": "nowhere office"}).content.decode()

    withdraw_edition(edition, by=None, reason="Old.", language="en")

    assert ["/manuals/handbook/write/" in page for page in (before, found)] == [False, True]
    assert not SearchDocument.objects.filter(body__contains=RIGHT).exists()


def test_nobody_learns_of_corrections_of_what_they_may_not_read(organisation, chapter, edition):
    for each in (edition, an_edition(ManualPage.objects.get(), "1.1")):
        a_correction(each, "write", at=1, texts={"en": RIGHT})
    paths = ("write/", "edition/1.0/write/", "edition/1.0/", "changes/1.0/1.1/", "changes/1.0/1.1/write/", "feed/", "")
    client = Client()

    def told():
        pages = [client.get(f"/en/manuals/{'' if path == 'feed/' else 'handbook/'}{path}") for path in paths]
        found = client.get("/en/search/", {"q": "nowhere office"}).content.decode()
        words = (b"Correct", b"correction since", RIGHT.encode())
        return [any(each in page.content for each in words) for page in pages], "/write/" in found

    before = told()
    set_audience(Page.objects.get(pk=chapter.pk), Audience(Kind.ORGANISATION), by=None)

    assert before == ([True] * 7, True)
    assert told() == ([False] * 7, False)


def test_next_release_points_at_what_was_corrected_and_still_says_the_same(organisation, chapter, edition):
    a_correction(edition, "write", at=1, texts={"en": RIGHT})
    a_correction(edition, "write", at=None, texts={"en": "All of it."})

    found = [str(each.words) for each in findings(drafts_of(ManualPage.objects.get()))]

    assert found == [f"“{WRONG}” was corrected after the release and still says the same here."]
