"""What the link of an invitation leads to: an account for those who have none, and joining for those who have one.

A link that was forged, used, replaced, taken back or has run out is answered by one and the same page.
"""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.adapters import landing_address
from accounts.forms import OpenAccountForm
from accounts.models import User
from organisations.actions.invitations import (
    accept_invitation,
    accept_with_new_account,
    account_of,
    invitation_behind,
)
from organisations.models import Invitation


@sensitive_post_parameters("password1", "password2")
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation behind this link, and the answer to it.

    Whoever is signed in answers with that account, and only to what was sent to its address. To others it is said what
    to do first; which of that it is depends on whether the address has an account, which is told to nobody but the
    holder of the link.
    """
    invitation = invitation_behind(token)
    if invitation is None:
        return render(request, "account/invitation_ended.html")
    account = account_of(invitation)
    if request.user.is_authenticated:
        if account is None or account.pk != request.user.pk:
            return render(request, "account/invitation_other.html")
        return _join(request, invitation, account, token)
    if account is not None:
        return render(request, "account/invitation_sign_in.html")
    return _open_account(request, invitation, token)


def _join(request: HttpRequest, invitation: Invitation, person: User, token: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "account/invitation.html", {"invitation": invitation})
    try:
        accept_invitation(token, person=person)
    except Invitation.DoesNotExist:
        return render(request, "account/invitation_ended.html")
    messages.success(request, _("You belong to %(organisation)s now.") % {"organisation": invitation.organisation})
    return redirect(landing_address(person))


def _open_account(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form = OpenAccountForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                person = accept_with_new_account(
                    token,
                    display_name=form.cleaned_data["display_name"],
                    password=form.cleaned_data["password1"],
                    language=translation.get_language() or invitation.language,
                )
        except (Invitation.DoesNotExist, IntegrityError):
            # Somebody else was quicker, with the same link or the same address.
            return redirect("invited", token)
        # It is proved as if the password had been typed on the page for it, a moment after it was chosen.
        record_authentication(request, person, "password", email=person.email)
        return perform_login(request, Login(user=person, email=person.email))
    return render(request, "account/invitation.html", {"invitation": invitation, "form": form})
