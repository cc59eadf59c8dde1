"""Which words public documents have, and how they are counted and found; of restricted ones nothing is kept here."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import F

from search.analysis import base_language, query_words
from search.engines.embedded.fulltext import Bound, marks, rows
from search.models import IndexGram, IndexTerm, IndexTotals, IndexWords
from search.spelling import Known, Like, Sought, grams

FIELDS = ("title", "headings", "body")


class IndexVocabulary:
    """The words of the index, as `search.spelling` asks for them about one question: those it names are read at once
    for all languages."""

    def __init__(self, text: str, languages: Iterable[str]) -> None:
        """Arguments: text, the question; languages, in which it will be understood."""
        parts: list[str] = []
        parameters: list[Bound] = []
        for lang in map(base_language, languages):
            if named := {token.stem for token in query_words(text, lang)}:
                parts.append(
                    "SELECT language, word, stem, documents FROM search_indexterm"  # noqa: S608 - bound
                    f" WHERE language = %s AND stem IN ({marks(named)})"
                )
                parameters += [lang, *sorted(named)]
        self._known: dict[str, list[Known]] = defaultdict(list)
        for lang, *known in rows(" UNION ALL ".join(parts), parameters) if parts else ():
            self._known[lang].append(Known(*known))

    def of_stems(self, lang: str, stems: Collection[str]) -> Iterable[Known]:
        return self._known[lang]

    def like(self, lang: str, sought: Sequence[Sought]) -> Iterable[Like]:
        parts: list[str] = []
        parameters: list[Bound] = []
        for number, one in enumerate(sought):
            parts.append(
                f"SELECT {number} AS place, g.word AS word, COUNT(*) AS shared FROM search_indexgram g"  # noqa: S608
                f" WHERE g.language = %s AND g.gram IN ({marks(one.grams)}) AND LENGTH(g.word) BETWEEN %s AND %s"
                " GROUP BY g.word HAVING COUNT(*) >= %s"
            )
            parameters += [lang, *one.grams, one.shortest, one.longest, one.least]
        found = rows(
            "SELECT l.place, t.word, t.stem, t.documents, l.shared"  # noqa: S608 - bound
            # CROSS keeps SQLite from reading all pieces before it joins anything: that took ten times as long.
            f" FROM ({' UNION ALL '.join(parts)}) l CROSS JOIN search_indexterm t"
            " WHERE t.language = %s AND t.word = l.word",
            [*parameters, lang],
        )
        return [Like(sought[place].word, Known(*known), shared) for place, *known, shared in found]


class ExactVocabulary:
    """The same words for a question that is not corrected."""

    def __init__(self, vocabulary: IndexVocabulary) -> None:
        self.of_stems = vocabulary.of_stems

    def like(self, lang: str, sought: Sequence[Sought]) -> Iterable[Like]:
        return ()


def totals() -> dict[str, IndexTotals]:
    """How many public documents each language has, and how long they are."""
    return IndexTotals.objects.in_bulk()


def averages(total: IndexTotals | None) -> tuple[float, ...]:
    """How many words title, headings and body of a public document of this language have on average."""
    if total is None or not total.documents:
        return (0.0, 0.0, 0.0)
    return tuple(getattr(total, f"{field}_words") / total.documents for field in FIELDS)


def spelled(words: Mapping[str, str]) -> str:
    """Words and what they are compared as, as one text."""
    return " ".join(word if word == stem else f"{word}={stem}" for word, stem in sorted(words.items()))


class Change:
    """What a change of documents changes in the vocabulary: collected first, written once."""

    def __init__(self) -> None:
        self.words: dict[str, Counter[str]] = defaultdict(Counter)
        self.totals: dict[str, Counter[str]] = defaultdict(Counter)

    def with_(self, language: str, words: IndexWords) -> None:
        """A public document has come."""
        self._count(language, words, 1)

    def without(self, language: str, words: IndexWords) -> None:
        """A public document is going."""
        self._count(language, words, -1)

    def _count(self, language: str, words: IndexWords, step: int) -> None:
        for word in words.spelled.split():
            self.words[language][word] += step
        self.totals[language]["documents"] += step
        for field in FIELDS:
            self.totals[language][f"{field}_words"] += step * len(getattr(words, field).split())

    def save(self) -> None:
        """Write what was collected, in one order everywhere, so that two changes do not wait for each other."""
        for language in sorted(self.totals):
            changed = {name: F(name) + number for name, number in self.totals[language].items() if number}
            if changed:
                IndexTotals.objects.get_or_create(language=language)
                IndexTotals.objects.filter(language=language).update(**changed)
            steps = {word: step for word, step in sorted(self.words[language].items()) if step}
            if steps:
                _save_words(language, steps)


def _save_words(language: str, steps: Mapping[str, int]) -> None:
    """Count words up or down; new ones get their pieces, those of no document go with theirs.

    Arguments: steps, by "word" or "word=stem".
    """
    found = {}
    for entry, step in steps.items():
        word, _is, stem = entry.partition("=")
        found[word] = (stem or word, step)
    known = set(_known(language, found))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_indexterm (language, word, stem, documents) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (language, word) DO UPDATE SET documents = search_indexterm.documents + excluded.documents",
            [(language, word, stem, step) for word, (stem, step) in found.items()],
        )
        # Not as objects: a new word has about eight pieces, and making those took longer than writing all the rest.
        cursor.executemany(
            "INSERT INTO search_indexgram (language, gram, word) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [(language, gram, word) for word in found if word not in known for gram in sorted(grams(word))],
        )
    unused = list(IndexTerm.objects.filter(language=language, documents__lte=0).values_list("word", flat=True))
    for some in _some(unused):
        IndexGram.objects.filter(language=language, word__in=some).remove()
        IndexTerm.objects.filter(language=language, word__in=some, documents__lte=0).remove()


def _known(language: str, words: Iterable[str]) -> Iterable[str]:
    for some in _some(list(words)):
        yield from IndexTerm.objects.filter(language=language, word__in=some).values_list("word", flat=True)


def _some(words: list[str], size: int = 500) -> Iterable[list[str]]:
    return (words[start : start + size] for start in range(0, len(words), size))


def clear() -> None:
    """Know no words."""
    for model in (IndexGram, IndexTerm, IndexTotals):
        model.objects.all().remove()
