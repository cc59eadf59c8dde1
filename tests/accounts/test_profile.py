"""A person's own page: their name and the language of their screens."""

import pytest
from django.core.exceptions import ValidationError

from accounts.actions import change_profile
from tests.factories import a_person
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db

PROFILE = "/en/account/profile/"


def test_profile_changes_name_and_language_and_answers_in_the_new_one():
    person = a_person(display_name="Old name")
    client = signed_in(person, second_factor=False)

    answer = client.post(PROFILE, {"display_name": "  Amina   K. ", "language": "fr"})
    person.refresh_from_db()

    assert (person.display_name, person.language) == ("Amina K.", "fr")
    assert answer["Location"] == "/fr/account/profile/"


def test_profile_changes_nothing_else_and_nobody_else():
    person, other = a_person(), a_person(display_name="Other")
    client = signed_in(person, second_factor=False)

    client.post(
        PROFILE,
        {"display_name": "New", "language": "en", "email": "x@example.org", "is_superuser": "on", "id": other.pk},
    )
    before = person.email
    person.refresh_from_db()
    other.refresh_from_db()

    assert (person.display_name, person.email, person.is_superuser) == ("New", before, False)
    assert other.display_name == "Other"


def test_profile_refuses_a_language_that_the_site_does_not_speak():
    person = a_person()
    client = signed_in(person, second_factor=False)

    answer = client.post(PROFILE, {"display_name": "New", "language": "xx"})
    person.refresh_from_db()

    assert answer.status_code == 200
    assert "Nothing was changed" in answer.content.decode()
    assert person.language == "en"
    with pytest.raises(ValidationError):
        change_profile(person, display_name="New", language="xx")


def test_profile_is_for_signed_in_people(client):
    answer = client.get(PROFILE)

    assert answer["Location"] == "/en/account/login/?next=/en/account/profile/"


def test_profile_shows_names_as_text():
    person = a_person(display_name="<script>alert(1)</script>")

    page = signed_in(person, second_factor=False).get(PROFILE).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
