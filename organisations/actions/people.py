"""How people come to belong to an organisation or a network role, and how that ends."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from organisations import roles
from organisations.audit import record
from organisations.groups import sync_person
from organisations.models import Appointment, Membership, Organisation


@transaction.atomic
def admit_member(
    person: User, organisation: Organisation, *, role: str, by: User | None, until: date | None = None
) -> Membership:
    """Make a person a member with this role, or change the role and end of the membership they have.

    Arguments: role, a code of `roles.ORGANISATION_ROLES`; until, the last day, None for without end.
    Raises KeyError for an unknown role, ValidationError when the organisation is not active.
    """
    roles.ORGANISATION_ROLES.named(role)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not locked.is_active:
        raise ValidationError(_("People can join only an active organisation."))
    membership, _made = Membership.objects.update_or_create(
        person=person, organisation=locked, defaults={"role": role, "until": until, "invited_by": by}
    )
    sync_person(person.pk)
    record("membership.set", by=by, organisation=locked, about=person, role=role, until=str(until or ""))
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: User | None) -> Membership:
    """End a membership now: the person's next request is refused."""
    locked = Membership.objects.select_for_update().select_related("organisation", "person").get(pk=membership.pk)
    locked.until = timezone.localdate() - timedelta(days=1)
    locked.save(update_fields=["until"])
    sync_person(locked.person_id)
    record("membership.ended", by=by, organisation=locked.organisation, about=locked.person)
    return locked


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
    """End a network role now."""
    locked = Appointment.objects.select_for_update().select_related("person").get(pk=appointment.pk)
    locked.until = timezone.localdate() - timedelta(days=1)
    locked.save(update_fields=["until"])
    sync_person(locked.person_id)
    record("appointment.ended", by=by, organisation=locked.organisation, about=locked.person, role=locked.role)
    return locked
