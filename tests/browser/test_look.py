"""How the frame of every page behaves: its direction, strong magnification, forced colours, paper, the way out."""

import pytest

from content.page_cache import forget_kept_pages
from home.models import SiteSettings


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("es", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_page_reads_in_the_direction_of_its_language(visit, language, direction):
    page = visit(f"/{language}/", script=False)

    html = page.locator("html")

    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, direction)


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_bar_stands_on_one_line(visit, language):
    page = visit(f"/{language}/")

    heights = []
    for width in (320, 1216, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        heights.append(page.locator(".bar > .wrap").evaluate("element => element.offsetHeight"))

    assert heights == [44, 52, 52]


def test_page_magnified_four_times_is_not_covered_by_its_head(visit):
    page = visit("/en/directory/", width=320, height=225)

    position = page.locator(".top").evaluate("element => getComputedStyle(element).position")

    assert position == "static"


def test_forced_colours_keep_the_band_and_its_signs(visit):
    page = visit("/en/", forced_colors="active")

    border = page.locator(".signs").evaluate("element => getComputedStyle(element).borderBlockStartWidth")

    assert (border, page.locator(".signs-list a").count()) == ("4px", 8)


def test_paper_has_no_way_out_no_menu_no_foot_and_no_address(visit):
    page = visit("/en/defenders/")
    page.emulate_media(media="print")

    shown = [page.locator(name).is_visible() for name in (".leave", ".bar", ".foot", ".cite", "h1")]

    assert shown == [False, False, False, False, True]


# -- The way out ---------------------------------------------------------------------------------------------------


@pytest.fixture
def ordinary(site):
    """“Leave this site” leads to an address that this test may open."""
    address = f"{site}/robots.txt"
    SiteSettings.objects.update(leave_address=address)
    forget_kept_pages()
    return address


def press_shift_three_times(page):
    for _press in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("leave", [lambda page: page.locator(".leave").click(), press_shift_three_times])
def test_leaving_replaces_the_page_in_its_tab(ordinary, visit, leave):
    page = visit("/en/organisations/")
    page.goto(page.url.replace("organisations", "defenders"))

    leave(page)
    page.wait_for_url(ordinary)
    page.go_back()

    assert page.url.endswith("/en/organisations/")


def test_leaving_covers_the_page_at_once(ordinary, visit):
    page = visit("/en/defenders/")
    page.route(ordinary, lambda route: None)  # a slow line: the ordinary page does not come

    cover = page.evaluate(
        """() => {
          document.querySelector(".leave").click();
          const box = document.querySelector(".gone").getBoundingClientRect();
          return [box.left, box.top, box.width, box.height];
        }"""
    )

    assert cover == [0, 0, 1280, 900]


def test_leaving_is_a_link_without_script(ordinary, visit):
    page = visit("/en/defenders/", script=False)

    page.locator(".leave").click()

    assert page.url == ordinary


def test_capital_letters_do_not_lead_away(visit):
    page = visit("/en/account/login/")
    page.locator("input").first.focus()

    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")

    assert page.locator(".gone").count() == 0
