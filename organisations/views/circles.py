"""What the secretariat does with circles: opens, renames and closes them, admits people until a day, and ends their
places."""

from collections.abc import Callable
from copy import copy

from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q
from django.forms.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.models import User
from accounts.requests import person_of
from organisations import permissions, roles
from organisations.actions import (
    admit_to_circle,
    close_circle,
    end_circle_membership,
    open_circle,
    rename_circle,
)
from organisations.models import Circle, CircleMembership
from organisations.people_forms import AdmitForm, CloseCircleForm, OpenCircleForm, RenameCircleForm
from organisations.views.proof import proof_address

# Whoever tries one address after another learns which have an account: so few are tried in an hour.
ADMITTED_AT_MOST = {"admit": "60/h/user"}


def _keeps_circles(request: HttpRequest) -> None:
    if not permissions.has_network_role(request.user, roles.SECRETARIAT):
        raise Http404


@require_safe
def circles(request: HttpRequest) -> HttpResponse:
    """Every circle, and how many people are in it; those that are closed stand last. Raises Http404 for all but the
    secretariat."""
    _keeps_circles(request)
    now = Q(memberships__until__isnull=True) | Q(memberships__until__gte=timezone.localdate())
    rows = permissions.kept_circles(request.user).annotate(places=Count("memberships", filter=now))
    rows = rows.order_by(F("closed_on").desc(nulls_first=True), "name")
    return render(request, "organisations/admin/circles/circles.html", {"circles": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a circle. Raises Http404 for all but the secretariat."""
    _keeps_circles(request)
    form, proof = OpenCircleForm(request.POST if request.method == "POST" else None), proof_address(request)
    if request.method == "POST" and not proof and form.is_valid():
        asked = form.cleaned_data
        opened = open_circle(asked["name"], by=person_of(request), needs_second_factor=asked["needs_second_factor"])
        messages.success(request, _("“%(circle)s” is open. Admit its first people.") % {"circle": opened})
        return redirect("organisations_admin:circle", opened.uuid)
    return render(request, "organisations/admin/circles/open.html", {"form": form, "proof": proof})


@require_http_methods(["GET", "HEAD", "POST"])
def circle(request: HttpRequest, circle: str) -> HttpResponse:
    """Who is in a circle and until when, by the names that they chose; admitting somebody, ending a place, giving the
    circle another name, and closing it.

    Raises Http404 for all but the secretariat, and for a place in another circle.
    """
    kept, proof = get_object_or_404(permissions.kept_circles(request.user), uuid=circle), proof_address(request)
    step = (request.POST.get("step") or "admit") if request.method == "POST" else ""
    forms = _forms(request, kept, step)
    places = CircleMembership.objects.current().filter(circle=kept).select_related("person")
    if request.method == "POST" and not proof and not kept.closed_on:
        if step == "end":
            _end(request, get_object_or_404(places, pk=request.POST.get("place") or 0))
            return redirect("organisations_admin:circle", kept.uuid)
        if step in forms and forms[step].is_valid() and _decided(request, kept, step, forms[step]):
            return redirect("organisations_admin:circle", kept.uuid)
    rows = sorted(places, key=lambda row: (str(row.person).casefold(), row.pk))
    context = {"circle": kept, "places": rows, "forms": forms, "proof": proof}
    return render(request, "organisations/admin/circles/circle.html", context)


def _forms(request: HttpRequest, kept: Circle, step: str) -> dict[str, BaseForm]:
    """What is asked on the screen of a circle, by the name of the step; the one that was sent holds what was sent."""
    sent = {step: request.POST}
    return {
        "admit": AdmitForm(sent.get("admit")),
        # What a form writes into its instance before it finds that the name is taken is not to be shown as the name.
        "rename": RenameCircleForm(sent.get("rename"), instance=copy(kept)),
        "close": CloseCircleForm(sent.get("close")),
    }


def _decided(request: HttpRequest, kept: Circle, step: str, form: BaseForm) -> bool:
    """Do what a form that is right asks for. Returns False when it could not be done, which the form then says; that
    somebody else was quicker, a message says."""
    try:
        return DECISIONS[step](request, kept, form)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return True


def _admit(request: HttpRequest, kept: Circle, form: BaseForm) -> bool:
    """Admit whom the form names. Returns False when nobody has that address, which the form then says."""
    if ratelimit.consume(request, app="organisations", action="admit", config=ADMITTED_AT_MOST) is None:
        form.add_error(None, _("You admitted many people in a short time. Wait an hour, and go on then."))
        return False
    person = User.objects.filter(email__iexact=form.cleaned_data["email"], is_active=True).first()
    if person is None:
        form.add_error("email", _("No account has this address. An organisation must invite this person first."))
        return False
    if (until := form.cleaned_data["until"]) is not None and until < timezone.localdate():
        form.add_error("until", _("This day is over. Choose a later one, or none."))
        return False
    admit_to_circle(person, kept, by=person_of(request), until=until)
    messages.success(request, _("%(person)s is in this circle now.") % {"person": person})
    return True


def _rename(request: HttpRequest, kept: Circle, form: BaseForm) -> bool:
    named = rename_circle(kept, form.cleaned_data["name"], by=person_of(request))
    messages.success(request, _("The circle is called “%(circle)s” now.") % {"circle": named})
    return True


def _close(request: HttpRequest, kept: Circle, form: BaseForm) -> bool:
    close_circle(kept, by=person_of(request))
    messages.success(request, _("The circle is closed, and nobody is in it any more."))
    return True


DECISIONS: dict[str, Callable[[HttpRequest, Circle, BaseForm], bool]] = {
    "admit": _admit,
    "rename": _rename,
    "close": _close,
}


def _end(request: HttpRequest, place: CircleMembership) -> None:
    end_circle_membership(place, by=person_of(request))
    messages.success(request, _("%(person)s is not in this circle any more.") % {"person": place.person})
