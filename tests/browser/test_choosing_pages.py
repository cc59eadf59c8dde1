"""Choosing a page to link to, with the script of the dialog: going down, searching, and what is chosen then."""

import re

from playwright.sync_api import Page, expect

from home.models import HomePage
from tests.factories import an_appointed, english_home


def open_dialog(page: Page) -> None:
    chosen = page.locator("#id_safety_page-chooser")
    chosen.get_by_role("button", name="Actions").click()
    page.get_by_role("button", name="Choose another page").locator("visible=true").first.click()
    expect(page.get_by_role("heading", name="Choose a page")).to_be_visible()


def test_page_is_found_by_going_down_and_by_searching(visit):
    front = english_home()
    page = visit(f"/admin/pages/{front.pk}/edit/", by=an_appointed("secretariat"))
    chosen = page.locator("#id_safety_page-chooser [data-chooser-title]")
    expect(chosen).to_have_text("Use this site more safely")

    # It begins where the chosen page stands.
    open_dialog(page)
    page.get_by_role("link", name="One step up").click()
    page.locator(f'.page-results a.navigate-pages[href*="/{front.pk}/"]').click()
    page.locator(".page-results").get_by_role("link", name="Who is a defender?", exact=True).click()
    expect(chosen).to_have_text("Who is a defender?")

    open_dialog(page)
    expect(page.get_by_role("link", name="One step up")).to_be_visible()
    page.get_by_label("Words in the title").fill("human rights defenders")
    page.locator(f'.page-results a[href*="/choose-page/{front.pk}/"]').click()
    expect(page.locator(".page-results").get_by_role("link", name="Who is a defender?", exact=True)).to_be_visible()
    page.get_by_label("Words in the title").fill("site keeps")
    expect(page.locator(".page-results [role=alert]")).to_have_text("1 page")
    page.locator(".page-results").get_by_role("link", name="What this site keeps", exact=True).click()
    expect(chosen).to_have_text("What this site keeps")

    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(re.compile(r"/admin/pages/$"))
    assert HomePage.objects.get(pk=front.pk).safety_page.title == "What this site keeps"
