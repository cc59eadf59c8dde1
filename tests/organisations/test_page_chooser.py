"""The dialog in which editors choose a page to link to: their own pages and what is public, and no trace of others'."""

from copy import deepcopy

import pytest
from django.urls import reverse
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.admin.widgets.chooser import AdminPageChooser

from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.permissions import choosable_pages
from tests.factories import a_circle, a_member, a_page, an_organisation, english_home, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BROWSE, SEARCH = reverse("organisations_admin:choose_page"), reverse("organisations_admin:choose_page_search")
BY_ID = reverse("organisations_admin:choose_page_chosen")
WORD = "Lantern"
ALWAYS = {"Lantern public"}
OF_THEIRS = {"Lantern draft", "Lantern members", "Lantern organisation", "Lantern circle", "Lantern below"}


def below(page) -> str:
    return reverse("organisations_admin:choose_page_below", args=[page.pk])


def a_network():
    """An organisation with one page in every state, its editor, and an editor of another one."""
    owner, other = an_organisation(), an_organisation()
    top = workspace_of(owner)
    pages = {kind: a_page(top, f"{WORD} {kind}") for kind in ("public", "members", "organisation", "circle")}
    pages["draft"] = a_page(top, f"{WORD} draft", live=False)
    pages["below"] = a_page(pages["draft"], f"{WORD} below")
    actions.set_audience(pages["members"], Audience(Kind.MEMBERS), by=None)
    actions.set_audience(pages["organisation"], Audience(Kind.ORGANISATION), by=None)
    actions.set_audience(pages["circle"], Audience(Kind.CIRCLE, a_circle()), by=None)
    return {"top": top, "pages": pages, "owner": a_member(owner, "editor"), "stranger": a_member(other, "writer")}


network_made = made_once(a_network)


@pytest.fixture
def network(network_made):
    return deepcopy(network_made)


def titles_in(text: str) -> set[str]:
    return {
        f"{WORD} {kind}" for kind in ("public", *(title.split()[1] for title in OF_THEIRS)) if f"{WORD} {kind}" in text
    }


@pytest.mark.parametrize(("who", "expected"), [("owner", ALWAYS | OF_THEIRS), ("stranger", ALWAYS)])
def test_search_finds_what_may_be_chosen_and_counts_nothing_else(network, who, expected):
    answer = signed_in(network[who]).get(SEARCH, {"q": WORD.lower()}).content.decode()

    assert titles_in(answer) == expected
    assert f"{len(expected)} page" in answer


@pytest.mark.parametrize(("who", "expected"), [("owner", OF_THEIRS - {"Lantern below"}), ("stranger", set())])
def test_going_down_shows_what_may_be_chosen(network, who, expected):
    answer = signed_in(network[who]).get(below(network["top"])).json()

    assert titles_in(answer["html"]) == expected | ALWAYS
    assert answer["parent_page_id"] == network["top"].pk


@pytest.mark.parametrize("kind", ["draft", "members", "organisation", "circle", "below"])
def test_page_of_others_is_nothing_by_its_id(network, kind):
    page = network["pages"][kind]
    owner, stranger = signed_in(network["owner"]), signed_in(network["stranger"])

    [told] = owner.get(BY_ID, {"id": page.pk}).json()["result"]

    assert (told["id"], told["adminTitle"]) == (page.pk, f"{WORD} {kind}")
    assert owner.get(below(page)).status_code == 200
    assert [stranger.get(url, data).status_code for url, data in ((BY_ID, {"id": page.pk}), (below(page), {}))] == [
        404
    ] * 2
    # One's own beside it does not carry it through.
    public = network["pages"]["public"].pk
    assert stranger.get(BY_ID, {"id": public}).status_code == 200
    assert stranger.get(BY_ID, {"id": [public, page.pk]}).status_code == 404


def test_public_page_of_others_is_told_by_its_published_title_alone(network):
    page = network["pages"]["public"]
    page.title = "Lantern secret plan"
    page.save_revision()
    asked = [(SEARCH, {"q": WORD}), (below(network["top"]), {}), (below(page), {}), (BY_ID, {"id": page.pk})]

    shown = {
        who: ["secret plan" in signed_in(network[who]).get(url, data).content.decode() for url, data in asked]
        for who in ("owner", "stranger")
    }

    assert shown == {"owner": [True] * 4, "stranger": [False] * 4}


