"""Misspelt words: who is near whom, and what is asked of the tables."""

import itertools
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis import fold, stem
from search.spelling import (
    MAX_COMPARED,
    MAX_NEAR,
    MAX_SOUGHT,
    Known,
    Like,
    distance,
    edits_allowed,
    grams,
    nearest,
    sought,
    understand,
)

LETTERS = "abcd"


class Tables:
    """A `Vocabulary` in memory that counts how often it is asked."""

    def __init__(self, words, lang="en"):
        self.known = [Known(word, stem(fold(word), lang), count) for word, count in words.items()]
        self.asked = Counter()

    def of_stems(self, lang, stems):
        self.asked["of_stems", lang] += 1
        return [one for one in self.known if one.stem in stems]

    def like(self, lang, wanted):
        self.asked["like", lang] += 1
        shared = [(one, known, len(grams(known.word) & set(one.grams))) for one in wanted for known in self.known]
        return [
            Like(one.word, known, number)
            for one, known, number in shared
            if number >= one.least and one.shortest <= len(known.word) <= one.longest
        ]


def a_like(word, shared=1, documents=1):
    return Like("", Known(word, word, documents), shared)


def plain_distance(one, two):
    """The same distance by its definition, without any shortcut."""
    rows = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(two) + 1)}
    for i, j in itertools.product(range(1, len(one) + 1), range(1, len(two) + 1)):
        replaced = rows[i - 1, j - 1] + (one[i - 1] != two[j - 1])
        rows[i, j] = min(rows[i - 1, j] + 1, rows[i, j - 1] + 1, replaced)
        if i > 1 and j > 1 and one[i - 1] == two[j - 2] and one[i - 2] == two[j - 1]:
            rows[i, j] = min(rows[i, j], rows[i - 2, j - 2] + 1)
    return rows[len(one), len(two)]


@pytest.mark.parametrize(
    ("one", "two", "edits"),
    [
        ("plan", "plan", 0),
        ("plan", "plane", 1),
        ("plan", "pan", 1),
        ("plan", "clan", 1),
        ("plan", "paln", 1),
        ("plan", "pnal", 2),
        ("ca", "abc", 3),
        ("plan", "security", 3),
        ("plan", "risk", 3),
        ("", "ab", 2),
        ("", "", 0),
    ],
)
def test_distance_counts_edits_up_to_a_limit(one, two, edits):
    assert distance(one, two, 2) == distance(two, one, 2) == edits


@given(st.text(LETTERS, max_size=8), st.text(LETTERS, max_size=8), st.integers(0, 3))
def test_distance_is_the_defined_one_or_too_much(one, two, most):
    assert distance(one, two, most) == min(plain_distance(one, two), most + 1)


@pytest.mark.parametrize(
    ("word", "edits"),
    [("", 0), ("it", 0), ("the", 1), ("risks", 1), ("threat", 2), ("5550143", 0), ("k9mail", 0), ("人権", 0)],
)
def test_edits_allowed_depend_on_length_and_spare_numbers(word, edits):
    assert edits_allowed(word) == edits
    assert bool(sought(word)) == bool(grams(word)) == bool(edits)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("map", {"ma", "mp"}),
        ("plan", {"pl", "pa", "pn", "ppl", "pla", "pan", "pn$"}),
        ("securit", {"sse", "sec", "scu", "sur", "sri", "sit", "st$"}),
    ],
)
def test_grams_begin_with_the_first_letter(word, expected):
    assert grams(word) == expected


words = st.builds(str.__add__, st.just("a"), st.text(LETTERS, min_size=2, max_size=9))


def one_edit(word, place, kind, letter):
    """The word with one edit behind its first letter."""
    place = 1 + place % (len(word) - 1)
    if kind == "added":
        return word[:place] + letter + word[place:]
    if kind == "left out":
        return word[:place] + word[place + 1 :]
    if kind == "replaced":
        return word[:place] + letter + word[place + 1 :]
    return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]


kinds = st.sampled_from(["added", "left out", "replaced", "exchanged"])


@given(words, st.integers(0, 20), kinds, st.sampled_from(LETTERS))
@example("acaaaa", 1, "exchanged", "a")
def test_every_word_within_one_edit_is_found(word, place, kind, letter):
    typed = one_edit(word, place, kind, letter)
    wanted = sought(typed)

    if wanted and len(word) >= 3:
        assert len(grams(word) & set(wanted.grams)) >= wanted.least
        assert wanted.shortest <= len(word) <= wanted.longest


def test_nearest_come_by_distance_then_by_frequency():
    likes = [a_like("planar", documents=90), a_like("planet", documents=2), a_like("planes", documents=5),
             a_like("plane", documents=1), a_like("planned", documents=1), a_like("clanes", documents=99)]  # fmt: skip

    found = nearest("planee", likes)

    assert [(near.word, near.edits) for near in found] == [
        ("planes", 1),
        ("planet", 1),
        ("plane", 1),
        ("planar", 2),
        ("planned", 2),
    ]


