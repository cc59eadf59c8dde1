"""Which indices there are on the server: made, put into use, counted and removed by the name of a copy.

A copy of the ledger is two indices: what everybody may read, and all else. Each is written through an alias of its own
and read through one that all copies share and one holds.
"""

import secrets
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from elasticsearch import BadRequestError, NotFoundError

from search.engines.elastic.connection import SECONDS, answering, client
from search.engines.elastic.mapping import template


class Names(NamedTuple):
    """The two indices of a copy."""

    public: str
    members: str

    @property
    def writing(self) -> "Names":
        """The aliases through which they are written."""
        return Names(f"{self.public}-w", f"{self.members}-w")


class UnsuitableError(Exception):
    """The server cannot hold the site's index; the text says what it lacks."""


def prefix() -> str:
    return str(settings.ELASTICSEARCH_PREFIX)


def reading() -> Names:
    """The aliases through which people's questions are asked."""
    return Names(f"{prefix()}-public", f"{prefix()}-members")


def new_name() -> str:
    """The name of a copy that has never been."""
    return f"{prefix()}-{timezone.now():%Y%m%d%H%M%S}-{secrets.token_hex(3)}"


def of(name: str) -> Names:
    """The indices of the copy with this name."""
    return Names(f"{name}-pub", f"{name}-mem")


def create(name: str) -> None:
    """Make the indices of a new copy, empty.

    Raises UnsuitableError when the server does not know the analysers, and AwayError when it does not answer.
    """
    with answering():
        try:
            client().indices.put_index_template(name=f"{prefix()}-template", **template(prefix()))
            for index, alias in zip(of(name), of(name).writing, strict=True):
                client().indices.create(index=index, aliases={alias: {"is_write_index": True}})
        except BadRequestError as error:
            raise UnsuitableError(f"Elasticsearch {version()} cannot hold the index: {_told(error)}") from error


def _told(error: BadRequestError) -> str:
    """What the server says of settings that it refuses: nothing that anybody wrote is in them."""
    return str(error.message) + "".join(f"; {cause['reason']}" for cause in _causes(error))


def _causes(error: BadRequestError) -> list[dict[str, str]]:
    body = error.body.get("error", {}) if isinstance(error.body, dict) else {}
    return [cause for cause in body.get("root_cause", []) if isinstance(cause, dict) and "reason" in cause]


def version() -> str:
    """The versions of the servers. Raises AwayError."""
    with answering():
        found = client().nodes.info(filter_path="nodes.*.version")
    return ", ".join(sorted({node["version"] for node in found["nodes"].values()}))


def use(name: str) -> None:
    """Let every question be answered from this copy from now on: both indices at once. Raises AwayError."""
    actions: list[dict] = []
    for index, alias in zip(of(name), reading(), strict=True):
        actions.append({"remove": {"index": f"{prefix()}-*", "alias": alias, "must_exist": False}})
        actions.append({"add": {"index": index, "alias": alias}})
    with answering():
        client().indices.update_aliases(actions=actions)


def in_use() -> Names | None:
    """The indices that answer questions; None where there are none. Raises AwayError."""
    with answering():
        try:
            found = client().indices.get_alias(name=list(reading()))
        except NotFoundError:
            return None
    by_alias = {alias: index for index, each in found.items() for alias in each["aliases"]}
    if set(by_alias) != set(reading()):
        return None
    return Names(*(by_alias[alias] for alias in reading()))


def refresh(name: str) -> None:
    """Let everything that was acknowledged be found. Raises AwayError."""
    with answering():
        client(6 * SECONDS).indices.refresh(index=list(of(name)))


def compact(name: str) -> None:
    """Make one segment of each index of a copy that was just filled. Raises AwayError.

    Words like one that may be misspelt are looked for in every segment by itself: in the twenty that filling leaves
    that took five times as long as all the rest of an answer.
    """
    with answering():
        client(60 * SECONDS).indices.forcemerge(index=list(of(name)), max_num_segments=1)


def forget(name: str) -> bool:
    """Let nothing of what was deleted stay on the disk: deleted texts stand there until their segment is written anew.

    Returns whether nothing is left; what was deleted in the last minute or two is kept for other servers to catch up.
    Raises AwayError.
    """
    with answering():
        patient = client(60 * SECONDS).indices
        patient.flush(index=list(of(name)), force=True)
        patient.forcemerge(index=list(of(name)), only_expunge_deletes=True)
        patient.flush(index=list(of(name)), force=True)
        told = patient.stats(index=list(of(name)), metric="docs")
    return not any(each["primaries"]["docs"]["deleted"] for each in told["indices"].values())


def count(name: str) -> int:
    """How many documents a copy holds that can be found. Raises AwayError."""
    with answering():
        return int(client().count(index=list(of(name)))["count"])


def size(name: str) -> int:
    """How many bytes a copy takes. Raises AwayError."""
    with answering():
        found = client().indices.stats(index=list(of(name)), metric="store")
    return int(found["_all"]["primaries"]["store"]["size_in_bytes"])


def exists(name: str) -> bool:
    """Whether both indices of a copy are there. Raises AwayError."""
    with answering():
        return all(bool(client().indices.exists(index=index)) for index in of(name))


def remove(name: str) -> None:
    """Remove the indices of a copy, those that are there. Raises AwayError."""
    with answering():
        client().indices.delete(index=list(of(name)), ignore_unavailable=True)
