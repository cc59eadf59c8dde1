"""The screens where the owners of a manual release its editions and take them back; the secretariat does that too."""

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
from manuals.actions.remains import owners_of_edition
from manuals.checks import Finding, findings
from manuals.drafts import drafts_of
from manuals.forms import ReleaseForm, WithdrawalForm
from manuals.models import Edition, ManualPage, WaitingRelease
from manuals.readers import editions_of, in_language
from manuals.waiting_views import what_stops
from organisations.permissions import editable_pages


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
    """Take an edition back. Raises Http404 for those who may not publish its manual, and for the secretariat if it may
    not read its title page: it takes back for safety alone, and what is merely out of date is its owners' to say."""
    person = person_of(request)
    edition = get_object_or_404(permissions.withdrawable_editions(person), pk=edition_id)
    manual = permissions.releasable_manuals(person).filter(translation_key=edition.work.key).first()
    back = reverse("manuals_admin:editions", args=[manual.pk]) if manual else reverse("organisations_admin:withdraw")
    only_for_safety = manual is None or edition.is_taken_back
    form = WithdrawalForm(request.POST or None, edition=edition, only_for_safety=only_for_safety)
    title = in_language(permissions.withdrawable_texts(person).filter(edition=edition), get_language() or "")
    left: dict[str, list] = {}
    if request.method == "POST" and form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "language": get_language() or ""}
        if form.cleaned_data["how"] == "safety":
            remains = withdraw_for_safety(edition, by=person, **said)
            left = _told(remains, person)
            messages.success(request, _("The text of the edition is gone. Its address says why."))
            if remains.cancelled:
                messages.warning(request, _("A release that waited might have said it again, and is cancelled."))
        else:
            withdraw_edition(edition, by=person, **said)
            messages.success(request, _("The edition is withdrawn. Its text stays, under your reason."))
        if not any(left.values()):
            return redirect(back)
    context = {
        "edition": edition,
        "title": title,
        "manual": manual,
        "back": back,
        "form": form,
        "left": left,
        "others": _other_owners(edition, person),
    }
    return render(request, "manuals/admin/withdraw.html", context)


def _other_owners(edition: Edition, person: User) -> list[str]:
    """The names of the owners of a manual in whose pages and files nothing is looked for when this person takes an
    edition back."""
    searched = owners_of_edition(edition, by=person)
    return [owner.name for owner in owners_of_edition(edition, by=None).exclude(pk__in=searched.values("pk"))]


def _told(remains: Remains, person: User) -> dict[str, list]:
    """Where it still stands, for whoever withdrew it: pages and editions they may change. Of what others have nothing
    is said, because that would tell what stands there."""
    pages = set(editable_pages(person).filter(pk__in=[page.pk for page in remains.pages]).values_list("pk", flat=True))
    texts = set(permissions.withdrawable_texts(person).values_list("pk", flat=True))
    return {
        "pages": [page for page in remains.pages if page.pk in pages],
        "editions": [text for text in remains.editions if text.pk in texts],
    }
