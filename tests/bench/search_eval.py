"""How relevant is what each engine of the search finds, beside plain full text? The command `make search-eval`.

    python -m tests.bench.search_eval [DATABASE_URL]

Asks the judged questions of the demonstration network, and those of `umbrella-questions` where that folder is: in
SHARED_DATA, by default ../shared/data beside the repository. Without an address it does so on SQLite, then on
PostgreSQL where this machine can be given one, each time with Elasticsearch beside it where that can be had. Prints
nDCG@10 and RR@10 for each set and language, and ends with 1 when a floor is not held.
"""

import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import ir_measures
from ir_measures import RR, nDCG

from tests.bench.sets import EVERYTHING, LEFT_OUT, JudgedDocument, JudgedQuestion, means, read_documents, weakest
from tests.bench.sets import read_questions as read
from tests.bench.site import a_site, say
from tests.services import elasticsearch, postgres
from tests.services.debian import MissingError

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = Path(__file__).parent / "judged" / "questions.jsonl"
MEASURES = (nDCG @ 10, RR @ 10)
WEAKEST = 0.9  # of the mean of a set, for each language
BESIDE = 0.95  # of Elasticsearch
EMBEDDED, ELASTIC, PLAIN = "embedded", "Elasticsearch", "plain"
SQLITE = "sqlite"

Means = dict[str, dict[str, float]]  # by set and language


class Floor(NamedTuple):
    """What a set has to reach: so much nDCG@10, and so much more than plain full text."""

    least: float
    above_plain: float


FLOORS = {
    EMBEDDED: {"title": Floor(0.575, 0.03), "heading": Floor(0.465, 0.03), "typo": Floor(0.97, 0.3)},
    ELASTIC: {"title": Floor(0.59, 0.03), "heading": Floor(0.475, 0.03), "typo": Floor(0.99, 0.3)},
}
OWN_FLOORS = {EMBEDDED: {EVERYTHING: Floor(0.95, 0.05)}, ELASTIC: {}}

Measured = dict[str, dict[str, Means]]
"""What each engine and plain full text reached: by its name, then by that of the measure."""


def own(*, with_elastic: bool) -> Measured:
    """Measure the demonstration network, as its visitors find it."""
    from demonstration.actions import make_demonstration
    from organisations import rules
    from organisations.access import intern_policy
    from search.models import SearchDocument
    from tests.bench.engines import Plain, Site

    make_demonstration()
    rows = SearchDocument.objects.present().filter(policy=intern_policy(rules.PUBLIC))
    documents = [
        JudgedDocument(row.url, row.language, row.title, row.headings, f"{row.summary}\n{row.body}") for row in rows
    ]
    questions = read(OWN)
    if missing := {url for one in questions for url in one.relevant} - {document.id for document in documents}:
        raise LookupError(f"The demonstration has no {', '.join(sorted(missing))}.")
    site = Site({row.pk: row.url for row in rows})
    asked = (
        {EMBEDDED: site} | ({ELASTIC: site.with_elasticsearch()} if with_elastic else {}) | {PLAIN: Plain(documents)}
    )
    return {
        name: _scores(questions, {one.id: ask(one.lang, one.text) for one in questions}) for name, ask in asked.items()
    }


def others(folder: Path, *, with_elastic: bool) -> Measured:
    """Measure documents and questions that were judged elsewhere."""
    from tests.bench.engines import Plain, Site

    documents, questions = read_documents(folder / "sections.jsonl"), read(folder / "queries.jsonl")
    given: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for name in dict.fromkeys(one.set for one in questions):
        indexed = [document.without(LEFT_OUT.get(name, ())) for document in documents]
        site = Site.of(indexed)
        asked = {EMBEDDED: site} | ({ELASTIC: site.with_elasticsearch()} if with_elastic else {})
        for engine, ask in (asked | {PLAIN: Plain(indexed)}).items():
            given[engine] |= {one.id: ask(one.lang, one.text) for one in questions if one.set == name}
    return {engine: _scores(questions, found) for engine, found in given.items()}


