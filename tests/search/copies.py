"""Copies of the ledger on a real Elasticsearch, for tests."""

from django.conf import settings

from search.engines.elastic import indices
from search.engines.elastic.connection import client, pause
from search.models import IndexCopy, SearchDocument
from search.rebuilding import rebuild


def an_empty_copy() -> IndexCopy:
    """Let a copy answer that knows nothing of what is in the ledger now."""
    before = list(IndexCopy.objects.in_use().values_list("name", flat=True))
    name = indices.new_name()
    indices.create(name)
    IndexCopy.objects.all().delete()
    SearchDocument.objects.update(done_rev=0, wanted_rev=0)
    copy = IndexCopy.objects.create(name=name, state=IndexCopy.State.SERVING)
    indices.use(name)
    for each in before:
        indices.remove(each)
    pause.end()
    return copy


def refresh() -> None:
    """Let everything that was sent be found."""
    for name in IndexCopy.objects.in_use().values_list("name", flat=True):
        indices.refresh(name)


def remove_everything() -> None:
    """Leave nothing of this run on the server."""
    names = list(client().indices.get(index=f"{indices.prefix()}-*", filter_path="*.aliases"))
    if names:
        client().indices.delete(index=names)
    client().indices.delete_index_template(name=f"{indices.prefix()}-template")


def remove_others(kept: str) -> None:
    """Remove every copy of this run but one."""
    names = list(client().indices.get(index=f"{indices.prefix()}-*", filter_path="*.aliases"))
    if others := [name for name in names if not name.startswith(kept)]:
        client().indices.delete(index=others)


def begin_with_all() -> None:
    """Where Elasticsearch answers, let it know all that is in the ledger now, and nothing else."""
    if settings.SEARCH_ENGINE == "elasticsearch":
        rebuild()
        remove_others(IndexCopy.objects.get(state=IndexCopy.State.SERVING).name)
