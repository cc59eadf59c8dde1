"""How an entry, or one way to reach it, is taken from the public at once, and how that ends."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from directory import permissions
from directory.actions.announcing import announce
from directory.content import proposal_digest
from directory.freshness import CONFIRMATION
from directory.matters import voter_of
from directory.models import ContactMethod, Entry, HiddenContact, RestrictedContact, State, Suspension
from organisations.audit import record


@transaction.atomic
def suspend_entry(entry: Entry, *, by: User, at: datetime | None = None) -> Suspension:
    """Take a listed entry from the public at once. It comes back after 72 hours unless a second vetter confirms.

    One organisation does this once: when nobody confirmed, another one or a new vote has to come first. Otherwise one
    vetter alone could keep an entry away for ever.
    Raises ValidationError when the person is no vetter, the entry is not listed, or theirs was the last to suspend it.
    """
    now = at or timezone.now()
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    appointed = voter_of(by).appointed
    if appointed is None:
        raise ValidationError(_("Only vetters can suspend an entry."))
    if not permissions.public_entries(now).filter(pk=locked.pk).exists():
        raise ValidationError(_("This entry is not listed."))
    if _suspended_in_vain(locked, appointed):
        raise ValidationError(
            _("Your organisation suspended this entry before and nobody confirmed it. Ask a vetter of another one.")
        )
    suspension, _made = Suspension.objects.update_or_create(
        entry=locked, defaults={"by": by, "organisation_id": appointed, "at": now, "confirmed_by": None}
    )
    _set_state(locked, State.SUSPENDED)
    record("entry.suspended", by=by, organisation=suspension.organisation, about=locked)
    return suspension


@transaction.atomic
def confirm_suspension(entry: Entry, *, by: User, at: datetime | None = None) -> Suspension:
    """Keep an entry suspended until it is voted anew. Votes cast before no longer count.

    Raises ValidationError unless a vetter of another organisation than the first confirms within 72 hours.
    """
    now = at or timezone.now()
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    suspension = Suspension.objects.select_for_update().filter(entry=locked).first()
    if locked.state != State.SUSPENDED or suspension is None or suspension.confirmed_by_id:
        raise ValidationError(_("There is no suspension to confirm."))
    if now >= suspension.at + CONFIRMATION:
        raise ValidationError(_("The 72 hours are over; this suspension has lapsed."))
    appointed = voter_of(by).appointed
    if appointed is None or appointed == suspension.organisation_id or by.pk == suspension.by_id:
        raise ValidationError(_("A vetter of another organisation confirms a suspension."))
    suspension.confirmed_by = by
    suspension.save(update_fields=["confirmed_by"])
    locked.round += 1
    locked.proposed_digest = proposal_digest(locked)
    locked.save(update_fields=["round", "proposed_digest"])
    record("entry.suspension_confirmed", by=by, about=locked)
    return suspension


def _suspended_in_vain(entry: Entry, organisation: int) -> bool:
    """Whether this organisation's suspension is the last one, lapsed, and the entry was not voted since that day."""
    last = Suspension.objects.filter(entry=entry, organisation=organisation, confirmed_by=None).first()
    return last is not None and entry.listed_state.checked_on <= timezone.localdate(last.at)


def lapse_suspension(entry: Entry) -> None:
    """Put an entry back whose suspension nobody confirmed in time; called by the daily round, in its transaction."""
    _set_state(entry, State.LISTED)
    record("entry.suspension_lapsed", by=None, about=entry)


@transaction.atomic
def delist_entry(entry: Entry, *, reason: str, by: User) -> Entry:
    """Take an entry off the list for good. Its address stays and says why.

    Arguments: reason, one public sentence.
    Raises ValidationError when it was never listed or the reason is empty.
    """
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    if locked.listed_since is None or locked.state == State.DELISTED:
        raise ValidationError(_("This entry is not listed."))
    if not reason.strip():
        raise ValidationError(_("Say why, in one sentence that everybody may read."))
    locked.delisted_reason = reason.strip()[:300]
    locked.round += 1
    locked.save(update_fields=["delisted_reason", "round"])
    _set_state(locked, State.DELISTED)
    record("entry.delisted", by=by, about=locked)
    return locked


def _set_state(entry: Entry, state: State) -> None:
    entry.state = state
    entry.save(update_fields=["state"])
    announce(entry)


# -- One way to reach them -----------------------------------------------------------------------------------------


@transaction.atomic
def hide_contact(entry: Entry, contact: UUID, *, by: User) -> HiddenContact:
    """Take one contact method from everybody's sight at once: a seized phone, a stolen key.

    Arguments: contact, the uuid of a public or a restricted contact method of this entry.
    Raises ValidationError when the entry has no such contact method.
    """
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    if str(contact) not in contact_keys(locked):
        raise ValidationError(_("This entry has no such contact method."))
    hidden, made = HiddenContact.objects.get_or_create(entry=locked, contact=contact, defaults={"by": by})
    if made:
        record("entry.contact_hidden", by=by, about=locked, contact=str(contact))
        announce(locked)
    return hidden


@transaction.atomic
def show_contact(entry: Entry, contact: UUID, *, by: User) -> None:
    """Let a hidden contact method be seen again, as it was voted."""
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    if HiddenContact.objects.filter(entry=locked, contact=contact).delete()[0]:
        record("entry.contact_shown", by=by, about=locked, contact=str(contact))
        announce(locked)


def contact_keys(entry: Entry) -> set[str]:
    """The ids of every contact method that the entry proposes or lists."""
    listed = getattr(entry, "listed_state", None)
    keys = {row["uuid"] for row in (listed.content["contacts"] if listed else [])}
    for model in (ContactMethod, RestrictedContact):
        keys |= {str(key) for key in model.objects.filter(entry=entry).values_list("uuid", flat=True)}
    return keys
