"""What allauth does differently here: nobody signs up alone, and second-factor secrets are encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from accounts import encryption


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No public sign-up: a coordinator invites."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_full_name()

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict:
        """What an authenticator shows: the chosen name, never the e-mail address."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.get_full_name(), "display_name": user.get_full_name()}
