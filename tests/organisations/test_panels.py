"""The first screen: for each role what waits, one way to where it is done, and a word when nothing waits."""

import pytest
from django.urls import reverse

from organisations import actions, roles
from tests.factories import a_member, a_page, an_appointed, an_organisation, english_home, workspace_of
from tests.factories.audit import begin_anew
from tests.factories.directory import an_entry
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

FIRST = reverse("wagtailadmin_home")
QUEUE = reverse("directory_admin:queue")
NOTHING = {
    "writer": ["You have no unpublished changes."],
    "editor": ["You have no unpublished changes.", "Nothing waits for you."],
    "coordinator": ["You have no unpublished changes.", "Nothing waits for you."],
    "vetter": ["Nothing waits for you in the directory."],
    "directory_editor": ["Nothing waits for you in the directory."],
    "secretariat": ["All changes to them are published.", "Nothing waits for you in the directory."],
    "auditor": ["Nothing was written down in the last seven days."],
}
MENU = {
    "writer": ["Our pages", "Files"],
    "vetter": ["Directory"],
    "directory_editor": ["Directory", "Withdraw for safety"],
    "secretariat": [
        "Pages of the network",
        "Organisations",
        "Circles",
        "Words of the site",
        "Directory",
        "Withdraw for safety",
    ],
    "auditor": ["Audit log"],
    "editor": ["Our pages", "Files", "Withdraw for safety"],
    "coordinator": ["Our pages", "Files", "Our organisation", "Withdraw for safety", "Audit log"],
}


def somebody(role: str, organisation):
    if role in [each.code for each in roles.NETWORK_ROLES]:
        return an_appointed(role, organisation)
    return a_member(organisation, role)


@pytest.mark.parametrize("role", NOTHING)
def test_first_screen_says_when_nothing_waits(role):
    client = signed_in(somebody(role, an_organisation()))
    begin_anew()

    html = client.get(FIRST).content.decode()

    assert [words in html for words in NOTHING[role]] == [True] * len(NOTHING[role])


@pytest.mark.parametrize("role", MENU)
def test_menu_holds_what_the_role_can_use_and_nothing_else(role):
    html = signed_in(somebody(role, an_organisation())).get(FIRST).content.decode()

    everything = {label for labels in MENU.values() for label in labels}
    assert {label for label in everything if f'"{label}"' in html} == set(MENU[role])


@pytest.mark.parametrize("whose", ["own", "a colleague’s"])
def test_own_drafts_are_listed_and_those_of_colleagues_are_not(whose):
    organisation = an_organisation()
    person, colleague = a_member(organisation, "writer"), a_member(organisation, "writer")
    page = a_page(workspace_of(organisation), "Lantern draft", live=False)
    page.save_revision(user=person if whose == "own" else colleague)

    html = signed_in(person).get(FIRST).content.decode()

    assert (reverse("wagtailadmin_pages:edit", args=[page.pk]) in html) == (whose == "own")
    assert ("You have no unpublished changes." in html) == (whose != "own")


def test_draft_in_an_organisation_that_one_left_is_not_listed():
    organisation = an_organisation()
    person = a_member(organisation, "writer")
    a_member_elsewhere = an_organisation()
    page = a_page(workspace_of(organisation), "Lantern draft", live=False)
    page.save_revision(user=person)
    actions.admit_member(person, a_member_elsewhere, role="writer", by=None)
    before = "Lantern draft" in signed_in(person).get(FIRST).content.decode()

    actions.end_membership(person.memberships.get(organisation=organisation), by=None)

    assert (before, "Lantern draft" in signed_in(person).get(FIRST).content.decode()) == (True, False)


def test_secretariat_is_told_of_changes_to_the_networks_pages_that_nobody_published():
    page = english_home()
    page.title = "Front words"
    page.save_revision()

    html = signed_in(an_appointed("secretariat")).get(FIRST).content.decode()

    assert (reverse("wagtailadmin_pages:edit", args=[page.pk]) in html, "Front words" in html) == (True, True)


@pytest.mark.parametrize(
    ("role", "words"), [("vetter", "1 entry waits for your vote."), ("directory_editor", "Nothing")]
)
def test_directory_says_what_waits_for_whom(role, words):
    an_entry()

    html = signed_in(an_appointed(role, an_organisation())).get(FIRST).content.decode()

    assert (words in html, html.count(f'href="{QUEUE}"')) == (True, int(role == "vetter"))


def test_auditor_is_told_how_much_was_written_down():
    html = signed_in(an_appointed("auditor")).get(FIRST).content.decode()

    assert f'href="{reverse("organisations_admin:audit")}?since=' in html


@pytest.mark.parametrize("role", ["writer", "secretariat", "auditor"])
def test_first_screen_costs_the_same_however_much_waits(role, django_assert_num_queries):
    organisation = an_organisation()
    person = somebody(role, organisation)
    client = signed_in(person)
    client.get(FIRST)
    counts = []
    for more in (1, 2):
        for _each in range(more):
            a_page(workspace_of(organisation), live=False).save_revision(user=person)
            draft = a_page(english_home())
            draft.title = "Changed"
            draft.save_revision()
        with django_assert_num_queries(100, exact=False) as captured:
            client.get(FIRST)
        counts.append(len(captured))

    assert counts[0] == counts[1]
