"""Which editions, manuals and imports an admin address may name: the manuals' answer to the wall."""

from uuid import UUID

from accounts.models import User
from manuals import permissions
from manuals.import_form import NEW
from organisations.wall.resolvers import number, register


@register("withdrawable_edition")
def withdrawable_edition(person: User, value: str) -> bool:
    return permissions.withdrawable_editions(person).filter(pk=number(value)).exists()


@register("own_import_target")
def own_import_target(person: User, value: str) -> bool:
    """The id of a manual's page, or "new-" and the id of the organisation that gets a new one."""
    if value.startswith(NEW):
        return permissions.importing_organisations(person).filter(pk=number(value.removeprefix(NEW))).exists()
    return permissions.importable_manuals(person).filter(pk=number(value)).exists()


@register("own_manual_import")
def own_manual_import(person: User, value: str) -> bool:
    try:
        return permissions.own_imports(person).filter(uuid=UUID(value)).exists()
    except ValueError:
        return False
