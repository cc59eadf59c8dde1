"""Looking at a page, the search and the finder as others: what those read, never more than oneself, kept nowhere."""

from copy import deepcopy

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.models import AuditEntry
from tests.factories import a_circle, a_member, a_page, an_organisation, workspace_of
from tests.factories.directory import a_listed_entry
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
KINDS = [Kind.PUBLIC, Kind.MEMBERS, Kind.ORGANISATION, Kind.CIRCLE]
WORD = "Lantern"


def a_house():
    """A page for each audience, their editor in one circle, and a page for members of another organisation."""
    owner = an_organisation()
    editor = a_member(owner, "editor")
    house = {"editor": editor, "circle": a_circle(editor), "others": a_circle(a_member(owner)), "pages": {}}
    for kind in KINDS:
        page = a_page(workspace_of(owner), f"{WORD} for {kind.value}")
        actions.set_audience(page, Audience(kind, house["circle"] if kind == Kind.CIRCLE else None), by=None)
        house["pages"][kind] = page
    secret = a_page(workspace_of(owner), f"{WORD} for others")
    actions.set_audience(secret, Audience(Kind.CIRCLE, house["others"]), by=None)
    return house | {"secret": secret}


house_made = made_once(a_house)


@pytest.fixture
def house(house_made):
    copied = deepcopy(house_made)
    return copied | {"client": signed_in(copied["editor"])}


def audience(house, name: str) -> str:
    return f"circle:{house[name].uuid}" if name in ("circle", "others") else name


def look(house, page, name: str, **more):
    return house["client"].get(
        reverse("organisations_admin:page_as", args=[page.pk]), {"as": audience(house, name), **more}
    )


def is_shown(response) -> bool:
    return f"<h1>{WORD}" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("public", [Kind.PUBLIC]),
        ("members", [Kind.PUBLIC, Kind.MEMBERS]),
        ("circle", [Kind.PUBLIC, Kind.MEMBERS, Kind.CIRCLE]),
    ],
)
@pytest.mark.parametrize("draft", [False, True])
def test_page_is_shown_as_those_see_it(house, name, expected, draft):
    answers = {
        kind: look(house, page, name, **({"draft": "1"} if draft else {})) for kind, page in house["pages"].items()
    }

    assert [kind for kind, answer in answers.items() if is_shown(answer)] == expected
    assert all("You are viewing this as:" in answer.content.decode() for answer in answers.values())


def test_page_that_they_cannot_read_says_so_in_the_bar_alone(house):
    html = look(house, house["pages"][Kind.ORGANISATION], "public").content.decode()

    assert "There is nothing here for you to read" in html
    assert "They cannot read this page." in html
    assert WORD not in html


def test_draft_is_shown_and_the_published_page_is_not_changed(house):
    page = house["pages"][Kind.MEMBERS].specific
    page.title = f"{WORD} as drafted"
    page.save_revision()

    shown = [look(house, page, "members", **more).content.decode() for more in ({}, {"draft": "1"})]

    assert ["as drafted</h1>" in html for html in shown] == [False, True]


@pytest.mark.parametrize("name", ["others", "organisation", "nobody", "circle:x", ""])
@pytest.mark.parametrize("where", ["page_as", "search_as", "finder_as"])
def test_as_whom_one_may_not_look_is_the_common_404(house, name, where):
    args = [house["pages"][Kind.PUBLIC].pk] if where == "page_as" else []
    address = reverse(f"organisations_admin:{where}", args=args)

    statuses = [house["client"].get(address, {"as": each}).status_code for each in ("public", audience(house, name))]

    assert statuses == [200, 404]


def test_it_is_never_more_than_one_reads_oneself(house):
    """Who left the circle, or whose organisation was suspended, sees less at the next request."""
    page = house["pages"][Kind.CIRCLE]
    before = is_shown(look(house, page, "circle"))

    actions.end_circle_membership(house["editor"].circle_memberships.get(), by=None)

    assert (before, look(house, page, "circle").status_code) == (True, 404)


def test_secretariat_that_is_no_member_sees_as_members_what_the_public_sees(house):
    from tests.factories import an_appointed

    client = signed_in(an_appointed("secretariat"))
    address = reverse("organisations_admin:search_as")

    found = [
        f"for {kind.value}"
        in client.get(address, {"as": "members", "q": WORD})
        .content.decode()
        .replace("<mark>", "")
        .replace("</mark>", "")
        for kind in (Kind.PUBLIC, Kind.MEMBERS)
    ]

    assert found == [True, False]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("public", [Kind.PUBLIC]),
        ("members", [Kind.PUBLIC, Kind.MEMBERS]),
        ("circle", [Kind.PUBLIC, Kind.MEMBERS, Kind.CIRCLE]),
    ],
)
def test_search_finds_what_those_find(house, name, expected):
    answer = house["client"].get(reverse("organisations_admin:search_as"), {"as": audience(house, name), "q": WORD})

    html = answer.content.decode().replace("<mark>", "").replace("</mark>", "")
    assert [kind for kind in KINDS if f"{WORD} for {kind.value}" in html] == expected
    assert "for others" not in html
    assert "You are viewing this as:" in html


def test_finder_is_shown_with_its_entries_and_the_bar(house):
    entry = a_listed_entry()

    answer = house["client"].get(reverse("organisations_admin:finder_as"), {"as": "public"})

    html = answer.content.decode()
    assert (entry.name in html, "You are viewing this as: the public." in html) == (True, True)


def test_nothing_of_it_is_kept(house):
    page = house["pages"][Kind.MEMBERS]
    house["client"].get("/admin/")
    sessions, entries = list(Session.objects.values_list("session_data", flat=True)), AuditEntry.objects.count()
    shown = look(house, page, "members")

    visitor, oneself = Client().get(page.url), house["client"].get(page.url)

    assert is_shown(shown)
    assert (shown.headers["Cache-Control"], shown.cookies.keys()) == ("private, no-store", {}.keys())
    assert (visitor.status_code, "viewing this as" in oneself.content.decode()) == (404, False)
    assert list(Session.objects.values_list("session_data", flat=True)) == sessions
    assert AuditEntry.objects.count() == entries
    for cache in caches.all():
        assert WORD not in str(getattr(cache, "_cache", ""))


def test_visitor_is_not_served_what_was_made_for_the_view(house):
    page = house["pages"][Kind.PUBLIC]
    look(house, page, "public")

    assert "viewing this as" not in Client().get(page.url).content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_sent_there(house, method):
    address = reverse("organisations_admin:page_as", args=[house["pages"][Kind.PUBLIC].pk])

    assert getattr(house["client"], method)(address).status_code == 404


def test_page_of_others_and_readers_of_the_site_reach_nothing(house):
    theirs = a_page(workspace_of(an_organisation()))
    reader = a_member(Page.objects.get(pk=house["secret"].pk).access.owner, "reader")

    statuses = [look(house, page, "public").status_code for page in (house["pages"][Kind.PUBLIC], theirs)]

    address = reverse("organisations_admin:page_as", args=[house["pages"][Kind.PUBLIC].pk])
    assert (statuses, signed_in(reader).get(address).status_code) == ([200, 404], 404)
