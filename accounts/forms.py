"""What people fill in to sign in, to prove a second factor and to say who they are: allauth's forms, put plainly."""

import re
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import tasks
from accounts.models import User


class Plain:
    """A form without placeholders, whose addresses, passwords and codes are typed from left to right."""

    from_left_to_right = ("login", "email", "password", "oldpassword", "password1", "password2", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # a mixin for forms
            field.widget.attrs.pop("placeholder", None)
            if name in self.from_left_to_right:
                field.widget.attrs |= {"dir": "ltr", "spellcheck": "false", "autocapitalize": "none"}
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class SignInForm(Plain, account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""


class ConfirmPasswordForm(Plain, account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(Plain, account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class AskForResetForm(Plain, account_forms.ResetPasswordForm):
    """Takes any address and answers all alike; whether it is known is looked up only where the mail is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")

    def clean_email(self) -> str:
        return self.cleaned_data["email"]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        tasks.ask_for_reset_link(self.cleaned_data["email"])
        return self.cleaned_data["email"]


class NewPasswordForm(Plain, account_forms.ResetPasswordKeyForm):
    pass


class OpenAccountForm(Plain, account_forms.PasswordVerificationMixin, forms.Form):
    """What somebody who was invited chooses: how they are called, and a password that is not like their name."""

    display_name = forms.CharField(
        label=_("Name shown to others"),
        max_length=120,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        help_text=_("What colleagues see beside your work. It need not be your real name."),
    )
    password1 = account_forms.SetPasswordField(label=_("Password"))
    password2 = account_forms.PasswordField(label=_("Password, once more"), autocomplete="new-password")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        # The password is looked at beside the address, and the name when it is known, of the account that is to be.
        self._judge_password_beside("")

    def clean_display_name(self) -> str:
        name = self.cleaned_data["display_name"]
        self._judge_password_beside(name)
        return name

    def _judge_password_beside(self, name: str) -> None:
        self.fields["password1"].user = User(email=self.email, display_name=name)  # type: ignore[attr-defined]  # as allauth does


class OnceOnly(Plain):
    """A code that was used is refused for as long as the clock would still accept it.

    allauth remembers a code for one period, but accepts those of the neighbouring periods too.
    """

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]  # a mixin for forms with a code
        if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            periods = 2 * mfa_settings.TOTP_TOLERANCE + 1
            digits = re.sub(r"\D", "", code)
            key = f"accounts.used-code:{self.user.pk}:{digits}"  # type: ignore[attr-defined]
            if not cache.add(key, True, periods * mfa_settings.TOTP_PERIOD):
                raise get_factor_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OnceOnly, factor_forms.AuthenticateForm):
    pass


class ConfirmCodeForm(OnceOnly, factor_forms.ReauthenticateForm):
    pass


class AddAppForm(Plain, totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six digits that the app shows now")


class AddPasskeyForm(Plain, passkey_forms.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"].label = _("A name for it")
        self.fields["name"].help_text = _("So that you can tell it from others, such as “My phone”.")
        self.fields["name"].widget.attrs |= {"dir": "auto", "maxlength": 80}


class RenamePasskeyForm(Plain, passkey_forms.EditWebAuthnForm):
    name = forms.CharField(label=_("A name for it"), max_length=80, widget=forms.TextInput({"dir": "auto"}))


class ProfileForm(forms.ModelForm):
    """How a person is called and in which language they see the editor's screens."""

    class Meta:
        model = User
        fields = ["display_name", "language"]
        widgets = {"display_name": forms.TextInput({"dir": "auto", "autocomplete": "off"})}
