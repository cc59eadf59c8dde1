"""Whether everybody can use the pages of an account, and what the page for signing in says and takes."""

import pytest

from tests.factories import a_person

OWN = [
    "profile/",
    "second-factor/",
    "password/change/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
]


@pytest.mark.parametrize("path", OWN)
def test_pages_of_an_account_break_no_accessibility_rule_and_fit(visit, axe, path):
    person = a_person(password="seven grey herons at dusk", display_name="A rather long name of somebody")
    page = visit(f"/ar/account/{path}", by=person, second_factor=path == "2fa/", width=320, scheme="dark")

    found = axe(page)

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_refused_form_says_so_to_everybody(visit, axe):
    page = visit("/en/account/login/")
    page.get_by_label("E-mail address").fill("nobody@example.org")
    page.get_by_label("Password", exact=True).fill("not a password of anybody")
    page.get_by_role("button", name="Sign in", exact=True).click()

    said = page.get_by_role("alert").inner_text()

    assert "do not belong together" in said
    assert axe(page) == []


def test_addresses_and_codes_are_typed_from_left_to_right_in_arabic(visit):
    page = visit("/ar/account/login/")

    directions = page.evaluate(
        "[...document.querySelectorAll('#main input:not([type=hidden])')].map(each => getComputedStyle(each).direction)"
    )

    assert directions == ["ltr", "ltr"]
