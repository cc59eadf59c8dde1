"""What the site's own pages about an account answer; signing in itself is allauth's."""

from allauth.account import views as account_views
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actions import change_profile
from accounts.adapters import landing_address
from accounts.forms import ProfileForm
from accounts.requests import person_of
from accounts.second_factor import (
    WANTED,
    confirmation_address,
    has_second_factor,
    is_own_address,
    session_has_second_factor,
)


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """A person's own name and language, and the ways to change how they sign in."""
    person = person_of(request)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        person = change_profile(person, **form.cleaned_data)
        with override(person.language):
            messages.success(request, _("Saved."))
            return redirect("account_profile")
    context = {"form": form, "has_second_factor": has_second_factor(person)}
    return render(request, "account/profile.html", context)


@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """The way to a second factor: choose one, then use it, then go where the person wanted to go."""
    wanted = request.GET.get("next", "")
    if wanted and is_own_address(request, wanted):
        request.session[WANTED] = wanted
    if not has_second_factor(request.user):
        return render(request, "account/second_factor.html")
    wanted = request.session.get(WANTED, "")
    if not session_has_second_factor(request):
        query = f"?{urlencode({'next': wanted})}" if wanted else ""
        return redirect(confirmation_address(person_of(request)) + query)
    request.session.pop(WANTED, None)
    return redirect(wanted or landing_address(person_of(request)))


@method_decorator(
    reauthentication_required(app="accounts", enabled=lambda request: has_second_factor(request.user)), name="dispatch"
)
class ChangePassword(account_views.PasswordChangeView):
    """A new password for a person who knows the old one and, if they have one, used their second factor just now."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect(reverse("account_reset_password"))
        return super().dispatch(request, *args, **kwargs)
