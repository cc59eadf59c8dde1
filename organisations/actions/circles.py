"""How circles are opened, renamed and closed, and how people enter and leave them."""

from datetime import date, timedelta

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from organisations.audit import record
from organisations.groups import sync_person
from organisations.models import Circle, CircleMembership


@transaction.atomic
def open_circle(name: str, *, by: User | None, needs_second_factor: bool = True) -> Circle:
    """Make a circle. Raises IntegrityError when there is one of that name."""
    circle = Circle(name=name, needs_second_factor=needs_second_factor)
    circle.group = Group.objects.create(name=f"circle:{circle.uuid}")
    circle.save()
    record("circle.opened", by=by, about=circle)
    return circle


@transaction.atomic
def rename_circle(circle: Circle, name: str, *, by: User | None) -> Circle:
    """Give a circle another name; who is in it and what they read stay as they are.

    Raises IntegrityError when there is one of that name, ValidationError when it is closed.
    """
    locked = _locked_open(circle)
    if name != locked.name:
        locked.name = name
        locked.save(update_fields=["name"])
        record("circle.renamed", by=by, about=locked)
    return locked


@transaction.atomic
def close_circle(circle: Circle, *, by: User | None) -> Circle:
    """End every place in a circle now, for good. What it alone could read stays closed to everybody but its owners,
    until they choose other readers.

    Raises ValidationError when it is closed already.
    """
    locked = _locked_open(circle)
    for place in CircleMembership.objects.current().filter(circle=locked).order_by("pk"):
        end_circle_membership(place, by=by)
    locked.closed_on = timezone.localdate()
    locked.save(update_fields=["closed_on"])
    record("circle.closed", by=by, about=locked)
    return locked


def _locked_open(circle: Circle) -> Circle:
    """The circle as it is now, held until this transaction ends. Raises ValidationError when it is closed."""
    locked = Circle.objects.select_for_update(of=("self",)).get(pk=circle.pk)
    if locked.closed_on:
        raise ValidationError(_("This circle is closed. Open another one."))
    return locked


@transaction.atomic
def admit_to_circle(person: User, circle: Circle, *, by: User | None, until: date | None = None) -> CircleMembership:
    """Give a person a place in a circle until a day, or change until when they have it. Raises ValidationError when the
    circle is closed."""
    circle = _locked_open(circle)
    place, _made = CircleMembership.objects.update_or_create(person=person, circle=circle, defaults={"until": until})
    sync_person(person.pk)
    record("circle.admitted", by=by, about=circle, person=str(person.uuid), until=str(until or ""))
    return place


@transaction.atomic
def end_circle_membership(place: CircleMembership, *, by: User | None) -> CircleMembership:
    """End a person's place in a circle now."""
    locked = CircleMembership.objects.select_for_update().select_related("circle", "person").get(pk=place.pk)
    locked.until = timezone.localdate() - timedelta(days=1)
    locked.save(update_fields=["until"])
    sync_person(locked.person_id)
    record("circle.left", by=by, about=locked.circle, person=str(locked.person.uuid))
    return locked
