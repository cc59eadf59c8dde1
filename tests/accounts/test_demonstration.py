"""Accounts of the demonstration: usable by a newcomer, impossible anywhere but in development."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from accounts import demonstration
from tests.factories import a_person
from tests.factories.sessions import code_of

pytestmark = pytest.mark.django_db

WHO = {
    "email": "amina@demonstration.example",
    "display_name": "Amina",
    "password": "invented words for a newcomer",
    "language": "ar",
    "role": "Editor of the first organisation",
}
PRODUCTION = {
    "SECRET_KEY": "x" * 60,
    "FIELD_ENCRYPTION_KEY": "ZGV2ZWxvcG1lbnQtb25seS1rZXktbm90LXNlY3JldCE=",
    "AUDIT_KEY": "y" * 60,
    "ALLOWED_HOSTS": "localhost",
    "SITE_URL": "https://localhost",
    "DATABASE_URL": "sqlite://:memory:",
    "DEMONSTRATION": "True",
}
ASK_PRODUCTION = """
import django; django.setup()
from django.conf import settings
from django.core.checks import run_checks
from django.urls import Resolver404, resolve
def errors(): return [each.id for each in run_checks() if each.id == "accounts.E001"]
try: resolve("/dev/authenticator/"); address = "found"
except Resolver404: address = "none"
before = (settings.DEMONSTRATION, errors())
settings.DEMONSTRATION = True
print(address, before, errors())
"""


def test_demonstration_account_signs_in_with_what_the_page_shows(client):
    demonstration.make_demonstration_account(**WHO)
    shown = demonstration.demonstration_accounts()[0]

    client.post("/en/account/login/", {"login": shown.email, "password": shown.password})
    answer = client.post("/en/account/2fa/authenticate/", {"code": shown.code})

    assert answer["Location"] == "/ar/"
    assert (shown.name, shown.role) == ("Amina", "Editor of the first organisation")
    assert shown.code == code_of(demonstration.User.objects.get(email=shown.email))


def test_demonstration_account_signs_in_with_a_printed_recovery_code(client):
    demonstration.make_demonstration_account(**WHO)
    printed = demonstration.sign_in_lines()
    email, password = printed[1].split(maxsplit=1)
    recovery_code = printed[2].split()[-1]

    client.post("/en/account/login/", {"login": email, "password": password})
    answer = client.post("/en/account/2fa/authenticate/", {"code": recovery_code})

    assert answer.status_code == 302
    assert printed[0] == "Amina (Editor of the first organisation)"


def test_demonstration_account_is_made_once_and_brought_up_to_date():
    first = demonstration.make_demonstration_account(**WHO)
    codes = demonstration.demonstration_accounts()[0].recovery_codes

    second = demonstration.make_demonstration_account(**{**WHO, "display_name": "Amina K.", "language": "fr"})

    shown = demonstration.demonstration_accounts()
    assert (first.pk, second.language, len(shown)) == (second.pk, "fr", 1)
    assert (shown[0].name, shown[0].recovery_codes) == ("Amina K.", codes)


def test_demonstration_never_takes_over_a_real_account():
    real = a_person(email=WHO["email"], password="a real password of theirs")

    with pytest.raises(ValidationError, match="real account"):
        demonstration.make_demonstration_account(**WHO)
    real.refresh_from_db()

    assert real.check_password("a real password of theirs") is True
    assert demonstration.demonstration_accounts() == []


def test_authenticator_page_shows_codes_and_reloads_itself(settings):
    settings.ROOT_URLCONF = "network_site.urls_dev"
    demonstration.make_demonstration_account(**WHO)

    answer = Client().get("/dev/authenticator/")

    page = answer.content.decode()
    shown = demonstration.demonstration_accounts()[0]
    assert [word for word in (shown.email, shown.password, shown.code, shown.role) if word not in page] == []
    assert 1 <= int(answer["Refresh"]) <= 30
    assert "no-store" in answer["Cache-Control"]


def test_authenticator_page_has_no_address_outside_development(client):
    with pytest.raises(NoReverseMatch):
        reverse("dev_authenticator")

    assert client.get("/dev/authenticator/", follow=True).status_code == 404


def test_nothing_of_it_works_when_the_setting_is_off(settings):
    demonstration.make_demonstration_account(**WHO)
    assert len(demonstration.demonstration_accounts()) == 1

    settings.DEMONSTRATION = False

    assert demonstration.demonstration_accounts() == []
    with pytest.raises(Http404):
        demonstration.authenticator(RequestFactory().get("/dev/authenticator/"))
    with pytest.raises(ImproperlyConfigured):
        demonstration.make_demonstration_account(**WHO)


@pytest.mark.slow
def test_production_knows_neither_the_address_nor_the_setting():
    environment = {**os.environ, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "network_site.settings.base"}

    said = subprocess.run(  # noqa: S603 - our own interpreter, our own words
        [sys.executable, "-c", ASK_PRODUCTION], env=environment, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "none (False, []) ['accounts.E001']"