def test_nearest_leaves_out_the_word_itself_and_what_is_too_far():
    likes = [a_like("threat"), a_like("thread"), a_like("treaty"), a_like("through")]

    assert [near.word for near in nearest("threat", likes)] == ["thread", "treaty"]


def test_nearest_names_each_stem_once():
    likes = [Like("", Known("plans", "plan", 5), 4), Like("", Known("plane", "plane", 3), 4),
             Like("", Known("planx", "plan", 1), 4)]  # fmt: skip

    assert [near.word for near in nearest("plan", likes)] == ["plans", "plane"]


def test_nearest_compares_those_that_share_most_and_keeps_few():
    far = [a_like(f"thre{number:02}", shared=1) for number in range(MAX_COMPARED)]
    many = [a_like("threa" + letter, shared=3) for letter in "abcdefghijkl"]
    behind = a_like("threatt", shared=0)

    found = nearest("threat", [behind, *far, *many])

    assert len(found) == MAX_NEAR
    assert "threatt" not in {near.word for near in found}
    assert nearest("threat", [behind])[0].word == "threatt"


# -- A question ----------------------------------------------------------------------------------------------------


def test_a_misspelt_word_brings_what_was_meant():
    tables = Tables({"threats": 4, "threat": 7, "threads": 2, "plan": 3})

    question = understand("Thraets PLAN", "en-gb", tables, 10)

    assert question.order == ("thraet", "plan")
    assert [near.word for near in question.terms[0].near] == ["threats", "threads"]
    assert question.terms[1].near == ()
    assert question.suggestion == "threats PLAN"
    assert (question.documents, question.frequencies["threat"], question.frequencies["plan"]) == (10, 4, 3)


@pytest.mark.parametrize(("documents", "expected"), [(1, ("planet",)), (2, ())])
def test_only_words_unknown_or_seen_once_are_looked_for(documents, expected):
    tables = Tables({"planot": documents, "planet": 9})

    question = understand("planot", "en", tables, 10)

    assert tuple(near.word for near in question.terms[0].near) == expected
    assert question.suggestion is None


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("نور", {"نور": 1, "نول": 4}, ()),
        ("النور", {"النور": 1, "النول": 4}, ()),
        ("نوز", {"نور": 4}, ("نور",)),
        ("نافذه", {"نافذه": 1, "نافله": 4}, ("نافله",)),
    ],
)
def test_a_short_arabic_word_that_is_there_means_itself(word, known, near):
    question = understand(word, "ar", Tables(known, "ar"), 20)

    assert tuple(one.word for one in question.terms[0].near) == near


def test_an_unknown_form_of_a_known_word_is_not_put_right():
    tables = Tables({"threaten": 9, "threatens": 3, "threatener": 2})

    question = understand("threatened", "en", tables, 10)

    assert question.suggestion is None
    assert all(near.stem != "threaten" for near in question.terms[0].near)


def test_a_question_costs_two_queries_whatever_its_length():
    tables = Tables({"threats": 4})

    understand(" ".join(f"unknown{letter}" for letter in "abcdefghijklmnop"), "en", tables, 10)

    assert tables.asked == {("of_stems", "en"): 1, ("like", "en"): 1}


def test_a_question_of_known_words_costs_one_query():
    tables = Tables({"threats": 4})

    understand("threats", "en", tables, 10)

    assert tables.asked == {("of_stems", "en"): 1}


@pytest.mark.parametrize("text", ["", "  ", "?!…", "\ud800\0"])
def test_a_question_without_words_asks_nothing(text):
    tables = Tables({"threats": 4})

    question = understand(text, "en", tables, 10)

    assert question.terms == ()
    assert tables.asked == {}


def test_few_unknown_words_are_looked_for():
    tables = Tables({f"security{letter}": 1 for letter in "xyz"})
    typed = [f"securit{one}{two}" for one in "abcd" for two in "abcd"]

    question = understand(" ".join(typed), "en", tables, 10)

    assert sum(bool(term.near) for term in question.terms) == MAX_SOUGHT


def test_numbers_are_not_put_right():
    tables = Tables({"5550144": 1, "12025550144": 1})

    question = understand("+1 202 555 0143", "en", tables, 10)

    assert all(term.near == () for term in question.terms)


def test_repeated_words_are_one_term():
    question = understand("plan the plan", "en", Tables({}), 10)

    assert question.order == ("plan", "the", "plan")
    assert [term.stem for term in question.terms] == ["plan", "the"]


@given(st.text(st.characters(exclude_categories=()), max_size=500))
def test_any_question_is_understood(text):
    tables = Tables({"threats": 4, "defender": 2, "مدافع": 3})

    question = understand(text, "en", tables, 10)

    assert set(question.order) == {term.stem for term in question.terms}
    assert set(question.order) <= set(question.frequencies)
