"""What the copy that answers holds, document by document, for comparing it with the ledger."""

from collections.abc import Iterator
from typing import NamedTuple

from search.engines.elastic import indices
from search.engines.elastic.connection import answering, client
from search.models import IndexCopy

AT_ONCE = 1000


class Held(NamedTuple):
    """One document: the row it was made of, the revision of that, and whether it is among what everybody may read."""

    pk: int
    revision: int
    is_public: bool


def held() -> Iterator[Held]:
    """Every document of the copy that answers. Raises AwayError, also when there is no such copy."""
    for index in indices.reading():
        after: list[int] | None = None
        while True:
            with answering():
                found = client().search(
                    index=index, size=AT_ONCE, sort=["pk"], source_includes=["rev"], search_after=after,
                    query={"match_all": {}}, allow_partial_search_results=False,
                )  # fmt: skip
            hits = found["hits"]["hits"]
            for hit in hits:
                yield Held(int(hit["_id"]), hit["_source"]["rev"], index == indices.reading().public)
            if len(hits) < AT_ONCE:
                break
            after = hits[-1]["sort"]


def remove_strangers(strangers: dict[int, int]) -> None:
    """Remove documents of which the ledger knows nothing. Arguments: strangers, their revisions by id.

    Raises AwayError.
    """
    writing = [alias for name in _names() for alias in indices.of(name).writing]
    lines = [
        {"delete": {"_index": alias, "_id": str(pk), "version": revision + 1, "version_type": "external_gte"}}
        for pk, revision in strangers.items()
        for alias in writing
    ]
    for start in range(0, len(lines), AT_ONCE):
        with answering():
            client().bulk(operations=lines[start : start + AT_ONCE], require_alias=True, refresh=True)


def _names() -> list[str]:
    return list(IndexCopy.objects.in_use().values_list("name", flat=True))
