"""Which engines there are, and which one answers."""

from django.conf import settings

from search.engines.base import Engine, Found
from search.engines.embedded import EmbeddedEngine

__all__ = ["Engine", "Found", "answering_engine", "embedded_engine"]

_embedded = EmbeddedEngine()


def embedded_engine() -> EmbeddedEngine:
    """The engine inside the site's own database: always kept, in the transaction of the content."""
    return _embedded


def answering_engine() -> Engine:
    """The engine that is asked: the one that the settings name, with the embedded one in its place while it is away."""
    if settings.SEARCH_ENGINE == "embedded":
        return _embedded
    from search.engines.elastic.substitute import ElasticOrEmbedded  # its client takes a while to import

    return ElasticOrEmbedded(_embedded)