def _scores(questions: Sequence[JudgedQuestion], given: Mapping[str, Sequence[str]]) -> dict[str, Means]:
    """The means of each measure, by its name, then by set and language; the set EVERYTHING is all of them."""
    qrels = [ir_measures.Qrel(one.id, document, grade) for one in questions for document, grade in one.relevant.items()]
    run = [
        ir_measures.ScoredDoc(question, document, float(-place))
        for question, found in given.items()
        for place, document in enumerate(found)
    ]
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for metric in ir_measures.iter_calc(MEASURES, qrels, run):
        scores[str(metric.measure)][metric.query_id] = metric.value
    together = [one._replace(set=EVERYTHING) for one in questions]
    return {name: means(questions, found) | means(together, found) for name, found in scores.items()}


def missed(measured: Measured, floors: Mapping[str, Mapping[str, Floor]]) -> Iterator[str]:
    """A sentence for each floor that is not held."""
    by_engine = {engine: means_by[str(MEASURES[0])] for engine, means_by in measured.items()}
    for engine in by_engine.keys() - {PLAIN}:
        for name, floor in floors[engine].items():
            score = by_engine[engine][name][EVERYTHING]
            least = max(floor.least, by_engine[PLAIN][name][EVERYTHING] + floor.above_plain)
            if score < least:
                yield f"{engine}, {name}: {score:.3f} is below {least:.3f}"
            lang, share = weakest(by_engine[engine][name])
            if share < WEAKEST:
                yield f"{engine}, {name}: {lang} has {share:.2f} of the mean, less than {WEAKEST}"
            share = by_engine[EMBEDDED][name][EVERYTHING] / (by_engine[engine][name][EVERYTHING] or 1.0)
            if share < BESIDE:
                yield f"{name}: embedded has {share:.2f} of {engine}, less than {BESIDE}"


def table(title: str, measured: Measured) -> Iterator[str]:
    """The lines that show what was measured."""
    first, second = map(str, MEASURES)
    plain = measured[PLAIN][first]
    languages = sorted(set(plain[EVERYTHING]) - {EVERYTHING})
    yield title
    yield f"  {'':24} {first:>8} {'  '.join(f'{lang:>5}' for lang in languages)} {second:>8} {'above plain':>12}"
    for name in plain:
        for engine, by_measure in measured.items():
            means_by = by_measure[first][name]
            columns = "  ".join(f"{means_by.get(lang, float('nan')):5.3f}" for lang in languages)
            score, place = means_by[EVERYTHING], by_measure[second][name][EVERYTHING]
            above = f"{score - plain[name][EVERYTHING]:+12.3f}" if engine != PLAIN else ""
            yield f"  {name:9} {engine:14} {score:8.3f} {columns} {place:8.3f} {above}".rstrip()


def measure(address: str) -> list[str]:
    """Measure on one database, print the figures and return a sentence for each floor that is not held."""
    folder = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data")) / "umbrella-questions"
    with a_site(address):
        from django.db import connection

        from tests.bench.elastic import an_elasticsearch

        with an_elasticsearch() as is_there:
            measured = own(with_elastic=is_there)
            say(*table(f"The demonstration network, {connection.vendor}", measured))
            sentences = list(missed(measured, OWN_FLOORS))
            if folder.is_dir():
                measured = others(folder, with_elastic=is_there)
                say(*table(f"\n{folder.name}, {connection.vendor}", measured))
                sentences += missed(measured, FLOORS)
            else:
                say(f"\n{folder.name} is not here and was not measured; SHARED_DATA names the folder that holds it.")
    return sentences


def everywhere() -> bool:
    """Measure on each database, in a process of its own. Whether all floors are held."""
    with ExitStack() as running:
        environment = dict(os.environ)
        addresses = [SQLITE]
        for name, service in (("ELASTICSEARCH_URL", elasticsearch), ("", postgres)):
            try:
                address = running.enter_context(service.running())
            except MissingError as error:
                say(f"Left out, because it is not here: {error}")
            else:
                environment |= {name: address} if name else {}
                addresses += [] if name else [address]
        command = [sys.executable, "-m", "tests.bench.search_eval"]
        held = [subprocess.run([*command, each], env=environment).returncode == 0 for each in addresses]  # noqa: S603 - ours
    return all(held)


def main(arguments: list[str]) -> int:
    """Print the figures and return the exit status."""
    if not arguments:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        return int(not everywhere())
    sentences = measure("" if arguments[0] == SQLITE else arguments[0])
    say("", *(sentences or ["Every floor is held."]), "")
    return int(bool(sentences))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
