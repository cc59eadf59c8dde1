"""How circles are opened, and how people enter and leave them."""

from datetime import date, timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

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
def admit_to_circle(person: User, circle: Circle, *, by: User | None, until: date | None = None) -> CircleMembership:
    """Give a person a place in a circle until a day, or change until when they have it."""
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
