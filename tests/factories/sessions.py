"""How tests sign people in: the session holds what allauth writes down when somebody really does."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpRequest
from django.test import Client

from accounts import encryption
from accounts.models import User


def signed_in(person: User, second_factor: bool = True, **client: object) -> Client:
    """A client whose session proved a password and, unless told otherwise, a one-time code.

    With a second factor the account gets an authenticator app if it has none, as it would have in life.
    """
    browser = Client(**client)
    browser.force_login(person)
    request = HttpRequest()
    request.session, request.user = browser.session, person
    record_authentication(request, person, "password", email=person.email)
    if second_factor:
        authenticator = an_app(person)
        record_authentication(request, person, "mfa", id=authenticator.pk, type=authenticator.type)
    request.session.save()
    return browser


def an_app(person: User) -> Authenticator:
    """The person's authenticator app; made if they have none."""
    have = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return have or TOTP.activate(person, generate_totp_secret()).instance


def code_of(person: User, *, at: float | None = None) -> str:
    """The six digits that the person's app shows now, or at another time in seconds since 1970."""
    secret = encryption.decrypt(Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP).data["secret"])
    return code_for(secret, at=at)


def code_for(secret: str, *, at: float | None = None) -> str:
    """The six digits that an app with this secret shows."""
    return format_hotp_value(hotp_value(secret, int(time.time() if at is None else at) // 30))
