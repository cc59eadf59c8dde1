"""Whether this session, not only this account, proved a second factor, and where a person goes to prove one."""

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from accounts.models import User

# How long a proof stands for what needs a fresh one: exports, roles, the second factor itself. Seconds.
FRESH_FOR = 300
# Where in the session the address waits that a person wanted while they were sent to set up a second factor.
WANTED = "accounts.wanted"


def has_second_factor(person: User | AnonymousUser) -> bool:
    """Whether the account has a passkey or an authenticator app. Recovery codes alone are none. One query."""
    if not person.is_authenticated:
        return False
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=person.pk, type__in=kinds).exists()


def session_has_second_factor(request: HttpRequest) -> bool:
    """True when the person used a passkey, a one-time code or a recovery code in this very session.

    An account that has a second factor may still hold sessions that never used it; only the session's own record of
    how it was authenticated counts.
    """
    if not request.user.is_authenticated:
        return False
    return bool(_proofs(request, second_factor=True))


def confirmed_recently(request: HttpRequest) -> bool:
    """Whether the person proved who they are in this session within the last `FRESH_FOR` seconds.

    For an account with a second factor only that factor proves it; a password typed again does not.
    """
    if not request.user.is_authenticated:
        return False
    proofs = _proofs(request, second_factor=has_second_factor(request.user))
    return bool(proofs) and time.time() - max(proofs) < FRESH_FOR


def second_factor_step(request: HttpRequest) -> str | None:
    """Where this person must go before anything that needs a second factor answers; None when nothing is missing.

    A visitor goes to the sign-in page, an account without a second factor to the page where it gets one, a session
    that never used the account's second factor to where it does. Each address carries the one that was asked for.
    """
    if not request.user.is_authenticated:
        step = reverse("account_login")
    elif not has_second_factor(request.user):
        step = reverse("account_second_factor")
    elif session_has_second_factor(request):
        return None
    else:
        step = confirmation_address(request.user)
    return f"{step}?{urlencode({'next': _asked_for(request)})}"


def confirmation_address(person: User) -> str:
    """Where a person who has a second factor uses it: the passkey page if they have one, else the page for a code."""
    return get_adapter().get_reauthentication_methods(person)[0]["url"]


def is_own_address(request: HttpRequest, address: str) -> bool:
    """Whether an address that came with a request leads to this site and not elsewhere."""
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def _asked_for(request: HttpRequest) -> str:
    if request.method in {"GET", "HEAD"} and is_own_address(request, request.get_full_path()):
        return request.get_full_path()
    return reverse("wagtailadmin_home")


def _proofs(request: HttpRequest, *, second_factor: bool) -> list[float]:
    """When this session was authenticated, seconds since 1970; only by a second factor if that is asked."""
    records = get_authentication_records(request, request.user)
    return [record["at"] for record in records if not second_factor or record.get("method") == "mfa"]
