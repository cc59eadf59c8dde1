"""Whether the front page reaches everybody: each language, width and colour scheme, and with scripts off."""

import pytest

WAYS = [
    pytest.param("en", 1280, "light", id="en-wide-light"),
    pytest.param("en", 320, "dark", id="en-narrow-dark"),
    pytest.param("ar", 1280, "dark", id="ar-wide-dark"),
    pytest.param("ar", 320, "light", id="ar-narrow-light"),
]


@pytest.mark.parametrize(("language", "width", "scheme"), WAYS)
def test_front_page_breaks_no_accessibility_rule(visit, axe, language, width, scheme):
    page = visit(f"/{language}/", width=width, scheme=scheme)

    found = axe(page)

    assert found == []


@pytest.mark.parametrize(("language", "width", "scheme"), WAYS)
def test_front_page_is_no_wider_than_its_window(visit, language, width, scheme):
    page = visit(f"/{language}/", width=width, scheme=scheme)

    inner = page.evaluate("document.documentElement.scrollWidth")

    assert inner == width


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("es", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_front_page_reads_in_the_direction_of_its_language_without_script(visit, language, direction):
    page = visit(f"/{language}/", script=False)

    html = page.locator("html")

    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, direction)


def test_front_page_keeps_nothing_in_the_browser(visit):
    page = visit("/en/")

    kept = page.context.storage_state()

    assert kept == {"cookies": [], "origins": []}
