"""Where a person belongs, on their own account page: organisations, roles in the network, and circles, which they may
leave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.requests import person_of
from organisations.actions import end_circle_membership
from organisations.models import Appointment, CircleMembership, Membership, Organisation
from organisations.wall.people_resolvers import public_id


@login_required
def belonging(request: HttpRequest) -> HttpResponse:
    """One's own places as they are today, and leaving a circle. Raises Http404 for a circle in which one is not."""
    person = person_of(request)
    circles = CircleMembership.objects.current().filter(person_id=person.pk).select_related("circle")
    if request.method == "POST":
        place = get_object_or_404(circles, circle__uuid=public_id(request.POST.get("circle", "")))
        end_circle_membership(place, by=place.person)
        messages.success(request, _("You are not in “%(circle)s” any more.") % {"circle": place.circle})
        return redirect("belonging")
    memberships = Membership.objects.current().filter(person_id=person.pk).select_related("organisation")
    context = {
        "memberships": memberships.exclude(organisation__state=Organisation.State.LEFT).order_by("organisation__name"),
        "appointments": Appointment.objects.current().filter(person_id=person.pk).order_by("role"),
        "places": circles.order_by("circle__name"),
    }
    return render(request, "account/belonging.html", context)
