"""Signing in with a password, what the answers tell of accounts, and where one lands."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from tests.factories import a_member, a_person, an_organisation
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db

LOGIN = "/en/account/login/"
PASSWORD = "seven grey herons at dusk"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_sign_in_opens_a_session_and_leads_to_the_front_page_in_the_persons_language(client):
    person = a_person(password=PASSWORD, language="ar")

    answer = sign_in(client, person.email)

    assert (answer.status_code, answer["Location"]) == (302, "/ar/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_leads_editors_to_their_screens(client):
    editor = a_member(an_organisation(), "editor", password=PASSWORD)

    answer = sign_in(client, editor.email)

    assert answer["Location"] == reverse("wagtailadmin_home")


def test_sign_in_takes_the_address_in_any_case(client):
    person = a_person(email="ana@example.org", password=PASSWORD)

    answer = sign_in(client, " Ana@Example.ORG ")

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("field", ["email", "password"])
def test_sign_in_answers_alike_for_unknown_wrong_and_closed(client, field):
    known = a_person(password=PASSWORD)
    closed = a_person(password=PASSWORD, is_active=False)
    attempts = {
        "wrong": (known.email, "not the password at all"),
        "unknown": ("nobody@example.org", PASSWORD),
        "closed": (closed.email, PASSWORD),
    }

    answers = {name: sign_in(client, *attempt) for name, attempt in attempts.items()}

    bodies = {
        name: answer.content.decode().replace(attempts[name][0], "ADDRESS").split("</header>")[1]
        for name, answer in answers.items()
    }
    without_tokens = {name: _without_tokens(body) for name, body in bodies.items()}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert without_tokens["wrong"] == without_tokens["unknown"] == without_tokens["closed"]
    assert "do not belong together" in bodies["wrong"]


def _without_tokens(body):
    return "\n".join(line for line in body.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/en/directory/?need=lawyer", "/en/directory/?need=lawyer"),
        ("http://testserver/en/", "http://testserver/en/"),
        ("https://evil.example/", "/en/"),
        ("//evil.example/", "/en/"),
        ("///evil.example/", "/en/"),
        ("/\\evil.example/", "/en/"),
        ("http://localhost.evil.example/", "/en/"),
        ("javascript:alert(1)", "/en/"),
        ("http://localhost:8000/", "/en/"),
    ],
)
def test_sign_in_leads_only_to_addresses_of_this_site(client, wanted, led_to):
    person = a_person(password=PASSWORD)

    answer = sign_in(client, person.email, next=wanted)

    assert answer["Location"] == led_to


def test_sign_in_stops_counting_guesses_for_one_account_without_stopping_others(client):
    victim, other = a_person(password=PASSWORD), a_person(password=PASSWORD)
    for _attempt in range(5):
        sign_in(client, victim.email, "a guess that is wrong")

    answers = [sign_in(client, victim.email), sign_in(client, other.email)]

    assert "Too many attempts" in answers[0].content.decode()
    assert answers[1].status_code == 302


def test_sign_in_counts_guesses_for_unknown_addresses_too(client):
    for _attempt in range(5):
        sign_in(client, "nobody@example.org", "a guess that is wrong")

    answer = sign_in(client, "nobody@example.org", "a guess that is wrong")

    assert "Too many attempts" in answer.content.decode()


def test_session_keeps_neither_network_address_nor_browser_and_is_unreadable_in_the_database(client):
    from django.contrib.sessions.models import Session

    person = a_person(password=PASSWORD)

    client.post(
        LOGIN, {"login": person.email, "password": PASSWORD}, REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="Lynx/9"
    )

    held = str(dict(client.session))
    stored = Session.objects.get().session_data
    assert person.email in held
    assert ("198.51.100.7" in held, "Lynx" in held) == (False, False)
    assert "_auth_user_id" not in stored
    assert set(Session.objects.get().__dict__) == {"_state", "session_key", "session_data", "expire_date"}


def test_accounts_keep_no_second_copy_of_the_address(client):
    person = a_person(password=PASSWORD)

    sign_in(client, person.email)
    client.post("/en/account/password/reset/", {"email": person.email})

    assert EmailAddress.objects.count() == 0


def test_sign_out_needs_a_post_and_ends_the_session(client):
    person = a_person(password=PASSWORD)
    sign_in(client, person.email)

    asked = client.get("/en/account/logout/")
    still_in = "_auth_user_id" in client.session
    done = client.post("/en/account/logout/")

    assert (asked.status_code, still_in) == (200, True)
    assert (done.status_code, "_auth_user_id" in client.session) == (302, False)


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_sign_in_page_speaks_every_language_and_is_kept_by_nobody(client, language):
    answer = client.get(f"/{language}/account/login/")

    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "style=" not in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "signup/",
        "inactive/",
        "email/",
        "confirm-email/",
        "password/set/",
        "login/code/",
        "login/code/confirm/",
        "2fa/webauthn/signup/",
        "2fa/trust/",
    ],
)
def test_what_allauth_offers_beyond_is_the_common_404(client, path):
    answers = [client.get(f"/en/account/{path}"), client.post(f"/en/account/{path}"), client.get("/en/no/such/page/")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert (
        answers[0].content.split(b"<main")[1].split(b"next=")[0]
        == (answers[2].content.split(b"<main")[1].split(b"next=")[0])
    )


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_account_addresses_take_only_the_methods_they_name(client, method):
    answer = getattr(client, method)(LOGIN)

    assert answer.status_code == 405


@pytest.mark.parametrize(
    "path", ["/en/_util/login/", "/en/_util/authenticate_with_password/1/2/", "/en/_util/anything/"]
)
def test_wagtails_doors_on_the_site_are_gone(client, path):
    answers = [client.get(path), client.post(path, {"username": "x", "password": "y"})]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_reset/"])
def test_wagtails_doors_in_the_admin_are_gone(client, path):
    person = a_person(password=PASSWORD)

    answer = client.post(path, {"username": person.email, "password": PASSWORD, "email": person.email})

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, LOGIN)
    assert "_auth_user_id" not in client.session


def test_signing_out_of_the_admin_ends_the_session_and_leads_to_our_own_door():
    editor = a_member(an_organisation(), "editor")
    client = signed_in(editor)
    before = client.get("/admin/").status_code

    answer = client.post("/admin/logout/")

    assert (before, answer.status_code, answer["Location"]) == (200, 302, LOGIN)
    assert client.get("/admin/").status_code == 302
