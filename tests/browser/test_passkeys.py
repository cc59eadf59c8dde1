"""Passkeys in a real browser: set up, signed in with, used as a second factor; and what there is without scripts."""

import pytest

from accounts.second_factor import has_second_factor
from tests.factories import a_member, an_organisation
from tests.factories.sessions import an_app, code_for, code_of

PASSWORD = "seven grey herons at dusk"
LOGIN = "/en/account/login/"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def editor(site):
    return a_member(an_organisation(), "editor", password=PASSWORD)


def give_device(page, **different):
    """Let the browser believe that it has a device for passkeys. Returns how to talk to it, and its name."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    return talk, talk.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **different}})["authenticatorId"]


def type_password(page, person):
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def set_up_passkey(page, person):
    type_password(page, person)
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("A name for it").fill("My phone")
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("button", name="Continue with a passkey").click()
    page.get_by_role("link", name="I have written them down").click()
    # What the next page still asks for would bring back the cookies that a test takes away.
    page.wait_for_load_state("networkidle")


def test_newcomer_sets_up_a_passkey_and_enters_the_admin(visit, editor):
    page = visit("/admin/")
    give_device(page)
    refused = []
    page.on("console", lambda line: refused.append(line.text) if "Content Security" in line.text else None)
    before = has_second_factor(editor)

    set_up_passkey(page, editor)

    assert (before, has_second_factor(editor)) == (False, True)
    assert page.url.endswith("/admin/")
    assert refused == []


def test_passkey_alone_signs_in_with_both_factors(visit, editor):
    page = visit("/admin/")
    give_device(page)
    set_up_passkey(page, editor)
    page.context.clear_cookies()

    page.goto("/admin/")
    asked_at = page.url
    page.get_by_role("button", name="Continue with a passkey").click()
    page.wait_for_url("**/admin/")

    assert LOGIN in asked_at


def test_passkey_is_a_second_factor_after_the_password(visit, editor):
    page = visit("/admin/")
    give_device(page)
    set_up_passkey(page, editor)
    page.context.clear_cookies()

    page.goto("/admin/")
    type_password(page, editor)
    asked_at = page.url
    page.get_by_role("button", name="Continue with a passkey").click()
    page.wait_for_url("**/admin/")

    assert asked_at.endswith("/en/account/2fa/authenticate/")


def test_device_that_does_not_know_the_person_lets_nobody_in(visit, editor):
    page = visit("/admin/")
    talk, device = give_device(page)
    set_up_passkey(page, editor)
    page.context.clear_cookies()
    talk.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    give_device(page)

    page.goto(LOGIN)
    page.get_by_role("button", name="Continue with a passkey").click()
    page.get_by_text("That did not work").wait_for()

    assert page.url.endswith(LOGIN)
    assert "sessionid" in {cookie["name"] for cookie in page.context.cookies()}
    page.goto("/admin/")
    assert LOGIN in page.url


def test_without_scripts_passkeys_are_explained_and_a_code_signs_in(visit, editor):
    an_app(editor)
    page = visit("/admin/", script=False)

    explained = page.get_by_text("Passkeys need scripts").is_visible()
    offered = page.get_by_role("button", name="Continue with a passkey").is_visible()
    type_password(page, editor)
    page.get_by_label("Code").fill(code_of(editor))
    page.get_by_role("button", name="Sign in", exact=True).click()

    assert (explained, offered) == (True, False)
    assert page.url.endswith("/admin/")


def test_without_scripts_an_app_is_set_up(visit, editor):
    page = visit("/admin/", script=False)
    type_password(page, editor)

    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("dd.code").inner_text()
    page.get_by_label("The six digits").fill(code_for(secret))
    page.get_by_role("button", name="Set it up").click()
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("link", name="I have written them down").click()

    assert page.url.endswith("/admin/")
