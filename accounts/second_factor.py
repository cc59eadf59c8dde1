"""Whether this session, not only this account, proved a second factor."""

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest


def session_has_second_factor(request: HttpRequest) -> bool:
    """True when the person used a passkey, a one-time code or a recovery code in this very session.

    An account that has a second factor may still hold sessions that never used it; only the session's own record of
    how it was authenticated counts.
    """
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)
