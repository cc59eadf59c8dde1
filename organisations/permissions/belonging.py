"""Which organisations somebody belongs to, and with which roles."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from organisations import roles
from organisations.models import Appointment, Membership, Organisation

Person = User | AnonymousUser


def organisations_of(person: Person, *codes: str) -> QuerySet[Organisation]:
    """The active organisations in which this person has one of these roles now; any role when none is named."""
    if not person.is_authenticated or not person.is_active:
        return Organisation.objects.none()
    memberships = Membership.objects.current().filter(person_id=person.pk)
    if codes:
        memberships = memberships.filter(role__in=codes)
    return Organisation.objects.filter(state=Organisation.State.ACTIVE, pk__in=memberships.values("organisation_id"))


def has_network_role(person: Person, *codes: str) -> bool:
    """Whether this person is appointed to one of these network roles now. A superuser is no exception."""
    if not person.is_authenticated or not person.is_active:
        return False
    return Appointment.objects.current().filter(person_id=person.pk, role__in=codes).exists()


def roles_of(person: Person) -> frozenset[str]:
    """The codes of all roles that this person has now, in active organisations and in the network. Two queries."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    own = (
        Membership.objects.current()
        .filter(person_id=person.pk, organisation__state=Organisation.State.ACTIVE)
        .values_list("role", flat=True)
    )
    network = Appointment.objects.current().filter(person_id=person.pk).values_list("role", flat=True)
    return frozenset(own) | frozenset(network)


def may_enter_admin(person: Person) -> bool:
    """Whether one of the person's roles opens the editor's screens. Being a superuser does not."""
    held = roles_of(person)
    tables = (*roles.ORGANISATION_ROLES, *roles.NETWORK_ROLES)
    return any(role.enters_admin for role in tables if role.code in held)
