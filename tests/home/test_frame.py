"""What stands around every page: the way out, the languages, the foot, and nothing that tells visitors apart."""

import re

import pytest
from django.test import Client

from home.models import ReferencePage, SiteSettings
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.factories import a_locale, a_member, a_page, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, a_translation
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db


def html_of(address: str, client: Client | None = None) -> str:
    return (client or Client()).get(address).content.decode()


def tongues_of(html: str) -> dict[str, tuple[str, bool]]:
    """The language switch: code → address, and whether it says that this page is there."""
    switch = re.search(r'<details class="menu bar-open bar-tongues">.*?</details>', html, re.DOTALL).group()
    links = re.findall(r'<a href="([^"]*)" lang="(\w+)" dir="\w+"( hreflang="\w+")?', switch)
    return {code: (address, bool(same)) for address, code, same in links}


def foot_of(html: str) -> list[str]:
    foot = re.search(r'<footer class="foot">.*?</footer>', html, re.DOTALL).group()
    return re.findall(r'<a href="([^"]*)">', foot)


# -- Languages -----------------------------------------------------------------------------------------------------


def test_language_switch_keeps_a_page_that_is_translated():
    html = html_of("/en/defenders/")

    tongues = tongues_of(html)

    assert tongues == {code: (f"/{code}/defenders/", True) for code in ("en", "es", "fr", "ar")}


def test_language_switch_leads_to_the_front_page_where_the_page_is_missing():
    page = a_page(workspace_of(an_organisation()))

    tongues = tongues_of(html_of(page.url))

    assert tongues == {"en": (page.url, True), "es": ("/es/", False), "fr": ("/fr/", False), "ar": ("/ar/", False)}


def test_language_switch_keeps_a_campaign_at_its_own_address():
    organisation = an_organisation()
    actions.translate_workspace(organisation, a_locale("fr"), by=None)
    campaign = a_campaign(organisation, "Light")
    a_translation(campaign, "fr", slug="lumiere")
    actions.set_audience(campaign, Audience(Kind.PUBLIC), by=None)

    tongues = tongues_of(html_of("/en/campaigns/light/"))

    assert (tongues["fr"], tongues["ar"]) == (("/fr/campaigns/lumiere/", True), ("/ar/", False))


def test_language_switch_tells_no_visitor_of_a_restricted_translation():
    arabic = ReferencePage.objects.get(slug="leaving", locale__language_code="ar")
    before = tongues_of(html_of("/en/leaving/"))["ar"]

    arabic.unpublish()

    assert (before, tongues_of(html_of("/en/leaving/"))["ar"]) == (("/ar/leaving/", True), ("/ar/", False))


def test_language_switch_keeps_the_address_and_the_question_of_a_list():
    html = html_of("/en/campaigns/?concern=labour")

    tongues = tongues_of(html)

    assert tongues["fr"] == ("/fr/campaigns/?concern=labour", True)


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("es", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_page_says_its_language_and_direction(code, direction):
    html = html_of(f"/{code}/")

    assert f'<html lang="{code}" dir="{direction}">' in html


@pytest.mark.parametrize("part", ["directory", "manuals", "campaigns"])
def test_menu_says_where_the_reader_is(part):
    html = html_of(f"/en/{part}/")

    menu = re.search(r"<summary>Menu</summary>(.*?)</details>", html).group(1)
    marked = [(address, bool(here)) for address, here in re.findall(r'<a href="([^"]*)"( aria-current="page")?>', menu)]
    others = ["directory", "manuals", "campaigns"]
    assert marked == [(f"/en/{each}/", each == part) for each in others] + [("/en/account/login/", False)]


# -- Foot ----------------------------------------------------------------------------------------------------------


def test_foot_links_to_the_reference_pages_of_the_language_and_the_organisations():
    html = html_of("/fr/organisations/")

    slugs = ("safer-use", "leaving", "what-is-kept", "defenders", "organisations")
    assert foot_of(html) == [f"/fr/{slug}/" for slug in slugs]


def test_foot_leaves_out_what_is_no_longer_published():
    ReferencePage.objects.get(slug="leaving", locale__language_code="fr").unpublish()

    addresses = foot_of(html_of("/fr/organisations/"))

    assert "/fr/leaving/" not in addresses


def test_foot_leaves_out_pages_that_an_organisation_puts_in_menus():
    page = a_page(workspace_of(an_organisation()), show_in_menus=True)

    addresses = foot_of(html_of("/en/organisations/"))

    assert page.url not in addresses


# -- The person and the visitor ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/en/", "/en/defenders/", "/en/organisations/", "/sitemap.xml", "/robots.txt"])
def test_visitor_gets_no_cookie_and_the_answer_depends_on_none(address):
    response = Client().get(address)

    assert (response.status_code, dict(response.cookies), "Cookie" in response.headers.get("Vary", "")) == (
        200, {}, False,
    )  # fmt: skip


def test_visitor_leaves_straight_to_the_address_of_the_settings():
    SiteSettings.objects.update(leave_address="https://weather.example/")

    html = html_of("/en/organisations/")

    assert '<a class="leave" href="https://weather.example/" rel="noreferrer">' in html


def test_changed_settings_are_seen_at_the_next_request():
    before = "Our own name" in html_of("/en/")
    site = SiteSettings.load()
    site.name_en = "Our own name"

    site.save()

    assert (before, "Our own name" in html_of("/en/")) == (False, True)


def test_way_out_comes_first_in_the_order_of_the_keyboard():
    html = html_of("/en/")

    first = re.findall(r'<a class="([^"]*)"', html)[:2]
    assert first == ["leave", "skip"]


def test_signed_in_person_sees_their_name_and_ways_to_their_account_and_out():
    person = a_member(an_organisation(), "editor", display_name="Noor")

    html = html_of("/en/", signed_in(person))

    shown = ["Noor", 'action="/en/account/logout/"', 'href="/admin/"', 'class="leave" href="/leave/"']
    assert [words for words in shown if words not in html] == []


def test_reader_is_not_shown_the_way_to_the_editors_screens():
    person = a_member(an_organisation(), "reader", display_name="Noor")

    html = html_of("/en/", signed_in(person))

    assert ("Noor" in html, 'href="/admin/"' in html) == (True, False)


# -- Resources -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/en/", "/ar/", "/en/defenders/", "/en/organisations/", "/en/nothing/"])
def test_nothing_is_loaded_from_another_host_and_nothing_stands_inline(address):
    html = html_of(address)

    loaded = re.findall(r'<(?:link|img|script|source|iframe)[^>]*?(?:href|src)="([^"]*)"', html)
    inline = re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", html)
    assert ([there for there in loaded if not re.match(r"/[^/]", there)], inline) == ([], [])
