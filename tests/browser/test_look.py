"""How the frame of every page looks and behaves: languages, widths, colours, the keyboard, the way out, paper."""

import pytest

from content.page_cache import forget_kept_pages
from home.models import SiteSettings
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.factories import a_locale, a_page, an_organisation, workspace_of

ADDRESSES = ["defenders/", "safer-use/", "organisations/", "nothing/here/"]
WAYS = [
    pytest.param("en", 1280, "light", id="en-wide-light"),
    pytest.param("en", 320, "dark", id="en-narrow-dark"),
    pytest.param("ar", 1280, "dark", id="ar-wide-dark"),
    pytest.param("ar", 320, "light", id="ar-narrow-light"),
]
# Where each digit and plus sign of the isolated numbers stands, one list an element: [left edges].
PLACES = """
() => [...document.querySelectorAll('main bdi[dir="ltr"]')].map(element => {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), places = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    [...text.data].forEach((letter, at) => {
      if (!/[0-9+]/.test(letter)) return;
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      places.push(range.getBoundingClientRect().left);
    });
  }
  return places;
}).filter(places => places.length > 1)
"""


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("language", "width", "scheme"), WAYS)
def test_page_breaks_no_rule_and_fits_its_window(visit, axe, address, language, width, scheme):
    page = visit(f"/{language}/{address}", width=width, scheme=scheme)

    found = axe(page)

    assert (found, page.evaluate("document.documentElement.scrollWidth")) == ([], width)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_of_an_organisation_breaks_no_rule(visit, axe, language):
    organisation = an_organisation("Aurora Rights Centre")

    page = visit(workspace_of(organisation).url.replace("/en/", f"/{language}/", 1), width=320)

    assert axe(page) == []


@pytest.mark.parametrize("media", ["screen", "print"])
def test_digits_of_dates_ascend_from_left_to_right_in_arabic(visit, media):
    organisation = an_organisation()
    actions.translate_workspace(organisation, a_locale("ar"), by=None)
    actions.set_audience(a_page(workspace_of(organisation, "ar")), Audience(Kind.PUBLIC), by=None)
    page = visit(workspace_of(organisation, "ar").url)
    page.emulate_media(media=media)

    places = page.evaluate(PLACES)

    assert len(places) > 0
    assert [sorted(each) for each in places] == places


def test_page_magnified_four_times_is_not_covered_by_its_head(visit):
    page = visit("/en/directory/", width=320, height=225)

    position = page.locator(".top").evaluate("element => getComputedStyle(element).position")

    assert position == "static"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_keyboard_meets_the_way_out_then_the_content(visit, language):
    page = visit(f"/{language}/defenders/", script=False)

    met = []
    for _press in range(3):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.className"))

    assert met == ["leave", "skip", "name"]


def test_menu_opens_without_script_on_a_narrow_screen(visit):
    page = visit("/en/defenders/", width=320, script=False)
    link = page.get_by_role("link", name="Organisations", exact=True)
    before = link.is_visible()

    page.get_by_text("Menu", exact=True).click()

    assert (before, link.is_visible()) == (False, True)


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
