"""What follows when allauth takes a second factor from an account; it announces that by signal only."""

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.signals import authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.second_factor import has_second_factor


@receiver(authenticator_removed)
def forget_proof(request: HttpRequest, user: User, **kwargs: object) -> None:
    """A session whose account has no second factor any more has none either."""
    if not has_second_factor(user):
        records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            record for record in records if record.get("method") != "mfa"
        ]
