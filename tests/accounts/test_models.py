"""Accounts themselves, and what may be said of them to others."""

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from django.contrib.messages import get_messages
from django.core import mail
from django.db import IntegrityError

from accounts import tasks
from accounts.checks import demonstration_stays_at_home
from accounts.models import User
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def test_account_needs_an_address():
    with pytest.raises(ValueError, match="address"):
        User.objects.create_user("  ")


def test_account_is_unique_whatever_the_case_of_its_address():
    a_person(email="Ana@Example.org")

    found = User.objects.get_by_natural_key("ANA@example.ORG")

    assert found.email == "ana@example.org"
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="ANA@example.org")])


def test_superuser_is_no_more_than_what_django_asks_for():
    person = User.objects.create_superuser("root@example.org", "seven grey herons at dusk")

    assert (person.is_staff, person.is_superuser, person.language) == (True, True, "en")


@pytest.mark.parametrize(("name", "shown"), [("Amina", "Amina"), ("", "Unnamed person")])
def test_others_see_the_chosen_name_and_never_the_address(name, shown):
    person = a_person(display_name=name)

    device = get_factor_adapter().get_public_key_credential_user_entity(person)

    assert (str(person), person.get_short_name(), get_factor_adapter().get_totp_label(person)) == (shown,) * 3
    assert (device["name"], device["display_name"]) == (shown, shown)
    assert person.email not in str(device)


def test_nobody_signs_up_alone(rf):
    assert get_adapter().is_open_for_signup(rf.get("/")) is False


def test_holder_of_a_closed_account_is_sent_back_with_a_word(client):
    request = client.get("/en/account/login/").wsgi_request
    request._messages = get_messages(request)
    with context.request_context(request):
        answer = get_adapter(request).respond_user_inactive(request, a_person(is_active=False))

    assert (answer.status_code, answer["Location"]) == (302, "/en/account/login/")


@pytest.mark.parametrize(("is_active", "mails"), [(True, 1), (False, 0)])
def test_notice_goes_to_open_accounts_and_names_nothing(is_active, mails):
    person = a_person(is_active=is_active)

    tasks.mail_notice.enqueue(person.pk)

    assert len(mail.outbox) == mails
    assert [message for message in mail.outbox if "network" in (message.subject + message.body).lower()] == []


@pytest.mark.parametrize(("on", "found"), [(True, ["accounts.E001"]), (False, [])])
def test_check_refuses_demonstration_accounts_outside_development(settings, on, found):
    # Settings that a test changes name no module, as those of a real site name none of the two that may.
    settings.DEMONSTRATION = on

    errors = demonstration_stays_at_home()

    assert [error.id for error in errors] == found
