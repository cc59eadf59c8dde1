"""What a viewer is shown of an answer: each hit is read again from the ledger, with what they may read now."""

import logging
from collections import defaultdict
from dataclasses import dataclass, field

from search.engines import Found, answering_engine
from search.highlights import SafeText, highlight, snippet
from search.models import SearchDocument
from search.query import AuthorisedQuery

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hit:
    """One thing found.

    document: its row in the ledger; title, extract: HTML in which only <mark> is not escaped; also: the same thing
    in other languages, as far as the viewer may read it.
    """

    document: SearchDocument
    title: SafeText
    extract: SafeText
    also: list[SearchDocument] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """What was found, ready to be shown: hits of this page, and what Found says of all of them."""

    query: AuthorisedQuery
    hits: list[Hit]
    found: Found


def answer(query: AuthorisedQuery) -> Answer:
    """Ask the engine, and read each hit again with what the viewer may read. Four queries beside the engine's."""
    found = answering_engine().search(query)
    documents = readable_documents(query, found.ids)
    others = _other_languages(query, documents)
    hits = []
    for document in documents:
        words = found.words.get(document.language, frozenset())
        hits.append(
            Hit(
                document,
                highlight(document.title, document.language, words),
                snippet(text_of(document), document.language, words),
                [other for other in others[document.translation_key] if other.pk != document.pk],
            )
        )
    return Answer(query, hits, found)


def text_of(document: SearchDocument) -> str:
    """What an extract is cut from."""
    return "\n".join(filter(None, [document.summary, document.body]))


def readable_documents(query: AuthorisedQuery, pks: tuple[int, ...]) -> list[SearchDocument]:
    """The documents with these ids in this order, as the ledger has them now; what may not be read is dropped."""
    rows = SearchDocument.objects.present().filter(pk__in=pks, policy__in=query.policies, is_current=True)
    by_pk = rows.select_related("owner").in_bulk()
    if len(by_pk) < len(pks):
        # Never what was asked, only that the engine is behind the ledger.
        log.warning("Search dropped %d results that the ledger does not confirm.", len(pks) - len(by_pk))
    return [by_pk[pk] for pk in pks if pk in by_pk]


def _other_languages(query: AuthorisedQuery, documents: list[SearchDocument]) -> dict[str, list[SearchDocument]]:
    keys = {document.translation_key for document in documents}
    rows = SearchDocument.objects.present().filter(translation_key__in=keys, policy__in=query.policies, is_current=True)
    found: dict[str, list[SearchDocument]] = defaultdict(list)
    for row in rows.order_by("language", "pk").only("pk", "language", "url", "translation_key"):
        found[row.translation_key].append(row)
    return found
