"""What the screens about people share: inviting somebody, and sending an invitation again or taking it back."""

from allauth.core.internal import ratelimit
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.requests import person_of
from organisations.actions.invitations import invite, send_again, take_back
from organisations.models import Invitation, Organisation
from organisations.people_forms import add_errors

# Mails that one person lets the site send, first ones and repeated ones, for whichever organisation.
SENT_AT_MOST = {"invite": "20/h/user,60/d/user"}


def may_send(request: HttpRequest) -> bool:
    """Whether this person may let one more mail be sent now; it is counted."""
    return ratelimit.consume(request, app="organisations", action="invite", config=SENT_AT_MOST) is not None


def invite_by_form(request: HttpRequest, organisation: Organisation, form: forms.Form, *, role: str) -> bool:
    """Invite whom a valid form names, with this role. Returns False when it was refused, which the form then says."""
    if not may_send(request):
        form.add_error(None, too_many())
        return False
    asked = form.cleaned_data
    try:
        invite(
            organisation,
            email=asked["email"],
            role=role,
            language=asked["language"],
            until=asked["until"],
            by=person_of(request),
        )
    except ValidationError as refusal:
        add_errors(form, refusal)
        return False
    messages.success(request, _("A link is on its way to %(address)s.") % {"address": asked["email"]})
    return True


def answer_again_or_back(request: HttpRequest, mine: QuerySet[Invitation]) -> None:
    """Send again or take back the one of these invitations that the request names. Raises Http404 for any other."""
    invitation = get_object_or_404(mine, uuid=request.POST.get("invitation"))
    if request.POST.get("step") == "take_back":
        take_back(invitation, by=person_of(request))
        messages.success(request, _("The invitation is taken back. Its link does not work any more."))
    elif not may_send(request):
        messages.error(request, too_many())
    else:
        _send_again(request, invitation)


def _send_again(request: HttpRequest, invitation: Invitation) -> None:
    try:
        send_again(invitation, by=person_of(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request, _("A new link is on its way to %(address)s. The one before does not work any more.")
            % {"address": invitation.email},
        )  # fmt: skip


def too_many() -> str:
    """What is said to whoever may not send one more."""
    return _("You sent many invitations in a short time. Wait an hour, and go on then.")
