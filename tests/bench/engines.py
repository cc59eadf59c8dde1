"""Who answers judged questions: the site's search with each engine, and the database's full text with nothing of ours.

Import it inside `tests.bench.site.a_site`, because it needs the models.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from organisations import rules
from organisations.access import intern_policy
from organisations.viewer import VISITOR
from search.engines import Engine, embedded_engine
from search.ledger import put
from search.matching import fts5_expression
from search.models import IndexCopy, SearchDocument
from search.query import AuthorisedQuery
from search.registry import Projection
from tests.bench.sets import JudgedDocument

SHOWN = 10
AT_ONCE = 200


class Site:
    """The site's search, asked by a visitor who reads the language of the question."""

    def __init__(self, ids: dict[int, str], engine: Engine | None = None) -> None:
        """Arguments: ids, of the judged documents by those of the ledger's rows; engine, embedded unless given."""
        self.ids, self.engine = ids, engine or embedded_engine()

    def with_elasticsearch(self) -> "Site":
        """The same documents on Elasticsearch."""
        from search.engines.elastic import ElasticEngine
        from search.rebuilding import rebuild
        from tests.search.copies import remove_others

        rebuild()
        remove_others(IndexCopy.objects.get(state=IndexCopy.State.SERVING).name)
        return Site(self.ids, ElasticEngine())

    @classmethod
    def of(cls, documents: Iterable[JudgedDocument]) -> "Site":
        """The site with these documents and no others."""
        SearchDocument.objects.all().delete()
        embedded_engine().clear()
        public, documents = intern_policy(rules.PUBLIC).pk, list(documents)
        ids: dict[int, str] = {}
        for start in range(0, len(documents), AT_ONCE):
            some = {f"judged:{number}": one for number, one in enumerate(documents[start : start + AT_ONCE], start)}
            rows = put({thing: [_projection(thing, one, public)] for thing, one in some.items()})
            ids |= {row.pk: some[row.thing].id for row in rows}
        return cls(ids)

    def __call__(self, lang: str, text: str) -> list[str]:
        """The ids of what is found, best first."""
        query = AuthorisedQuery(VISITOR, text=text, language=lang, languages=(lang,), size=SHOWN)
        return [self.ids[pk] for pk in self.engine.search(query).ids]


def _projection(thing: str, one: JudgedDocument, policy: int) -> Projection:
    return Projection(
        key=thing, kind="page", language=one.lang, translation_key=thing, policy_id=policy, owner_id=None,
        title=one.title, headings=one.headings, body=one.body,
    )  # fmt: skip


class Plain:
    """FTS5 as it comes: one table for each language, words as they are typed, accents ignored."""

    def __init__(self, documents: Sequence[JudgedDocument]) -> None:
        self.ids = [document.id for document in documents]
        self.database = sqlite3.connect(":memory:")
        for lang in {document.lang for document in documents}:
            self.database.execute(
                f"CREATE VIRTUAL TABLE {lang} USING fts5"
                " (title, headings, body, tokenize = 'unicode61 remove_diacritics 2')"
            )
        for number, document in enumerate(documents):
            self.database.execute(
                f"INSERT INTO {document.lang} (rowid, title, headings, body) VALUES (?, ?, ?, ?)",  # noqa: S608
                (number, *document[2:]),
            )

    def __call__(self, lang: str, text: str) -> list[str]:
        """The ids of what is found, best first."""
        if not (expression := fts5_expression(text.split())):
            return []
        sql = f"SELECT rowid FROM {lang} WHERE {lang} MATCH ? ORDER BY bm25({lang}, 3, 2, 1), rowid LIMIT {SHOWN}"  # noqa: S608
        return [self.ids[row[0]] for row in self.database.execute(sql, (expression,))]
