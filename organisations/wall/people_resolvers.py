"""Whose a person's place or invitation is: of the organisation one coordinates, or the secretariat's matter."""

from uuid import UUID

from accounts.models import User
from organisations import permissions
from organisations.wall.resolvers import number, register


def public_id(value: str) -> UUID:
    """The value as the public id of something, or the one that nothing has, when it is none."""
    try:
        return UUID(value)
    except ValueError:
        return UUID(int=0)


@register("own_organisation")
def own_organisation(person: User, value: str) -> bool:
    """An organisation whose people the person looks after."""
    return permissions.coordinated_organisations(person).filter(uuid=public_id(value)).exists()


@register("own_membership")
def own_membership(person: User, value: str) -> bool:
    return permissions.own_people(person).filter(pk=number(value)).exists()


@register("own_invited")
def own_invited(person: User, value: str, organisation: str) -> bool:
    """An invitation to this very organisation that the person may send again or take back."""
    mine = permissions.own_invitations(person).filter(organisation__uuid=public_id(organisation))
    return mine.filter(uuid=public_id(value)).exists()


@register("any_organisation")
def any_organisation(person: User, value: str) -> bool:
    """Any organisation, for the secretariat."""
    return permissions.kept_organisations(person).filter(uuid=public_id(value)).exists()


@register("coordinator_of")
def coordinator_of(person: User, value: str, organisation: str) -> bool:
    """Somebody who coordinates this very organisation, for the secretariat."""
    rows = permissions.kept_coordinators(person).filter(organisation__uuid=public_id(organisation))
    return rows.filter(pk=number(value)).exists()


@register("coordinator_invited")
def coordinator_invited(person: User, value: str, organisation: str) -> bool:
    """An invitation to coordinate this very organisation, for the secretariat."""
    rows = permissions.kept_invitations(person).filter(organisation__uuid=public_id(organisation))
    return rows.filter(uuid=public_id(value)).exists()


@register("any_circle")
def any_circle(person: User, value: str) -> bool:
    """Any circle, for the secretariat."""
    return permissions.kept_circles(person).filter(uuid=public_id(value)).exists()


@register("place_in")
def place_in(person: User, value: str, circle: str) -> bool:
    """Somebody's place in this very circle, for the secretariat."""
    return permissions.kept_circles(person).filter(uuid=public_id(circle), memberships__pk=number(value)).exists()
