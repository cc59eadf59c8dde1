"""Moving a page: among one's own, with its translations, and never to wider readers without a yes."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from campaigns.models import CampaignPage
from organisations import actions, rules
from organisations.access import rules_if_moved
from organisations.actions.audiences import Audience, Kind
from organisations.models import AuditEntry, PageAccess
from tests.factories import a_circle, a_locale, a_member, a_page, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_house() -> dict[str, Any]:
    """A workspace with a page for everybody and one for the organisation alone, each with a page below it."""
    organisation = an_organisation()
    people = {role: a_member(organisation, role) for role in ("writer", "editor")}
    workspace = workspace_of(organisation)
    opened, closed = a_page(workspace, "Open"), a_page(workspace, "Closed")
    for page, kind in ((opened, Kind.PUBLIC), (closed, Kind.ORGANISATION)):
        actions.set_audience(Page.objects.get(pk=page.pk), Audience(kind), by=people["editor"])
    below_closed, below_open = a_page(closed, "Below closed"), a_page(opened, "Below open")
    for page in (below_closed, below_open):
        actions.set_audience(Page.objects.get(pk=page.pk), Audience(Kind.PUBLIC), by=people["editor"])
    pages = {"workspace": workspace, "open": opened, "closed": closed, "below closed": below_closed}
    return {"organisation": organisation, **people, **pages, "below open": below_open}


made = made_once(a_house)


@pytest.fixture
def house(made):
    """The same with every page read anew: where they stand changes from test to test."""
    return {name: Page.objects.get(pk=it.pk) if isinstance(it, Page) else it for name, it in made.items()}


def choose(client: Client, page: Page, place: Page) -> Any:
    return client.post(reverse("wagtailadmin_pages:move", args=[page.pk]), {"new_parent_page": place.pk})


def confirm(client: Client, page: Page, place: Page, **sent: str) -> Any:
    """What is answered to a yes to the screen as it is now."""
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.pk])
    seen = re.search(r'name="seen" value="(\w+)"', client.get(url).content.decode())
    return client.post(url, {"seen": seen[1] if seen else "", **sent})


def parent_of(page: Page) -> int:
    return Page.objects.get(pk=page.pk).get_parent().pk


def test_page_is_moved_after_its_readers_were_told(house):
    client, page, place = signed_in(house["editor"]), house["below open"], house["closed"]

    chosen = choose(client, page, place)
    asked = client.get(chosen.url).content.decode()
    answer = confirm(client, page, place)

    assert (answer.status_code, parent_of(page)) == (302, place.pk)
    assert house["organisation"].name in asked
    assert 'name="sure"' not in asked
    assert AuditEntry.objects.filter(action="page.moved", object_id=str(page.pk)).count() == 1
    assert PageAccess.objects.get(page=page).policy.key == PageAccess.objects.get(page=place).policy.key


@pytest.mark.parametrize(("sent", "moved"), [({}, False), ({"sure": "on"}, True)])
def test_page_gets_wider_readers_only_after_a_yes(house, sent, moved):
    client, page, place = signed_in(house["editor"]), house["below closed"], house["open"]

    answer = confirm(client, page, place, **sent)

    assert (answer.status_code, parent_of(page) == place.pk) == ((302, True) if moved else (200, False))
    assert (PageAccess.objects.get(page=page).policy.key == "") is moved
    noted = AuditEntry.objects.filter(action="page.widened_by_move").values_list("details", flat=True)
    assert [each["after"] for each in noted] == ([""] if moved else [])
    assert moved or "More people could read it there" in answer.content.decode()


def test_what_changed_since_it_was_asked_is_asked_again(house):
    client, page, place = signed_in(house["editor"]), house["below open"], house["closed"]
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.pk])
    seen = re.search(r'name="seen" value="(\w+)"', client.get(url).content.decode())[1]
    actions.set_audience(place, Audience(Kind.MEMBERS), by=house["editor"])

    answer = client.post(url, {"seen": seen, "sure": "on"})

    assert (answer.status_code, parent_of(page)) == (200, house["open"].pk)
    assert "Something changed meanwhile" in answer.content.decode()


def test_writer_moves_a_draft_and_not_to_wider_readers(house):
    client = signed_in(house["writer"])
    closed, opened = (a_page(house[name], live=False) for name in ("closed", "open"))
    for page in (closed, opened):
        actions.set_audience(Page.objects.get(pk=page.pk), Audience(Kind.PUBLIC), by=house["editor"])

    narrower = confirm(client, opened, house["closed"])
    wider = confirm(client, closed, house["open"], sure="on")
    published = client.get(reverse("wagtailadmin_pages:move", args=[house["below open"].pk]))

    assert [each.status_code for each in (narrower, wider, published)] == [302, 200, 404]
    assert (parent_of(opened), parent_of(closed)) == (house["closed"].pk, house["closed"].pk)
    assert "Only editors and coordinators may decide that" in wider.content.decode()


@pytest.mark.parametrize(
    ("page", "place", "words"),
    [
        ("open", "open", "cannot stand below itself"),
        ("open", "below open", "cannot stand below itself"),
        ("below open", "open", "stands there already"),
        ("below open", "alias", "only repeats another one"),
        ("below open", "french", "in another language"),
        ("below open", "shared", "where the same organisations own everything"),
        ("below open", "campaign", "cannot stand there"),
        ("below open", "same address", "has the same address already"),
        ("locked", "open", "This page is locked"),
    ],
)
def test_move_that_cannot_be_is_refused_in_words(house, page, place, words):
    client, things = signed_in(house["editor"]), with_places(house, page, place)
    stands = parent_of(things[page])

    chosen = choose(client, things[page], things[place])
    confirmed = confirm(client, things[page], things[place], sure="on")

    assert [each.status_code for each in (chosen, confirmed)] == [200, 200]
    assert [words in each.content.decode() for each in (chosen, confirmed)] == [True, True]
    assert parent_of(things[page]) == stands


def a_shared_page(house: dict[str, Any]) -> Page:
    shared, others = a_page(house["workspace"]), an_organisation()
    actions.invite_co_owner(shared, others, by=house["editor"])
    actions.agree_to_co_own(shared, others, by=house["editor"])
    return shared


def a_place_of_the_same_address(house: dict[str, Any]) -> Page:
    same = a_page(house["workspace"])
    a_page(same, slug=house["below open"].slug)
    return same


def a_campaign_page(house: dict[str, Any]) -> Page:
    campaign = CampaignPage(title="A campaign", demand="Open the door.", locale=house["workspace"].locale)
    return Page.objects.get(pk=house["workspace"].pk).add_child(instance=campaign)


def a_locked_page(house: dict[str, Any]) -> Page:
    locked = a_page(house["workspace"])
    Page.objects.filter(pk=locked.pk).update(locked=True, locked_by=house["writer"])
    return locked


def a_french_workspace(house: dict[str, Any]) -> Page:
    return actions.translate_workspace(house["organisation"], a_locale("fr"), by=None)


def an_alias(house: dict[str, Any]) -> Page:
    place = Page.objects.get(pk=house["workspace"].pk)
    return house["closed"].specific.create_alias(parent=place, update_slug="again")


MORE_PLACES = {
    "shared": a_shared_page,
    "same address": a_place_of_the_same_address,
    "campaign": a_campaign_page,
    "locked": a_locked_page,
    "french": a_french_workspace,
    "alias": an_alias,
}


def with_places(house: dict[str, Any], *names: str) -> dict[str, Any]:
    """The house, and of these places those that it has not."""
    made = {name: MORE_PLACES[name](house) for name in MORE_PLACES if name in names}
    return house | {name: Page.objects.get(pk=page.pk) for name, page in made.items()}


def test_place_of_another_organisation_is_the_common_404(house):
    client, page = signed_in(house["editor"]), house["below open"]
    foreign = a_page(workspace_of(an_organisation()))

    answers = [choose(client, page, foreign), confirm(client, page, foreign), choose(client, foreign, house["open"])]
    missing = client.post(reverse("wagtailadmin_pages:move", args=[page.pk]))

    assert [each.status_code for each in (*answers, missing)] == [404, 404, 404, 404]
    assert parent_of(page) == house["open"].pk


def test_places_that_are_offered_are_those_that_are_accepted(house):
    client, page = signed_in(house["editor"]), house["below open"]
    things = with_places(house, *MORE_PLACES)

    html = client.get(reverse("wagtailadmin_pages:move", args=[page.pk])).content.decode()

    offered = set(re.findall(r'<option value="(\d+)"', html))
    named = {name for name, thing in things.items() if isinstance(thing, Page) and str(thing.pk) in offered}
    assert named == {"workspace", "closed", "below closed", "same address", "locked"}


def test_translations_move_along_and_those_without_a_place_are_named(house):
    editor, page, place = house["editor"], house["below open"], house["closed"]
    there = {}
    for code in ("fr", "es"):
        actions.translate_workspace(house["organisation"], a_locale(code), by=None)
        for each in (house["open"], page, *([place] if code == "fr" else [])):
            there[code, each.pk] = each.specific.copy_for_translation(a_locale(code))
    client = signed_in(editor)
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.pk])

    asked = client.get(url).content.decode()
    answer = confirm(client, page, place)

    french, spanish = there["fr", page.pk], there["es", page.pk]
    assert answer.status_code == 302
    assert (parent_of(french), parent_of(spanish)) == (there["fr", place.pk].pk, there["es", house["open"].pk].pk)
    assert "These translations stay where they are" in asked
    assert [f"({a_locale(code)})" in asked for code in ("es", "fr")] == [True, False]


@pytest.mark.parametrize("audience", ["public", "members", "organisation", "circle"])
def test_rules_that_are_foretold_are_those_that_come(house, audience):
    """Of the page, of what stands below it and of its translations, for each audience of the place."""
    editor, organisation = house["editor"], house["organisation"]
    chosen = Audience(Kind(audience), a_circle(editor) if audience == "circle" else None)
    page, place = house["below closed"], house["open"]
    a_page(page)
    actions.translate_workspace(organisation, a_locale("fr"), by=None)
    for each in (house["closed"], page):
        each.specific.copy_for_translation(a_locale("fr"))
    actions.set_audience(place, chosen, by=editor)

    foretold = rules_if_moved({page.path: place.path})
    page.move(place, "last-child")

    rows = PageAccess.objects.filter(page__in=list(foretold)).select_related("policy")
    assert {row.page_id: rules.rule_of(row.policy.rule) for row in rows} == foretold
    assert len(foretold) >= 3


def test_order_is_changed_by_editors_only(house):
    workspace, last = house["workspace"], a_page(house["workspace"])
    foreign = a_page(workspace_of(an_organisation()))
    url = reverse("wagtailadmin_pages:set_page_position", args=[last.pk]) + "?position=0"
    editor = signed_in(house["editor"])

    refused = [
        signed_in(house["writer"]).post(url).status_code,
        editor.post(url.replace("=0", f"={'9' * 20}")).status_code,
        editor.post(reverse("wagtailadmin_pages:set_page_position", args=[foreign.pk])).status_code,
    ]
    before = Page.objects.get(pk=workspace.pk).get_children().last().pk
    done = editor.post(url).status_code

    assert refused == [404, 404, 404]
    assert (before, done, Page.objects.get(pk=workspace.pk).get_children().first().pk) == (last.pk, 200, last.pk)
