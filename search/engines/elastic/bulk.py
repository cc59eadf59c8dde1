"""How rows of the ledger are sent to Elasticsearch, and what became of each of them."""

import json
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError

from search.engines.elastic import indices
from search.engines.elastic.connection import client, reason_of
from search.engines.elastic.documents import Line, actions_of
from search.models import SearchDocument

log = logging.getLogger(__name__)

MOST_BYTES = 4 * 2**20  # in one request
FULL = frozenset({"cluster_block_exception", "index_create_block_exception"})
NO_INDEX = frozenset({"index_not_found_exception", "alias_not_found_exception"})
SAID = 300  # characters of a reason that are kept


class Became(IntEnum):
    """What became of an action or a row, the better first."""

    NEWER = 1  # the server has this revision, or a later one that somebody else sent
    ACCEPTED = 2
    LATER = 3  # nothing is wrong with it: to be sent again
    REFUSED = 4  # sent again as it is, it would be refused again


@dataclass
class Sent:
    """What became of one row in every copy it was sent to: the worst counts."""

    became: Became = Became.NEWER
    was_accepted: bool = False
    error: str = ""

    def hear(self, became: Became, error: str = "") -> None:
        self.was_accepted = self.was_accepted or became is Became.ACCEPTED
        if became > self.became:
            self.became, self.error = became, error[:SAID]

    @property
    def is_done(self) -> bool:
        return self.became <= Became.ACCEPTED


@dataclass
class _Action:
    row: int
    lines: list[Line] = field(default_factory=list)
    size: int = 0


def send(
    rows: Iterable[SearchDocument], copies: Iterable[str], *, public: int | None, refresh: bool, until: float
) -> dict[int, Sent]:
    """Send these rows as they are to the copies with these names, and say what became of each, by its id.

    Arguments: rows, with their facets prefetched; public, the policy that lets everybody read; refresh, whether what
    was sent can be found, or found no more, when this returns; until, the moment (`time.monotonic()`) after which
    nothing is sent any more, because somebody else may have taken these rows.
    Raises nothing that the server answers, or fails to answer: such rows are to be sent later.
    """
    rows, copies = list(rows), list(copies)
    sent = {row.pk: Sent() for row in rows}
    actions = [action for name in copies for row in rows for action in _actions(row, name, public)]
    for some in _in_requests(actions):
        if time.monotonic() < until:
            _request(some, sent, refresh=refresh)
        else:
            _all(some, sent, Became.LATER, "took too long")
    return sent


def _actions(row: SearchDocument, name: str, public: int | None) -> Iterator[_Action]:
    writing = indices.of(name).writing
    for action, source in actions_of(row, public, writing.public, writing.members):
        lines = [action] if source is None else [action, source]
        yield _Action(row.pk, lines, sum(len(json.dumps(line, ensure_ascii=False)) for line in lines))


def _in_requests(actions: Iterable[_Action]) -> Iterator[list[_Action]]:
    some: list[_Action] = []
    size = 0
    for action in actions:
        if some and size + action.size > MOST_BYTES:
            yield some
            some, size = [], 0
        some.append(action)
        size += action.size
    if some:
        yield some


def _request(actions: list[_Action], sent: dict[int, Sent], *, refresh: bool) -> None:
    """One request; in halves when the server finds it too large."""
    lines = [line for action in actions for line in action.lines]
    try:
        answer = client().bulk(operations=lines, require_alias=True, refresh=refresh)
    except TransportError as error:
        _all(actions, sent, Became.LATER, f"no answer ({type(error).__name__})")
    except ApiError as error:
        if error.status_code == 413 and len(actions) > 1:
            middle = len(actions) // 2
            _request(actions[:middle], sent, refresh=refresh)
            _request(actions[middle:], sent, refresh=refresh)
            return
        became = Became.REFUSED if error.status_code in (400, 413) else Became.LATER
        _all(actions, sent, became, f"answered {error.status_code} {reason_of(error.body)}")
    else:
        for action, item in zip(actions, answer["items"], strict=True):
            sent[action.row].hear(*judged(next(iter(item.items()))))


def _all(actions: list[_Action], sent: dict[int, Sent], became: Became, error: str) -> None:
    for action in actions:
        sent[action.row].hear(became, error)


def judged(item: tuple[str, dict[str, Any]]) -> tuple[Became, str]:
    """What one item of an answer says. Arguments: item, ("index" or "delete", what the server says of it)."""
    kind, told = item
    status = told["status"]
    error = told.get("error") or {}
    name, reason = str(error.get("type", "")), str(error.get("reason", ""))
    if status in (200, 201) or (kind == "delete" and status == 404 and told.get("result") == "not_found"):
        return Became.ACCEPTED, ""
    if status == 409:
        return Became.NEWER, ""
    if name in FULL or status == 403:
        log.error("Elasticsearch takes nothing: %s. Is its disk full, or the index read-only?", name)
        return Became.LATER, f"the server takes nothing: {name}"
    if name in NO_INDEX or status == 404:
        return Became.LATER, "the index is not there: run search_rebuild"
    if status == 429 or status >= 500:
        return Became.LATER, f"busy: {status} {name}"
    return Became.REFUSED, f"{name}: {reason}"
