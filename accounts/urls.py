"""The addresses of signing in, the second factor and one's own account: each with the methods it takes.

What allauth offers beyond these (sign-up, e-mail management, codes by mail) has no address and answers like any page
that does not exist.
"""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.http import HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import views

READ = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")


def door(
    methods: tuple[str, ...], route: str, view: Callable[..., HttpResponseBase], name: str, *, regular: bool = False
) -> URLPattern:
    """One address that takes these methods only and whose answer nobody keeps."""
    guarded = never_cache(require_http_methods(list(methods))(view))
    # Behind the question mark stands where to go on to; content/page_cache.py leaves it there.
    guarded.reads_query = True  # type: ignore[attr-defined]
    return (re_path if regular else path)(route, guarded, name=name)


urlpatterns = [
    door(FORM, "login/", account.login, "account_login"),
    door(FORM, "logout/", account.logout, "account_logout"),
    door(FORM, "reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    door(FORM, "profile/", views.profile, "account_profile"),
    door(FORM, "password/change/", views.ChangePassword.as_view(), "account_change_password"),
    door(FORM, "password/reset/", account.password_reset, "account_reset_password"),
    door(READ, "password/reset/done/", account.password_reset_done, "account_reset_password_done"),
    door(
        FORM,
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        "account_reset_password_from_key",
        regular=True,
    ),
    door(
        READ,
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    door(READ, "second-factor/", views.second_factor, "account_second_factor"),
    door(READ, "2fa/", factor.index, "mfa_index"),
    door(FORM, "2fa/authenticate/", factor.authenticate, "mfa_authenticate"),
    door(FORM, "2fa/reauthenticate/", factor.reauthenticate, "mfa_reauthenticate"),
    door(FORM, "2fa/totp/activate/", app.activate_totp, "mfa_activate_totp"),
    door(FORM, "2fa/totp/deactivate/", app.deactivate_totp, "mfa_deactivate_totp"),
    door(READ, "2fa/webauthn/", passkey.list_webauthn, "mfa_list_webauthn"),
    door(FORM, "2fa/webauthn/add/", passkey.add_webauthn, "mfa_add_webauthn"),
    door(FORM, "2fa/webauthn/login/", passkey.login_webauthn, "mfa_login_webauthn"),
    door(FORM, "2fa/webauthn/reauthenticate/", passkey.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    door(FORM, "2fa/webauthn/keys/<int:pk>/edit/", passkey.edit_webauthn, "mfa_edit_webauthn"),
    door(FORM, "2fa/webauthn/keys/<int:pk>/remove/", passkey.remove_webauthn, "mfa_remove_webauthn"),
    door(READ, "2fa/recovery-codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    door(READ, "2fa/recovery-codes/download/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    door(FORM, "2fa/recovery-codes/generate/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
]
