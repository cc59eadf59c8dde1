"""How the embedded engine comes to know documents, and forgets them."""

from collections.abc import Iterable

from django.db import connection

from organisations import rules
from organisations.models import AccessPolicy
from search.analysis import stored, words
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


def are_only_public(policies: frozenset[int]) -> bool:
    """Whether nothing but what everybody reads has one of these policies; a query only where there is at most one."""
    return len(policies) <= 1 and policies <= {public_policy()}


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
    for pk, stored_words in kept.items():
        change.without(known[pk].language, stored_words)
    fulltext().remove([Place(pk, row.language, row.is_public) for pk, row in known.items()])
    IndexRow.objects.filter(pk__in=list(known)).remove()
    IndexWords.objects.filter(pk__in=list(known)).remove()


def _learn(documents: list[SearchDocument], change: vocabulary.Change) -> None:
    public = public_policy()
    facets = facet_strings([document.pk for document in documents])
    rows = [
        IndexRow(
            document_id=document.pk, policy=document.policy_id or 0, is_public=document.policy_id == public,
            language=document.language, is_current=document.is_current, dated=document.dated,
            facets=facets.get(document.pk, ""),
        )
        for document in documents
    ]  # fmt: skip
    kept, found = [], []
    for document, row in zip(documents, rows, strict=True):
        stored_words, all_words = analysed(document, is_public=row.is_public)
        kept.append(stored_words)
        found.append(all_words)
        if row.is_public:
            change.with_(document.language, stored_words)
    IndexRow.objects.bulk_create(rows, batch_size=500)
    IndexWords.objects.bulk_create(kept, batch_size=100)
    fulltext().write(found)


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


def analysed(document: SearchDocument, *, is_public: bool) -> tuple[IndexWords, Words]:
    """The words that ranking and spelling look at, and those by which a document is found.

    Of a restricted document nothing is kept for spelling.
    """
    kept: list[str] = []
    found: list[list[str]] = []
    spelled: dict[str, str] = {}
    for text in (document.title, document.headings, body_of(document)):
        tokens = words(text, document.language)[:MOST_WORDS]
        found.append([token.stem for token in tokens])
        kept.append(stored(found[-1]))
        if is_public:
            spelled.update((token.word, token.stem) for token in tokens[: kept[-1].count(" ") + 1])
    return (
        IndexWords(document_id=document.pk, title=kept[0], headings=kept[1], body=kept[2],
                   spelled=vocabulary.spelled(spelled)),
        Words(document.pk, document.language, is_public, *found),
    )  # fmt: skip


def clear() -> None:
    """Know nothing."""
    fulltext().clear()
    IndexRow.objects.all().remove()
    IndexWords.objects.all().remove()
    vocabulary.clear()


def put_in_order() -> None:
    """Keep nothing of what was forgotten."""
    fulltext().put_in_order()
