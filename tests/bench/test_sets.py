"""Judged sets: what is read, what is left out for which questions, and the means."""

import json

import pytest

from tests.bench.sets import (
    EVERYTHING,
    LEFT_OUT,
    JudgedDocument,
    JudgedQuestion,
    means,
    read_documents,
    read_questions,
    weakest,
)


def written(path, *rows):
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    return path


def a_question(number, lang, name="title"):
    return JudgedQuestion(number, name, lang, "text", {"d": 1})


def test_documents_and_questions_are_read(tmp_path):
    document = {"id": "d", "lang": "en", "title": "Title", "headings": ["One", "Two"], "body": "Body"}
    question = {"id": "q", "set": "typo", "lang": "en", "text": "titel", "relevant": ["d", "e"]}
    graded = question | {"id": "g", "relevant": {"d": 2, "e": 1}}

    documents = read_documents(written(tmp_path / "documents", document))
    questions = read_questions(written(tmp_path / "questions", question, graded))

    assert documents == [JudgedDocument("d", "en", "Title", "One\nTwo", "Body")]
    assert [one.relevant for one in questions] == [{"d": 1, "e": 1}, {"d": 2, "e": 1}]
    assert questions[0][:4] == ("q", "typo", "en", "titel")


@pytest.mark.parametrize("reader", [read_documents, read_questions])
def test_other_files_are_refused(tmp_path, reader):
    with pytest.raises(KeyError):
        reader(written(tmp_path / "file", {"other": 1}))
    with pytest.raises(FileNotFoundError):
        reader(tmp_path / "missing")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("title", ("", "Heading", "Body")), ("heading", ("Title", "", "Body")), ("typo", ("Title", "Heading", "Body"))],
)
def test_what_questions_were_made_from_is_left_out(name, expected):
    document = JudgedDocument("d", "en", "Title", "Heading", "Body")

    assert document.without(LEFT_OUT.get(name, ()))[2:] == expected


def test_means_are_taken_by_set_and_language():
    questions = [a_question("1", "en"), a_question("2", "en"), a_question("3", "ar"), a_question("4", "en", "typo")]

    found = means(questions, {"1": 1.0, "3": 0.5, "4": 0.25})

    assert found == {"title": {"en": 0.5, "ar": 0.5, EVERYTHING: 0.5}, "typo": {"en": 0.25, EVERYTHING: 0.25}}


@pytest.mark.parametrize(
    ("groups", "expected"),
    [({"en": 0.6, "ar": 0.4, EVERYTHING: 0.5}, ("ar", 0.8)), ({"en": 0.0, EVERYTHING: 0.0}, ("en", 0.0))],
)
def test_the_weakest_language_is_named_with_its_share(groups, expected):
    assert weakest(groups) == expected
