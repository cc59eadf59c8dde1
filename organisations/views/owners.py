"""Who owns a page: the screen where others are asked to own it too, and the one where they answer."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from accounts.models import User
from accounts.requests import person_of
from organisations import permissions
from organisations.actions.audiences import owners_of
from organisations.actions.co_owners import agree_to_co_own, end_co_ownership, invite_co_owner
from organisations.edit_panels import asked_to_own
from organisations.forms import AskOwnerForm
from organisations.roles import PUBLISHING
from organisations.viewer import viewer_for


def owners(request: HttpRequest, page_id: int) -> HttpResponse:
    """Who owns this page, and who was asked to. Raises Http404 for those who may not publish the page."""
    page = get_object_or_404(permissions.organisation_pages(request.user, *PUBLISHING), pk=page_id).specific
    asking = request.method == "POST" and request.POST.get("step") == "ask"
    form = AskOwnerForm(request.POST if asking else None, page=page, viewer=viewer_for(request))
    if asking and form.is_valid() and _ask(request, page, form):
        return redirect("organisations_admin:owners", page.pk)
    if request.method == "POST" and not asking:
        _end(request, page)
        still_ours = permissions.may_publish(request.user, page)
        return redirect("organisations_admin:owners", page.pk) if still_ours else redirect("wagtailadmin_home")
    return render(request, "organisations/admin/owners.html", _context(person_of(request), page, form))


def _context(person: User, page: Page, form: AskOwnerForm) -> dict[str, object]:
    endable = set(permissions.endable_co_owners(person, page).values_list("organisation_id", flat=True))
    return {
        "page": page,
        "owners": [(organisation, organisation.pk in endable) for organisation in owners_of(page)],
        "asked": [(organisation, organisation.pk in endable) for organisation in asked_to_own(page)],
        "form": form,
    }


def _ask(request: HttpRequest, page: Page, form: AskOwnerForm) -> bool:
    """Ask the organisation that the form names; a refusal is shown in the form."""
    organisation = form.cleaned_data["organisation"]
    try:
        invite_co_owner(page, organisation, by=person_of(request))
    except ValidationError as refusal:
        form.add_error("organisation", refusal)
        return False
    messages.success(
        request, _("%(organisation)s was asked. It counts when they agree.") % {"organisation": organisation}
    )
    return True


def _end(request: HttpRequest, page: Page) -> None:
    rows = permissions.endable_co_owners(request.user, page).select_related("organisation")
    row = get_object_or_404(rows, organisation__slug=request.POST.get("organisation"))
    end_co_ownership(page, row.organisation, by=person_of(request))
    messages.success(
        request, _("%(organisation)s does not own this page any more.") % {"organisation": row.organisation}
    )


def invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """One invitation to own a page together, and the answer to it.

    It shows the title, the language and who owns the page so far: enough to decide whom to ask, and no more.
    Raises Http404 for those who may not answer for the invited organisation.
    """
    rows = permissions.answerable_invitations(request.user).select_related(
        "page__locale", "page__access__owner", "organisation"
    )
    asked = get_object_or_404(rows, pk=invitation_id)
    if request.method != "POST":
        return render(
            request, "organisations/admin/invitation.html", {"invitation": asked, "owners": owners_of(asked.page)}
        )
    if request.POST.get("answer") == "agree":
        agree_to_co_own(asked.page, asked.organisation, by=person_of(request))
        messages.success(request, _("You own this page together now. Your first screen lists it."))
        return redirect("wagtailadmin_pages:edit", asked.page_id)
    end_co_ownership(asked.page, asked.organisation, by=person_of(request))
    messages.success(request, _("You declined. Nothing was shown to anybody."))
    return redirect("wagtailadmin_home")
