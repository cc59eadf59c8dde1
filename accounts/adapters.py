"""What allauth does differently here: nobody signs up alone, nothing is told about who has an account, and secrets
of the second factor are encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts import encryption, qr, second_factor, tasks
from accounts.models import User
from accounts.requests import person_of


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address and the password do not belong together."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No public sign-up: a coordinator invites."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The person, or None: a closed account is answered exactly like one that does not exist."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Send the holder of a closed account, who proved it with a passkey, back to the sign-in page."""
        messages.error(request, _("This account is closed. Ask the coordinator of your organisation."))
        return HttpResponseRedirect(reverse("account_login"))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The editor's screens for those who may enter them, else the front page in the person's language."""
        return landing_address(person_of(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_profile")

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of the very host that was asked; other hosts of this site are other places."""
        return bool(url) and second_factor.is_own_address(context.request, str(url))

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict]:
        """How a person confirms who they are: with the second factor if they have one, passkey first.

        A password alone would let whoever knows it change the second factor from a session that never used it.
        """
        methods = super().get_reauthentication_methods(user)
        factors = [method for method in methods if method["id"].startswith("mfa_reauthenticate")]
        factors.sort(key=lambda method: method["id"], reverse=True)
        return factors or methods

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago is not asked again."""
        return not second_factor.confirmed_recently(context.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """No address is looked at: it would be kept with limits and mails, and behind Tor all share one."""
        return "none"

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person that their account changed, in words that say nothing of what it is for."""
        tasks.mail_notice.enqueue(user.pk)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That did not match. A code works once, and only for half a minute: use the next one."),
    }

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return str(user)

    def build_totp_svg(self, url: str) -> SafeString:
        """The address as a picture to scan, written into the page itself: nothing here loads from data: addresses."""
        return qr.svg(url)

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict:
        """What an authenticator shows: the chosen name, never the e-mail address."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": str(user), "display_name": str(user)}


def landing_address(person: User) -> str:
    """Where a person arrives who did not ask for a page: the editor's screens, or the front page in their language.

    A superuser has every right of Django's, and without a role no screen.
    """
    if person.groups.filter(permissions__codename="access_admin").exists():
        return reverse("wagtailadmin_home")
    with override(person.language):
        return reverse("wagtail_serve", args=[""])
