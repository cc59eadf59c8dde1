"""How somebody is asked to join an organisation, how the question is sent again or taken back, and how it is answered.

Whether the address has an account already is looked up only when somebody opens the link, never when it is asked for:
neither the answer to whoever invites nor its time tells it.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import open_account
from accounts.models import User
from organisations import permissions
from organisations.actions.people import admit_member
from organisations.audit import record
from organisations.invitation_links import mail_invitation, read_token
from organisations.models import Invitation, Membership, Organisation

WORKS_FOR = timedelta(days=7)


def invitation_behind(token: str) -> Invitation | None:
    """The invitation that this link may still answer; None for one that was forged, used, replaced or taken back, has
    run out, is for a closed account, or was sent by somebody who may not send it any more."""
    said = read_token(token)
    if said is None:
        return None
    rows = Invitation.objects.select_related("organisation", "by").filter(uuid=said[0], round=said[1])
    invitation = rows.first()
    if invitation is None or invitation.has_run_out or not invitation.organisation.is_active:
        return None
    by, account = invitation.by, account_of(invitation)
    if account is not None and (not account.is_active or account == by):
        return None
    if by is not None and invitation.role not in permissions.grantable_roles(by, invitation.organisation):
        return None
    return invitation


def account_of(invitation: Invitation) -> User | None:
    """The account of the address that was invited. For whoever holds the link, and nobody else."""
    return User.objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, role: str, language: str, by: User | None, until: date | None = None
) -> Invitation:
    """Ask somebody to join an organisation: they get a link that works once, for a week.

    Arguments: email, one address; role, a code of `roles.ORGANISATION_ROLES`; language, in which the mail is written;
    until, the last day of the membership. Raises ValidationError when whoever invites may not give that role, for
    their own address, and for one that is invited already or belongs to somebody of this organisation.
    """
    locked, address = Organisation.objects.select_for_update().get(pk=organisation.pk), email.strip().lower()
    if not locked.is_active:
        raise ValidationError(_("People can join only an active organisation."))
    if by is not None and role not in permissions.grantable_roles(by, locked):
        raise ValidationError({"role": _("This role is not yours to give. Choose one of those that are offered.")})
    if by is not None and by.email.lower() == address:
        raise ValidationError({"email": _("This is your own address. Nobody gives themselves a role.")})
    if until is not None and until < timezone.localdate():
        raise ValidationError({"until": _("This day is over. Choose a later one, or none.")})
    if Invitation.objects.filter(organisation=locked, email__iexact=address).exists():
        raise ValidationError({"email": _("This address is invited already. Send the invitation again from the list.")})
    if Membership.objects.current().filter(organisation=locked, person__email__iexact=address).exists():
        raise ValidationError({"email": _("This person belongs to the organisation already. Change the role there.")})
    invitation = Invitation.objects.create(
        organisation=locked, email=address, role=role, language=language, until=until, by=by, ends_at=_end()
    )
    _send(invitation, "invitation.sent", by=by)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> Invitation:
    """Send a new link for another week; the one before works no more. From now on it is the invitation of whoever did
    this. Raises Invitation.DoesNotExist when it was answered or taken back, ValidationError when the membership that it
    offers would be over or the organisation is not active."""
    locked = Invitation.objects.select_for_update().select_related("organisation").get(pk=invitation.pk)
    if not locked.organisation.is_active:
        raise ValidationError(_("People can join only an active organisation."))
    if not locked.is_current():
        raise ValidationError(_("The last day of this invitation is over. Take it back and invite anew."))
    locked.round, locked.by, locked.ends_at = locked.round + 1, by, _end()
    locked.save(update_fields=["round", "by", "ends_at"])
    _send(locked, "invitation.sent_again", by=by)
    return locked


@transaction.atomic
def take_back(invitation: Invitation, *, by: User) -> None:
    """Let the link work no more, and keep nothing of it."""
    record("invitation.taken_back", by=by, organisation=invitation.organisation, about=invitation, role=invitation.role)
    invitation.delete()


@transaction.atomic
def accept_invitation(token: str, *, person: User) -> Membership:
    """Join the organisation with the account to whose address the link was sent. The invitation is gone after it.

    Somebody who belongs there by now keeps what they have. Raises Invitation.DoesNotExist for a link that does not
    work, or works for another account.
    """
    invitation = _locked(token)
    if invitation.email.lower() != person.email.lower():
        raise Invitation.DoesNotExist
    organisation = invitation.organisation
    membership = Membership.objects.current().filter(organisation=organisation, person=person).first()
    if membership is None:
        membership = admit_member(
            person, organisation, role=invitation.role, by=invitation.by, until=invitation.until, changed_by=person
        )
    record("invitation.accepted", by=person, organisation=organisation, about=invitation, role=membership.role)
    invitation.delete()
    return membership


@transaction.atomic
def accept_with_new_account(token: str, *, display_name: str, password: str, language: str) -> User:
    """Open an account for the address to which the link was sent, and join the organisation with it.

    Raises Invitation.DoesNotExist for a link that does not work, or whose address has an account by now.
    """
    invitation = _locked(token)
    if account_of(invitation) is not None:
        raise Invitation.DoesNotExist
    person = open_account(invitation.email, display_name=display_name, password=password, language=language)
    accept_invitation(token, person=person)
    return person


def _locked(token: str) -> Invitation:
    """The invitation behind a link, held until this transaction ends: of two who use it at once only one does."""
    found = invitation_behind(token)
    if found is None:
        raise Invitation.DoesNotExist
    Organisation.objects.select_for_update().get(pk=found.organisation_id)
    locked = invitation_behind(token)
    if locked is None:
        raise Invitation.DoesNotExist
    return locked


def _end() -> datetime:
    return timezone.now() + WORKS_FOR


def _send(invitation: Invitation, action: str, *, by: User | None) -> None:
    record(action, by=by, organisation=invitation.organisation, about=invitation, role=invitation.role)
    mail_invitation.enqueue(invitation.pk, invitation.round)
