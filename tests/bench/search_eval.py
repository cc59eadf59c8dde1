"""How relevant is what the embedded engine's analysis, spelling and ranking find, beside plain full text?

    python -m tests.bench.search_eval [SHARED_DATA]

Reads `umbrella-questions` in SHARED_DATA (argument, environment, or ../shared/data), keeps it in memory only, and
prints nDCG@10 and RR@10 for each set and language. Ends with 1 when a target is missed.
"""

import os
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import ir_measures
from ir_measures import RR, nDCG

from search.analysis import Token, stored, words
from search.evaluation import (
    EVERYTHING,
    LEFT_OUT,
    JudgedDocument,
    JudgedQuestion,
    means,
    read_documents,
    read_questions,
    weakest,
)
from search.matching import fts5_expression
from search.ranking import Candidate, rank
from search.spelling import Known, Like, Sought, grams, understand

CANDIDATES = 100
SHOWN = 10
MEASURES = (nDCG @ SHOWN, RR @ SHOWN)
TARGETS = {"title": 0.575, "heading": 0.465, "typo": 0.97}
ABOVE_PLAIN = {"title": 0.03, "heading": 0.03, "typo": 0.3}
WEAKEST = 0.9  # of the mean, for each language


class Tables:
    """A `Vocabulary`, kept as the site's database keeps it."""

    def __init__(self, documents: Iterable[Iterable[Token]]) -> None:
        self.database = sqlite3.connect(":memory:")
        self.database.executescript(
            "CREATE TABLE term (word TEXT PRIMARY KEY, stem TEXT, documents INTEGER) WITHOUT ROWID;"
            "CREATE INDEX term_stem ON term (stem);"
            "CREATE TABLE gram (gram TEXT, word TEXT, PRIMARY KEY (gram, word)) WITHOUT ROWID;"
        )
        counts = Counter(pair for tokens in documents for pair in {(token.word, token.stem) for token in tokens})
        known = {word: (word, stem, count) for (word, stem), count in counts.items()}
        self.database.executemany("INSERT INTO term VALUES (?, ?, ?)", known.values())
        pieces = [(gram, word) for word in known for gram in grams(word)]
        self.database.executemany("INSERT INTO gram VALUES (?, ?)", pieces)

    def of_stems(self, _lang: str, stems: Collection[str]) -> Iterable[Known]:
        marks = ", ".join("?" * len(stems))
        rows = self.database.execute(f"SELECT word, stem, documents FROM term WHERE stem IN ({marks})", list(stems))  # noqa: S608 - only question marks
        return [Known(*row) for row in rows]

    def like(self, _lang: str, sought: Sequence[Sought]) -> Iterable[Like]:
        values = ", ".join(["(?, ?, ?, ?, ?)"] * sum(len(one.grams) for one in sought))
        bound = [
            value
            for one in sought
            for gram in one.grams
            for value in (one.word, gram, one.least, one.shortest, one.longest)
        ]
        rows = self.database.execute(
            f"WITH sought (asked, gram, least, shortest, longest) AS (VALUES {values}) "  # noqa: S608 - only question marks
            "SELECT asked, t.word, t.stem, t.documents, shared FROM ("
            "SELECT asked, g.word, COUNT(*) AS shared, least FROM sought JOIN gram g ON g.gram = sought.gram "
            "WHERE LENGTH(g.word) BETWEEN shortest AND longest GROUP BY asked, g.word HAVING COUNT(*) >= least"
            ") found JOIN term t ON t.word = found.word",
            bound,
        )
        return [Like(asked, Known(word, stem, documents), shared) for asked, word, stem, documents, shared in rows]


class Ranked:
    """One language of one indexing, answered as the embedded engine does."""

    def __init__(self, documents: Sequence[JudgedDocument], lang: str) -> None:
        self.lang, self.documents = lang, documents
        tokens = [[words(field, lang) for field in document[2:]] for document in documents]
        self.tables = Tables([token for field in fields for token in field] for fields in tokens)
        lines = [[[token.stem for token in field] for field in fields] for fields in tokens]
        self.fields = [Candidate(number, *map(stored, fields)) for number, fields in enumerate(lines)]
        counts = [[len(field.split()) for field in candidate[1:]] for candidate in self.fields]
        self.lengths = [sum(column) / len(documents) for column in zip(*counts, strict=True)]
        self.index = full_text([[" ".join(field) for field in fields] for fields in lines], "ascii")
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def __call__(self, text: str) -> list[str]:
        started = time.process_time()
        question = understand(text, self.lang, self.tables, len(self.documents))
        understood = time.process_time()
        candidates = best(self.index, fts5_expression(question.candidates), CANDIDATES)
        found = time.process_time()
        ranked = rank(question, (self.fields[number] for number in candidates), self.lengths)
        finished = time.process_time()
        self.seconds["understanding"].append(understood - started)
        self.seconds["candidates"].append(found - understood)
        self.seconds["ranking"].append(finished - found)
        return [self.documents[one.id].id for one in ranked[:SHOWN]]


