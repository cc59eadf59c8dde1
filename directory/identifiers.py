"""Which entries, imports and reports an admin address may name: the directory's answers to the wall."""

from uuid import UUID

from accounts.models import User
from directory import permissions
from organisations.wall.resolvers import number, register


@register("entry")
def entry(person: User, value: str) -> bool:
    return permissions.visible_entries(person).filter(pk=number(value) or 0).exists()


@register("editable_entry")
def editable_entry(person: User, value: str) -> bool:
    return permissions.editable_entries(person).filter(pk=number(value) or 0).exists()


@register("own_import")
def own_import(person: User, value: str) -> bool:
    try:
        return permissions.own_imports(person).filter(uuid=UUID(value)).exists()
    except ValueError:
        return False


@register("open_report")
def open_report(person: User, value: str) -> bool:
    return permissions.open_reports(person).filter(pk=number(value) or 0).exists()
