"""Who answers while Elasticsearch is away: the embedded engine, which is always kept, and the answer says so."""

from dataclasses import replace

from search.engines.base import Engine, Found
from search.engines.elastic import ElasticEngine
from search.engines.elastic.connection import AwayError, TooDeepError, pause
from search.query import AuthorisedQuery


class ElasticOrEmbedded:
    """See `search.engines.base.Engine`. After a failure Elasticsearch is not asked again for ten seconds."""

    def __init__(self, embedded: Engine) -> None:
        self.embedded = embedded

    def search(self, query: AuthorisedQuery) -> Found:
        if not pause.lasts:
            try:
                return ElasticEngine().search(query)
            except TooDeepError:
                return self.embedded.search(query)
            except AwayError as error:
                pause.begin(error)
        return replace(self.embedded.search(query), is_substitute=True)

    def listed(self, query: AuthorisedQuery) -> tuple[int, ...]:
        if not pause.lasts:
            try:
                return ElasticEngine().listed(query)
            except TooDeepError:
                pass
            except AwayError as error:
                pause.begin(error)
        return self.embedded.listed(query)
