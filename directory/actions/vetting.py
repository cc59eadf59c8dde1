"""How an entry is checked and voted: what is listed is what two organisations said yes to, and nothing else."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from directory import permissions
from directory.actions.announcing import announce
from directory.content import content_of, difference_digest, proposal_digest, restricted_seal_of
from directory.matters import ballots_on, matters_of, voter_of
from directory.models import DeclaredConflict, Entry, ListedState, State, Vote
from directory.votes import Ballot, Outcome, counted, outcome
from directory.withdrawn import refuse_withdrawn
from organisations.audit import record
from organisations.models import Organisation

MOVES = {
    State.CHECKING: (State.NOMINATED, State.NEEDS_INFORMATION),
    State.NEEDS_INFORMATION: (State.CHECKING,),
    State.DECLINED: (State.NOMINATED, State.CHECKING, State.NEEDS_INFORMATION),
}


@transaction.atomic
def start_checking(entry: Entry, *, by: User) -> Entry:
    """Begin to check a nominated entry, or go on once the missing information came."""
    return _move(entry, State.CHECKING, "entry.checking", by=by)


@transaction.atomic
def ask_for_information(entry: Entry, *, by: User) -> Entry:
    """Put an entry aside until something missing is known."""
    return _move(entry, State.NEEDS_INFORMATION, "entry.needs_information", by=by)


@transaction.atomic
def decline_entry(entry: Entry, *, by: User) -> Entry:
    """End the checking of an entry that was never listed."""
    return _move(entry, State.DECLINED, "entry.declined", by=by)


@transaction.atomic
def reopen_entry(entry: Entry, *, by: User) -> Entry:
    """Check an entry anew that was declined, suspended for good or taken off the list. Earlier votes stay void."""
    locked = _locked(entry)
    refuse_withdrawn(locked)
    if locked.state not in (State.DECLINED, State.DELISTED) and not is_suspended_for_good(locked):
        raise ValidationError(_("This entry is not closed."))
    locked.state, locked.round, locked.delisted_reason = State.CHECKING, locked.round + 1, ""
    locked.proposed_digest = proposal_digest(locked)
    locked.save(update_fields=["state", "round", "delisted_reason", "proposed_digest"])
    record("entry.reopened", by=by, about=locked)
    announce(locked)
    return locked


def is_suspended_for_good(entry: Entry) -> bool:
    """Whether a second vetter confirmed the suspension."""
    return entry.state == State.SUSPENDED and entry.suspension.confirmed_by_id is not None


def _move(entry: Entry, state: State, action: str, *, by: User) -> Entry:
    locked = _locked(entry)
    if locked.state not in MOVES[state]:
        raise ValidationError(
            _("This cannot be done while the entry is: %(state)s.") % {"state": locked.get_state_display()}
        )
    locked.state = state
    locked.save(update_fields=["state"])
    record(action, by=by, about=locked)
    return locked


def _locked(entry: Entry) -> Entry:
    return Entry.objects.select_for_update().get(pk=entry.pk)


# -- Votes ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def cast_vote(entry: Entry, *, yes: bool, by: User, digest: str | None = None) -> Outcome:
    """Vote on the whole difference from what is listed to what is proposed, and list it when that decides it.

    Arguments: digest, that of the difference which the person looked at; a vote on one that has changed since is
    refused, never counted for something they did not see. None for whatever is proposed now.
    Returns what all votes that count decide now. An unchanged entry that is voted again is checked anew.
    Raises ValidationError when this person may not vote on this entry now, or the difference is another.
    """
    locked = _locked(entry)
    if not permissions.may_vote(by, locked):
        raise ValidationError(_("You cannot vote on this entry."))
    current = proposal_digest(locked)
    if digest is not None and digest != current:
        raise ValidationError(_("The entry has changed since you opened it. Look at it again, then vote."))
    # A vetter without an appointed organisation may not vote, so there is one.
    organisation = Organisation.objects.get(pk=voter_of(by).appointed or 0)
    Vote.objects.create(entry=locked, person=by, organisation=organisation, yes=yes, digest=current)
    record("entry.voted", by=by, organisation=organisation, about=locked, yes=yes)
    return _decide(locked, current)


def _decide(entry: Entry, digest: str) -> Outcome:
    matter, ballots = matters_of([entry])[entry.pk], ballots_on(entry, digest)
    decided = outcome(ballots, matter, digest)
    if decided == Outcome.ACCEPTED:
        _list(entry, digest, [ballot for ballot in counted(ballots, matter, digest) if ballot.yes])
    elif decided == Outcome.REFUSED and entry.state == State.CHECKING:
        entry.state = State.DECLINED
        entry.save(update_fields=["state"])
        record("entry.declined", by=None, about=entry)
    return decided


def _list(entry: Entry, digest: str, yes: list[Ballot]) -> None:
    """Make what was voted what the public sees."""
    content, seal = content_of(entry), restricted_seal_of(entry)
    before, number = entry.listed_digest, entry.round
    if difference_digest(before=before, content=content, seal=seal, number=number) != digest:
        raise ValidationError(_("The entry changed while it was voted."))
    state, _made = ListedState.objects.update_or_create(
        entry=entry,
        defaults={"content": content, "before": before, "restricted_seal": seal, "round": number, "digest": digest,
                  "checked_on": timezone.localdate()},
    )  # fmt: skip
    state.vouched_by.set(ballot.organisation for ballot in yes)
    entry.restricted_contacts.filter(proposed=False).delete()
    entry.restricted_contacts.update(listed=True)
    entry.state, entry.listed_digest, entry.round = State.LISTED, digest, number + 1
    entry.listed_since = entry.listed_since or timezone.now()
    entry.save(update_fields=["state", "listed_digest", "round", "listed_since"])
    entry.proposed_digest = proposal_digest(entry)
    entry.save(update_fields=["proposed_digest"])
    record("entry.listed", by=None, about=entry, digest=digest, organisations=len(yes))
    announce(entry)


@transaction.atomic
def declare_conflict(entry: Entry, *, by: User) -> DeclaredConflict:
    """Say that one's organisation is too near to an entry to judge it: none of its votes counts, past or future.

    Raises ValidationError when the person is no vetter.
    """
    locked = _locked(entry)
    appointed = voter_of(by).appointed
    if appointed is None:
        raise ValidationError(_("Only vetters declare conflicts of interest."))
    conflict, made = DeclaredConflict.objects.get_or_create(
        entry=locked, organisation_id=appointed, defaults={"person": by}
    )
    if made:
        record("entry.conflict_declared", by=by, organisation=conflict.organisation, about=locked)
    return conflict
