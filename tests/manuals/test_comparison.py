"""What changed between two editions is found block by block, and told in words."""

import time

import pytest
from django.test import Client

from manuals.actions import withdraw_for_safety
from manuals.comparison import behind, compare, spare
from manuals.models import Edition, FrozenChapter, ManualPage
from tests.factories import an_organisation
from tests.factories.manuals import a_chapter, a_manual, an_edition, rewrite, translated, with_language
from tests.factories.once import made_once


def block(number, text, kind="paragraph"):
    return {"id": number, "kind": kind, "digest": f"{kind} {text}", "html": f"<p>{text}</p>", "text": text}


def chapter(*blocks):
    return FrozenChapter(blocks=list(blocks))


A, B, C, D = (block(letter, f"Words of {letter}.") for letter in "abcd")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([A, B], [A, B], (0, 0, 0, 0, 2)),
        ([A, B], [A, B, C], (1, 0, 0, 0, 2)),
        ([A, B, C], [A, C], (0, 0, 1, 0, 2)),
        ([A, B], [A, block("b", "Other words.")], (0, 1, 0, 0, 1)),
        ([A, B, C, D], [D, A, B, C], (0, 0, 0, 1, 4)),
        ([A, B], [block("x", "Words of a."), block("y", "Words of b.")], (0, 0, 0, 0, 2)),
        ([A], [block("a", "Words of a.", "warning")], (1, 0, 1, 0, 0)),
    ],
    ids=["same", "added", "removed", "rewritten", "moved", "new ids", "another kind"],
)
def test_blocks_are_put_side_by_side(before, after, expected):
    found = compare(chapter(*before), chapter(*after))

    counts = (len(found.added), len(found.rewritten), len(found.removed), found.moved, found.same)
    assert counts == expected
    assert found.is_same == (expected[:4] == (0, 0, 0, 0))


def test_changed_words_and_changed_links_are_marked():
    words = '<p>Keep %s in the place on which all of you agreed. Use <a href="%s">the form</a>.</p>'
    before = chapter({**A, "html": words % ("one notebook", "/annex/")})
    after = chapter({**A, "html": words % ("two notebooks", "/other/"), "digest": "x"})

    html = " ".join(compare(before, after).rewritten[0].html_for(()).split())

    assert "<ins>Keep two notebooks</ins> <del>Keep one notebook</del> in the place on which all of you agreed" in html
    assert ("<ins> Link: /other/</ins>" in html, "Link: /annex/" in html) == (True, True)


def test_changes_about_warnings_are_counted():
    found = compare(chapter(A), chapter(A, block("w", "Do not wait.", "warning")))

    assert found.warnings == 1


def test_chapter_that_only_one_edition_has_is_new_or_gone():
    assert [len(compare(None, chapter(A, B)).added), len(compare(chapter(A, B), None).removed)] == [2, 2]


def test_how_far_a_translation_is_behind():
    then = [FrozenChapter(key="1", blocks=[A, B]), FrozenChapter(key="2", blocks=[C])]
    now = [FrozenChapter(key="1", blocks=[A, block("w", "Go.", "warning")]), FrozenChapter(key="3", blocks=[D])]

    gap = behind(then, now)

    assert (gap.sections, gap.of, gap.warnings) == (4, 3, 1)


def an_edited_manual():
    """A manual in English and Spanish, of which the second edition came out in English alone."""
    organisation = an_organisation()
    with_language(organisation, "es")
    manual = a_manual(organisation, "Handbook", slug="handbook")
    made = a_chapter(manual, "Write it down", body=[
        ("heading", {"text": "The notebook"}), ("paragraph", {"text": "<p>Keep one notebook.</p>"}),
        ("warning", {"title": "do not send it", "text": "<p>Keep it.</p>"}),
    ], slug="write")  # fmt: skip
    gone = a_chapter(manual, "Old", "Old advice.", slug="old")
    translated(manual, "es")
    translated(made, "es")
    translated(gone, "es")
    an_edition(ManualPage.objects.get(locale__language_code="en"), "1.0", "en", "es")
    rewrite(made, lambda body: [body[0], {**body[1], "value": {"text": "<p>Keep two notebooks.</p>"}}])
    gone.unpublish()
    an_edition(ManualPage.objects.get(locale__language_code="en"), "2.0", changes={"en": "Voice messages."})


made = made_once(an_edited_manual)


@pytest.fixture
def edited(made, db):
    return Client()


def text(client, path):
    page = client.get(path, follow=True)
    return page.status_code, " ".join(page.content.decode().split())


def test_older_edition_says_what_changed_in_this_chapter(edited):
    status, page = text(edited, "/en/manuals/handbook/edition/1.0/write/")

    assert status == 200
    assert 'You are reading edition <bdi dir="ltr">1.0</bdi>' in page
    assert "added 0, rewritten 1, removed 1." in page
    assert "One of the changes is about a warning." in page
    assert '<link rel="canonical" href="/en/manuals/handbook/write/">' in page


