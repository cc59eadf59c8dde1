"""Whether every link of the editor's screens leads somewhere, for each role."""

import pytest
from django.urls import reverse
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.ui.components import Component

from organisations import actions
from tests.access.crawl import crawl, leads_to
from tests.factories import a_locale, a_member, an_organisation
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

# For each role how many addresses are reached at least: a crawl that reaches nothing proves nothing.
REACHES = {
    "writer": 120,
    "editor": 140,
    "coordinator": 140,
    "vetter": 5,
    "directory_editor": 8,
    "secretariat": 30,
    "auditor": 4,
}
# How many addresses of the admin are asked; all of them, and those whose screens a coordinator has as well, by
# `make test-access`.
FIRST, ALL = 20, 150
LESS = ("writer", "editor")
DEAD = "/admin/users/"
PLANTED = {
    "link": f'<a href="{DEAD}">x</a>',
    "form": f'<form method="get" action="{DEAD}"></form>',
    "attribute": f'<div data-w-swap-src-value="{DEAD}"></div>',
    "JSON in an attribute": f'<div data-w-init-detail-value="{{&quot;chooserUrls&quot;: [&quot;{DEAD}&quot;]}}"></div>',
    "script": f'<script>new Chooser("id", {{"modalUrl": "{DEAD}"}});</script>',
}


class Planted(Component):
    name, order = "planted", 1

    def __init__(self, markup: str) -> None:
        self.markup = markup

    def render_html(self, parent_context=None) -> str:
        return SafeString(self.markup)


@pytest.mark.parametrize(
    ("role", "at_most"),
    [
        *((role, FIRST) for role in REACHES if role not in LESS),
        *(pytest.param(role, ALL, marks=pytest.mark.long) for role in REACHES),
    ],
)
def test_every_link_of_the_screens_leads_somewhere(world, role, at_most):
    found = crawl(signed_in(world.ours.people[role]), at_most=at_most)

    assert found.dead == {}
    assert len(found.statuses) >= min(at_most, REACHES[role])


@pytest.mark.long
def test_links_lead_somewhere_for_somebody_at_home_in_several_places(world):
    """Workspaces in two languages and in two organisations, a page owned together whose parent is another's, and a
    role in the network besides: where Wagtail's crumbs and lists would begin above all of these."""
    ours, theirs, third = world.ours, world.theirs, an_organisation()
    person = a_member(ours.organisation, "editor")
    actions.translate_workspace(ours.organisation, a_locale("fr"), by=None)
    actions.admit_member(person, third, role="writer", by=None)
    actions.appoint(person, role="secretariat", by=None)
    actions.invite_co_owner(theirs.things["campaign"], ours.organisation, by=theirs.people["editor"])
    actions.agree_to_co_own(theirs.things["campaign"], ours.organisation, by=person)

    found = crawl(signed_in(person), at_most=250)

    assert found.dead == {}
    assert f"/admin/pages/{theirs.things['campaign'].pk}/edit/" in found.statuses
    assert len(found.statuses) >= 100


@pytest.mark.parametrize("role", ["reader", *REACHES])
def test_public_pages_lead_nobody_to_a_shut_screen(world, role):
    """There is no bar over the public pages; whatever else leads from them into the editor's screens opens."""
    client = signed_in(world.ours.people[role])

    pages = [client.get(url) for url in ("/en/", "/en/directory/", world.ours.things["page"].url)]

    links = {link for page in pages for link in leads_to(page)}
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert {link: client.get(link, follow=True).status_code for link in links} == dict.fromkeys(links, 200)
    assert not any("wagtail-userbar" in page.content.decode() for page in pages)


def test_superuser_without_a_role_has_no_screen_at_all(world):
    client = signed_in(world.superuser)

    found = crawl(client)

    assert found.dead == {"/admin/": ""}
    assert [url for url in found.statuses if url.startswith("/admin/")] == ["/admin/"]
    assert client.get(reverse("account_login"), follow=True).redirect_chain == [("/en/", 302)]


@pytest.mark.parametrize("kind", PLANTED)
def test_planted_dead_link_is_found(world, kind):
    def plant(request, panels):
        panels.append(Planted(PLANTED[kind]))

    with hooks.register_temporarily("construct_homepage_panels", plant, order=2000):
        found = crawl(signed_in(world.ours.people["auditor"]), depth=2)

    assert found.dead == {DEAD: "/admin/"}
