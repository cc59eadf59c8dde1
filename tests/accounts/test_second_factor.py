"""The second factor: set up, asked for at sign-in, counted for the session and not for the account."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.second_factor import (
    confirmed_recently,
    has_second_factor,
    second_factor_step,
    session_has_second_factor,
)
from tests.factories import a_member, a_person, an_organisation
from tests.factories.sessions import an_app, code_for, code_of, signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "seven grey herons at dusk"
LOGIN, CODE = "/en/account/login/", "/en/account/2fa/authenticate/"
WORKPLACE = "/admin/"


def request_of(client, person, path="/admin/pages/"):
    request = RequestFactory().get(path)
    request.session, request.user = client.session, person
    return request


def with_password(person):
    client = Client()
    client.post(LOGIN, {"login": person.email, "password": PASSWORD})
    return client


# -- At sign-in ----------------------------------------------------------------------------------------------------


def test_password_alone_does_not_sign_in_an_account_that_has_a_second_factor():
    person = a_person(password=PASSWORD)
    an_app(person)

    client = Client()
    answer = client.post(LOGIN, {"login": person.email, "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, CODE)
    assert "_auth_user_id" not in client.session


def test_one_time_code_signs_in_and_counts_for_the_session():
    person = a_person(password=PASSWORD)
    an_app(person)
    client = with_password(person)

    answer = client.post(CODE, {"code": code_of(person)})

    assert answer.status_code == 302
    assert session_has_second_factor(request_of(client, person)) is True


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_one_time_code_may_be_half_a_minute_off(seconds):
    person = a_person(password=PASSWORD)
    an_app(person)
    client = with_password(person)

    answer = client.post(CODE, {"code": code_of(person, at=time.time() + seconds)})

    assert answer.status_code == 302


@pytest.mark.parametrize("seconds", [-90, 90])
def test_one_time_code_of_another_minute_is_refused(seconds):
    person = a_person(password=PASSWORD)
    an_app(person)
    client = with_password(person)

    answer = client.post(CODE, {"code": code_of(person, at=time.time() + seconds)})

    assert answer.status_code == 200
    assert "That did not match" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("later", [5, 45])
def test_one_time_code_works_once_for_as_long_as_the_clock_accepts_it(later):
    person = a_person(password=PASSWORD)
    an_app(person)

    with time_machine.travel(1_800_000_000, tick=False) as clock:
        code = code_of(person, at=time.time() + 30)
        first = with_password(person).post(CODE, {"code": code})
        clock.shift(later)
        second = with_password(person).post(CODE, {"code": code})

    assert (first.status_code, second.status_code) == (302, 200)


def test_recovery_code_signs_in_once():
    person = a_person(password=PASSWORD)
    an_app(person)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    first, second = with_password(person), with_password(person)

    answers = [client.post(CODE, {"code": code}) for client in (first, second)]

    assert [answer.status_code for answer in answers] == [302, 200]
    assert session_has_second_factor(request_of(first, person)) is True
    assert len(RecoveryCodes.activate(person).get_unused_codes()) == 9


def test_codes_cannot_be_guessed_without_end():
    person = a_person(password=PASSWORD)
    an_app(person)
    client = with_password(person)
    for _attempt in range(5):
        client.post(CODE, {"code": "000000"})

    answer = client.post(CODE, {"code": code_of(person)})

    assert "Too many attempts" in answer.content.decode()
    assert "_auth_user_id" not in client.session


# -- What counts: the session, not the account ---------------------------------------------------------------------


def test_session_that_never_used_the_factor_does_not_count_though_the_account_has_one():
    person = a_person(password=PASSWORD)
    before = with_password(person)
    an_app(person)

    counts = {
        "before": session_has_second_factor(request_of(before, person)),
        "with": session_has_second_factor(request_of(signed_in(person), person)),
    }

    assert counts == {"before": False, "with": True}


def test_session_of_one_person_does_not_count_for_another():
    one, other = a_person(), a_person()
    client = signed_in(one)

    counts = [session_has_second_factor(request_of(client, person)) for person in (one, other)]

    assert counts == [True, False]


@pytest.mark.parametrize(
    ("made", "step"),
    [
        ("visitor", "account_login"),
        ("password, no factor", "account_second_factor"),
        ("password, has factor", "mfa_reauthenticate"),
        ("factor", None),
        ("factor, taken away since", "account_second_factor"),
    ],
)
def test_second_factor_step_names_what_is_missing(made, step):
    person = a_person()
    client = signed_in(person, second_factor=made.startswith("factor"))
    if made == "password, has factor":
        an_app(person)
    if made == "factor, taken away since":
        Authenticator.objects.filter(user=person).delete()
    request = request_of(client, person, "/admin/pages/4/?tab=1")
    if made == "visitor":
        request.user = AnonymousUser()

    found = second_factor_step(request)

    expected = f"{reverse(step)}?next=%2Fadmin%2Fpages%2F4%2F%3Ftab%3D1" if step else None
    assert found == expected


def test_second_factor_step_after_a_post_leads_to_a_page_that_can_be_read():
    person = a_person()
    request = RequestFactory().post("/admin/pages/4/edit/")
    request.session, request.user = signed_in(person, second_factor=False).session, person

    found = second_factor_step(request)

    assert found == reverse("account_second_factor") + "?next=%2Fadmin%2F"


def test_admin_opens_only_to_a_session_with_a_second_factor():
    editor = a_member(an_organisation(), "editor", password=PASSWORD)
    an_app(editor)

    answers = {
        "password": signed_in(editor, second_factor=False).get(WORKPLACE),
        "factor": signed_in(editor).get(WORKPLACE),
    }

    assert answers["password"].status_code == 302
    assert answers["password"]["Location"].startswith("/en/account/2fa/reauthenticate/?next=")
    assert answers["factor"].status_code == 200


def test_visitor_has_proved_nothing(client):
    asked = request_of(client, AnonymousUser())

    found = [has_second_factor(asked.user), session_has_second_factor(asked), confirmed_recently(asked)]

    assert found == [False, False, False]


# -- The way to one ------------------------------------------------------------------------------------------------


def test_newcomer_is_led_through_an_app_and_recovery_codes_to_where_they_wanted_to_go():
    editor = a_member(an_organisation(), "editor", password=PASSWORD)
    client = with_password(editor)

    choice = client.get(client.get(WORKPLACE)["Location"])
    setting_up = client.get("/en/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="long">([A-Z2-7]{32})<', setting_up)[1]
    activated = client.post("/en/account/2fa/totp/activate/", {"code": code_for(secret)})["Location"]
    confirm = client.get(activated)["Location"]
    counts_before = session_has_second_factor(request_of(client, editor))
    confirmed = client.post(confirm, {"code": code_for(secret)})["Location"]
    codes = client.get(confirmed).content.decode()
    led_to = client.get("/en/account/second-factor/")["Location"]

    assert choice.status_code == 200
    assert "<svg" in setting_up
    assert "data:" not in setting_up
    assert confirm == "/en/account/2fa/reauthenticate/?next=%2Fen%2Faccount%2F2fa%2Frecovery-codes%2F"
    assert (counts_before, session_has_second_factor(request_of(client, editor))) == (False, True)
    assert len(re.findall(r'<li><bdi dir="ltr">\d{8}</bdi></li>', codes)) == 10
    assert (led_to, client.get(led_to).status_code) == (WORKPLACE, 200)


def test_wrong_code_sets_up_nothing_and_keeps_the_secret():
    person = a_person(password=PASSWORD)
    client = with_password(person)
    before = client.get("/en/account/2fa/totp/activate/").content.decode()

    answer = client.post("/en/account/2fa/totp/activate/", {"code": "000000"})

    secret = re.search(r'class="long">([A-Z2-7]{32})<', before)[1]
    assert answer.status_code == 200
    assert secret in answer.content.decode()
    assert Authenticator.objects.filter(user=person).count() == 0


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/admin/"])
def test_way_to_a_second_factor_forgets_addresses_of_elsewhere(wanted):
    person = a_person()
    client = signed_in(person)

    answer = client.get("/en/account/second-factor/", {"next": wanted})

    assert answer["Location"] == "/en/"


def test_way_to_a_second_factor_ends_with_using_it():
    person = a_person()
    client = signed_in(person, second_factor=False)
    an_app(person)

    answers = [
        client.get("/en/account/second-factor/", query)["Location"] for query in ({}, {"next": "/en/directory/"})
    ]

    assert answers == [
        "/en/account/2fa/reauthenticate/",
        "/en/account/2fa/reauthenticate/?next=%2Fen%2Fdirectory%2F",
    ]


def test_person_without_a_factor_confirms_with_the_password():
    person = a_person(password=PASSWORD)
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        client = with_password(person)
        clock.shift(6 * 60)

        confirm = client.get("/en/account/2fa/totp/activate/")["Location"]
        refused = client.post(confirm, {"password": "not this one at all"})
        confirmed = client.post(confirm, {"password": PASSWORD})

    assert confirm.startswith("/en/account/reauthenticate/?next=")
    assert refused.status_code == 200
    assert confirmed["Location"] == "/en/account/2fa/totp/activate/"


def test_person_with_a_factor_confirms_with_it_and_not_with_the_password():
    person = a_person(password=PASSWORD)
    client = with_password(person)
    an_app(person)

    by_password = client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    setting_up = client.get("/en/account/2fa/totp/deactivate/")

    assert by_password["Location"] == "/en/account/2fa/reauthenticate/"
    assert setting_up["Location"].startswith("/en/account/2fa/reauthenticate/?next=")


@pytest.mark.parametrize(("minutes", "fresh"), [(4, True), (6, False)])
def test_proof_is_fresh_for_five_minutes(minutes, fresh):
    person = a_person()
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        client = signed_in(person)
        clock.shift(minutes * 60)

        found = confirmed_recently(request_of(client, person))
        page = client.get("/en/account/2fa/recovery-codes/generate/")

    assert found is fresh
    assert (page.status_code == 200) is fresh


def test_password_is_no_fresh_proof_for_an_account_with_a_factor():
    person = a_person()
    client = signed_in(person, second_factor=False)
    alone = confirmed_recently(request_of(client, person))
    an_app(person)

    beside_a_factor = confirmed_recently(request_of(client, person))

    assert (alone, beside_a_factor) == (True, False)


def test_removing_the_last_factor_takes_the_proof_from_the_session_too():
    person = a_person()
    client = signed_in(person)
    RecoveryCodes.activate(person)

    answer = client.post("/en/account/2fa/totp/deactivate/")

    assert answer.status_code == 302
    assert Authenticator.objects.filter(user=person).count() == 0
    assert session_has_second_factor(request_of(client, person)) is False


def test_nobody_touches_the_passkey_of_another():
    one, other = a_person(), a_person()
    passkey = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Theirs", "credential": {}})
    paths = [f"/en/account/2fa/webauthn/keys/{passkey.pk}/{what}/" for what in ("edit", "remove")]

    answers = {who: [signed_in(who).get(path).status_code for path in paths] for who in (one, other)}

    assert answers == {one: [404, 404], other: [200, 200]}
