"""How an ended membership is felt at the very next request, without any scheduler."""

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from organisations.groups import sync_person
from organisations.models import Appointment, CircleMembership, Membership, Organisation
from organisations.permissions import remember_roles
from organisations.viewer import SAFE_METHODS


class EndedMemberships:
    """Before each request of a signed-in person, take away the groups of memberships that have run out.

    Wagtail asks group rows, which know no dates. For somebody of whom nothing has ended, one query finds that out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            if holds_ended_group(request.user):
                sync_person(request.user.pk)
            if request.method in SAFE_METHODS:
                remember_roles(request.user)
        return self.get_response(request)


def holds_ended_group(person: User) -> bool:
    """Whether a group of this person comes from a membership, appointment or circle place that has ended."""
    if not _anything_ended(person):
        return False
    today = timezone.localdate()
    groups = User.groups.through.objects.filter(user_id=person.pk)
    ended_memberships = Membership.objects.filter(person_id=person.pk).exclude(
        organisation__state=Organisation.State.ACTIVE
    ) | Membership.objects.filter(person_id=person.pk, until__lt=today)
    stale = (
        groups.filter(group__organisation_group__organisation__in=ended_memberships.values("organisation_id"))
        | groups.filter(
            group__circle__memberships__in=CircleMembership.objects.filter(person_id=person.pk, until__lt=today)
        )
        | groups.filter(
            group__name__in=[
                f"network:{role}"
                for role in Appointment.objects.filter(person_id=person.pk)
                .exclude(pk__in=Appointment.objects.current().values("pk"))
                .values_list("role", flat=True)
            ]
        )
    )
    return stale.exists()


def _anything_ended(person: User) -> bool:
    """Whether anything that a group came from has ever ended. This is asked before every request, so it is kept easy
    to ask."""
    over = Q(person_id=person.pk, until__lt=timezone.localdate())
    left = Q(person_id=person.pk) & ~Q(organisation__state=Organisation.State.ACTIVE)
    memberships = Membership.objects.filter(over | left).values_list("pk")
    appointments = Appointment.objects.filter(over).values_list("pk")
    places = CircleMembership.objects.filter(over).values_list("pk")
    return memberships.union(appointments, places).exists()