def test_dropped_chapter_keeps_its_address_and_says_so(edited):
    status, page = text(edited, "/en/manuals/handbook/old/")

    assert (status, "Old advice." in page, "does not have this chapter any more" in page) == (200, True, True)
    assert "Voice messages." in page
    assert 'name="robots" content="noindex"' in page


def test_changes_are_shown_chapter_by_chapter(edited):
    whole, one = (
        text(edited, "/en/manuals/handbook/changes/1.0/2.0/"),
        text(edited, "/en/manuals/handbook/changes/1.0/2.0/write/"),
    )

    assert ("This chapter was taken out." in whole[1], "two notebooks" in whole[1]) == (True, True)
    assert ("<del>" in one[1] or "<del " in one[1], "This chapter was taken out." in one[1]) == (True, False)


@pytest.mark.parametrize("path", ["changes/2.0/1.0/", "changes/1.0/9.0/", "changes/1.0/2.0/nothing/", "edition/3.0/"])
def test_what_was_never_released_does_not_exist(edited, path):
    assert edited.get(f"/en/manuals/handbook/{path}").status_code == 404


def test_translation_says_how_far_it_is_behind(edited):
    status, page = text(edited, "/es/manuals/handbook/write/")
    title = text(edited, "/es/manuals/handbook/")[1]

    assert (status, "Keep one notebook." in page) == (200, True)
    assert '<bdi dir="ltr">1.0</bdi>' in page
    assert "state-due" in title


def test_edition_that_a_language_never_had_is_shown_in_another_and_marked(edited):
    status, page = text(edited, "/es/manuals/handbook/edition/2.0/write/")

    assert (status, '<h1 lang="en" dir="ltr">Write it down</h1>' in page) == (200, True)


def test_editions_are_compared_in_a_language_that_both_have(edited):
    status, page = text(edited, "/es/manuals/handbook/changes/1.0/2.0/")

    assert (status, "two notebooks" in page) == (200, True)


def test_comparison_with_an_edition_that_was_withdrawn_for_safety_says_why(edited):
    address = "/en/manuals/handbook/changes/1.0/2.0/"
    before = text(edited, address)[0]

    withdraw_for_safety(Edition.objects.get(major=1), by=None, reason="It names the mill.", language="en")
    status, page = text(edited, address)

    assert (before, status, "It names the mill." in page, "two notebooks" in page) == (200, 410, True, False)


def test_address_of_a_link_that_changed_is_no_markup():
    link = '<p>Use <a href="%s">the form</a>.</p>'
    signs = "&lt;meta http-equiv=refresh&gt;", "&#60;form&#x3e;", "%3Cinput&gt;?a=1&amp;b=2"
    before, *between, after = (chapter({**A, "html": link % f"https://a.example/{one}"}) for one in ("", *signs))

    shown = [compare(before, _other(each)).rewritten[0].html_for(()) for each in (*between, after)]

    assert [tag for html in shown for tag in ("<meta", "<form", "<input") if tag in html] == []
    assert "https://a.example/%3Cmeta http-equiv=refresh%3E" in shown[0]
    assert 'href="https://a.example/%3Cinput%3E?a=1&amp;b=2"' in shown[2]


def test_signs_that_no_xml_holds_break_no_comparison():
    before, after = (chapter({**A, "html": f"<p>One\x01 {word}\x0b\ufffe</p>", "digest": word}) for word in ("a", "b"))

    assert "<ins>b" in compare(before, after).rewritten[0].html_for(())


def _other(one):
    """The same chapter with another digest, as if it said something else."""
    return chapter({**one.blocks[0], "digest": "another"})


def test_long_paragraphs_made_to_be_slow_are_compared_soon():
    lots = ["".join(f"{word % number} " for word in range(80_000)) for number in (241, 239)]
    before, after = (chapter({**A, "html": f"<p>{words}</p>", "digest": words[-9:]}) for words in lots)
    begun = time.monotonic()

    html = compare(before, after).rewritten[0].html_for(())

    assert time.monotonic() - begun < 2
    assert html == f'<ins class="whole"><p>{lots[1]}</p></ins><del class="whole"><p>{lots[0]}</p></del>'


def test_page_of_many_long_paragraphs_is_marked_by_words_as_far_as_it_goes():
    text = "<p>" + "word " * 5_000
    blocks = [block(f"{number}", "") | {"html": f"{text}{number}</p>"} for number in range(20)]
    before, after = chapter(*blocks), chapter(*({**each, "digest": "another"} for each in blocks))
    compared = compare(before, after)

    spare([compared])

    assert [change.by_words for change in compared.rewritten] == [True] * 11 + [False] * 9
