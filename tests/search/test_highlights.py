"""Highlights: what was looked for is marked, and nothing a person wrote becomes markup."""

import html
import re
import time

import pytest
from django.template import Context, Template
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis import stems
from search.highlights import ELLIPSIS, SCANNED, SNIPPET, highlight, snippet

LANGUAGES = ("en", "fr", "ar", "ja", "th")


def asked(text, lang="en"):
    return frozenset(stems(text, lang))


def plain(marked):
    """The text that a reader sees."""
    return html.unescape(re.sub("</?mark>", "", marked))


@pytest.mark.parametrize(
    ("lang", "text", "question", "expected"),
    [
        ("en", "Defenders & risks", "defender", "<mark>Defenders</mark> &amp; risks"),
        ("en", "<b>risk</b>", "risk b", "&lt;<mark>b</mark>&gt;<mark>risk</mark>&lt;/<mark>b</mark>&gt;"),
        ("en", "</mark><script>", "mark", "&lt;/<mark>mark</mark>&gt;&lt;script&gt;"),
        ("en", 'a "quote\'s" end', "end", "a &quot;quote&#x27;s&quot; <mark>end</mark>"),
        ("en", "Call +1 202 555 0143 now", "2025550143", "Call +<mark>1 202 555 0143</mark> now"),
        ("en", "The U.N. says", "UN", "The <mark>U.N</mark>. says"),
        ("es", "José García", "jose", "<mark>José</mark> García"),
        ("fr", "l’État et l’État", "etat", "l’<mark>État</mark> et l’<mark>État</mark>"),
        ("ar", "حماية المدافعين عن الإنسان", "انسان مدافع",
         "حماية <mark>المدافعين</mark> عن <mark>الإنسان</mark>"),
        ("ja", "東京都の人権", "人権", "東京都の<mark>人権</mark>"),
        ("ja", "東京都の人権", "東京都", "<mark>東京都</mark>の人権"),
        ("th", "สวัสดีครับ", "สวัสดี", "<mark>สวัสดี</mark>ครับ"),
        ("en", "nothing here", "risk", "nothing here"),
        ("en", "", "risk", ""),
    ],
)  # fmt: skip
def test_highlight_escapes_and_marks(lang, text, question, expected):
    assert highlight(text, lang, asked(question, lang)) == expected


def test_highlights_are_printed_as_they_are_and_other_text_is_not():
    context = Context({"marked": highlight("a < risk", "en", asked("risk")), "raw": "<i>"})

    printed = Template("{{ marked }} {{ raw }}").render(context)

    assert printed == "a &lt; <mark>risk</mark> &lt;i&gt;"


# -- Snippets ------------------------------------------------------------------------------------------------------


def test_a_short_text_is_its_own_snippet():
    assert snippet("Plan for a risk.", "en", asked("risk")) == "Plan for a <mark>risk</mark>."


def test_a_snippet_without_hits_is_the_beginning_of_the_text():
    text = "word " * 100

    found = snippet(text, "en", asked("risk"))

    assert found == ("word " * 48).rstrip() + ELLIPSIS


def test_a_snippet_shows_where_most_different_words_are():
    text = f"{'risk ' * 5}{'filler ' * 100}a security plan for every risk here {'filler ' * 100}"

    found = snippet(text, "en", asked("security plan risk"))

    assert "a <mark>security</mark> <mark>plan</mark> for every <mark>risk</mark> here" in found
    assert found.startswith(ELLIPSIS + "filler ")
    assert found.endswith(" filler" + ELLIPSIS)


def test_a_snippet_leaves_a_poor_window_for_a_better_one():
    text = f"plan {'x ' * 100}risk {'y ' * 15}risk security {'z ' * 200}"

    found = snippet(text, "en", asked("security plan risk"))

    assert "<mark>risk</mark> <mark>security</mark>" in found
    assert "plan" not in found


def test_a_snippet_reaches_to_the_end_of_the_text():
    text = "filler " * 100 + "the last risk!"

    found = snippet(text, "en", asked("risk"))

    assert found.endswith("the last <mark>risk</mark>!")


@pytest.mark.parametrize(
    ("lang", "filler", "hit"),
    [("ar", "كلام ", "الإنسان"), ("ja", "東京都の文、", "人権"), ("en", "filler\n", "risk")],
)
def test_a_snippet_is_cut_in_every_script(lang, filler, hit):
    text = filler * 200 + hit + " " + filler * 200

    found = snippet(text, lang, asked(hit, lang))

    assert f"<mark>{hit}</mark>" in found
    assert len(plain(found)) <= SNIPPET + 2
    assert len(plain(found)) > SNIPPET / 2


@pytest.mark.parametrize("filler", ["filler ", "filler\n", "水火"])
def test_hits_far_into_a_text_are_found(filler):
    text = filler * (SCANNED // 2 // len(filler)) + " risk " + filler * 100

    assert "<mark>risk</mark>" in snippet(text, "en", asked("risk"))


def test_hits_further_than_anybody_reads_are_left():
    text = "filler " * (SCANNED // 7 + 1) + "risk"

    assert "mark" not in snippet(text, "en", asked("risk"))


@pytest.mark.parametrize("text", ["risk" * 1000, "1 " * 200, "水火" * 1000, "a\u0301" * 1000])
def test_marks_longer_than_a_snippet_are_cut(text):
    found = snippet(text, "en", asked(text))

    assert found.removeprefix(ELLIPSIS).startswith("<mark>")
    assert len(plain(found)) <= SNIPPET + 2


def test_a_long_text_is_searched_quickly():
    text = "filler words " * 20_000

    started = time.process_time()
    snippet(text, "en", asked("risk"))
    seconds = time.process_time() - started

    assert seconds < 1


# -- Any text ------------------------------------------------------------------------------------------------------

anything = st.text(st.characters(exclude_categories=()), max_size=400)
markup = st.lists(st.sampled_from(["<mark>", "</mark>", "&lt;", "<b>", "risk", "&", "…", " ", '"', "人権"])).map(
    "".join
)


@given(st.one_of(anything, markup, markup.map(lambda text: text * 30)), st.sampled_from(LANGUAGES), st.data())
@example("risk <mark>&amp;…", "en", None)
def test_what_is_shown_is_a_piece_of_the_text_and_holds_no_other_markup(text, lang, data):
    found = sorted(asked(text, lang))
    chosen = frozenset(data.draw(st.lists(st.sampled_from(found))) if data and found else found)

    whole, part = highlight(text, lang, chosen), snippet(text, lang, chosen)

    assert plain(whole) == text
    shown = plain(part)
    assert shown in text or shown.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS) in text
    assert len(shown) <= SNIPPET + 2
    for marked in (whole, part):
        assert re.fullmatch("(?:[^<>]|<mark>[^<>]+</mark>)*", marked)
        assert not re.search("&(?!(?:amp|lt|gt|quot|#x27);)", marked)
    assert ("<mark>" in whole) == bool(chosen)
