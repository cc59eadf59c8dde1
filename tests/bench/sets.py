"""How well does an engine answer questions whose right answers are known?

A judged set is documents (`id lang title headings body`) and a file of questions in JSON lines (`id set lang text
relevant`, the last a list of ids, or grades by id). Each set has its own indexing of the same documents, and a question
searches those of its own language.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

LEFT_OUT: dict[str, frozenset[str]] = {"title": frozenset({"title"}), "heading": frozenset({"headings"})}
"""What is not indexed for a set of questions, because the questions were made from it."""

EVERYTHING = "all"


class JudgedDocument(NamedTuple):
    """A document of a judged set, its headings one a line."""

    id: str
    lang: str
    title: str
    headings: str
    body: str

    def without(self, fields: Iterable[str]) -> "JudgedDocument":
        """Return the document with these fields empty."""
        return self._replace(**dict.fromkeys(fields, ""))


class JudgedQuestion(NamedTuple):
    """A question of a judged set, and the ids of the documents that answer it, each with how well: 1 or more."""

    id: str
    set: str
    lang: str
    text: str
    relevant: Mapping[str, int]


def read_documents(path: Path) -> list[JudgedDocument]:
    """Return the documents of a file. Raises OSError, ValueError or KeyError when it is not such a file."""
    return [
        JudgedDocument(row["id"], row["lang"], row["title"], "\n".join(row["headings"]), row["body"])
        for row in _rows(path)
    ]


def read_questions(path: Path) -> list[JudgedQuestion]:
    """Return the questions of a file. Raises OSError, ValueError or KeyError when it is not such a file."""
    return [
        JudgedQuestion(row["id"], row["set"], row["lang"], row["text"], _grades(row["relevant"])) for row in _rows(path)
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _grades(relevant: list[str] | dict[str, int]) -> Mapping[str, int]:
    return relevant if isinstance(relevant, dict) else dict.fromkeys(relevant, 1)


def means(questions: Iterable[JudgedQuestion], scores: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Return the mean score of each set, by language and for EVERYTHING.

    `scores`: of each question by its id; a question that is not there scored 0.
    """
    values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for question in questions:
        for group in (question.lang, EVERYTHING):
            values[question.set][group].append(scores.get(question.id, 0.0))
    return {name: {group: fmean(found) for group, found in groups.items()} for name, groups in values.items()}


def weakest(by_language: Mapping[str, float]) -> tuple[str, float]:
    """Return the language with the lowest mean of a set, and its share of the mean of EVERYTHING."""
    lang = min((lang for lang in by_language if lang != EVERYTHING), key=lambda lang: by_language[lang])
    return lang, by_language[lang] / (by_language[EVERYTHING] or 1.0)
