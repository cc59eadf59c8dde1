"""The order of what was found: what the question says most about comes first, and the same every time."""

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matching import Near, Question, Term
from search.ranking import BEST_FIELD, LENGTH, PAIRS, SATURATION, WEIGHTS, Candidate, Ranked, rank

LENGTHS = (2.0, 4.0, 10.0)


def a_question(text, near=None, documents=100, **frequencies):
    """A question of these words, with near words for some."""
    order = tuple(text.split())
    terms = tuple(Term(stem, (near or {}).get(stem, ())) for stem in dict.fromkeys(order))
    return Question(order, terms, documents, frequencies)


def a_document(number, title="", headings="", body=""):
    return Candidate(number, title, headings, body)


def order_of(question, *documents):
    return [one.id for one in rank(question, documents, LENGTHS)]


def test_score_is_the_formula():
    question = a_question("risk plan", risk=5, plan=20)
    document = a_document(1, "risk plan", "", "the plan plan of nobody")

    (ranked,) = rank(question, [document], LENGTHS)

    norm_title, norm_body = 1 - LENGTH + LENGTH * 2 / 2, 1 - LENGTH + LENGTH * 5 / 10
    risk, plan = math.log(1 + 95.5 / 5.5), math.log(1 + 80.5 / 20.5)

    def saturated(frequency, norm=1.0):
        return frequency * (SATURATION + 1) / (frequency + SATURATION * norm)

    together = risk * saturated(3 / norm_title) + plan * saturated(3 / norm_title + 2 / norm_body)
    title = 3 * (risk * saturated(1, norm_title) + plan * saturated(1, norm_title))
    body = plan * saturated(2, norm_body)
    expected = together + PAIRS * math.log(1 + 3) + BEST_FIELD * max(title, body)
    assert ranked == Ranked(1, pytest.approx(expected))
    assert WEIGHTS == (3.0, 2.0, 1.0)


def test_title_outweighs_headings_and_headings_the_body():
    question = a_question("risk", risk=5)
    documents = [a_document(1, body="risk x"), a_document(2, "risk x"), a_document(3, headings="risk x")]

    found = [one.id for one in rank(question, documents, (2.0, 2.0, 2.0))]

    assert found == [2, 3, 1]


def test_rare_words_outweigh_common_ones():
    question = a_question("plan torture", plan=40, torture=2)

    assert order_of(question, a_document(1, body="plan x"), a_document(2, body="torture x")) == [2, 1]


def test_words_that_stand_together_outweigh_the_same_words_apart():
    question = a_question("security plan", security=5, plan=5)

    found = order_of(question, a_document(1, body="plan of security"), a_document(2, body="security plan x"))

    assert found == [2, 1]


def test_short_texts_outweigh_long_ones():
    question = a_question("risk", risk=5)

    assert order_of(question, a_document(1, body="risk" + " x" * 50), a_document(2, body="risk x")) == [2, 1]


def test_near_words_count_less_than_the_word_itself():
    near = {"thraet": (Near("threat", "threat", 1), Near("treat", "treat", 2))}
    question = a_question("thraet", near, thraet=5, threat=5, treat=5)

    found = order_of(question, a_document(1, body="treat x"), a_document(2, body="threat x"),
                     a_document(3, body="thraet x"), a_document(4, body="other x"))  # fmt: skip

    assert found == [3, 2, 1, 4]


def test_a_word_and_its_near_words_count_once():
    near = {"thraet": (Near("threat", "threat", 1),)}
    question = a_question("thraet", near, thraet=5, threat=5)

    both, alone = rank(question, [a_document(1, "thraet threat"), a_document(2, "thraet x")], LENGTHS)

    assert both.score == alone.score


def test_near_words_stand_together_with_others():
    near = {"secruity": (Near("security", "security", 1),)}
    question = a_question("secruity plan", near, secruity=1, security=5, plan=5)

    found = order_of(question, a_document(1, body="plan of security"), a_document(2, body="security plan x"))

    assert found == [2, 1]


def test_near_words_beyond_the_nearest_count_in_the_best_field_only():
    near = {"plan": tuple(Near(word, word, 1) for word in ("plane", "plant", "plain", "play"))}
    question = a_question("plan", near, documents=100, **dict.fromkeys(["plane", "plant", "plain", "play"], 5))

    third, fourth, none = rank(question, [a_document(1, "plain"), a_document(2, "play"), a_document(3, "x")], LENGTHS)

    assert (third.id, fourth.id, none) == (1, 2, Ranked(3, 0.0))
    assert third.score > fourth.score > 0


def test_equal_documents_come_in_the_order_of_their_ids():
    question = a_question("risk", risk=5)
    documents = [a_document(number, "risk") for number in (3, 1, 2)]

    assert order_of(question, *documents) == [1, 2, 3]


@pytest.mark.parametrize("lengths", [(0.0, 0.0, 0.0), LENGTHS])
def test_nothing_known_and_nothing_asked_are_ranked_too(lengths):
    assert rank(Question(), [a_document(2, "x"), a_document(1)], lengths) == [Ranked(1, 0.0), Ranked(2, 0.0)]
    assert rank(a_question("risk", documents=0), [], lengths) == []
    assert rank(a_question("risk", documents=0), [a_document(1, "risk")], lengths)[0].score > 0


fields = st.lists(st.sampled_from("risk plan threat other".split()), max_size=6).map(" ".join)
documents = st.lists(st.tuples(fields, fields, fields), max_size=6)


@given(documents, st.lists(st.sampled_from("risk plan threat".split()), max_size=4), st.randoms())
def test_the_order_of_candidates_makes_no_difference(found, asked, random):
    candidates = [Candidate(number, *texts) for number, texts in enumerate(found)]
    question = a_question(" ".join(asked), risk=5, plan=50)
    shuffled = random.sample(candidates, len(candidates))

    assert rank(question, shuffled, LENGTHS) == rank(question, candidates, LENGTHS)


@pytest.mark.slow
def test_a_hundred_long_candidates_are_ranked_quickly():
    text = " ".join(f"word{number % 400}" for number in range(1_000))
    question = a_question(" ".join(f"word{number}" for number in range(6)))
    candidates = [a_document(number, "word1 word2", "word3 word4 other", text) for number in range(100)]

    started = time.process_time()
    rank(question, candidates, LENGTHS)
    seconds = time.process_time() - started

    assert seconds < 0.1
