"""What the contract of an engine is tried on: every test here runs once for each engine."""

from collections.abc import Iterable

import pytest

from organisations.access import intern_policy
from organisations.rules import PUBLIC, circle_principal, rule_of
from organisations.viewer import VISITOR, Viewer
from search.engines import embedded_engine
from search.engines.elastic import ElasticEngine
from search.ledger import put
from search.models import SearchDocument
from search.query import AuthorisedQuery
from search.registry import Projection
from search.worker import drain
from tests.search.copies import an_empty_copy, refresh

INSIDER = Viewer(1, frozenset({circle_principal(1)}))


class WorkedElasticEngine(ElasticEngine):
    """Elasticsearch with a worker that is there at once."""

    def write(self, _documents: Iterable[SearchDocument]) -> None:
        drain()
        refresh()

    def clear(self) -> None:
        an_empty_copy()


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request, db, settings):
    """An engine that knows nothing yet."""
    made = embedded_engine()
    SearchDocument.objects.present().update(language="ar")
    made.clear()
    if request.param == "elasticsearch":
        request.getfixturevalue("elasticsearch")
        made = WorkedElasticEngine()
    return made


@pytest.fixture
def write(engine):
    """Write a document through the ledger: `write(title=…, circle=True, …)`."""
    public, circle = intern_policy(PUBLIC), intern_policy(rule_of([[circle_principal(1)]]))
    number = 0

    def write(title="", *, circle_only=False, thing="", **fields):
        nonlocal number
        number += 1
        thing = thing or f"thing:{number}"
        fields = {"kind": "page", "language": "en", "translation_key": thing, "url": f"/{number}/"} | fields
        policy = circle if circle_only else public
        projection = Projection(key=thing, policy_id=policy.pk, owner_id=None, title=title, **fields)
        changed = put({thing: [projection]})
        engine.write(changed)
        return SearchDocument.objects.get(key=thing)

    return write


@pytest.fixture
def ask(engine):
    """Ask: `ask("words", viewer, …)`, in English unless `languages` says otherwise."""

    def ask(text="", viewer=VISITOR, **fields):
        fields = {"languages": ("en",)} | fields
        return engine.search(AuthorisedQuery(viewer, text=text, **fields))

    return ask
