"""Which editions, corrections, manuals and imports an admin address may name: the manuals' answer to the wall."""

from uuid import UUID

from accounts.models import User
from manuals import permissions
from manuals.import_form import NEW
from manuals.models import Correction, FrozenChapter
from organisations.wall.resolvers import number, register


@register("withdrawable_edition")
def withdrawable_edition(person: User, value: str) -> bool:
    return permissions.withdrawable_editions(person).filter(pk=number(value)).exists()


@register("own_edition")
def own_edition(person: User, value: str) -> bool:
    """An edition with a text that the person may correct."""
    return permissions.correctable_editions(person).filter(pk=number(value)).exists()


@register("own_edition_chapter")
def own_edition_chapter(person: User, value: str) -> bool:
    """The key of a chapter in such an edition; the view asks besides whether the person knows the chapter."""
    editions = permissions.correctable_editions(person).values("pk")
    key = _uuid(value)
    return key is not None and FrozenChapter.objects.filter(manual__edition__in=editions, key=key).exists()


@register("own_correction")
def own_correction(person: User, value: str) -> bool:
    editions = permissions.correctable_editions(person).values("pk")
    act = _uuid(value)
    return act is not None and Correction.objects.filter(chapter__manual__edition__in=editions, act=act).exists()


@register("own_proposed_correction")
def own_proposed_correction(person: User, value: str) -> bool:
    return permissions.proposed_corrections(person).filter(pk=number(value)).exists()


@register("own_import_target")
def own_import_target(person: User, value: str) -> bool:
    """The id of a manual's page, or "new-" and the id of the organisation that gets a new one."""
    if value.startswith(NEW):
        return permissions.importing_organisations(person).filter(pk=number(value.removeprefix(NEW))).exists()
    return permissions.importable_manuals(person).filter(pk=number(value)).exists()


@register("own_manual_import")
def own_manual_import(person: User, value: str) -> bool:
    run = _uuid(value)
    return run is not None and permissions.own_imports(person).filter(uuid=run).exists()


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
