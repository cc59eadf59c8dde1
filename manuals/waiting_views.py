"""The screen where the owners of a manual choose another moment for an edition that waits, or cancel it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.requests import person_of
from manuals import permissions
from manuals.actions import ReleaseError, cancel_release, move_release
from manuals.actions.obstacles import Obstacle, obstacles_to, told
from manuals.checks import Finding
from manuals.forms import MomentForm
from manuals.models import WaitingRelease


@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest, page_id: int) -> HttpResponse:
    """What waits, what would stop it, and the form that moves or cancels it. Raises Http404 for those who may not
    publish the manual, and when nothing waits."""
    manual = get_object_or_404(permissions.releasable_manuals(person_of(request)), pk=page_id)
    release = get_object_or_404(WaitingRelease, key=manual.translation_key)
    form = MomentForm(request.POST or None, initial={"moment": release.moment})
    stopping = what_stops(release)
    if request.method == "POST" and (form.is_valid() or _cancels(request)):
        try:
            _decide(request, release, form)
        except ReleaseError as error:
            form.add_error(error.field or None, str(error))
            stopping = error.findings or stopping
        else:
            return redirect("manuals_admin:editions", manual.pk)
    context = {"page": manual, "waiting": release, "stopping": stopping, "form": form}
    return render(request, "manuals/admin/waiting.html", context)


def _cancels(request: HttpRequest) -> bool:
    return request.POST.get("step") == "cancel"


def _decide(request: HttpRequest, release: WaitingRelease, form: MomentForm) -> None:
    if _cancels(request):
        cancel_release(release, by=person_of(request))
        messages.success(request, _("The release is cancelled. The chapters stay as they are."))
    else:
        move_release(release, form.cleaned_data["moment"], by=person_of(request))
        messages.success(request, _("The edition waits for the moment that you chose."))


def what_stops(release: WaitingRelease) -> list[Finding]:
    """What stopped this release when it was due; before that, what would stop it if its moment came now."""
    if release.refused_at:
        return told([Obstacle(**each) for each in release.obstacles])
    return told(obstacles_to(release, by=release.by))
