"""Where links to manuals lead: to what is read, in an edition that the readers of the page may open."""

import re

import pytest
from django.test import Client
from django.utils.translation import override
from wagtail.models import Page

from content.references import PAGE, Reference
from content.standing import address_of
from home.models import ReferencePage
from manuals.models import ChapterPage, FrozenChapter
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.permissions import known_title
from tests.factories import a_member, a_page, an_organisation, english_home, workspace_of
from tests.factories.manuals import a_chapter, a_manual, an_edition, blocks, translated, with_language
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manual():
    return a_manual(an_organisation(), "Travelling")


def linking_to(chapter, organisation):
    """A public page of this organisation with a link to that chapter."""
    page = a_page(workspace_of(organisation))
    page.body = blocks(("paragraph", {"text": f'<p><a linktype="page" id="{chapter.pk}">there</a></p>'}))
    page.save_revision().publish()
    return ReferencePage.objects.get(pk=page.pk)


def links_on(page) -> list[str]:
    return re.findall(r'<a href="([^"]*)"[^>]*>there</a>', Client().get(page.get_url()).content.decode())


def place_in_tree(page) -> str:
    return f"/{page.locale.language_code}/" + Page.objects.get(pk=page.pk).url_path.strip("/").split("/", 1)[1] + "/"


def test_link_leads_to_where_the_chapter_is_read_until_the_next_edition(manual):
    chapter = a_chapter(manual, "Lanterns")
    an_edition(manual)
    page = linking_to(chapter, an_organisation())
    chapter.slug = "torches"
    chapter.save_revision().publish()
    before = links_on(page)

    an_edition(manual, "1.1")

    assert [before, links_on(page)] == [["/en/manuals/travelling/lanterns/"], ["/en/manuals/travelling/torches/"]]
    assert [Client().get(link).status_code for link in links_on(page)] == [200]


def test_link_of_ones_own_to_a_chapter_that_nobody_reads_yet_is_left_out(manual):
    chapter = a_chapter(manual, "Lanterns")
    page = linking_to(chapter, manual.access.owner)
    before = links_on(page)

    an_edition(manual)

    assert [before, links_on(page)] == [[], ["/en/manuals/travelling/lanterns/"]]


def test_link_stays_in_the_language_that_was_released(manual):
    organisation, chapter = an_organisation(), a_chapter(manual, "Lanterns")
    for owner in (organisation, manual.access.owner):
        with_language(owner, "es")
    an_edition(manual)
    spanish = translated(linking_to(chapter, organisation), "es")
    translated(manual, "es")
    linternas = translated(chapter, "es")
    linternas.slug = "linternas"
    linternas.save_revision().publish()
    before = links_on(spanish)

    an_edition(manual, "1.1", "en", "es")

    assert [before, links_on(spanish)] == [["/en/manuals/travelling/lanterns/"], ["/es/manuals/travelling/linternas/"]]


def test_place_in_the_tree_answers_nobody(manual):
    chapter = a_chapter(manual, "Lanterns")
    before = Client().get(place_in_tree(chapter)).status_code

    an_edition(manual)

    assert [before, Client().get(place_in_tree(chapter)).status_code] == [404, 404]
    assert Client().get("/en/manuals/travelling/lanterns/").status_code == 200


def test_front_page_leads_to_a_chapter_in_the_words_that_were_released(manual):
    chapter = a_chapter(manual, "Lanterns")
    an_edition(manual)
    front = english_home()
    front.safety_page_id, front.help_note = chapter.pk, "You are not alone."
    front.save_revision().publish()
    chapter.title, chapter.slug = "Torches", "torches"
    chapter.save_revision().publish()

    text = Client().get("/en/").content.decode()

    assert '<a href="/en/manuals/travelling/lanterns/">Lanterns</a>' in text
    assert not re.search("torches", text, re.IGNORECASE)


def test_chapter_names_the_parts_of_its_manual_and_of_others_what_is_read(manual):
    other = a_manual(an_organisation(), "Staying")
    theirs = a_chapter(other, "Whistles")
    an_edition(other)
    beside = a_chapter(manual, "Lanterns")
    words = "".join(f'<a linktype="page" id="{each.pk}">there</a> ' for each in (theirs, beside))
    chapter = a_chapter(manual, "Here", body=[("paragraph", {"text": f"<p>{words}</p>"})])
    theirs.slug = "torches"
    theirs.save_revision().publish()

    with override("en"):
        before = [address_of(Reference(PAGE, each.pk), chapter) for each in (theirs, beside)]
    an_edition(manual)
    text = FrozenChapter.objects.get(title="Here").html

    assert before == ["/en/manuals/staying/whistles/", "/en/manuals/travelling/lanterns/"]
    assert ("/en/manuals/staying/whistles/" in text, "torches" in text) == (True, False)


def test_chapter_does_not_name_what_others_have_not_released(manual):
    other = a_manual(an_organisation(), "Staying")
    theirs = a_chapter(other, "Whistles")
    words = f'<p><a linktype="page" id="{theirs.pk}">there</a></p>'
    chapter = a_chapter(other, "Here", body=[("paragraph", {"text": words})])
    Page.objects.get(pk=chapter.pk).move(Page.objects.get(pk=manual.pk), pos="last-child")
    before = address_of(Reference(PAGE, theirs.pk), ChapterPage.objects.get(pk=chapter.pk))

    an_edition(other)

    assert before is None
    assert address_of(Reference(PAGE, theirs.pk), ChapterPage.objects.get(pk=chapter.pk)) is not None


def test_members_keep_their_link_to_the_edition_that_is_theirs(manual):
    chapter = a_chapter(manual, "Lanterns")

    def set_whole(kind):
        set_audience(Page.objects.get(pk=manual.pk), Audience(kind), by=None)

    set_whole(Kind.MEMBERS)
    an_edition(manual)
    set_whole(Kind.ORGANISATION)
    an_edition(manual, "1.1")
    set_whole(Kind.MEMBERS)
    page = a_page(workspace_of(manual.access.owner))
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.MEMBERS), by=None)
    page.body = blocks(("paragraph", {"text": f'<p><a linktype="page" id="{chapter.pk}">there</a></p>'}))
    page.save_revision().publish()

    client = signed_in(a_member(an_organisation(), "reader"))

    assert '<a href="/en/manuals/travelling/lanterns/"' in client.get(page.get_url()).content.decode()
    assert client.get("/en/manuals/travelling/lanterns/").status_code == 200


def test_chapter_that_moved_to_another_manual_is_read_there(manual):
    chapter, _stays = a_chapter(manual, "Lanterns"), a_chapter(manual, "Whistles")
    second = a_manual(manual.access.owner, "Staying")
    an_edition(manual, "3.0")
    page = linking_to(chapter, an_organisation())
    Page.objects.get(pk=chapter.pk).move(Page.objects.get(pk=second.pk), pos="last-child")
    before = links_on(page)

    an_edition(second)
    an_edition(manual, "3.1")

    assert [before, links_on(page)] == [["/en/manuals/travelling/lanterns/"], ["/en/manuals/staying/lanterns/"]]


def test_page_that_is_taken_down_stays_known_while_its_edition_is_read(manual):
    chapter = a_chapter(manual, "Lanterns")
    an_edition(manual)
    page = linking_to(chapter, an_organisation())

    ChapterPage.objects.get(pk=chapter.pk).unpublish()

    assert links_on(page) == ["/en/manuals/travelling/lanterns/"]
    assert known_title(chapter.pk) == "Lanterns"
