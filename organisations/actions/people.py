"""How people come to belong to an organisation or a network role, and how that ends."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from organisations import permissions, roles
from organisations.actions.circles import end_circle_membership
from organisations.audit import record
from organisations.groups import sync_person
from organisations.models import Appointment, CircleMembership, Membership, Organisation


@transaction.atomic
def admit_member(
    person: User,
    organisation: Organisation,
    *,
    role: str,
    by: User | None,
    until: date | None = None,
    changed_by: User | None = None,
) -> Membership:
    """Make a person a member with this role, or change the role and end of the membership they have.

    Arguments: role, a code of `roles.ORGANISATION_ROLES`; by, who invited them; until, the last day, None for without
    end; changed_by, who did this where that is somebody else.
    Raises KeyError for an unknown role, ValidationError when the organisation is not active.
    """
    roles.ORGANISATION_ROLES.named(role)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not locked.is_active:
        raise ValidationError(_("People can join only an active organisation."))
    # Their last day may have come without anybody doing anything.
    _end_what_came_with_membership(person, by=by)
    membership, _made = Membership.objects.update_or_create(
        person=person, organisation=locked, defaults={"role": role, "until": until, "invited_by": by}
    )
    sync_person(person.pk)
    who = changed_by or by
    record("membership.set", by=who, organisation=locked, about=person, role=role, until=str(until or ""))
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: User | None) -> Membership:
    """End a membership now: the person's next request is refused. They vet for the organisation no longer, and with the
    last membership their places in circles end too: nobody else's invitation brings those back."""
    locked = Membership.objects.select_for_update().select_related("organisation", "person").get(pk=membership.pk)
    locked.until = timezone.localdate() - timedelta(days=1)
    locked.save(update_fields=["until"])
    sync_person(locked.person_id)
    record("membership.ended", by=by, organisation=locked.organisation, about=locked.person)
    for appointment in Appointment.objects.filter(person_id=locked.person_id, organisation_id=locked.organisation_id):
        end_appointment(appointment, by=by)
    _end_what_came_with_membership(locked.person, by=by)
    return locked


def _end_what_came_with_membership(person: User, *, by: User | None) -> None:
    """End the places in circles of somebody who came with an organisation and belongs to none now. Somebody who never
    belonged to one keeps theirs."""
    memberships = Membership.objects.filter(person_id=person.pk)
    if memberships.exists() and not memberships.current().exists():
        for place in CircleMembership.objects.current().filter(person_id=person.pk):
            end_circle_membership(place, by=by)


@transaction.atomic
def appoint(
    person: User, *, role: str, by: User | None, organisation: Organisation | None = None, until: date | None = None
) -> Appointment:
    """Give a person a network role.

    Arguments: role, a code of `roles.NETWORK_ROLES`; organisation, the one for which a vetter votes.
    Raises KeyError for an unknown role, ValidationError for a vetter without an organisation.
    """
    roles.NETWORK_ROLES.named(role)
    if role == roles.VETTER and organisation is None:
        raise ValidationError(_("A vetter votes for one organisation: name it."))
    appointment, _made = Appointment.objects.update_or_create(
        person=person, role=role, defaults={"organisation": organisation, "until": until}
    )
    sync_person(person.pk)
    record("appointment.set", by=by, organisation=organisation, about=person, role=role, until=str(until or ""))
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: User | None) -> Appointment:
    """End a network role now. Where it has ended already, nothing happens."""
    locked = Appointment.objects.select_for_update().select_related("person").get(pk=appointment.pk)
    if not locked.is_current():
        return locked
    locked.until = timezone.localdate() - timedelta(days=1)
    locked.save(update_fields=["until"])
    sync_person(locked.person_id)
    record("appointment.ended", by=by, organisation=locked.organisation, about=locked.person, role=locked.role)
    return locked


@transaction.atomic
def change_membership(membership: Membership, *, role: str, until: date | None, by: User) -> Membership:
    """Give somebody another role in their organisation, or another last day.

    Raises ValidationError when whoever asks may not give that role, would raise or prolong what they hold themselves
    or could not give, or when nobody would be left who coordinates the organisation.
    """
    locked = _locked_membership(membership)
    prolonged = locked.until is not None and (until is None or until > locked.until)
    grantable = permissions.grantable_roles(by, locked.organisation)
    is_own = by.pk == locked.person_id
    if role != locked.role and role not in grantable:
        raise ValidationError({"role": _("This role is not yours to give. Choose one of those that are offered.")})
    if prolonged and (is_own or role not in grantable):
        raise ValidationError({"until": _("Only the secretariat can prolong this. Choose an earlier day.")})
    if until is not None and until < timezone.localdate():
        raise ValidationError({"until": _("This day is over. To end it now, use “Remove from the organisation”.")})
    if locked.role == roles.COORDINATOR and (role != locked.role or until != locked.until):
        _keep_a_coordinator(locked, by=by)
    return admit_member(locked.person, locked.organisation, role=role, by=locked.invited_by, until=until, changed_by=by)


@transaction.atomic
def remove_member(membership: Membership, *, by: User) -> Membership:
    """End somebody's membership now, oneself's included. Raises ValidationError when nobody would be left who
    coordinates the organisation; the secretariat may end also the last one, and finds another."""
    locked = _locked_membership(membership)
    if locked.role == roles.COORDINATOR:
        _keep_a_coordinator(locked, by=by)
    return end_membership(locked, by=by)


def _locked_membership(membership: Membership) -> Membership:
    """The membership as it is now, with its organisation locked: of two coordinators who leave at the same moment the
    second one sees that the first is gone. Raises ValidationError when it has ended."""
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    locked = Membership.objects.select_for_update().select_related("person").filter(pk=membership.pk).first()
    if locked is None or not locked.is_current():
        raise ValidationError(_("This person does not belong to the organisation any more."))
    locked.organisation = organisation
    return locked


def _keep_a_coordinator(membership: Membership, *, by: User) -> None:
    """Raises ValidationError when this is the last coordinator and whoever asks is not of the secretariat."""
    others = Membership.objects.current().filter(
        organisation=membership.organisation_id, role=roles.COORDINATOR, person__is_active=True
    )
    is_kept = permissions.kept_organisations(by).filter(pk=membership.organisation_id).exists()
    if not is_kept and not others.exclude(pk=membership.pk).exists():
        raise ValidationError(
            _("Somebody must coordinate the organisation. Ask the secretariat to invite another coordinator first.")
        )
