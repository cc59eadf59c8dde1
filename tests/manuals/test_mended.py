"""A third number says that words were mended: the edition stays what it is, and its list of corrections says which."""

import pytest
from django.test import Client

from manuals.actions import ReleaseError, withdraw_edition, withdraw_for_safety
from manuals.models import ChapterPage, Edition, FrozenChapter, ManualPage, State
from organisations.actions.audiences import Audience, Kind, set_audience
from search.models import SearchDocument
from tests.factories import a_member, an_organisation
from tests.factories.manuals import a_chapter, a_manual, an_edition, rewrite, translated, with_language
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NOTE = {"changes": {"en": "A word was spelled wrong."}}
ADDRESS = "/en/manuals/handbook/"


def a_misspelled_chapter():
    organisation = an_organisation()
    manual = a_manual(organisation, "Handbook", slug="handbook")
    return organisation, a_chapter(manual, "Write it down", "Keep one notebok.", slug="write")


made = made_once(a_misspelled_chapter)
organisation, chapter = copies(2)


def released(number="1.0", *languages, **fields):
    return an_edition(ManualPage.objects.get(slug="handbook", locale__language_code="en"), number, *languages, **fields)


def spelled(chapter, words):
    rewrite(chapter, lambda body: [{**body[0], "value": {"text": f"<p>{words}</p>"}}])


def next_edition(chapter, number):
    """What readers are told by an edition of this number after 1.0: on its own address, in lists and in the feed."""
    released()
    spelled(chapter, "Keep one notebook.")
    return released(number, **NOTE)


def page(path=""):
    return Client().get(f"{ADDRESS}{path}").content.decode()


def section(html, heading):
    return html.split(f">{heading}</h2>")[1].split("</section>")[0] if f">{heading}</h2>" in html else ""


@pytest.mark.parametrize(("number", "is_mended"), [("1.1", False), ("1.0.1", True)])
def test_mended_words_make_no_edition_out_of_date(chapter, number, is_mended):
    next_edition(chapter, number)

    older = page("edition/1.0/write/")

    assert ("There is an editorial correction of it" in older, "It has been replaced" in older) == (
        is_mended,
        not is_mended,
    )
    assert ("· Current" in older, "· Superseded" in older) == (is_mended, not is_mended)
    assert "notebok" in older
    assert f"/changes/1.0/{number}/write/" in older


@pytest.mark.parametrize(("number", "is_mended"), [("1.1", False), ("1.0.1", True)])
def test_mended_words_stand_in_the_list_of_corrections_and_nowhere_else(chapter, number, is_mended):
    next_edition(chapter, number)
    client = Client()

    titles = [page(), page("edition/1.0/"), page(f"edition/{number}/")]
    feed = client.get("/en/manuals/feed/").content.decode()

    row = "Read edition"
    assert section(titles[0], "Editions").count(row) == (1 if is_mended else 2)
    assert ["A word was spelled wrong." in section(html, "Corrections") for html in titles] == [is_mended] * 3
    assert ["A word was spelled wrong." in section(html, "Editions") for html in titles] == [not is_mended] * 3
    assert (f"edition {number}" in feed, "edition 1.0" in feed) == (not is_mended, True)


@pytest.mark.parametrize(("number", "found"), [("1.1", ["1.0", "1.1"]), ("1.0.1", ["1.0.1"])])
def test_same_edition_is_found_once(chapter, number, found):
    next_edition(chapter, number)

    documents = SearchDocument.objects.present().filter(kind="chapter", title="Write it down")

    assert sorted(documents.values_list("edition", flat=True)) == found


def test_what_others_may_read_before_words_were_mended_they_still_find(chapter):
    released()
    set_audience(chapter.page_ptr, Audience(Kind.MEMBERS), by=None)
    spelled(chapter, "Keep one notebook.")
    released("1.0.1", **NOTE)

    set_audience(chapter.page_ptr, Audience(Kind.PUBLIC), by=None)

    found = SearchDocument.objects.present().filter(kind="chapter", policy__key="")
    assert list(found.values_list("edition", flat=True)) == ["1.0"]


def test_every_address_stays(chapter):
    next_edition(chapter, "1.0.1")
    spelled(chapter, "Keep two notebooks.")
    released("1.1")

    words = {path: page(path) for path in ("write/", *(f"edition/{number}/write/" for number in ("1.0", "1.0.1")))}

    assert ["two notebooks" in words["write/"], "one notebook." in words["edition/1.0.1/write/"]] == [True, True]
    assert ["It has been replaced" in text for text in words.values()] == [False, True, True]


