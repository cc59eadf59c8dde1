"""Who may read a page, on a screen of its own: its audience, and its guests."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from accounts.requests import person_of
from organisations import permissions
from organisations.actions.guests import end_guest, invite_guest
from organisations.forms import GuestForm
from organisations.naming import call_readers
from organisations.viewer import viewer_for
from organisations.views.audience import Asking, changes, publishable

SCREEN = "organisations/admin/readers/screen.html"
INVITE, END = "invite", "end"


def readers(request: HttpRequest, page_id: int) -> HttpResponse:
    """Who may read this page, and changing it. Raises Http404 for those who may not publish the page."""
    page = publishable(request, page_id)
    step = request.POST.get("step", "") if request.method == "POST" else None
    if step == END:
        _end(request, page)
        return redirect("organisations_admin:readers", page.pk)
    asking = Asking(request, page, changes(request, page), is_sent=step == "")
    form = GuestForm(
        request.POST if step == INVITE else None, page=page, person=person_of(request), viewer=viewer_for(request)
    )
    if asking.done:
        was_so = asking.done.is_same
        messages.success(request, _("These are its readers already. Nothing was changed.") if was_so else _("Saved."))
    if asking.done or (step == INVITE and form.is_valid() and _invite(request, page, form)):
        return redirect("organisations_admin:readers", page.pk)
    guests = permissions.endable_guests(person_of(request), page).select_related("organisation")
    called = call_readers(guests, person_of(request))
    return render(request, SCREEN, asking.context | {"guest_form": form, "guests": called})


def _invite(request: HttpRequest, page: Page, form: GuestForm) -> bool:
    """Invite whom the form names; a refusal is shown in the form."""
    sent = form.cleaned_data
    try:
        guest = invite_guest(
            page, until=sent["until"], by=person_of(request), email=sent["email"], organisation=sent["organisation"]
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(
        request, _("%(guest)s may read it until that day. Nobody is told: send them the address.") % {"guest": guest}
    )
    return True


def _end(request: HttpRequest, page: Page) -> None:
    guest = get_object_or_404(permissions.endable_guests(person_of(request), page), pk=request.POST.get("guest", 0))
    call_readers([guest], person_of(request))
    end_guest(guest, by=person_of(request))
    messages.success(request, _("%(guest)s is no guest of this page any more.") % {"guest": guest.called})
