"""What happened to a page and its earlier versions: for those who work on it, and nothing in them tells of others."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page

from content.models import NetworkImage
from organisations import actions
from organisations.actions.audiences import Kind
from tests.access.forms import a_page_form
from tests.access.world import a_picture
from tests.factories import a_member, a_page, an_appointed, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_history() -> dict[str, Any]:
    """A page that its editor, the secretariat, and somebody of an organisation that owned it for a while changed."""
    organisation, others = an_organisation(), an_organisation()
    editor = a_member(organisation, "editor", display_name="Inés Nuestra")
    stranger = a_member(others, "editor", display_name="Otto Fremd")
    keeper = an_appointed("secretariat")
    keeper.display_name = "Séverine Bureau"
    keeper.save()
    page = a_page(workspace_of(organisation), "First title")
    actions.invite_co_owner(page, others, by=editor)
    actions.agree_to_co_own(page, others, by=stranger)
    for number, person in enumerate((editor, stranger, keeper)):
        page.title = f"Title {number}"
        page.save_revision(user=person, log_action=True, changed=True)
    actions.end_co_ownership(page, others, by=editor)
    return {"page": Page.objects.get(pk=page.pk), "editor": editor, "stranger": stranger, "others": others}


made = made_once(a_history)


def versions(page: Page) -> list[int]:
    return list(page.specific.revisions.order_by("pk").values_list("pk", flat=True))


def told(person, name: str, *args: object) -> str:
    answer = signed_in(person).get(reverse(f"wagtailadmin_pages:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["history", "history_results"])
def test_history_names_the_owners_people_and_others_by_their_part(made, name):
    html = told(made["editor"], name, made["page"].pk)

    assert "Inés Nuestra" in html
    assert "somebody of another organisation" in html
    assert "the secretariat" in html
    assert ("Otto Fremd" in html, "Séverine Bureau" in html) == (False, False)


def test_filter_of_the_history_offers_only_those_who_are_named(made):
    page, client = made["page"], signed_in(made["editor"])
    url = reverse("wagtailadmin_pages:history", args=[page.pk])

    statuses = [client.get(url, {"user": made[name].pk}).status_code for name in ("editor", "stranger")]

    assert statuses == [200, 404]
    assert f'value="{made["editor"].pk}"' in client.get(url).content.decode()
    assert f'value="{made["stranger"].pk}"' not in client.get(url).content.decode()


def test_history_costs_the_same_for_any_number_of_entries(made, django_assert_num_queries):
    client, page = signed_in(made["editor"]), made["page"]
    url = reverse("wagtailadmin_pages:history_results", args=[page.pk])
    client.get(url)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as before:
        client.get(url)
    for person in (made["stranger"], made["editor"], made["stranger"]):
        page.specific.save_revision(user=person, log_action=True)

    with django_assert_num_queries(len(before)):
        client.get(url)


@pytest.mark.parametrize(("number", "by"), [(1, "Inés Nuestra"), (2, "somebody of another organisation")])
def test_earlier_version_is_opened_and_says_whose_it_is(made, number, by):
    page = made["page"]

    html = told(made["editor"], "revisions_revert", page.pk, versions(page)[number])

    assert f"by {by}." in html
    assert f"Title {number - 1}" in html
    assert "Otto Fremd" not in html


def test_earlier_version_is_taken_up_again(made):
    page, client = made["page"], signed_in(made["editor"])
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, versions(page)[1]])

    form = {name: value for name, value in a_page_form().items() if name != "terms"}

    answer = client.post(url, form | {"title": "Taken up again"})

    assert answer.status_code == 302
    assert Page.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Taken up again"


def test_earlier_version_that_names_what_is_of_others_is_refused(made):
    page, client = made["page"], signed_in(made["editor"])
    foreign = a_page(workspace_of(made["others"]), "Fremde Seite", live=False)
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, versions(page)[1]])
    before = versions(page)

    answer = client.post(url, a_page_form(page=str(foreign.pk)))

    assert (answer.status_code, versions(page)) == (200, before)
    assert "neither yours nor public" in answer.content.decode()


def test_versions_belong_to_their_page(made):
    page, other = made["page"], a_page(made["page"])
    client = signed_in(made["editor"])
    own, foreign = versions(page), a_page(workspace_of(made["others"]))
    pairs = [(page.pk, own[1]), (other.pk, own[1]), (foreign.pk, versions(foreign)[0]), (page.pk, versions(foreign)[0])]

    statuses = {
        name: [client.get(reverse(f"wagtailadmin_pages:{name}", args=pair)).status_code for pair in pairs]
        for name in ("revisions_view", "revisions_revert")
    }
    compared = [
        client.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, *pair])).status_code
        for pair in ((own[1], own[2]), ("live", "latest"), ("earliest", own[2]), (versions(other)[0], own[2]))
    ]

    assert set(map(tuple, statuses.values())) == {(200, 404, 404, 404)}
    assert compared == [200, 200, 200, 404]


def test_comparison_tells_titles_only_of_what_may_be_seen(made):
    """A version of the time when two owned the page names a picture and a page of the one that owns it no more."""
    page = Page.objects.get(pk=made["page"].pk).specific
    ours, theirs = workspace_of(page.access.owner), workspace_of(made["others"])
    own, foreign = a_page(ours, "Unser Entwurf", live=False), a_page(theirs, "Fremder Entwurf", live=False)
    public = a_page(theirs, "Öffentlich")
    actions.set_audience(public, actions.Audience(Kind.PUBLIC), by=made["stranger"])
    picture = NetworkImage.objects.create(title="Fremdes Bild", file=a_picture(), collection=made["others"].own_files)
    before = page.get_latest_revision()
    page.body = [
        ("picture", {"image": picture, "alt": "A lantern", "caption": ""}),
        *(("paragraph", {"text": f'<a linktype="page" id="{each.pk}">words</a>'}) for each in (own, foreign, public)),
    ]
    after = page.save_revision()

    html = told(made["editor"], "revisions_compare", page.pk, before.pk, after.pk)

    assert "A lantern" in html
    assert ("Fremdes Bild" in html, "Fremder Entwurf" in html) == (False, False)
    assert "another organisation" in html
    assert not picture.renditions.exists()


@pytest.mark.parametrize("name", ["history", "revisions_view", "revisions_revert"])
def test_versions_are_nobody_elses(made, name):
    page = made["page"]
    args = [page.pk] if name == "history" else [page.pk, versions(page)[0]]

    answer = signed_in(made["stranger"]).get(reverse(f"wagtailadmin_pages:{name}", args=args))

    assert answer.status_code == 404
