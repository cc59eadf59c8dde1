"""Whether the editor's screens cost as much for somebody who works for many organisations as for one of few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import NetworkImage
from organisations import actions
from organisations.collection_policy import OwnFilesPolicy, collection_ids
from organisations.groups import sync_person
from organisations.models import Organisation
from organisations.page_policy import PagesPolicy
from tests.factories import a_locale, a_member, a_page, a_person, an_organisation, workspace_of
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SCREENS = {
    "home": "/admin/",
    "choice of workspaces": "/admin/pages/",
    "explorer": "/admin/pages/{workspace}/",
    "search": "/admin/pages/search/?q=page",
    "editor": "/admin/pages/{page}/edit/",
    "page chooser": "/admin/choose-page/",
    "picture chooser": "/admin/images/chooser/",
    "file chooser": "/admin/documents/chooser/",
    "people": "/admin/people/",
}


def somebody_of_three():
    """A coordinator of three organisations, with a page in the first, and seven organisations more."""
    several = [an_organisation(f"Aurora {number}") for number in range(3)]
    person = a_person()
    for organisation in several:
        actions.admit_member(person, organisation, role="coordinator", by=None)
    return person, a_page(workspace_of(several[0])), [an_organisation(f"More {number}") for number in range(7)]


made = made_once(somebody_of_three)
person, page, others = copies(3)


def join(person, others) -> None:
    for organisation in others:
        actions.admit_member(person, organisation, role="coordinator", by=None)


@pytest.mark.parametrize("name", SCREENS)
def test_screen_asks_as_often_for_many_organisations_as_for_few(person, page, others, name):
    address = SCREENS[name].format(workspace=page.get_parent().pk, page=page.pk)
    client, asked = signed_in(person), []

    for _each in range(2):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200
        asked.append(len(queries))
        join(person, others)

    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("role", "times"),
    [
        ("editor", 1),
        ("writer", 2),  # of what they choose from they fill a part
    ],
)
def test_own_collections_are_asked_for_once_in_a_request(person, others, role, times):
    actions.admit_member(person, others[0], role=role, by=None)
    client, columns = signed_in(person), '"organisations_collectionaccess"'
    client.get("/admin/images/chooser/")

    with CaptureQueriesContext(connection) as queries:
        html = client.get("/admin/images/chooser/").json()["html"]

    rows = 'SELECT "wagtailcore_collection"."id", "wagtailcore_collection"."path"'
    own = [each["sql"] for each in queries if each["sql"].startswith(rows) and columns in each["sql"]]
    assert len(own) == len(set(own)) == times
    assert html.count(f'<option value="{next(iter(collection_ids(person, ["add"])))}"') == 2


def test_groups_of_a_person_are_worked_out_with_as_many_queries_for_many(person, others):
    asked = []
    for _each in range(2):
        with CaptureQueriesContext(connection) as queries:
            sync_person(person.pk)
        asked.append(len(queries))
        join(person, others)

    assert asked[0] == asked[1]
    assert person.groups.count() == 2 * 10 + 1


def test_first_screen_lists_a_few_workspaces_and_leads_to_all(person, others):
    for code in ("es", "fr"):
        for organisation in Organisation.objects.filter(name__startswith="Aurora"):
            actions.translate_workspace(organisation, a_locale(code), by=None)
    client = signed_in(person)
    few = client.get("/admin/").content.decode()
    join(person, others)

    many = client.get("/admin/").content.decode()

    assert ("All our pages" in few, "All our pages" in many) == (False, True)
    assert (few.count("Aurora 2 – "), many.count("More 6 – ")) == (3, 0)
    assert client.get("/admin/pages/").content.decode().count("More 6 – ") == 1


def test_what_wagtail_is_told_of_pages_follows_from_roles(page):
    organisation = page.access.owner
    stranger, writer, editor = a_person(), a_member(organisation, "writer"), a_member(organisation, "editor")
    policy = PagesPolicy()

    told = [
        [policy.instances_user_has_any_permission_for(each, {action}).filter(pk=page.pk).exists() for each in
         (stranger, writer, editor)] for action in ("change", "publish")
    ]  # fmt: skip
    held = [policy.rights_at(type(each).objects.get(pk=each.pk), page.path) for each in (stranger, writer)]

    assert told == [[False, True, True], [False, False, True]]
    assert held == [set(), {"add", "change"}]


def test_collections_are_kept_on_the_account_of_one_request_only(page):
    organisation, policy = page.access.owner, OwnFilesPolicy(NetworkImage, owner_field_name="uploaded_by_user")
    writer = a_member(organisation, "writer")
    before = policy.user_has_permission(writer, "add")

    actions.end_membership(writer.memberships.get(), by=None)

    assert before is True
    assert policy.user_has_permission(type(writer).objects.get(pk=writer.pk), "add") is False
