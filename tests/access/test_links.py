"""Whether every link of the editor's screens leads somewhere, for each role."""

import pytest
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.ui.components import Component

from tests.access.crawl import crawl
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db

# For each role how many addresses are reached at least: a crawl that reaches nothing proves nothing.
REACHES = {
    "writer": 30,
    "editor": 40,
    "coordinator": 40,
    "vetter": 5,
    "directory_editor": 8,
    "secretariat": 30,
    "auditor": 4,
}
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


@pytest.mark.slow
@pytest.mark.parametrize("role", REACHES)
def test_every_link_of_the_screens_leads_somewhere(world, role):
    found = crawl(signed_in(world.ours.people[role]))

    assert found.dead == {}
    assert len(found.statuses) >= REACHES[role]


def test_superuser_without_a_role_has_no_screen_at_all(world):
    assert crawl(signed_in(world.superuser)).statuses == {"/admin/": 404}


@pytest.mark.parametrize("kind", PLANTED)
def test_planted_dead_link_is_found(world, kind):
    def plant(request, panels):
        panels.append(Planted(PLANTED[kind]))

    with hooks.register_temporarily("construct_homepage_panels", plant, order=2000):
        found = crawl(signed_in(world.ours.people["auditor"]), depth=2)

    assert found.dead == {DEAD: "/admin/"}
