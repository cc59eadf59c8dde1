"""What votes are worth: who is too near to an entry to vote, and what the votes cast so far decide. Pure rules.

The rules are those of the network: two yes votes by vetters of two organisations, neither the entry's own, nor its
nominator's, nor its host's, nor one that declared a conflict; nobody votes on what they edited; a vetter votes for one
appointed organisation, and everything they belong to counts as a conflict; nobody is an exception.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

NEEDED = 2


class Objection(StrEnum):
    """Why a vote would not count."""

    NO_VETTER = "no-vetter"
    OWN = "own"
    NOMINATOR = "nominator"
    HOST = "host"
    DECLARED = "declared"
    EDITED = "edited"


class Outcome(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True)
class Voter:
    """Somebody who would vote.

    appointed: the active organisation for which they are a vetter now, None when they are none; belongs_to: every
    organisation of which they are or were a member, their appointed one included.
    """

    person: int
    appointed: int | None
    belongs_to: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Matter:
    """What stands between an entry and its voters: organisations by their relation, and people who had a hand in it."""

    own: frozenset[int] = frozenset()
    nominator: frozenset[int] = frozenset()
    host: frozenset[int] = frozenset()
    declared: frozenset[int] = frozenset()
    edited_by: frozenset[int] = frozenset()
    nominated_by: int | None = None


@dataclass(frozen=True)
class Ballot:
    """One vote that was cast, in the order in which it was cast."""

    voter: Voter
    organisation: int
    yes: bool
    digest: str


def objections(voter: Voter, matter: Matter) -> list[Objection]:
    """Everything that keeps this person from voting on this matter; empty when they may."""
    near = voter.belongs_to | ({voter.appointed} if voter.appointed is not None else set())
    found = []
    if voter.appointed is None:
        found.append(Objection.NO_VETTER)
    if near & matter.own:
        found.append(Objection.OWN)
    if near & matter.nominator or voter.person == matter.nominated_by:
        found.append(Objection.NOMINATOR)
    if near & matter.host:
        found.append(Objection.HOST)
    if near & matter.declared:
        found.append(Objection.DECLARED)
    if voter.person in matter.edited_by:
        found.append(Objection.EDITED)
    return found


def counted(ballots: Iterable[Ballot], matter: Matter, digest: str) -> list[Ballot]:
    """The ballots that count: on this very difference, by people who may vote on it now and for the organisation for
    which they are appointed now; of each person the last, of each organisation the last."""
    last: dict[int, Ballot] = {}
    for ballot in ballots:
        sound = ballot.digest == digest and ballot.organisation == ballot.voter.appointed
        if sound and not objections(ballot.voter, matter):
            last.pop(ballot.voter.person, None)
            last[ballot.voter.person] = ballot
    return list({ballot.organisation: ballot for ballot in last.values()}.values())


def outcome(ballots: Iterable[Ballot], matter: Matter, digest: str) -> Outcome:
    """What the votes decide: accepted with two yes, refused with two no, whichever came first; else still open."""
    votes = counted(ballots, matter, digest)
    if sum(ballot.yes for ballot in votes) >= NEEDED:
        return Outcome.ACCEPTED
    if sum(not ballot.yes for ballot in votes) >= NEEDED:
        return Outcome.REFUSED
    return Outcome.OPEN
