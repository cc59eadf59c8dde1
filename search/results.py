"""What a viewer is shown of an answer: each hit is read again from the ledger, with what they may read now."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from search.engines import Found, answering_engine
from search.highlights import SafeText, highlight, snippet
from search.models import SearchDocument
from search.query import AuthorisedQuery

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hit:
    """One thing found.

    document: its row in the ledger; title, extract: HTML in which only <mark> is not escaped; also: the same thing
    in other languages, as far as the viewer may read it; current: of an older edition, the same in the current one;
    older: of a current one, the same in editions before; more: other hits of the same work and edition.
    """

    document: SearchDocument
    title: SafeText
    extract: SafeText
    also: list[SearchDocument] = field(default_factory=list)
    current: SearchDocument | None = None
    older: tuple["Hit", ...] = ()
    more: tuple["Hit", ...] = ()


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
                [other for other in others[document.translation_key] if other.language != document.language],
                None if document.is_current else _in_the_same_language(document, others),
            )
        )
    return Answer(query, hits, found)


def text_of(document: SearchDocument) -> str:
    """What an extract is cut from."""
    return "\n".join(filter(None, [document.summary, document.body]))


def readable_documents(query: AuthorisedQuery, pks: tuple[int, ...]) -> list[SearchDocument]:
    """The documents with these ids in this order, as the ledger has them now; what may not be read is dropped."""
    rows = SearchDocument.objects.present().filter(pk__in=pks, policy__in=query.policies)
    if query.only_current:
        rows = rows.filter(is_current=True)
    by_pk = rows.select_related("owner").in_bulk()
    if len(by_pk) < len(pks):
        # Never what was asked, only that the engine is behind the ledger.
        log.warning("Search dropped %d results that the ledger does not confirm.", len(pks) - len(by_pk))
    return [by_pk[pk] for pk in pks if pk in by_pk]


def _in_the_same_language(document: SearchDocument, found: Mapping[str, list[SearchDocument]]) -> SearchDocument | None:
    return next((one for one in found[document.translation_key] if one.language == document.language), None)


def _other_languages(query: AuthorisedQuery, documents: list[SearchDocument]) -> dict[str, list[SearchDocument]]:
    keys = {document.translation_key for document in documents}
    rows = SearchDocument.objects.present().filter(translation_key__in=keys, policy__in=query.policies, is_current=True)
    found: dict[str, list[SearchDocument]] = defaultdict(list)
    for row in rows.order_by("language", "pk").only("pk", "language", "url", "translation_key"):
        found[row.translation_key].append(row)
    return found


def has_older_editions(query: AuthorisedQuery) -> bool:
    """Whether there is an older edition of anything that this viewer may read."""
    return SearchDocument.objects.present().filter(is_current=False, policy__in=query.policies).exists()


def grouped(hits: Iterable[Hit]) -> list[Hit]:
    """The hits of one page without those that say little beside another one: these stand with it.

    Older editions stand with the current one of the same text, sections of one edition with the best of them.
    """
    hits = list(hits)
    texts = {_text(hit): hit.document.pk for hit in hits if hit.document.is_current}
    older: dict[int, list[Hit]] = defaultdict(list)
    works: dict[tuple[str, ...], int] = {}
    more: dict[int, list[Hit]] = defaultdict(list)
    heads = []
    for hit in hits:
        document = hit.document
        work = (document.work, document.edition, document.language)
        if not document.is_current and _text(hit) in texts:
            older[texts[_text(hit)]].append(hit)
        elif document.work and work in works:
            more[works[work]].append(hit)
        else:
            works[work] = document.pk
            heads.append(hit)
    return [_with_its_own(hit, older, more) for hit in heads]


def _text(hit: Hit) -> tuple[str, str]:
    return hit.document.translation_key, hit.document.language


def _with_its_own(hit: Hit, older: Mapping[int, list[Hit]], more: Mapping[int, list[Hit]]) -> Hit:
    def editions_of(one: Hit) -> tuple[Hit, ...]:
        return tuple(older.get(one.document.pk, ()))

    below = tuple(replace(one, older=editions_of(one)) for one in more.get(hit.document.pk, ()))
    return replace(hit, older=editions_of(hit), more=below)
