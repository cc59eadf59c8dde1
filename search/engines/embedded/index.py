"""How the embedded engine comes to know documents, and forgets them."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from organisations import rules
from organisations.models import AccessPolicy
from search.analysis import stems, stored
from search.engines.embedded import vocabulary
from search.engines.embedded.fulltext import FullText, Place, Words
from search.engines.embedded.postgresql import PostgresFullText
from search.engines.embedded.sqlite import SqliteFullText
from search.models import IndexRow, IndexWords, SearchDocument, SearchFacet

MOST_WORDS = 60_000  # of one document: about 400,000 characters


def fulltext() -> FullText:
    """How this database keeps words."""
    return SqliteFullText() if connection.vendor == "sqlite" else PostgresFullText()


def public_policy() -> int | None:
    """The id of the policy that lets everybody read; None as long as nothing has it."""
    return AccessPolicy.objects.filter(key=rules.key_of(rules.PUBLIC)).values_list("pk", flat=True).first()


def write(documents: Iterable[SearchDocument]) -> None:
    """Know these documents as they are now, and forget those among them that were taken out."""
    documents = list(documents)
    change = vocabulary.Change()
    _forget([document.pk for document in documents], change)
    _learn([document for document in documents if document.deleted_at is None], change)
    change.save()


def _forget(pks: list[int], change: vocabulary.Change) -> None:
    known = IndexRow.objects.in_bulk(pks)
    kept = IndexWords.objects.in_bulk([pk for pk, row in known.items() if row.is_public])
    for pk, words in kept.items():
        change.without(known[pk].language, words)
    fulltext().remove([Place(pk, row.language, row.is_public) for pk, row in known.items()])
    IndexRow.objects.filter(pk__in=list(known)).delete()
    IndexWords.objects.filter(pk__in=list(known)).delete()


def _learn(documents: list[SearchDocument], change: vocabulary.Change) -> None:
    public = public_policy()
    facets = facet_strings([document.pk for document in documents])
    rows = [
        IndexRow(
            document_id=document.pk, policy=document.policy_id, is_public=document.policy_id == public,
            language=document.language, is_current=document.is_current, dated=document.dated,
            facets=facets.get(document.pk, ""),
        )
        for document in documents
    ]  # fmt: skip
    kept = []
    for document, row in zip(documents, rows, strict=True):
        words = stored_words(document)
        kept.append(words)
        if row.is_public:
            change.with_(document.language, words)
    IndexRow.objects.bulk_create(rows, batch_size=500)
    IndexWords.objects.bulk_create(kept, batch_size=100)
    fulltext().write(
        all_words(document, is_public=row.is_public) for document, row in zip(documents, rows, strict=True)
    )


def facet_strings(pks: list[int]) -> dict[int, str]:
    """The facet values of documents, each as one text: equal for equal values."""
    found: dict[int, list[str]] = {}
    pairs = SearchFacet.objects.filter(document__in=pks).exclude(name="language")
    for pk, name, value in pairs.order_by("name", "value").values_list("document", "name", "value"):
        found.setdefault(pk, []).append(f"{name}={value}")
    return {pk: " ".join(values) for pk, values in found.items()}


def body_of(document: SearchDocument) -> str:
    """What counts as the text of a document: its summary, then its body."""
    return f"{document.summary}\n{document.body}" if document.summary else document.body


def stored_words(document: SearchDocument) -> IndexWords:
    """The words that ranking looks at."""
    title, headings, body = (
        stored(stems(text, document.language))
        for text in (document.title, document.headings, body_of(document))
    )
    return IndexWords(document_id=document.pk, title=title, headings=headings, body=body)


def all_words(document: SearchDocument, *, is_public: bool) -> Words:
    """The words by which a document is found."""
    title, headings, body = (
        stems(text, document.language)[:MOST_WORDS] for text in (document.title, document.headings, body_of(document))
    )
    return Words(document.pk, document.language, is_public, title, headings, body)


def word_counts(words: IndexWords) -> Counter[str]:
    """How often a document has each word, in whatever field."""
    return Counter(f"{words.title} {words.headings} {words.body}".split())


def clear() -> None:
    """Know nothing."""
    fulltext().remove(Place(*row) for row in IndexRow.objects.values_list("document", "language", "is_public"))
    IndexRow.objects.all().delete()
    IndexWords.objects.all().delete()
    vocabulary.clear()
