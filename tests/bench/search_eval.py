"""How relevant is what the site's search finds, beside plain full text? The command `make search-eval`.

    python -m tests.bench.search_eval

Asks the judged questions of the demonstration network, and those of `umbrella-questions` where that folder is: in
SHARED_DATA, by default ../shared/data beside the repository. Prints nDCG@10 and RR@10 for each set and language, and
ends with 1 when a floor is not held.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import ir_measures
from ir_measures import RR, nDCG

from tests.bench.sets import EVERYTHING, LEFT_OUT, JudgedDocument, JudgedQuestion, means, read_documents, weakest
from tests.bench.sets import read_questions as read
from tests.bench.site import a_site, say

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = Path(__file__).parent / "judged" / "questions.jsonl"
MEASURES = (nDCG @ 10, RR @ 10)
WEAKEST = 0.9  # of the mean of a set, for each language

Means = dict[str, dict[str, float]]  # by set and language


class Floor(NamedTuple):
    """What a set has to reach: so much nDCG@10, and so much more than plain full text."""

    least: float
    above_plain: float


FLOORS = {
    "title": Floor(0.575, 0.03),
    "heading": Floor(0.465, 0.03),
    "typo": Floor(0.97, 0.3),
}
OWN_FLOORS = {EVERYTHING: Floor(0.95, 0.05)}


class Measured(NamedTuple):
    """What the site and plain full text reached, by the name of the measure."""

    site: dict[str, Means]
    plain: dict[str, Means]


def own() -> Measured:
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
    site, plain = Site({row.pk: row.url for row in rows}), Plain(documents)
    return Measured(
        _scores(questions, {one.id: site(one.lang, one.text) for one in questions}),
        _scores(questions, {one.id: plain(one.lang, one.text) for one in questions}),
    )


def others(folder: Path) -> Measured:
    """Measure documents and questions that were judged elsewhere."""
    from tests.bench.engines import Plain, Site

    documents, questions = read_documents(folder / "sections.jsonl"), read(folder / "queries.jsonl")
    by_site: dict[str, list[str]] = {}
    by_plain: dict[str, list[str]] = {}
    for name in dict.fromkeys(one.set for one in questions):
        indexed = [document.without(LEFT_OUT.get(name, ())) for document in documents]
        site, plain = Site.of(indexed), Plain(indexed)
        for one in questions:
            if one.set == name:
                by_site[one.id], by_plain[one.id] = site(one.lang, one.text), plain(one.lang, one.text)
    return Measured(_scores(questions, by_site), _scores(questions, by_plain))


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


def missed(measured: Measured, floors: Mapping[str, Floor]) -> Iterator[str]:
    """A sentence for each floor that is not held."""
    site, plain = (means_by[str(MEASURES[0])] for means_by in measured)
    for name, floor in floors.items():
        score = site[name][EVERYTHING]
        least = max(floor.least, plain[name][EVERYTHING] + floor.above_plain)
        if score < least:
            yield f"{name}: {score:.3f} is below {least:.3f}"
        lang, share = weakest(site[name])
        if share < WEAKEST:
            yield f"{name}: {lang} has {share:.2f} of the mean, less than {WEAKEST}"


def table(title: str, measured: Measured) -> Iterator[str]:
    """The lines that show what was measured."""
    (first, second), site, plain = map(str, MEASURES), measured.site, measured.plain
    languages = sorted(set(site[first][EVERYTHING]) - {EVERYTHING})
    yield title
    yield f"  {'':9} {first:>8} {'  '.join(f'{lang:>5}' for lang in languages)} {second:>8} {'plain':>8} {'above':>7}"
    for name, means_by in site[first].items():
        columns = "  ".join(f"{means_by.get(lang, float('nan')):5.3f}" for lang in languages)
        score, floor = means_by[EVERYTHING], plain[first][name][EVERYTHING]
        place = site[second][name][EVERYTHING]
        yield f"  {name:9} {score:8.3f} {columns} {place:8.3f} {floor:8.3f} {score - floor:+7.3f}"


def main() -> int:
    """Print the figures and return the exit status."""
    folder = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data")) / "umbrella-questions"
    sentences: list[str] = []
    with a_site():
        measured = own()
        say(*table("The demonstration network", measured))
        sentences += missed(measured, OWN_FLOORS)
        if folder.is_dir():
            measured = others(folder)
            say(*table(f"\n{folder.name}", measured))
            sentences += missed(measured, FLOORS)
        else:
            say(f"\n{folder.name} is not here and was not measured; SHARED_DATA names the folder that holds it.")
    say("", *(sentences or ["Every floor is held."]))
    return int(bool(sentences))


if __name__ == "__main__":
    sys.exit(main())
