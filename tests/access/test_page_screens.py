"""The smaller screens behind a page's buttons: locks, reviews, links, scheduled versions, and the search."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from organisations import actions
from organisations.models import AuditEntry
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_house() -> dict[str, Any]:
    """A page that two organisations owned once, submitted by somebody of the one that owns it no more."""
    organisation, others = an_organisation(), an_organisation()
    people = {role: a_member(organisation, role, display_name=f"Our {role}") for role in ("writer", "editor")}
    stranger = a_member(others, "writer", display_name="Otto Fremd")
    page = a_page(workspace_of(organisation), "Waiting", live=False)
    actions.invite_co_owner(page, others, by=people["editor"])
    actions.agree_to_co_own(page, others, by=stranger)
    page.save_revision(user=stranger)
    page.get_workflow().start(page, stranger)
    actions.end_co_ownership(page, others, by=people["editor"])
    plain = a_page(workspace_of(organisation), "Plain")
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    return {**people, "stranger": stranger, "others": others, "page": page, "plain": plain, "state": state}


house = made_once(a_house)


def url(name: str, *args: object) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[getattr(each, "pk", each) for each in args])


def test_page_is_locked_and_unlocked_by_editors(house):
    page, editor = house["plain"], signed_in(house["editor"])
    colleague = signed_in(a_member(page.access.owner, "coordinator"))
    lock, unlock = url("lock", page), url("unlock", page)

    offered = lock in editor.get(url("edit", page)).content.decode()
    statuses = [editor.get(lock).status_code, editor.get(unlock).status_code, editor.post(lock).status_code]
    locked = Page.objects.get(pk=page.pk)
    told = colleague.get(unlock).content.decode()
    opened = [editor.get(lock).status_code, colleague.post(unlock).status_code]

    assert (offered, statuses, opened) == (True, [200, 404, 302], [404, 302])
    assert (locked.locked, locked.locked_by) == (True, house["editor"])
    assert "Locked by: Our editor." in told
    assert Page.objects.get(pk=page.pk).locked is False
    noted = AuditEntry.objects.filter(object_id=str(page.pk), action__in=["page.locked", "page.unlocked"])
    assert list(noted.order_by("number").values_list("action", flat=True)) == ["page.locked", "page.unlocked"]


def test_writers_and_others_lock_nothing_and_open_no_lock(house):
    page = house["plain"]
    foreign = a_page(workspace_of(house["others"]))
    Page.objects.filter(pk=foreign.pk).update(locked=True)

    statuses = [
        signed_in(house["writer"]).post(url("lock", page)).status_code,
        signed_in(house["editor"]).post(url("lock", house["page"])).status_code,
        signed_in(house["editor"]).post(url("lock", foreign)).status_code,
        signed_in(house["editor"]).post(url("unlock", foreign)).status_code,
    ]

    assert statuses == [404] * 4
    assert not Page.objects.get(pk=page.pk).locked
    assert Page.objects.get(pk=foreign.pk).locked


def test_who_locked_a_page_and_is_of_the_owners_no_more_may_not_open_it_and_is_not_named(house):
    page = house["plain"]
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=house["stranger"], locked_at=timezone.now())

    screens = [signed_in(house["editor"]).get(url(name, page)).content.decode() for name in ("unlock", "edit")]
    lowered = Page.objects.get(pk=page.pk)
    lowered.locked_by = house["writer"]

    assert ["somebody of another organisation" in html for html in screens] == [True, True]
    assert not any("Otto Fremd" in html for html in screens)
    assert not lowered.permissions_for_user(house["writer"]).can_unlock()


@pytest.mark.parametrize("role", ["writer", "editor"])
def test_reviews_are_shown_with_people_of_others_by_their_part(house, role):
    client, page, review = signed_in(house[role]), house["page"], house["state"].workflow_state_id

    listed = client.get(url("workflow_history", page)).content.decode()
    shown = client.get(url("workflow_history_detail", page, review)).content.decode()

    assert url("workflow_history_detail", page, review) in listed
    assert ["somebody of another organisation" in html for html in (listed, shown)] == [True, True]
    assert not any("Otto Fremd" in html for html in (listed, shown))


def test_decided_review_names_who_decided_it(house):
    page, editor = Page.objects.get(pk=house["page"].pk), house["editor"]
    page.current_workflow_task.on_action(page.current_workflow_task_state, editor, "reject", comment="Not yet.")

    html = (
        signed_in(editor).get(url("workflow_history_detail", page, house["state"].workflow_state_id)).content.decode()
    )

    assert "Our editor" in html
    assert "Not yet." in html


def test_what_waits_is_previewed_by_those_who_decide(house):
    page, state = house["page"], house["state"]
    preview = url("workflow_preview", page, state.task_id)

    statuses = {role: signed_in(house[role]).get(preview).status_code for role in ("editor", "writer", "stranger")}

    assert statuses == {"editor": 200, "writer": 404, "stranger": 404}
    assert preview in signed_in(house["editor"]).get("/admin/").content.decode()


@pytest.mark.parametrize("name", ["workflow_history_detail", "workflow_preview"])
def test_review_belongs_to_its_page(house, name):
    other, client, state = house["plain"], signed_in(house["editor"]), house["state"]
    number = state.workflow_state_id if name == "workflow_history_detail" else state.task_id

    statuses = [client.get(url(name, page, number)).status_code for page in (house["page"], other)]

    assert statuses == [200, 404]


@pytest.mark.parametrize(("role", "status", "remains"), [("editor", 302, False), ("writer", 404, True)])
def test_scheduled_version_is_taken_back_by_editors(house, role, status, remains):
    page = Page.objects.get(pk=house["plain"].pk).specific
    version = page.save_revision(approved_go_live_at=timezone.now() + timedelta(days=1))
    client = signed_in(house[role])

    answer = client.post(url("revisions_unschedule", page, version))
    elsewhere = client.post(url("revisions_unschedule", house["page"], version))

    version.refresh_from_db()
    assert (answer.status_code, elsewhere.status_code) == (status, 404)
    assert (version.approved_go_live_at is not None) is remains


def test_links_of_ones_own_pages_are_shown_and_others_are_not_counted(house):
    page, link = house["plain"], f'<a linktype="page" id="{house["plain"].pk}">words</a>'
    for organisation, title in ((page.access.owner, "Ours that links"), (house["others"], "Theirs that links")):
        a_page(workspace_of(organisation), title, body=[("paragraph", {"text": link})])
    client = signed_in(house["writer"])

    html = client.get(url("usage", page)).content.decode()

    assert ("Ours that links" in html, "Theirs that links" in html) == (True, False)
    assert url("usage", page) in client.get(url("edit", page)).content.decode()
    assert "No page of yours names it." in client.get(url("usage", house["page"])).content.decode()
    assert client.get(url("usage", workspace_of(house["others"]))).status_code == 404


@pytest.mark.parametrize("name", ["search", "search_results"])
def test_search_finds_what_one_works_on_and_tells_nothing_above_it(house, name):
    """Of a page owned together that stands in the workspace of others, not what stands above it."""
    theirs = workspace_of(house["others"])
    above = a_page(theirs, "Lantern above")
    shared = a_page(above, "Lantern shared")
    a_page(theirs, "Lantern foreign")
    a_page(workspace_of(house["plain"].access.owner), "Lantern ours", live=False)
    owner = house["plain"].access.owner
    actions.invite_co_owner(shared, owner, by=None)
    actions.agree_to_co_own(shared, owner, by=house["editor"])

    html = signed_in(house["writer"]).get(url(name), {"q": "lantern"}).content.decode()

    assert ("Lantern ours" in html, "Lantern shared" in html) == (True, True)
    assert ("Lantern foreign" in html, "Lantern above" in html, theirs.title in html) == (False, False, False)
    assert "1-2 of 2 pages" in html
