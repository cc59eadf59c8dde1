"""Passwords: which are taken, how they change, how a forgotten one is replaced."""

import re

import pytest
import time_machine
from django.core import mail

from tests.factories import a_person
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db

PASSWORD, NEW = "seven grey herons at dusk", "nine kettles in the rain"
RESET = "/en/account/password/reset/"


def ask(client, email):
    return client.post(RESET, {"email": email})


def link_sent():
    return re.search(r"http://localhost:8000(/\S+)", mail.outbox[-1].body)[1]


def set_password(client, link, password):
    form = client.get(link)["Location"]
    return client.post(form, {"password1": password, "password2": password})


def test_asking_for_a_link_answers_alike_and_mails_only_open_accounts(client):
    person, closed = a_person(), a_person(is_active=False)

    answers = {
        email: ask(client, email) for email in (person.email, closed.email, "nobody@example.org", person.email.upper())
    }

    assert {(answer.status_code, answer["Location"]) for answer in answers.values()} == {(302, f"{RESET}done/")}
    assert [message.to for message in mail.outbox] == [[person.email], [person.email]]


def test_mail_says_nothing_of_what_the_site_is_and_speaks_the_persons_language(client):
    person = a_person(language="fr")

    ask(client, person.email)

    message = mail.outbox[0]
    said = (message.subject + message.body).lower()
    assert "/fr/account/password/reset/key/" in message.body
    assert [word for word in ("network", "defender", "right", person.display_name.lower()) if word in said] == []


def test_link_sets_a_new_password_once_and_ends_other_sessions(client):
    person = a_person(password=PASSWORD)
    elsewhere = signed_in(person, second_factor=False)
    ask(client, person.email)
    link = link_sent()

    done = set_password(client, link, NEW)
    again = client.get(link)
    person.refresh_from_db()

    assert done["Location"] == f"{RESET}key/done/"
    assert person.check_password(NEW) is True
    assert "_auth_user_id" not in client.session
    assert elsewhere.get("/en/account/profile/").status_code == 302
    assert "This link no longer works" in again.content.decode()


@pytest.mark.parametrize(
    ("minutes", "change", "works"),
    [
        (0, str, True),
        (59, str, True),
        (61, str, False),
        (0, lambda link: link[:-2] + "x/", False),
        (0, lambda link: re.sub(r"key/\w+-", "key/zzz-", link), False),
        (0, lambda link: "/en/account/password/reset/key/1-x/", False),
        (0, lambda link: "/en/account/password/reset/key/1-set-password/", False),
    ],
)
def test_expired_or_forged_link_is_told_clearly(client, minutes, change, works):
    person = a_person()
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        ask(client, person.email)
        clock.shift(minutes * 60)

        answer = client.get(change(link_sent()))

    assert (answer.status_code == 302) is works
    if not works:
        assert "This link no longer works" in answer.content.decode()


def test_link_of_one_person_signs_another_out_first(client):
    one, other = a_person(password=PASSWORD), a_person(password=PASSWORD)
    ask(client, one.email)
    browser = signed_in(other, second_factor=False)

    set_password(browser, link_sent(), NEW)
    one.refresh_from_db()
    other.refresh_from_db()

    assert (one.check_password(NEW), other.check_password(PASSWORD)) == (True, True)
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        (NEW, True),
        ("short one", False),
        ("123456789012", False),
        ("qwertyuiop123", False),
        ("person.of.letters@example.org", False),
    ],
)
def test_common_short_and_personal_passwords_are_refused(client, password, taken):
    person = a_person(email="person.of.letters@example.org")
    ask(client, person.email)

    answer = set_password(client, link_sent(), password)
    person.refresh_from_db()

    assert (answer.status_code == 302, person.check_password(password)) == (taken, taken)


def test_asking_too_often_is_stopped_for_that_address_only(client):
    person, other = a_person(), a_person()

    known = [ask(client, person.email).status_code for _time in range(6)]
    unknown = [ask(client, "nobody@example.org").status_code for _time in range(6)]

    assert known == unknown == [302, 302, 302, 302, 302, 429]
    assert ask(client, other.email).status_code == 302


def test_mail_that_cannot_be_sent_stops_nobody_and_tells_nothing(client, settings):
    settings.EMAIL_BACKEND = "tests.accounts.no_mail.NoMail"
    person = a_person()

    answers = [ask(client, email).status_code for email in (person.email, "nobody@example.org")]

    assert answers == [302, 302]


def test_changing_the_password_needs_the_old_one_and_ends_other_sessions():
    person = a_person(password=PASSWORD)
    here, elsewhere = signed_in(person, second_factor=False), signed_in(person, second_factor=False)
    fields = {"password1": NEW, "password2": NEW}

    refused = here.post("/en/account/password/change/", {"oldpassword": "not this one", **fields})
    done = here.post("/en/account/password/change/", {"oldpassword": PASSWORD, **fields})

    assert (refused.status_code, done.status_code) == (200, 302)
    assert here.get("/en/account/profile/").status_code == 200
    assert elsewhere.get("/en/account/profile/").status_code == 302
    assert [message.subject for message in mail.outbox] == ["A change that you should know of"]


def test_changing_the_password_needs_the_second_factor_of_an_account_that_has_one():
    person = a_person(password=PASSWORD)
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        client = signed_in(person)
        fresh = client.get("/en/account/password/change/")
        clock.shift(6 * 60)

        stale = client.get("/en/account/password/change/")

    assert fresh.status_code == 200
    assert stale["Location"].startswith("/en/account/2fa/reauthenticate/")


def test_person_without_a_password_gets_one_by_mail():
    client = signed_in(a_person(), second_factor=False)

    answer = client.get("/en/account/password/change/")

    assert answer["Location"] == RESET
