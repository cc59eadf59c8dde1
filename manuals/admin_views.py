"""The screens where the owners of a manual release its editions and take them back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.models import User
from accounts.requests import person_of
from manuals import permissions
from manuals.actions import (
    ReleaseError,
    Remains,
    release_edition,
    schedule_release,
    withdraw_edition,
    withdraw_for_safety,
)
from manuals.checks import Finding, findings
from manuals.drafts import drafts_of
from manuals.forms import ReleaseForm, WithdrawalForm
from manuals.models import ManualPage, WaitingRelease
from manuals.readers import editions_of
from manuals.waiting_views import what_stops
from organisations.actions.audiences import owners_of
from organisations.permissions import editable_pages, organisations_of
from organisations.roles import PUBLISHING


@require_http_methods(["GET", "HEAD", "POST"])
def editions(request: HttpRequest, page_id: int) -> HttpResponse:
    """The editions of a manual, the one that waits, what stands in the way of the next, and the form that releases it.
    Raises Http404 for those who may not publish the manual."""
    manual = get_object_or_404(permissions.releasable_manuals(person_of(request)), pk=page_id)
    drafts = drafts_of(manual)
    form = ReleaseForm(
        request.POST or None, languages=[draft.language for draft in drafts], initial={"number": _next_number(manual)}
    )
    refused: list[Finding] = []
    if request.method == "POST" and form.is_valid():
        try:
            _release(request, manual, form)
        except ReleaseError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            refused = error.findings
        else:
            return redirect("manuals_admin:editions", manual.pk)
    waiting = WaitingRelease.objects.filter(key=manual.translation_key).first()
    context = {
        "page": manual,
        "form": form,
        "waiting": waiting,
        "stopping": what_stops(waiting) if waiting else [],
        "editions": editions_of(manual),
        "findings": refused or findings(drafts),
        "drafts": drafts,
        "import_address": _import_address(request, manual),
    }
    return render(request, "manuals/admin/editions.html", context)


def _release(request: HttpRequest, manual: ManualPage, form: ReleaseForm) -> None:
    """Release an edition now or at its moment, and say so. Raises ReleaseError."""
    moment = form.cleaned_data["moment"]
    if moment is None:
        edition = release_edition(manual, form.release(), by=person_of(request))
        messages.success(request, _("Edition %(number)s is released.") % {"number": edition.number})
    else:
        waiting = schedule_release(manual, form.release(), moment, by=person_of(request))
        words = _("Edition %(number)s waits for its moment. Until then you can change that, or cancel it.")
        messages.success(request, words % {"number": waiting.number})


def _import_address(request: HttpRequest, manual: ManualPage) -> str:
    own = permissions.importable_manuals(person_of(request)).filter(pk=manual.pk).exists()
    return f"{reverse('manuals_admin:upload')}?into={manual.pk}" if own else ""


def _next_number(manual: ManualPage) -> str:
    editions = editions_of(manual)
    return f"{editions[0].major}.{editions[0].minor + 1}" if editions else "1.0"


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Take an edition back. Raises Http404 for those who may not publish its manual."""
    edition = get_object_or_404(permissions.withdrawable_editions(person_of(request)), pk=edition_id)
    manual = permissions.releasable_manuals(person_of(request)).filter(translation_key=edition.work.key)[0]
    form = WithdrawalForm(request.POST or None, edition=edition)
    left: dict[str, list] = {}
    if request.method == "POST" and form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "language": get_language() or ""}
        if form.cleaned_data["how"] == "safety":
            remains = withdraw_for_safety(edition, by=person_of(request), **said)
            left = _told(remains, person_of(request))
            messages.success(request, _("The text of the edition is gone. Its address says why."))
            if remains.cancelled:
                messages.warning(request, _("A release that waited might have said it again, and is cancelled."))
        else:
            withdraw_edition(edition, by=person_of(request), **said)
            messages.success(request, _("The edition is withdrawn. Its text stays, under your reason."))
        if not any(left.values()):
            return redirect("manuals_admin:editions", manual.pk)
    others = _other_owners(manual, person_of(request))
    context = {"edition": edition, "page": manual, "form": form, "left": left, "others": others}
    return render(request, "manuals/admin/withdraw.html", context)


def _other_owners(manual: ManualPage, person: User) -> list[str]:
    """The names of the owners of a manual for whom this person does not publish."""
    own = set(organisations_of(person, *PUBLISHING))
    return [owner.name for owner in owners_of(manual) if owner not in own]


def _told(remains: Remains, person: User) -> dict[str, list]:
    """Where it still stands, for whoever withdrew it: pages and editions they may change. Of what others have nothing
    is said, because that would tell what stands there."""
    pages = set(editable_pages(person).filter(pk__in=[page.pk for page in remains.pages]).values_list("pk", flat=True))
    editions = set(permissions.withdrawable_editions(person).values_list("pk", flat=True))
    return {
        "pages": [page for page in remains.pages if page.pk in pages],
        "editions": [text for text in remains.editions if text.edition_id in editions],
    }
