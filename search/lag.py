"""How far is Elasticsearch behind the ledger, what did it refuse, and what does it hold that it should not?"""

from dataclasses import dataclass, field

from organisations.access import intern_policy
from organisations.rules import PUBLIC
from search.engines.elastic import indices
from search.engines.elastic.holdings import Held, held, remove_strangers
from search.models import IndexCopy, SearchDocument

AT_ONCE = 500


@dataclass
class Lag:
    """What was found.

    version: of the server; waiting: rows that the worker has not sent yet; restricting: those among them that are
    kept out of every answer meanwhile; refused: why the server refused documents, by their keys; wrong: ids of rows
    that it holds otherwise than the ledger says, or not, or too much; strangers: revisions by id of documents of which
    the ledger knows nothing.
    """

    version: str = ""
    waiting: int = 0
    restricting: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    wrong: set[int] = field(default_factory=set)
    strangers: dict[int, int] = field(default_factory=dict)

    @property
    def is_none(self) -> bool:
        return not (self.refused or self.wrong or self.strangers)


def check() -> Lag:
    """Compare, change nothing. Raises AwayError when Elasticsearch does not answer or has no index."""
    rows = SearchDocument.objects
    lag = Lag(
        version=indices.version(),
        waiting=rows.waiting().count(),
        restricting=rows.filter(restricting=True).count(),
        refused=dict(rows.waiting().exclude(error="").values_list("key", "error")),
    )
    once = _differences()
    if once:
        # What was on its way while we looked is no difference.
        for name in IndexCopy.objects.in_use().values_list("name", flat=True):
            indices.refresh(name)
        twice = _differences()
        both = once.keys() & twice.keys()
        lag.wrong = {pk for pk in both if twice[pk] is None}
        lag.strangers = {pk: one.revision for pk in both if (one := twice[pk])}
    return lag


def heal(lag: Lag) -> None:
    """Let the worker send again what differs, and keep it out of every answer until then. Raises AwayError."""
    SearchDocument.objects.filter(pk__in=lag.wrong).update(done_rev=0, restricting=True, next_try=None)
    if lag.strangers:
        remove_strangers(lag.strangers)


def _differences() -> dict[int, Held | None]:
    """By id: None for a row that the server holds otherwise, the document where there is no such row."""
    public = intern_policy(PUBLIC).pk
    settled = {
        pk: (revision, policy == public) if deleted_at is None else None
        for pk, revision, done, policy, deleted_at in SearchDocument.objects.values_list(
            "pk", "wanted_rev", "done_rev", "policy", "deleted_at"
        ).iterator()
        if done >= revision
    }
    known = set(SearchDocument.objects.values_list("pk", flat=True))
    found: dict[int, Held | None] = {}
    seen = set()
    for one in held():
        seen.add(one.pk)
        if one.pk not in known:
            found[one.pk] = one
        elif one.pk in settled and settled[one.pk] != (one.revision, one.is_public):
            found[one.pk] = None
    missing = {pk for pk, expected in settled.items() if expected is not None} - seen
    return found | dict.fromkeys(missing)
