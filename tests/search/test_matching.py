"""What a question asks of the database: words that cannot be read as anything but words."""

import math
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matching import FEW_DOCUMENTS, NEAREST, Near, Question, Term, fts5_expression, tsquery_expression

anything = st.text(st.characters(exclude_categories=()), max_size=30)


def a_question(*terms, documents=10, frequencies=None):
    """A question with these terms, in this order."""
    order = tuple(term.stem for term in terms)
    return Question(order, tuple(dict.fromkeys(terms)), documents, frequencies or {})


@pytest.mark.parametrize(
    ("words", "fts5", "tsquery"),
    [
        ([], "", ""),
        (["", " ", "\0", "\ud800"], "", ""),
        (["risk"], '"risk"', "'risk'"),
        (["risk", "plan"], '"risk" OR "plan"', "'risk' | 'plan'"),
        (['a" OR "b'], '"a"" OR ""b"', "'a\" OR \"b'"),
        (["l'eau", "\\"], '"l\'eau" OR "\\"', "'l''eau' | '\\\\'"),
        (["a\0b\udfffc"], '"abc"', "'abc'"),
        (["NEAR(", "title:", "x*"], '"NEAR(" OR "title:" OR "x*"', "'NEAR(' | 'title:' | 'x*'"),
    ],
)
def test_expressions_quote_every_word(words, fts5, tsquery):
    assert fts5_expression(words) == fts5
    assert tsquery_expression(words) == tsquery


@given(st.lists(anything, max_size=5))
def test_sqlite_reads_any_expression_as_words(words):
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE f USING fts5 (secret, body)")
    database.execute("INSERT INTO f VALUES ('hidden', 'unlikely')")
    expression = fts5_expression(word for word in words if "hidden" not in word and "unlikely" not in word)

    found = database.execute("SELECT COUNT(*) FROM f WHERE f MATCH ?", (expression or '"x"',)).fetchone()
    database.close()

    assert found == (0,)


@given(st.lists(anything, max_size=5))
def test_quotes_in_a_tsquery_are_always_closed(words):
    expression = tsquery_expression(words)

    inside = False
    kept = expression.replace("\\\\", "").replace("''", "")
    for character in kept:
        inside = not inside if character == "'" else inside
        assert inside or character in "' |"

    assert not inside


def test_candidates_leave_out_what_most_documents_have():
    question = a_question(Term("the"), Term("risk"), documents=100, frequencies={"the": 51, "risk": 50})

    assert question.candidates == ("risk",)
    assert question.marked == {"risk"}


@pytest.mark.parametrize(
    ("documents", "expected"), [(FEW_DOCUMENTS - 1, ("defend", "risk")), (FEW_DOCUMENTS, ("risk",))]
)
def test_candidates_keep_frequent_words_where_there_are_few_documents(documents, expected):
    frequencies = {"defend": documents - 1, "risk": 1}
    question = a_question(Term("defend"), Term("risk"), documents=documents, frequencies=frequencies)

    assert question.candidates == expected
    assert question.marked == {"risk"}


def test_candidates_leave_out_frequent_numbers_wherever_there_are_others():
    question = a_question(Term("254"), Term("1234567"), documents=3, frequencies={"254": 2, "1234567": 1})

    assert question.candidates == ("1234567",)


def test_candidates_keep_frequent_words_when_there_are_no_others():
    question = a_question(Term("the"), Term("what"), documents=100, frequencies={"the": 60, "what": 100})

    assert question.candidates == ("the", "what")


def test_candidates_bring_the_nearest_words_once():
    near = tuple(Near(word, word, 1) for word in ("plan", "plane", "plant", "plain"))
    question = a_question(Term("plann", near), Term("plan"))

    assert question.candidates == ("plann", "plan", "plane", "plant")
    assert len(question.terms[0].nearest) == NEAREST


def test_information_falls_with_frequency_and_stays_positive():
    question = a_question(frequencies={"rare": 1, "common": 5, "everywhere": 10, "wrong": 99})

    told = [question.information(stem) for stem in ("unknown", "rare", "common", "everywhere", "wrong")]

    assert told == sorted(told, reverse=True)
    assert told[0] == told[1] == math.log(1 + 9.5 / 1.5)
    assert told[3] == told[4] > 0


def test_a_question_about_nothing_known_is_answered_all_the_same():
    question = Question()

    assert question.information("word") == 1.0
    assert question.candidates == ()
    assert question.marked == frozenset()
