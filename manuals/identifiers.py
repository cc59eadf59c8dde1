"""Which editions an admin address may name: the manuals' answer to the wall."""

from accounts.models import User
from manuals import permissions
from organisations.wall.resolvers import number, register


@register("withdrawable_edition")
def withdrawable_edition(person: User, value: str) -> bool:
    return permissions.withdrawable_editions(person).filter(pk=number(value)).exists()