class Plain:
    """One language of one indexing, answered by the database alone."""

    def __init__(self, documents: Sequence[JudgedDocument], _lang: str) -> None:
        self.documents = documents
        self.index = full_text([document[2:] for document in documents], "unicode61 remove_diacritics 2")

    def __call__(self, text: str) -> list[str]:
        numbers = best(self.index, fts5_expression(text.split()), SHOWN)
        return [self.documents[number].id for number in numbers]


Engine = TypeVar("Engine", Ranked, Plain)


def full_text(rows: Iterable[Sequence[str]], tokenizer: str) -> sqlite3.Connection:
    """Return a database of its own with one full-text table of title, headings and body."""
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE f USING fts5 (title, headings, body, tokenize = '{tokenizer}')")
    database.executemany(
        "INSERT INTO f (rowid, title, headings, body) VALUES (?, ?, ?, ?)",
        [(number, *row) for number, row in enumerate(rows)],
    )
    return database


def best(database: sqlite3.Connection, expression: str, most: int) -> list[int]:
    """Return the numbers of the documents that match, best first by the database's own measure."""
    if not expression:
        return []
    sql = "SELECT rowid FROM f WHERE f MATCH ? ORDER BY bm25(f, 3, 2, 1), rowid LIMIT ?"
    return [row[0] for row in database.execute(sql, (expression, most))]


def answers(
    documents: Sequence[JudgedDocument],
    questions: Sequence[JudgedQuestion],
    make: Callable[[Sequence[JudgedDocument], str], Engine],
) -> tuple[dict[str, list[str]], list[Engine]]:
    """Return what an engine answers to each question, by the question's id, and its indexes."""
    given: dict[str, list[str]] = {}
    engines = []
    for name, left_out in LEFT_OUT.items():
        for lang in sorted({question.lang for question in questions if question.set == name}):
            engine = make([one.without(left_out) for one in documents if one.lang == lang], lang)
            engines.append(engine)
            chosen = [question for question in questions if (question.set, question.lang) == (name, lang)]
            given.update((question.id, engine(question.text)) for question in chosen)
    return given, engines


def measured(
    questions: Sequence[JudgedQuestion], given: dict[str, list[str]]
) -> dict[str, dict[str, dict[str, float]]]:
    """Return the means of each measure, by its name, set and language."""
    qrels = [ir_measures.Qrel(one.id, document, 1) for one in questions for document in one.relevant]
    run = [
        ir_measures.ScoredDoc(question, document, float(-place))
        for question, found in given.items()
        for place, document in enumerate(found)
    ]
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for metric in ir_measures.iter_calc(MEASURES, qrels, run):
        scores[str(metric.measure)][metric.query_id] = metric.value
    return {name: means(questions, found) for name, found in scores.items()}


def missed(embedded: dict[str, dict[str, float]], plain: dict[str, dict[str, float]]) -> list[str]:
    """Return a sentence for each target that was not reached."""
    sentences = []
    for name, target in TARGETS.items():
        score = embedded[name][EVERYTHING]
        least = max(target, plain[name][EVERYTHING] + ABOVE_PLAIN[name])
        if score < least:
            sentences.append(f"{name}: {score:.3f} is below {least:.3f}")
        lang, share = weakest(embedded[name])
        if share < WEAKEST:
            sentences.append(f"{name}: {lang} has {share:.2f} of the mean, less than {WEAKEST}")
    return sentences


def say(line: str) -> None:
    """Tell the person who asked."""
    sys.stdout.write(f"{line}\n")


def report(title: str, by_measure: dict[str, dict[str, dict[str, float]]]) -> None:
    """Print the means of an engine."""
    say(title)
    for measure, sets in by_measure.items():
        for name, groups in sets.items():
            languages = "  ".join(f"{lang} {groups[lang]:.3f}" for lang in sorted(groups) if lang != EVERYTHING)
            say(f"  {measure:8} {name:8} {groups[EVERYTHING]:.3f}   {languages}")


def percentile(values: list[float], share: float) -> float:
    """Return the value, in milliseconds, below which a share of values in seconds lies."""
    return sorted(values)[int(share * (len(values) - 1))] * 1000


def main(arguments: Sequence[str]) -> int:
    """Print the figures and return the exit status."""
    folder = Path(arguments[0] if arguments else os.environ.get("SHARED_DATA", "../shared/data")) / "umbrella-questions"
    if not folder.is_dir():
        say(f"Not measured: there is no {folder}. Name the folder that holds umbrella-questions.")
        return 0
    documents = read_documents(folder / "sections.jsonl")
    questions = read_questions(folder / "queries.jsonl")
    given, engines = answers(documents, questions, Ranked)
    embedded = measured(questions, given)
    plain = measured(questions, answers(documents, questions, Plain)[0])
    report("Full text, spelling and ranking of the embedded engine", embedded)
    report("Plain full text of the database", plain)
    for step in ("understanding", "candidates", "ranking"):
        seconds = [value for engine in engines for value in engine.seconds[step]]
        say(f"  {step:14} computing time p50 {percentile(seconds, 0.5):.2f} ms  p95 {percentile(seconds, 0.95):.2f} ms")
    sentences = missed(embedded[str(MEASURES[0])], plain[str(MEASURES[0])])
    say("\n".join(sentences) if sentences else "Every target is reached.")
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