def test_place_below_which_everything_is_closed_does_not_say_so(network):
    closed = an_organisation("Closed harbour")
    a_page(workspace_of(closed), live=False)
    home = below(english_home())

    answers = {
        who: signed_in(person).get(home).json()["html"]
        for who, person in {"theirs": a_member(closed, "writer"), "stranger": network["stranger"]}.items()
    }

    assert all("Closed harbour" in html for html in answers.values())
    assert {who: below(workspace_of(closed)) in html for who, html in answers.items()} == {
        "theirs": True,
        "stranger": False,
    }


def test_page_owned_together_does_not_tell_what_stands_above_it(network):
    casa = an_organisation()
    page, above = network["pages"]["below"], network["pages"]["draft"]
    actions.invite_co_owner(page, casa, by=network["owner"])
    actions.agree_to_co_own(page, casa, by=network["owner"])
    co_owner = a_member(casa, "editor")

    parents = {
        person: signed_in(person).get(BY_ID, {"id": page.pk}).json()["result"][0]["parentId"]
        for person in (network["owner"], co_owner)
    }
    answer = signed_in(co_owner).get(below(page)).json()["html"]

    assert parents == {network["owner"]: above.pk, co_owner: None}
    assert (below(above) in answer, 'data-parent-id="null"' in answer, "Lantern draft" in answer) == (
        False,
        True,
        False,
    )
    assert "Lantern below" in signed_in(co_owner).get(BROWSE).json()["html"]


@pytest.mark.parametrize(("kind", "expected"), [("public", True), ("below", False)])
def test_box_and_link_begin_where_the_page_stands_only_when_that_is_public(network, kind, expected):
    """What stands above “below” is a draft, into which a co-owner may not look."""
    page = network["pages"][kind]

    box = AdminPageChooser().get_value_data_from_instance(page)["parent_id"]
    link = PageLinkElementHandler("LINK").get_attribute_data({"id": page.pk})["parentId"]

    above = page.get_parent().pk if expected else None
    assert (box, link) == (above, above)


def test_beginning_shows_own_workspaces_and_the_front_pages(network):
    html = signed_in(network["owner"]).get(BROWSE).json()["html"]

    assert html.index(f'data-id="{network["top"].pk}"') < html.index(f'data-id="{english_home().pk}"')
    assert below(network["top"]) in html


def test_edit_link_is_given_for_own_pages_alone(network):
    page = network["pages"]["public"].pk

    addresses = [
        signed_in(network[who]).get(BY_ID, {"id": page}).json()["result"][0]["editUrl"] for who in ("owner", "stranger")
    ]

    assert addresses == [reverse("wagtailadmin_pages:edit", args=[page]), ""]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("", 200), ("wagtailcore.page", 200), ("campaigns.CampaignPage", 200), ("accounts.User", 404), ("x", 404)],
)
def test_type_of_page_that_a_field_takes(network, wanted, expected):
    answer = signed_in(network["owner"]).get(SEARCH, {"q": WORD, "page_type": wanted})

    assert answer.status_code == expected
    if expected == 200:
        assert ("choose-page" in answer.content.decode()) == (wanted != "campaigns.CampaignPage")


@pytest.mark.parametrize("page_id", ["x", "0", "9" * 30])
def test_id_that_names_nothing_is_not_found(network, page_id):
    assert signed_in(network["owner"]).get(BY_ID, {"id": page_id}).status_code == 404


def test_page_without_access_row_is_nobodys_to_choose(network):
    page = network["pages"]["public"]
    before = choosable_pages(network["stranger"]).filter(pk=page.pk).exists()

    page.access.delete()

    assert (before, choosable_pages(network["stranger"]).filter(pk=page.pk).exists()) == (True, False)


@pytest.mark.parametrize("way", ["search", "below"])
def test_list_costs_the_same_however_long(network, way, django_assert_num_queries):
    client = signed_in(network["stranger"])
    url, data = (SEARCH, {"q": "Harbour"}) if way == "search" else (below(network["pages"]["public"]), {})
    client.get(url, data)
    counts = []
    for more in (1, 2):
        for _each in range(more):
            a_page(network["pages"]["public"], "Harbour")
        with django_assert_num_queries(100, exact=False) as captured:
            assert client.get(url, data).content.decode().count("Harbour") > 0
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_pasted_address_does_not_tell_the_title_of_its_page(network):
    page = network["pages"]["organisation"]
    url = reverse("wagtailadmin_choose_page_external_link")
    data = {"external-link-chooser-url": page.get_full_url(), "external-link-chooser-link_text": "words"}

    result = signed_in(network["stranger"]).post(url, data).json()["result"]

    assert result["url"] == page.get_full_url()
    assert (result["title"], "id" in result) == ("words", False)
