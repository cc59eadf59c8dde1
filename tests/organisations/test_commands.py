"""The commands with which an operator begins: the first organisations, and the first people with a role."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from organisations.models import Appointment, Membership, Organisation
from tests.factories import an_organisation

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_organisation_is_opened_in_every_language():
    said = run("open_organisation", "Casa Faro", "--acronym", "CF", "--country", "ec")

    organisation = Organisation.objects.get(slug="casa-faro")
    assert "casa-faro" in said
    assert (organisation.name, organisation.acronym, organisation.country) == ("Casa Faro", "CF", "EC")
    assert set(organisation.workspaces.values_list("locale__language_code", "live")) == {
        (code, True) for code in ("en", "es", "fr", "ar")
    }


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (["Casa Faro"], "already"),
        (["Other", "--slug", "casa-faro"], "already"),
        (["بيت المنارة"], "--slug"),
        (["  "], "--slug"),
    ],
)
def test_organisation_that_cannot_be_opened_is_refused_and_nothing_is_made(words, match):
    an_organisation("Casa Faro")
    before = Organisation.objects.count()

    with pytest.raises(CommandError, match=match):
        run("open_organisation", *words)

    assert Organisation.objects.count() == before


def test_person_with_a_role_chooses_a_password_by_mail():
    organisation = an_organisation()

    said = run("give_role", "First@Example.org", "coordinator", "--organisation", organisation.slug, "--name", "Ines")

    [address] = [word.rstrip(".") for word in said.split() if word.startswith("/")]
    Client().post(address, {"email": "first@example.org"})
    assert [message.to for message in mail.outbox] == [["first@example.org"]]
    membership = Membership.objects.get(person__email="first@example.org")
    assert (membership.organisation, membership.role, membership.person.display_name) == (
        organisation,
        "coordinator",
        "Ines",
    )


def test_role_is_given_again_without_a_second_account():
    organisation = an_organisation()
    run("give_role", "first@example.org", "reader", "--organisation", organisation.slug)

    run("give_role", "FIRST@example.org", "editor", "--organisation", organisation.slug, "--until", "2030-01-31")

    [membership] = Membership.objects.filter(organisation=organisation)
    assert (membership.role, str(membership.until)) == ("editor", "2030-01-31")
    assert User.objects.filter(email__iexact="first@example.org").count() == 1


@pytest.mark.parametrize(("role", "needs"), [("secretariat", False), ("auditor", False), ("vetter", True)])
def test_network_roles_are_given_too(role, needs):
    organisation = an_organisation()

    run("give_role", "first@example.org", role, *(["--organisation", organisation.slug] if needs else []))

    assert Appointment.objects.get(person__email="first@example.org").role == role


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (["first@example.org", "editor"], "--organisation"),
        (["first@example.org", "vetter"], "--organisation"),
        (["first@example.org", "editor", "--organisation", "nobody"], "nobody"),
        (["not an address", "secretariat"], "valid"),
        (["first@example.org", "king"], "invalid choice"),
    ],
)
def test_role_that_cannot_be_given_is_refused_and_no_account_is_made(words, match):
    with pytest.raises(CommandError, match=match):
        run("give_role", *words)

    assert not User.objects.exists()
