"""How an ended membership is felt at the very next request, without any scheduler."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from organisations.groups import sync_person
from organisations.models import Appointment, CircleMembership, Membership, Organisation


class EndedMemberships:
    """Before each request of a signed-in person, take away the groups of memberships that have run out.

    Wagtail asks group rows, which know no dates. One query decides whether there is anything to do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated and holds_ended_group(request.user):
            sync_person(request.user.pk)
        return self.get_response(request)


def holds_ended_group(person: User) -> bool:
    """Whether a group of this person comes from a membership, appointment or circle place that has ended."""
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
