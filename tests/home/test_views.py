"""What the site answers beside its pages: members, the way out, maps, and the one page for all that is not there."""

import re

import pytest
from django.test import Client

from home.models import SiteSettings
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.factories import a_locale, a_member, a_page, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def get(address: str, client: Client | None = None, **headers: str):
    return (client or Client()).get(address, headers=headers)


def html_of(address: str) -> str:
    return get(address).content.decode()


# -- The organisations ---------------------------------------------------------------------------------------------


def named_in(html: str) -> list[str]:
    return re.findall(r'<h2 class="row-title"><a href="[^"]*"[^>]*>(.*?)</a>', html)


def test_members_are_listed_by_name_once_each():
    second, first = an_organisation("Ushindi"), an_organisation("Aurora")
    actions.translate_workspace(second, a_locale("fr"), by=None)

    named = named_in(html_of("/en/organisations/"))

    assert named == ["Aurora", "Ushindi"]
    assert first.name == "Aurora"


def test_member_without_a_page_in_the_language_is_marked():
    an_organisation("Aurora")

    html = html_of("/ar/organisations/")

    assert 'lang="en" dir="ltr">Aurora</a>' in html

    assert (named_in(html), 'class="kind"><bdi lang="en">English</bdi>' in html) == (["Aurora"], True)


def test_suspended_member_is_not_listed_at_the_next_request():
    organisation = an_organisation("Aurora")
    before = named_in(html_of("/en/organisations/"))

    actions.suspend_organisation(organisation, by=a_member(an_organisation("Other")))

    assert (before, named_in(html_of("/en/organisations/"))) == (["Aurora"], ["Other"])


@pytest.mark.parametrize("count", [1, 3])
def test_members_are_listed_with_the_same_queries_whatever_their_number(count, django_assert_num_queries):
    for _each in range(count):
        an_organisation()

    with django_assert_num_queries(6):
        html = html_of("/en/organisations/")

    assert len(named_in(html)) == count


# -- The way out ---------------------------------------------------------------------------------------------------


def test_leaving_ends_the_session_and_has_the_browser_forget():
    SiteSettings.objects.update(leave_address="https://weather.example/")
    client = signed_in(a_member(an_organisation()))

    response = client.get("/leave/")

    assert (response.status_code, response.headers["Location"]) == (302, "https://weather.example/")
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "private" in response.headers["Cache-Control"]
    assert client.session.is_empty()


def test_visitor_who_comes_by_the_route_leaves_too():
    response = get("/leave/")

    assert (response.status_code, dict(response.cookies)) == (302, {})


# -- Maps ----------------------------------------------------------------------------------------------------------


def test_map_holds_what_visitors_may_read_and_no_more():
    page = a_page(workspace_of(an_organisation()))
    address = f"<loc>http://testserver{page.url}</loc>"
    before = address in html_of("/sitemap.xml")

    actions.set_audience(page, Audience(Kind.MEMBERS), by=None)

    assert (before, address in html_of("/sitemap.xml")) == (True, False)


def test_map_is_the_same_for_a_member():
    person = a_member(organisation := an_organisation())
    page = a_page(workspace_of(organisation))
    actions.set_audience(page, Audience(Kind.ORGANISATION), by=None)

    seen = get("/sitemap.xml", signed_in(person)).content

    assert (get(page.url, signed_in(person)).status_code, seen) == (200, get("/sitemap.xml").content)


def test_crawlers_are_told_what_to_leave_alone_and_where_the_map_is():
    lines = html_of("/robots.txt").splitlines()

    assert ("Disallow: /admin/" in lines, lines[-1]) == (True, "Sitemap: http://testserver/sitemap.xml")


# -- What is not there ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["en", "ar"])
def test_restricted_page_and_missing_page_are_answered_alike(code):
    organisation = an_organisation()
    if code != "en":
        actions.translate_workspace(organisation, a_locale(code), by=None)
    page = a_page(workspace_of(organisation, code))
    actions.set_audience(page, Audience(Kind.ORGANISATION), by=None)
    missing = page.url.replace(page.slug, "x" * len(page.slug))

    kept, gone = get(page.url), get(missing)

    assert kept.content.decode().replace(page.slug, "") == gone.content.decode().replace("x" * len(page.slug), "")
    assert (kept.status_code, dict(kept.headers)) == (404, dict(gone.headers))


def test_page_for_what_is_not_there_offers_help_and_signing_in():
    html = html_of("/en/nothing/here/")

    offered = ["/en/account/login/?next=/en/nothing/here/", "/en/#help", "/en/directory/"]
    assert [address for address in offered if f'href="{address}"' not in html] == []


def test_form_from_elsewhere_is_refused_in_the_readers_language():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/ar/account/login/", {"login": "someone@example.org"})

    assert (response.status_code, '<html lang="ar" dir="rtl">' in response.content.decode()) == (403, True)


# -- The page of an organisation -----------------------------------------------------------------------------------


def titles_in(html: str) -> list[str]:
    return re.findall(r'<h3 class="row-title"><a href="[^"]*"[^>]*>(.*?)</a>', html)


def test_page_of_an_organisation_lists_what_visitors_may_read_of_it():
    workspace = workspace_of(an_organisation())
    a_page(workspace_of(an_organisation()), "Of others")
    kept = a_page(workspace, "For some")
    actions.set_audience(a_page(workspace, "For all"), Audience(Kind.PUBLIC), by=None)
    before = sorted(titles_in(html_of(workspace.url)))

    actions.set_audience(kept, Audience(Kind.MEMBERS), by=None)

    assert (before, titles_in(html_of(workspace.url))) == (["For all", "For some"], ["For all"])


def test_page_of_an_organisation_lists_what_it_owns_with_others_once_it_agreed():
    first, second = an_organisation(), an_organisation()
    campaign = a_campaign(first, "Of both")
    actions.invite_co_owner(campaign, second, by=a_member(first, "editor"))
    before = titles_in(html_of(workspace_of(second).url))

    actions.agree_to_co_own(campaign, second, by=a_member(second, "editor"))
    shown = titles_in(html_of(workspace_of(second).url))
    actions.set_audience(campaign, Audience(Kind.ORGANISATION), by=None)

    assert (before, shown, titles_in(html_of(workspace_of(second).url))) == ([], ["Of both"], [])


def test_organisation_has_a_name_of_its_own_in_each_language():
    organisation = an_organisation("Aurora")
    actions.translate_workspace(organisation, a_locale("ar"), by=None)
    page = workspace_of(organisation, "ar")
    page.title = "مركز أورورا"
    page.save_revision().publish()

    own, listed = html_of(page.url), html_of("/ar/organisations/")

    assert ("<h1>مركز أورورا</h1>" in own, named_in(listed)) == (True, ["مركز أورورا"])
    assert named_in(html_of("/en/organisations/")) == ["Aurora"]


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_an_organisation_costs_the_same_whatever_it_published(count, django_assert_num_queries):
    workspace = workspace_of(an_organisation())
    for _each in range(count):
        a_page(workspace)
    html_of("/es/")

    with django_assert_num_queries(13):
        html = html_of(workspace.url)

    assert len(titles_in(html)) == count
