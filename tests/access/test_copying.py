"""Copies and translations: drafts of the same owners, with their restrictions, that name nothing of others."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page

from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.models import PageAccess
from tests.factories import a_locale, a_member, a_page, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_house() -> dict[str, Any]:
    """A workspace in two languages with a page for members and one below it, and a page owned with others."""
    organisation, others = an_organisation(), an_organisation()
    people = {role: a_member(organisation, role) for role in ("writer", "editor")}
    stranger = a_member(others, "editor")
    workspace = workspace_of(organisation)
    page = a_page(workspace, "For members")
    actions.set_audience(Page.objects.get(pk=page.pk), Audience(Kind.MEMBERS), by=people["editor"])
    below, shared = a_page(page, "Below it"), a_page(workspace, "Shared")
    actions.invite_co_owner(shared, others, by=people["editor"])
    actions.agree_to_co_own(shared, others, by=stranger)
    french = actions.translate_workspace(organisation, a_locale("fr"), by=None)
    pages = {"workspace": workspace, "page": page, "below": below, "shared": shared, "french": french}
    return {"organisation": organisation, "others": others, "stranger": stranger, **people, **pages}


made = made_once(a_house)


@pytest.fixture
def house(made):
    return {name: Page.objects.get(pk=it.pk) if isinstance(it, Page) else it for name, it in made.items()}


def copied(person, page: Page, place: Page, **sent: str) -> Any:
    form = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": place.pk, **sent}
    return signed_in(person).post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)


def translated(person, page: Page, *codes: str, **sent: str) -> Any:
    form = {"locales": [a_locale(code).pk for code in codes], **sent}
    return signed_in(person).post(reverse("organisations_admin:translate", args=[page.pk]), form)


def copies() -> list[Page]:
    return list(Page.objects.filter(slug="a-copy"))


@pytest.mark.parametrize("role", ["writer", "editor"])
@pytest.mark.parametrize(("sent", "titles"), [({}, []), ({"copy_subpages": "on"}, ["Below it"])])
def test_copy_is_a_draft_with_the_restrictions_of_the_page(house, role, sent, titles):
    answer = copied(house[role], house["page"], house["workspace"], **sent)

    [copy] = copies()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert [page.title for page in copy.get_descendants()] == titles
    assert {page.live for page in copy.get_descendants(inclusive=True)} == {False}
    assert (copy.title, copy.first_published_at) == ("A copy", None)
    assert PageAccess.objects.get(page=copy).policy.key == "members"


@pytest.mark.parametrize("place", ["shared", "french", "below"])
def test_copy_goes_nowhere_else_than_among_the_same_owners(house, place):
    """Below a page owned together others could read it; below itself or in another language it makes no sense."""
    answer = copied(house["editor"], house["page"], house[place])

    assert (answer.status_code, copies()) == (200, [])
    assert "cannot stand there" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"new_slug": "two words"}, "Use letters, numbers and hyphens only."),
        ({"new_title": ""}, "This field is required."),
        ({"new_slug": "taken"}, "A page there has this address already."),
    ],
)
def test_copy_that_cannot_be_is_refused_in_words(house, sent, words):
    a_page(house["workspace"], slug="taken")
    before = Page.objects.count()

    answer = copied(house["editor"], house["page"], house["workspace"], **sent)

    assert (answer.status_code, Page.objects.count()) == (200, before)
    assert words in answer.content.decode()


def test_co_owner_takes_no_copy_home(house):
    own, shared = workspace_of(house["others"]), house["shared"]

    answers = [copied(house["stranger"], shared, place) for place in (own, shared, house["workspace"])]

    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert copies() == []


def test_pages_of_others_and_workspaces_are_not_copied(house):
    foreign = a_page(workspace_of(house["others"]))
    editor = house["editor"]

    statuses = [
        copied(editor, foreign, house["workspace"]).status_code,
        copied(editor, house["page"], workspace_of(house["others"])).status_code,
        copied(editor, house["workspace"], house["page"]).status_code,
        translated(editor, foreign, "fr").status_code,
        translated(editor, house["workspace"], "es").status_code,
        signed_in(editor).post(reverse("wagtailadmin_pages:copy", args=[house["page"].pk])).status_code,
    ]

    assert statuses == [404] * 6
    assert copies() == []


@pytest.mark.parametrize("what", ["copy", "translation"])
@pytest.mark.parametrize("where", ["page", "below"])
def test_what_names_something_of_others_is_not_multiplied(house, what, where):
    """It was public when it was named and is not any more; nothing is written, also for a page further down."""
    foreign = a_page(workspace_of(house["others"]), live=False)
    named = house[where].specific
    named.body = [("paragraph", {"text": f'<a linktype="page" id="{foreign.pk}">words</a>'})]
    named.save_revision()
    before = Page.objects.count()

    if what == "copy":
        answer = copied(house["editor"], house["page"], house["workspace"], copy_subpages="on")
    else:
        answer = translated(house["editor"], house["page"], "fr", include_subtree="on")

    assert (answer.status_code, Page.objects.count()) == (200, before)
    assert "neither yours nor public" in answer.content.decode()


@pytest.mark.parametrize("role", ["writer", "editor"])
def test_translation_begins_as_a_draft_with_the_same_owners_and_readers(house, role):
    answer = translated(house[role], house["page"], "fr", include_subtree="on")

    begun = house["page"].get_translation(a_locale("fr"))
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[begun.pk])
    assert [page.title for page in begun.get_descendants()] == ["Below it"]
    assert {page.live for page in begun.get_descendants(inclusive=True)} == {False}
    assert (begun.get_parent().pk, begun.access.policy.key) == (house["french"].pk, "members")


def test_translation_of_a_page_owned_together_is_owned_together(house):
    translated(house["editor"], house["shared"], "fr")

    begun = house["shared"].get_translation(a_locale("fr"))
    assert [row.organisation for row in begun.co_owners.all()] == [house["others"]]


def test_co_owner_begins_no_page_in_the_workspace_of_the_other(house):
    answer = translated(house["stranger"], house["shared"], "fr")

    assert answer.status_code == 200
    assert not house["shared"].has_translation(a_locale("fr"))


def test_language_in_which_the_page_above_is_missing_is_named_and_not_offered(house):
    html = (
        signed_in(house["editor"])
        .get(reverse("organisations_admin:translate", args=[house["page"].pk]))
        .content.decode()
    )
    refused = [translated(house["editor"], house["page"], *codes) for codes in (["es"], [])]

    assert f'value="{a_locale("fr").pk}"' in html
    assert f'value="{a_locale("es").pk}"' not in html
    assert str(a_locale("es")) in html
    assert [answer.status_code for answer in refused] == [200, 200]
    assert "Choose at least one language." in refused[1].content.decode()
    assert not house["page"].has_translation(a_locale("es"))


def test_buttons_are_offered(house):
    client = signed_in(house["writer"])
    page = house["page"]

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    above = client.get(reverse("wagtailadmin_pages:edit", args=[house["workspace"].pk])).content.decode()

    for name in ("wagtailadmin_pages:copy", "organisations_admin:translate"):
        assert reverse(name, args=[page.pk]) in html
        assert reverse(name, args=[house["workspace"].pk]) not in above


@pytest.mark.parametrize("whose", ["own", "foreign"])
def test_alias_becomes_a_page_of_its_own_and_keeps_its_readers(house, whose):
    workspace = house["workspace"] if whose == "own" else workspace_of(house["others"])
    source = house["below"].specific
    alias = source.create_alias(parent=Page.objects.get(pk=workspace.pk), update_slug="again")
    url = reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])
    client = signed_in(house["editor"])

    asked, answer = client.get(url), client.post(url)

    alias = Page.objects.get(pk=alias.pk)
    assert [asked.status_code, answer.status_code] == ([200, 302] if whose == "own" else [404, 404])
    assert (alias.alias_of_id is None) is (whose == "own")
    assert PageAccess.objects.get(page=alias).policy.key == "members"
    actions.set_audience(house["page"], Audience(Kind.PUBLIC), by=house["editor"])
    assert (PageAccess.objects.get(page=alias).policy.key == "members") is (whose == "own")


def test_alias_that_names_what_it_may_not_name_stays_one(house):
    foreign = a_page(workspace_of(house["others"]), live=False)
    source = a_page(house["workspace"], body=[("paragraph", {"text": f'<a linktype="page" id="{foreign.pk}">x</a>'})])
    alias = source.create_alias(parent=Page.objects.get(pk=house["workspace"].pk), update_slug="again")

    answer = signed_in(house["editor"]).post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]), follow=True)

    assert Page.objects.get(pk=alias.pk).alias_of_id == source.pk
    assert "neither yours nor public" in answer.content.decode()
