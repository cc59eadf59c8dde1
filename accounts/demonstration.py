"""How a newcomer signs in to a demonstration: accounts whose passwords and codes can be read on a page.

Nothing here works unless settings.DEMONSTRATION is on, which only the development settings say.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import encryption
from accounts.models import User

# In the authenticator's row: what marks the account as one of a demonstration.
MARK = "demonstration"
PERIOD = 30


@dataclass(frozen=True)
class SignIn:
    """All that is needed to sign in to one demonstration account; code is the one-time code of this half minute."""

    email: str
    name: str
    role: str
    password: str
    code: str
    recovery_codes: tuple[str, ...]


@transaction.atomic
def make_demonstration_account(*, email: str, display_name: str, password: str, language: str, role: str = "") -> User:
    """Make an account with an authenticator app and recovery codes, or bring the one that exists up to date.

    Arguments: language, a code of settings.LANGUAGES; role, a few words for the list of accounts.
    Raises ImproperlyConfigured outside the development settings, ValidationError when the address belongs to an
    account that is not of a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise ImproperlyConfigured("Demonstration accounts exist only with the development settings.")
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = User.objects.create_user(email)
        authenticator = TOTP.activate(person, generate_totp_secret()).instance
    else:
        authenticator = _marked().filter(user=person).first()
    if authenticator is None:
        raise ValidationError(_("%(address)s is a real account.") % {"address": email})
    authenticator.data[MARK] = {"role": role, "password": encryption.encrypt(password)}
    authenticator.save(update_fields=["data"])
    RecoveryCodes.activate(person)
    person.display_name, person.language = display_name, language
    if not (person.has_usable_password() and person.check_password(password)):
        person.set_password(password)
    person.save()
    return person


def demonstration_accounts() -> list[SignIn]:
    """Every demonstration account, in the order in which they were made. Empty outside the development settings."""
    return list(_sign_ins()) if settings.DEMONSTRATION else []


def sign_in_lines() -> list[str]:
    """What to print for a newcomer: for each account who it is, the address, the password and the recovery codes."""
    lines = []
    for account in demonstration_accounts():
        lines.append(f"{account.name} ({account.role})" if account.role else account.name)
        lines.append(f"    {account.email}    {account.password}")
        lines.append("    " + _("recovery codes: %(codes)s") % {"codes": " ".join(account.recovery_codes)})
    return lines


@require_safe
@never_cache
def authenticator(request: HttpRequest) -> HttpResponse:
    """The page that stands in for the phones of the people of the demonstration. Reloads itself with each new code."""
    if not settings.DEMONSTRATION:
        raise Http404
    seconds_left = PERIOD - int(time.time()) % PERIOD
    context = {"accounts": demonstration_accounts(), "seconds_left": seconds_left}
    response = render(request, "account/authenticator.html", context)
    response.headers["Refresh"] = str(seconds_left)
    return response


def _sign_ins() -> Iterator[SignIn]:
    for row in _marked().select_related("user").order_by("pk"):
        secret, mark = encryption.decrypt(row.data["secret"]), row.data[MARK]
        recovery = Authenticator.objects.filter(user=row.user, type=Authenticator.Type.RECOVERY_CODES).first()
        yield SignIn(
            email=row.user.email,
            name=row.user.get_full_name(),
            role=mark["role"],
            password=encryption.decrypt(mark["password"]),
            code=format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD)),
            recovery_codes=tuple(recovery.wrap().get_unused_codes()) if recovery else (),
        )


def _marked() -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(type=Authenticator.Type.TOTP, data__has_key=MARK)
