"""Whether this session, not only this account, proved a second factor."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode


def session_has_second_factor(request: HttpRequest) -> bool:
    """True when the person used a passkey, a one-time code or a recovery code in this very session.

    An account that has a second factor may still hold sessions that never used it; only the session's own record of
    how it was authenticated counts.
    """
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def second_factor_step(request: HttpRequest) -> str | None:
    """Where this person must go before the editor's screens open, or None when the session proved a second factor.

    Somebody without any factor is sent to choose one, somebody who has one to use it; both come back to the page that
    they asked for.
    """
    if session_has_second_factor(request):
        return None
    has_factor = Authenticator.objects.filter(user_id=request.user.pk).exists()
    name = "mfa_reauthenticate" if has_factor else "mfa_index"
    return f"{reverse(name)}?{urlencode({'next': request.path})}"
