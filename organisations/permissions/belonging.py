"""Which organisations somebody belongs to, and with which roles."""

from __future__ import annotations

from collections.abc import Callable

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
    return not _network_roles_of(person).isdisjoint(codes)


def roles_of(person: Person) -> frozenset[str]:
    """The codes of all roles that this person has now, in active organisations and in the network. Two queries."""
    return _remembered(person, "own", _own_roles_of) | _network_roles_of(person)


def remember_roles(person: User) -> None:
    """From now on ask the database once which roles this very object has: a screen asks for each of its parts. For a
    request that only reads: what changes roles asks each time."""
    person.held = {}  # type: ignore[attr-defined]  # for this request only


def _network_roles_of(person: Person) -> frozenset[str]:
    return _remembered(person, "network", _appointments_of)


def _remembered(person: Person, what: str, ask: Callable[[User], QuerySet]) -> frozenset[str]:
    if not isinstance(person, User) or not person.is_active:
        return frozenset()
    held: dict[str, frozenset[str]] = getattr(person, "held", {})
    if what not in held:
        held[what] = frozenset(ask(person).values_list("role", flat=True))
    return held[what]


def _own_roles_of(person: User) -> QuerySet:
    active = Organisation.State.ACTIVE
    return Membership.objects.current().filter(person_id=person.pk, organisation__state=active)


def _appointments_of(person: User) -> QuerySet:
    return Appointment.objects.current().filter(person_id=person.pk)


def may_enter_admin(person: Person) -> bool:
    """Whether one of the person's roles opens the editor's screens. Being a superuser does not."""
    held = roles_of(person)
    tables = (*roles.ORGANISATION_ROLES, *roles.NETWORK_ROLES)
    return any(role.enters_admin for role in tables if role.code in held)
