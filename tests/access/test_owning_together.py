"""To own one page together opens nothing else: no title, no name, no address beside it, and no campaign above."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Comment, Page

from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.actions.copying import copy_page, translate_page
from organisations.actions.drafts import share_draft
from organisations.actions.guests import invite_guest
from organisations.actions.leaving import Rest, leave_network
from organisations.actions.moving import move_page, plan_move
from organisations.models import Guest, SharedDraft
from tests.access.forms import a_page_form
from tests.factories import a_locale, a_member, a_page, a_person, an_appointed, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, an_update
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SECRET, OTHER = "Lantern behind the harbour", "The blue mill"


def two_owners() -> dict[str, Any]:
    organisation, others = an_organisation(), an_organisation()
    return {
        "organisation": organisation,
        "others": others,
        "editor": a_member(organisation, "editor", display_name="Inés Nuestra"),
        "co-owner": a_member(others, "editor", display_name="Otto Fremd"),
    }


house = made_once(two_owners)


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


def shared(page: Page, house: dict[str, Any]) -> Page:
    """This page, which the second organisation owns as well from now on."""
    actions.invite_co_owner(fresh(page), house["others"], by=house["editor"])
    actions.agree_to_co_own(fresh(page), house["others"], by=house["co-owner"])
    return fresh(page)


def told(person: Any, name: str, *args: object) -> str:
    answer = signed_in(person).get(reverse(f"wagtailadmin_pages:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


# -- Titles in the history -----------------------------------------------------------------------------------------


def a_moved_page(house: dict[str, Any]) -> Page:
    owner, editor = house["organisation"], house["editor"]
    old, new = a_campaign(owner, SECRET, live=False), a_campaign(owner, OTHER, live=False)
    update = an_update(old, "News", live=False)
    plan = plan_move(fresh(update), fresh(new), by=editor)
    move_page(fresh(update), fresh(new), by=editor, seen=plan.seen, sure=True)
    return update


def a_copied_page(house: dict[str, Any]) -> Page:
    place = Page.objects.get(pk=workspace_of(house["organisation"]).pk)
    source = a_page(a_page(place, SECRET, live=False), live=False)
    return copy_page(source.specific, place, by=house["editor"], title="A copy", slug="copy", with_subpages=False)


def a_reordered_page(house: dict[str, Any]) -> Page:
    parent = a_page(workspace_of(house["organisation"]), SECRET, live=False)
    page, _beside = a_page(parent, "First", live=False), a_page(parent, "Second", live=False)
    position = reverse("wagtailadmin_pages:set_page_position", args=[page.pk])
    signed_in(house["editor"]).post(f"{position}?position=1")
    return page


@pytest.mark.parametrize("name", ["history", "history_results"])
@pytest.mark.parametrize("made", [a_moved_page, a_copied_page, a_reordered_page])
def test_history_tells_a_co_owner_no_title_of_pages_that_are_not_shared(house, made, name):
    page = shared(made(house), house)

    ours, theirs = (told(house[who], name, page.pk) for who in ("editor", "co-owner"))

    assert SECRET in ours
    assert (SECRET in theirs, OTHER in theirs) == (False, False)


def test_history_of_a_page_that_was_passed_on_does_not_tell_from_where(house):
    page = shared(an_update(a_campaign(house["organisation"], SECRET, live=False), "News", live=False), house)

    leave_network(house["organisation"], by=an_appointed("secretariat"), rest=Rest.KEPT)

    html = told(house["co-owner"], "history", page.pk)
    assert ("Move" in html, SECRET in html) == (True, False)


# -- Names ---------------------------------------------------------------------------------------------------------


def test_people_of_an_owner_that_is_none_any_more_are_named_to_nobody_who_came_later(house):
    third = an_organisation()
    gone = a_member(third, "editor", display_name="Sabine Fremd")
    page = fresh(a_page(workspace_of(house["organisation"]), "Together"))
    page.save_revision(user=house["editor"])
    actions.invite_co_owner(fresh(page), third, by=house["editor"])
    actions.agree_to_co_own(fresh(page), third, by=gone)
    first = fresh(page).latest_revision_id
    Comment.objects.create(page_id=page.pk, user=gone, text="A remark", contentpath="title")
    fresh(page).save_revision(user=gone, log_action=True)

    def tells(person: Any) -> list[bool]:
        now = {"content_object": fresh(page), "last_seen_at": timezone.now()}
        own, _theirs = (EditingSession.objects.create(user=each, **now) for each in (person, gone))
        kind = [page._meta.app_label, page._meta.model_name, page.pk, own.pk]
        ping = signed_in(person).post(reverse("wagtailadmin_editing_sessions:ping", args=kind), {"revision_id": first})
        assert ping.status_code == 200
        return ["Sabine" in each for each in (told(person, "edit", page.pk), ping.content.decode())]

    while_it_owned = tells(house["editor"])
    actions.end_co_ownership(fresh(page), third, by=house["editor"])
    shared(page, house)

    assert while_it_owned == [True, True]
    assert tells(house["co-owner"]) == [False, False]
    assert "A remark" in told(house["co-owner"], "edit", page.pk)


@pytest.mark.parametrize("state", ["waits", "was sent back"])
def test_whoever_sent_it_for_review_once_is_not_named_either(house, state):
    third = an_organisation()
    gone = a_member(third, "editor", display_name="Sabine Fremd")
    page = fresh(a_page(workspace_of(house["organisation"]), "Together", live=False))
    actions.invite_co_owner(fresh(page), third, by=house["editor"])
    actions.agree_to_co_own(fresh(page), third, by=gone)
    review = fresh(page).get_workflow().start(fresh(page), gone)
    if state == "was sent back":
        review.current_task_state.reject(user=gone, comment="Not yet.")
    screens = ("edit", "workflow_history")

    while_it_owned = ["Sabine" in told(house["editor"], name, page.pk) for name in screens]
    actions.end_co_ownership(fresh(page), third, by=house["editor"])
    shared(page, house)

    assert while_it_owned == [True, True]
    assert ["Sabine" in told(house["co-owner"], name, page.pk) for name in screens] == [False, False]


def test_whom_one_owner_let_in_is_not_told_to_another_one(house):
    page, day = a_page(workspace_of(house["organisation"]), "Together"), timezone.localdate() + timedelta(days=3)
    actions.set_audience(page, Audience(Kind.ORGANISATION), by=house["editor"])
    share_draft(fresh(page), email="source@example.org", until=day, by=house["editor"])
    invite_guest(fresh(page), email="guest@example.org", until=day, by=house["editor"])
    shared(page, house)

    def tells(who: str) -> list[bool]:
        client = signed_in(house[who])
        lists = {name: reverse(f"organisations_admin:{name}", args=[page.pk]) for name in ("drafts", "readers")}
        html = {name: client.get(url).content.decode() for name, url in lists.items()}
        assert all("End it now" in each for each in html.values())
        return ["source@example.org" in html["drafts"], "guest@example.org" in html["readers"]]

    def ends(name: str, field: str, row: Any) -> str:
        screen = reverse(f"organisations_admin:{name}", args=[page.pk])
        return signed_in(house["co-owner"]).post(screen, {"step": "end", field: row.pk}, follow=True).content.decode()

    assert (tells("editor"), tells("co-owner")) == ([True, True], [False, False])
    ended = [ends("drafts", "draft", SharedDraft.objects.get()), ends("readers", "guest", Guest.objects.get())]
    assert ["somebody whom another owner let in" in each for each in ended] == [True, True]
    assert ["@example.org" in each.split("<main", 1)[-1] for each in ended] == [False, False]


# -- What goes along and what stays ---------------------------------------------------------------------------------


def test_move_names_no_language_of_a_page_that_stands_elsewhere(house):
    owner, editor = house["organisation"], house["editor"]
    actions.translate_workspace(owner, a_locale("es"), by=None)
    above, page = a_page(workspace_of(owner), "Above"), a_page(workspace_of(owner), "Together")
    moved = a_page(above, "Below")
    for each in (above, moved):
        translate_page(fresh(each), a_locale("es"), by=editor, with_subpages=False)
    spanish = fresh(moved).get_translation(a_locale("es"))
    spanish.title = SECRET
    spanish.save_revision()
    plan = plan_move(fresh(moved), fresh(page), by=editor)
    move_page(fresh(moved), fresh(page), by=editor, seen=plan.seen, sure=True)
    there = a_page(fresh(page), "There")
    shared(page, house)
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[moved.pk, there.pk])

    ours, theirs = (signed_in(house[who]).get(confirm) for who in ("editor", "co-owner"))

    assert (ours.status_code, SECRET in ours.content.decode()) == (200, True)
    assert (theirs.status_code, SECRET in theirs.content.decode()) == (200, False)


# -- Addresses beside it -------------------------------------------------------------------------------------------


def answers(person: Any, page: Page, slug: str) -> tuple[int, bool, bool]:
    """What saving and previewing answer to another address: the status, whether it is taken, whether all is well."""
    client, data = signed_in(person), a_page_form() | {"slug": slug}
    seen = client.post(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), data).json()["is_valid"]
    saved = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    return saved.status_code, "already in use" in saved.content.decode(), seen


def test_co_owner_is_not_told_which_addresses_are_taken_beside_the_page(house):
    workspace = workspace_of(house["organisation"])
    closed, page = a_page(workspace, SECRET, live=False), a_page(workspace, "Together", live=False)
    ours = {answers(house["editor"], fresh(page), slug) for slug in (closed.slug, "free")}
    shared(page, house)

    theirs = {answers(house["co-owner"], fresh(page), slug) for slug in (closed.slug, "also-free")}

    assert len(ours) == 2
    assert theirs == {(302, False, True)}
    assert fresh(page).get_latest_revision_as_object().slug == "free"


def test_address_that_was_taken_meanwhile_neither_locks_a_co_owner_out_nor_is_told(house):
    """The owner drafted another address, which a page beside it got then."""
    page = fresh(a_page(workspace_of(house["organisation"]), "Together", slug="first"))
    page.save_revision().publish()
    drafted = fresh(page)
    drafted.slug = "wanted"
    drafted.save_revision()
    shared(page, house)
    a_page(workspace_of(house["organisation"]), SECRET, slug="wanted", live=False)

    assert answers(house["co-owner"], fresh(page), "anything") == (302, False, True)
    assert fresh(page).get_latest_revision_as_object().slug == "first"


def test_earlier_version_does_not_bring_an_earlier_address_back(house):
    page = fresh(a_page(workspace_of(house["organisation"]), "Together", slug="first"))
    first = page.save_revision()
    page.slug = "second"
    page.save_revision().publish()
    shared(page, house)
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])

    answer = signed_in(house["co-owner"]).post(revert, a_page_form() | {"slug": "first", "action-publish": "1"})

    assert (answer.status_code, fresh(page).slug, fresh(page).title) == (302, "second", "Sent by the form")


@pytest.mark.parametrize("role", ["writer", "editor", "coordinator"])
def test_nobody_is_told_which_addresses_are_taken_beside_their_workspace(house, role):
    hidden = an_organisation("Hidden harbour house")
    actions.set_audience(workspace_of(hidden), Audience(Kind.ORGANISATION), by=None)
    workspace, person = workspace_of(house["organisation"]), a_member(house["organisation"], role)

    told_of = {answers(person, fresh(workspace), slug) for slug in (hidden.slug, "nobody-has-this")}

    assert told_of == {(302, False, True)}
    assert fresh(workspace).get_latest_revision_as_object().slug == workspace.slug


# -- The campaign of an update -------------------------------------------------------------------------------------

DEMAND = "Free the two of pier nine."


def test_draft_of_an_update_tells_of_its_campaign_only_whoever_reads_that(house):
    """Its readers, who are named, may be others than those of a campaign that was taken down or is for fewer."""
    outsider, editor = a_person(), house["editor"]
    campaign = a_campaign(house["organisation"], SECRET, slug="quiet", demand=DEMAND)
    update = an_update(campaign, "News", live=False)
    actions.set_audience(update, Audience(Kind.ORGANISATION), by=editor)
    day = timezone.localdate() + timedelta(days=3)
    draft = share_draft(update, email=outsider.email, until=day, by=editor)

    def tells() -> tuple[int, bool, bool]:
        answer = signed_in(outsider).get(reverse("shared_draft", args=[draft.token]))
        html = answer.content.decode()
        return answer.status_code, SECRET in html, DEMAND in html

    public = tells()
    actions.set_audience(campaign, Audience(Kind.ORGANISATION), by=editor)
    closed = tells()
    actions.set_audience(campaign, Audience(Kind.PUBLIC), by=editor)
    fresh(campaign).unpublish(user=editor)

    assert Client().get(campaign.path_in("en")).status_code == 404
    assert (public, closed, tells()) == ((200, True, True), (200, False, False), (200, False, False))


@pytest.mark.parametrize("name", ["view_draft", "revisions_view"])
def test_co_owner_of_an_update_alone_is_not_told_its_campaign(house, name):
    campaign = a_campaign(house["organisation"], SECRET, demand=DEMAND, live=False)
    update = an_update(campaign, "News", live=False)
    for page in (campaign, update):
        actions.set_audience(page, Audience(Kind.ORGANISATION), by=house["editor"])
    shared(update, house)
    args = [update.pk, *([fresh(update).latest_revision_id] if name == "revisions_view" else [])]

    ours, theirs = (told(house[who], name, *args) for who in ("editor", "co-owner"))

    assert (SECRET in ours, DEMAND in ours) == (True, True)
    assert (SECRET in theirs, DEMAND in theirs) == (False, False)
