"""Which people, circles and organisations somebody looks after."""

from __future__ import annotations

from django.db.models import QuerySet

from organisations import roles
from organisations.models import Circle, Invitation, Membership, Organisation
from organisations.permissions.belonging import Person, has_network_role, organisations_of

# -- Looking after people ----------------------------------------------------------------------------------------------


def coordinated_organisations(person: Person) -> QuerySet[Organisation]:
    """The organisations whose people this person looks after: those that they coordinate."""
    return organisations_of(person, roles.COORDINATOR)


def kept_organisations(person: Person) -> QuerySet[Organisation]:
    """The organisations that this person opens, suspends and finds a coordinator for: all, for the secretariat."""
    return Organisation.objects.all() if has_network_role(person, roles.SECRETARIAT) else Organisation.objects.none()


def kept_circles(person: Person) -> QuerySet[Circle]:
    """The circles that this person opens and admits to: all, for the secretariat. Circles reach across organisations,
    so that none of these may say alone who else reads along."""
    return Circle.objects.all() if has_network_role(person, roles.SECRETARIAT) else Circle.objects.none()


def grantable_roles(person: Person, organisation: Organisation) -> tuple[str, ...]:
    """The roles in this organisation that this person may give to others: its coordinators those below their own, the
    secretariat that of a coordinator. So nobody raises themselves, nor with a friend each other."""
    found: tuple[str, ...] = ()
    if coordinated_organisations(person).filter(pk=organisation.pk).exists():
        found += roles.GIVEN_BY_COORDINATORS
    if kept_organisations(person).filter(pk=organisation.pk).exists():
        found += (roles.COORDINATOR,)
    return found


def own_people(person: Person) -> QuerySet[Membership]:
    """The memberships, as they are now, of the people whom this person looks after."""
    return Membership.objects.current().filter(organisation__in=coordinated_organisations(person))


def kept_coordinators(person: Person) -> QuerySet[Membership]:
    """The memberships of coordinators, for the secretariat, who see and end them in every organisation."""
    rows = Membership.objects.current().filter(role=roles.COORDINATOR)
    return rows.filter(organisation__in=kept_organisations(person))


def own_invitations(person: Person) -> QuerySet[Invitation]:
    """The invitations that this person may send again or take back as a coordinator."""
    return Invitation.objects.filter(
        organisation__in=coordinated_organisations(person), role__in=roles.GIVEN_BY_COORDINATORS
    )


def kept_invitations(person: Person) -> QuerySet[Invitation]:
    """The same for the secretariat: the invitations of coordinators."""
    return Invitation.objects.filter(organisation__in=kept_organisations(person), role=roles.COORDINATOR)


# -- Leaving -----------------------------------------------------------------------------------------------------------


def departing_organisations(person: Person) -> QuerySet[Organisation]:
    """The organisations that this person may let leave the network: for the secretariat all that have not left."""
    if not has_network_role(person, roles.SECRETARIAT):
        return Organisation.objects.none()
    return Organisation.objects.exclude(state=Organisation.State.LEFT)