def test_translation_is_not_behind_because_words_were_mended(organisation, chapter):
    with_language(organisation, "es")
    manual = ManualPage.objects.get()
    translated(manual, "es")
    translated(chapter, "es")
    released("1.0", "en", "es")
    before = Client().get(f"/es{ADDRESS[3:]}write/").content.decode()
    spelled(chapter, "Keep one notebook.")

    released("1.0.1", **NOTE)
    mended = Client().get(f"/es{ADDRESS[3:]}write/").content.decode()
    spelled(chapter, "Keep two notebooks.")
    released("1.1")

    behind = "Este texto sigue la edición"
    later = Client().get(f"/es{ADDRESS[3:]}write/").content.decode()
    assert [behind in text for text in (before, mended, later)] == [False, False, True]


@pytest.mark.parametrize(
    ("change", "number", "words"),
    [
        (lambda chapter: a_chapter(chapter.get_parent(), "New"), "1.0.1", "Write 1.1"),
        (lambda chapter: chapter.unpublish(), "1.0.1", "Write 1.1"),
        (lambda chapter: None, "1.1.1", "Release 1.1 first"),
        (lambda chapter: None, "2.0.1", "Release 2.0 first"),
    ],
    ids=["new chapter", "no chapter", "no such edition", "no such first number"],
)
def test_what_is_more_than_mended_words_needs_another_number(chapter, change, number, words):
    a_chapter(ManualPage.objects.get(), "Other", slug="other")
    released()
    change(chapter)

    with pytest.raises(ReleaseError, match=words) as refused:
        released(number, **NOTE)

    assert (refused.value.field, Edition.objects.count()) == ("number", 1)


def test_words_are_mended_of_the_line_that_the_number_says(chapter):
    released()
    spelled(chapter, "Keep one notebook.")
    released("1.0.1", **NOTE)
    a_chapter(ManualPage.objects.get(), "Other", slug="other")
    released("1.1")
    a_chapter(ManualPage.objects.get(), "Third", slug="third")

    with pytest.raises(ReleaseError, match=r"since 1\.1 a language or a chapter .* Write 1\.2\."):
        released("1.1.1", **NOTE)
    ChapterPage.objects.get(slug="third").unpublish()

    assert released("1.1.1", **NOTE).languages.get().chapters.count() == 2


def test_words_are_mended_of_the_last_text_where_an_older_one_is_gone(chapter):
    former = released()
    spelled(chapter, "Keep one notebook.")
    released("1.0.1", **NOTE)
    withdraw_for_safety(former, by=None, reason="It names somebody.", language="en")

    assert released("1.0.2", **NOTE).number == "1.0.2"


def test_first_edition_mends_nothing(chapter):
    with pytest.raises(ReleaseError, match=r"Release 1\.0 first"):
        released("1.0.1", **NOTE)


def test_new_language_is_more_than_mended_words(organisation, chapter):
    released()
    with_language(organisation, "es")
    translated(ManualPage.objects.get(), "es")
    translated(chapter, "es")

    with pytest.raises(ReleaseError, match=r"Write 1\.1"):
        released("1.0.1", "en", "es", changes={"en": "A word.", "es": "Una palabra."})


def test_list_of_corrections_needs_words(chapter):
    released()

    with pytest.raises(ReleaseError, match="words were mended") as refused:
        released("1.0.1")

    assert refused.value.field == "changes"


def test_mended_words_that_are_withdrawn_say_why_in_the_list_of_corrections(chapter):
    edition = next_edition(chapter, "1.0.1")

    withdraw_edition(edition, by=None, reason="Another word was wrong.", language="en")

    html = page()
    assert "Another word was wrong." in section(html, "Corrections")
    assert ("notebok" in page("write/"), "Current" in section(html, "Editions")) == (True, True)


def test_feed_tells_that_mended_words_are_dangerous(chapter):
    edition = next_edition(chapter, "1.0.1")

    withdraw_for_safety(edition, by=None, reason="It names somebody.", language="en")

    feed = Client().get("/en/manuals/feed/").content.decode()
    assert "edition 1.0.1, was withdrawn for safety" in feed


def test_editors_see_that_the_edition_still_holds(organisation, chapter):
    next_edition(chapter, "1.0.1")
    editor = signed_in(a_member(organisation, "editor"))

    html = editor.get(f"/admin/manuals/{ManualPage.objects.get().pk}/editions/").content.decode()

    stored = dict(Edition.objects.values_list("number", "state"))
    assert stored == {"1.0": State.SUPERSEDED, "1.0.1": State.CURRENT}
    assert ("Superseded" in html, html.count(">Current<")) == (False, 2)
    assert FrozenChapter.objects.count() == 2
