"""Which words public documents have, and how a question is understood by them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from search.analysis import query_words
from search.models import IndexTerm, IndexTotals, IndexWords

FEW_DOCUMENTS = 20  # with fewer, no word is too common to say something


@dataclass(frozen=True)
class Question:
    """A question in one language.

    stems: its words as they are compared; words: those that are looked for, any of them; marked: those that
    highlights mark; suggestion: the question with misspelt words put right.
    """

    language: str
    stems: tuple[str, ...]
    words: tuple[str, ...]
    marked: frozenset[str]
    suggestion: str | None = None


def question(text: str, language: str) -> Question:
    """Understand a question in a language, from public documents alone. Two queries."""
    asked = tuple(dict.fromkeys(token.stem for token in query_words(text, language)))
    if not asked:
        return Question(language, (), (), frozenset())
    counts = dict(
        IndexTerm.objects.filter(language=language, term__in=asked).values_list("term", "documents")
    )
    total = IndexTotals.objects.filter(language=language).values_list("documents", flat=True).first() or 0
    common = {word for word, number in counts.items() if total >= FEW_DOCUMENTS and 2 * number > total}
    words = tuple(word for word in asked if word not in common) or asked
    return Question(language, asked, words, frozenset(asked))


class Change:
    """What a change of documents changes in the vocabulary: collected first, written once."""

    def __init__(self) -> None:
        self.terms: dict[str, Counter[str]] = defaultdict(Counter)
        self.totals: dict[str, Counter[str]] = defaultdict(Counter)

    def with_(self, language: str, words: IndexWords) -> None:
        """A public document has come."""
        self._count(language, words, 1)

    def without(self, language: str, words: IndexWords) -> None:
        """A public document is going."""
        self._count(language, words, -1)

    def _count(self, language: str, words: IndexWords, step: int) -> None:
        fields = {"title": words.title.split(), "headings": words.headings.split(), "body": words.body.split()}
        for word in {word for field in fields.values() for word in field}:
            self.terms[language][word] += step
        self.totals[language]["documents"] += step
        for name, field in fields.items():
            self.totals[language][f"{name}_words"] += step * len(field)

    def save(self) -> None:
        """Write what was collected, in one order everywhere, so that two changes never wait for each other."""
        for language in sorted(self.totals):
            changed = {name: number for name, number in self.totals[language].items() if number}
            if changed:
                IndexTotals.objects.get_or_create(language=language)
                IndexTotals.objects.filter(language=language).update(
                    **{name: F(name) + number for name, number in changed.items()}
                )
            self._save_terms(language)

    def _save_terms(self, language: str) -> None:
        changed = [(language, word, number) for word, number in sorted(self.terms[language].items()) if number]
        if not changed:
            return
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_indexterm (language, term, documents) VALUES (%s, %s, %s)"
                " ON CONFLICT (language, term)"
                " DO UPDATE SET documents = search_indexterm.documents + excluded.documents",
                changed,
            )
        if any(number < 0 for _language, _word, number in changed):
            IndexTerm.objects.filter(language=language, documents__lte=0).delete()


def clear() -> None:
    """Know no words."""
    IndexTerm.objects.all().delete()
    IndexTotals.objects.all().delete()


def words_of(languages: Iterable[str]) -> int:
    """How many different words these languages have."""
    return IndexTerm.objects.filter(language__in=list(languages)).count()
