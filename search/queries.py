"""How other apps list what can be found, in the same way for everybody and never without a viewer."""

from collections.abc import Mapping

from django.conf import settings

from organisations.viewer import Viewer
from search.engines import answering_engine
from search.models import SearchDocument
from search.query import AuthorisedQuery
from search.results import readable_documents


def listed(
    viewer: Viewer,
    *,
    kind: str | tuple[str, ...] = (),
    language: str = "",
    limit: int = 10,
    first: int = 0,
    facets: Mapping[str, tuple[str, ...]] | None = None,
) -> list[SearchDocument]:
    """The newest documents that this viewer may read.

    Arguments: kind, one or several, none for all; language, of the documents, "" for all, those of the default
    language first; limit, first: how many, and how many to leave out before; facets, values of which each document
    has at least one for each facet.
    Returns rows of the ledger, with `owner` loaded; newest first. Three queries.
    """
    choices = dict(facets or {})
    if kind:
        choices["type"] = (kind,) if isinstance(kind, str) else tuple(kind)
    query = AuthorisedQuery(
        viewer, language=language or settings.LANGUAGE_CODE, languages=(language,) if language else (),
        choices=choices, first=first, size=limit,
    )  # fmt: skip
    return readable_documents(query, answering_engine().listed(query))
