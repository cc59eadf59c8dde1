"""What others are told of a manual that is being written: what was released of it, and nothing that is only ready."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.admin.widgets.chooser import AdminPageChooser
from wagtail.blocks import PageChooserBlock
from wagtail.models import Page

from content.references import PAGE, Reference
from manuals.actions import withdraw_for_safety
from organisations import roles
from organisations.actions import agree_to_co_own, invite_co_owner
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.offers import CLOSED
from organisations.references import refuse_what_is_not_theirs
from organisations.wall.middleware import asking
from search.models import SearchDocument
from tests.factories import a_locale, a_member, a_page, an_appointed, an_organisation, workspace_of
from tests.factories.manuals import a_chapter, a_manual, an_edition, translated, with_language
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db

SEARCH, BY_ID = reverse("organisations_admin:choose_page_search"), reverse("organisations_admin:choose_page_chosen")


@pytest.fixture
def manual():
    return a_manual(an_organisation(), "Travelling")


@pytest.fixture
def own(manual):
    return a_member(manual.access.owner, "writer")


@pytest.fixture
def stranger():
    return a_member(an_organisation(), "writer")


def found(person, word: str) -> bool:
    return "choose-page" in signed_in(person).get(SEARCH, {"q": word}).content.decode()


def may_be_named(page, person) -> bool:
    """Whether a page of this person's own organisation may name that one."""
    naming = a_page(workspace_of(person.memberships.get().organisation))
    try:
        refuse_what_is_not_theirs(naming, frozenset({Reference(PAGE, page.pk)}), by=person)
    except ValidationError:
        return False
    return True


def test_chapter_is_found_by_others_once_it_is_released(manual, own, stranger):
    chapter = a_chapter(manual, "Lanterns")
    before = [(found(each, "Lanterns"), may_be_named(chapter, each)) for each in (own, stranger)]

    an_edition(manual)

    assert before == [(True, True), (False, False)]
    assert (found(stranger, "Lanterns"), may_be_named(chapter, stranger)) == (True, True)


def test_manual_is_found_by_others_once_it_is_released(manual, own, stranger):
    a_chapter(manual)
    before = [(found(each, "Travelling"), may_be_named(manual, each)) for each in (own, stranger)]

    an_edition(manual)

    assert before == [(True, True), (False, False)]
    assert (found(stranger, "Travelling"), may_be_named(manual, stranger)) == (True, True)


def test_others_are_told_the_title_that_was_released(manual, own, stranger):
    chapter = a_chapter(manual, "Lanterns")
    an_edition(manual)
    chapter.title = "Torches"
    chapter.save_revision().publish()

    assert [(found(each, "Torches"), found(each, "Lanterns")) for each in (own, stranger)] == [
        (True, False),
        (False, True),
    ]
    assert "Torches" not in signed_in(stranger).get(SEARCH, {"q": "Lanterns"}).content.decode()
    told = [signed_in(each).get(BY_ID, {"id": chapter.pk}).json()["result"] for each in (own, stranger)]
    assert [each["adminTitle"] for (each,) in told] == ["Torches", "Lanterns"]

    an_edition(manual, "1.1")

    assert found(stranger, "Torches") is True


def test_box_of_a_chosen_chapter_tells_the_title_that_was_released(manual, own, stranger):
    released = a_chapter(manual, "Lanterns")
    an_edition(manual)
    ready = a_chapter(manual, "Whistles")
    released.title = "Torches"
    released.save_revision().publish()

    def boxes(person):
        token = asking.set(person)
        try:
            told = [AdminPageChooser().get_value_data_from_instance(Page.objects.get(pk=each.pk)) for each in both]
            return [each["display_title"] for each in told]
        finally:
            asking.reset(token)

    both = (released, ready)
    assert boxes(own) == ["Torches", "Whistles"]
    assert boxes(stranger) == ["Lanterns", str(CLOSED)]


def test_comparison_tells_the_title_that_was_released(manual, own, stranger):
    chapter = a_chapter(manual, "Lanterns")
    comparison = PageChooserBlock().get_comparison_class()

    def told(person):
        token = asking.set(person)
        try:
            page = Page.objects.get(pk=chapter.pk)
            return comparison(PageChooserBlock(), True, True, page, page).htmlvalue(page)
        finally:
            asking.reset(token)

    before = [told(own), told(stranger)]
    an_edition(manual)
    chapter.title = "Torches"
    chapter.save_revision().publish()

    assert before == ["Lanterns", str(CLOSED)]
    assert [told(own), told(stranger)] == ["Torches", "Lanterns"]


def test_language_that_was_not_released_is_nobody_elses(manual, stranger):
    chapter = a_chapter(manual, "Lanterns")
    with_language(manual.access.owner, "es")
    translated(manual, "es")
    linternas = translated(chapter, "es")
    linternas.title = "Linternas"
    linternas.save_revision().publish()
    an_edition(manual, "1.0", "en")
    before = found(stranger, "Linternas")

    an_edition(manual, "1.1", "en", "es")

    assert linternas.locale == a_locale("es")
    assert (before, found(stranger, "Linternas")) == (False, True)


def test_chapter_for_few_and_edition_that_was_taken_back_are_nobody_elses(manual, stranger):
    chapter, kept = a_chapter(manual, "Lanterns"), a_chapter(manual, "Whistles")
    edition = an_edition(manual)
    before = [found(stranger, word) for word in ("Lanterns", "Whistles")]

    set_audience(Page.objects.get(pk=kept.pk), Audience(Kind.ORGANISATION), by=None)
    narrowed = [found(stranger, word) for word in ("Lanterns", "Whistles")]
    withdraw_for_safety(edition, reason="It was wrong.", language="en", by=None)

    assert (before, narrowed) == ([True, True], [True, False])
    assert (found(stranger, "Lanterns"), may_be_named(chapter, stranger)) == (False, False)


