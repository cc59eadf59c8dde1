"""Whether everybody can use the pages of signing in: both directions, narrow and wide, light and dark."""

import pytest

from tests.factories import a_person

SIGN_IN = [
    pytest.param(language, width, scheme, id=f"{language}-{width}-{scheme}")
    for language in ("en", "ar")
    for width in (320, 1280)
    for scheme in ("light", "dark")
]
OWN = [
    "profile/",
    "second-factor/",
    "password/change/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
]


@pytest.mark.parametrize(("language", "width", "scheme"), SIGN_IN)
def test_sign_in_page_breaks_no_accessibility_rule_and_fits(visit, axe, language, width, scheme):
    page = visit(f"/{language}/account/login/", width=width, scheme=scheme)

    found = axe(page)

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


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