def test_secretariat_links_to_what_was_released(manual):
    chapter, secretariat = a_chapter(manual, "Lanterns"), an_appointed(roles.SECRETARIAT)
    before = found(secretariat, "Lanterns")

    an_edition(manual)

    assert (before, found(secretariat, "Lanterns")) == (False, True)
    assert signed_in(secretariat).get(BY_ID, {"id": chapter.pk}).json()["result"][0]["adminTitle"] == "Lanterns"


# -- Where it is written -------------------------------------------------------------------------------------------


def test_chooser_tells_others_neither_the_new_address_nor_the_new_place(manual, own, stranger):
    first, moved = a_chapter(manual, "Lanterns"), a_chapter(manual, "Whistles")
    an_edition(manual)
    moved.slug = "torches"
    moved.save_revision().publish()
    Page.objects.get(pk=moved.pk).move(Page.objects.get(pk=first.pk), pos="last-child")

    (mine,), (theirs,) = (signed_in(each).get(BY_ID, {"id": moved.pk}).json()["result"] for each in (own, stranger))
    below = reverse("organisations_admin:choose_page_below", args=[manual.pk])
    lists = [signed_in(each).get(below).json()["html"] for each in (own, stranger)]

    assert (mine["url"], mine["parentId"]) == ("/en/manuals/travelling/lanterns/torches/", first.pk)
    assert (theirs["url"], theirs["parentId"]) == ("/en/manuals/travelling/whistles/", None)
    assert [("Whistles" in html, "What stands below “Lanterns”" in html) for html in lists] == [
        (False, True),
        (True, False),
    ]


def test_link_in_a_text_leads_to_where_the_chapter_is_read(manual, own, stranger):
    chapter = a_chapter(manual, "Lanterns")
    an_edition(manual)
    chapter.slug = "torches"
    chapter.save_revision().publish()

    def address(person):
        token = asking.set(person)
        try:
            return PageLinkElementHandler("LINK").get_attribute_data({"id": str(chapter.pk)})["url"]
        finally:
            asking.reset(token)

    assert [address(own), address(stranger)] == ["/en/manuals/travelling/torches/", "/en/manuals/travelling/lanterns/"]


def test_box_and_link_do_not_tell_where_others_write(manual, own, stranger):
    chapter = a_chapter(a_chapter(manual, "Lanterns"), "Whistles")
    an_edition(manual)
    page = a_page(workspace_of(manual.access.owner))

    def parents(person, chosen):
        token = asking.set(person)
        try:
            box = AdminPageChooser().get_value_data_from_instance(Page.objects.get(pk=chosen.pk))["parent_id"]
            return box, PageLinkElementHandler("LINK").get_attribute_data({"id": str(chosen.pk)})["parentId"]
        finally:
            asking.reset(token)

    below, at = (
        reverse("organisations_admin:choose_page_below", args=[each.pk]) for each in (chapter.get_parent(), page)
    )
    assert [[signed_in(each).get(address).status_code for address in (below, at)] for each in (own, stranger)] == [
        [200, 200],
        [404, 200],
    ]
    assert parents(own, chapter) == (chapter.get_parent().pk,) * 2
    assert parents(stranger, chapter) == (None, None)
    assert parents(stranger, page) == (page.get_parent().pk,) * 2


def test_closed_page_and_page_that_never_was_are_told_alike(manual, stranger):
    a_chapter(manual)
    an_edition(manual)
    ready = a_chapter(manual, "Whistles")
    token = asking.set(stranger)
    try:
        told = [PageLinkElementHandler("LINK").get_attribute_data({"id": str(pk)}) for pk in (ready.pk, 2**31 - 1)]
    finally:
        asking.reset(token)

    assert [each.pop("id") for each in told] == [ready.pk, 2**31 - 1]
    assert told == [{"url": None, "parentId": None}] * 2


# -- Whose it is ---------------------------------------------------------------------------------------------------


def test_co_owner_names_the_chapters_of_their_manual(manual):
    organisation = an_organisation()
    theirs = a_member(organisation, "editor")
    one, two = a_chapter(manual, "One"), a_chapter(manual, "Two")
    named, page = frozenset({Reference(PAGE, two.pk)}), Page.objects.get(pk=one.pk)
    with pytest.raises(ValidationError):
        refuse_what_is_not_theirs(page, named, by=theirs)

    invite_co_owner(Page.objects.get(pk=manual.pk), organisation, by=None)
    agree_to_co_own(Page.objects.get(pk=manual.pk), organisation, by=theirs)

    refuse_what_is_not_theirs(page, named, by=theirs)
    assert may_be_named(two, theirs) is True


def test_later_edition_for_few_is_told_to_nobody_else(manual):
    a_chapter(manual, "Lanterns")
    an_edition(manual)
    set_audience(Page.objects.get(pk=manual.pk), Audience(Kind.ORGANISATION), by=None)
    an_edition(manual, "1.1")
    narrow = {each.edition: each.is_current for each in SearchDocument.objects.present().filter(kind="chapter")}

    set_audience(Page.objects.get(pk=manual.pk), Audience(Kind.PUBLIC), by=None)

    wide = {each.edition: each.is_current for each in SearchDocument.objects.present().filter(kind="chapter")}
    assert (narrow, wide) == ({"1.0": False, "1.1": True}, {"1.0": True, "1.1": True})
    assert Client().get("/en/manuals/travelling/lanterns/").status_code == 200
    assert Client().get("/en/manuals/travelling/edition/1.1/").status_code == 404
