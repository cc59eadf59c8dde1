"""What is decided about a shared page reaches no language of it, or of a page below it, that the other owner looks
after: neither by readers, guests, reviews and moves, nor by owning together."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from organisations import permissions
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.changing_audience import plan_audience
from organisations.actions.co_owners import agree_to_co_own, invite_co_owner
from organisations.actions.moving import move_page, plan_move
from organisations.models import CoOwner
from tests.factories import a_member, a_page, a_person, an_organisation, workspace_of
from tests.factories.manuals import translated, with_language
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def moved(page, place, by):
    one, there = (Page.objects.get(pk=each.pk).specific for each in (page, place))
    return move_page(one, there, by=by, seen=plan_move(one, there, by=by).seen, sure=True)


def kept_to(kind, page):
    set_audience(Page.objects.get(pk=page.pk), Audience(kind), by=None)


def status(page, client=None):
    return (client or Client()).get(Page.objects.get(pk=page.pk).url).status_code


def a_house():
    """A page of Alpha that Beta owns too, with one below it in English; its French stands with Alpha alone."""
    alpha, beta = an_organisation("Alpha"), an_organisation("Beta")
    ours, theirs = a_member(alpha, "editor"), a_member(beta, "editor")
    with_language(alpha, "fr")
    page = a_page(workspace_of(alpha), "Shared page")
    english = a_page(workspace_of(alpha), "Notes")
    french = translated(english, "fr")
    moved(english, page, ours)
    invite_co_owner(page, beta, by=ours)
    agree_to_co_own(page, beta, by=theirs)
    return {
        "alpha": alpha, "beta": beta, "ours": ours, "theirs": theirs,
        "page": page, "english": Page.objects.get(pk=english.pk), "french": french,
    }  # fmt: skip


made = made_once(a_house)


@pytest.fixture
def house(made):
    return deepcopy(made)


def answers(house, send) -> list[int]:
    """How the French page answers a visitor at first, after Beta's editor sent it, and after Alpha's did."""
    found = [status(house["french"])]
    for who in ("theirs", "ours"):
        send(house[who])
        found.append(status(house["french"]))
    return found


@pytest.mark.parametrize(("before", "after"), [(Kind.ORGANISATION, Kind.PUBLIC), (Kind.PUBLIC, Kind.ORGANISATION)])
@pytest.mark.parametrize("where", ["page", "english"])
def test_readers_are_changed_by_those_who_look_after_all_of_it(house, where, before, after):
    kept_to(before, house[where])
    page = Page.objects.get(pk=house[where].pk)

    def send(by):
        sent = {"step": "", "audience": after.value, "seen": plan_audience(page, Audience(after)).seen}
        signed_in(by).post(reverse("organisations_admin:readers", args=[page.pk]), sent)

    open_or_not = {Kind.PUBLIC: 200, Kind.ORGANISATION: 404}
    assert answers(house, send) == [open_or_not[before], open_or_not[before], open_or_not[after]]


def test_co_owner_changes_the_readers_of_what_concerns_nobody_else(house):
    lone = a_page(house["page"], "Lone")
    sent = {"step": "", "audience": Kind.ORGANISATION.value}

    signed_in(house["theirs"]).post(reverse("organisations_admin:readers", args=[lone.pk]), sent)

    assert status(lone) == 404


def test_review_sets_no_readers_of_what_others_look_after(house):
    kept_to(Kind.ORGANISATION, house["english"])
    writer = a_member(house["beta"], "writer")

    def send(by):
        page = Page.objects.get(pk=house["english"].pk).specific
        if page.current_workflow_task_state is None:
            page.title = "Changed"
            page.save_revision(user=writer)
            page.get_workflow().start(page, writer)
            page = Page.objects.get(pk=page.pk).specific
        state = page.current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        signed_in(by).post(address, {"audience": "public", "comment": ""})

    assert answers(house, send) == [404, 404, 200]


def test_guest_of_a_shared_page_reads_nothing_that_others_look_after(house):
    for each in ("page", "english"):
        kept_to(Kind.ORGANISATION, house[each])
    guest = a_person()
    sent = {"step": "invite", "email": guest.email, "until": str(timezone.localdate() + timedelta(days=3))}

    found = []
    for who in ("theirs", "ours"):
        signed_in(house[who]).post(reverse("organisations_admin:readers", args=[house["page"].pk]), sent)
        found.append(status(house["french"], signed_in(guest)))

    assert found == [404, 200]


def test_move_to_wider_readers_opens_nothing_that_others_look_after(house):
    middle = a_page(house["page"], "Middle")
    kept_to(Kind.ORGANISATION, middle)
    moved(house["english"], middle, house["ours"])

    def send(by):
        one, there = (Page.objects.get(pk=house[each].pk).specific for each in ("english", "page"))
        sent = {"seen": plan_move(one, there, by=by).seen, "sure": "on"}
        signed_in(by).post(reverse("wagtailadmin_pages:move_confirm", args=[one.pk, there.pk]), sent)

    assert answers(house, send) == [404, 404, 200]


@pytest.mark.parametrize(("role", "after"), [("writer", 200), ("editor", 404)])
def test_draft_moved_below_a_narrow_page_closes_a_published_language_by_editors_alone(house, role, after):
    alpha = house["alpha"]
    english, narrow = a_page(workspace_of(alpha), "Diary"), a_page(workspace_of(alpha), "Narrow")
    french = translated(english, "fr")
    Page.objects.get(pk=english.pk).specific.unpublish()
    kept_to(Kind.ORGANISATION, narrow)
    person, before = a_member(alpha, role), status(french)

    one, there = (Page.objects.get(pk=each.pk).specific for each in (english, narrow))
    sent = {"seen": plan_move(one, there, by=person).seen, "sure": "on"}
    signed_in(person).post(reverse("wagtailadmin_pages:move_confirm", args=[one.pk, there.pk]), sent)

    assert (before, status(french)) == (200, after)


def test_co_owner_makes_nobody_the_owner_of_a_language_that_others_look_after(house):
    gamma = an_organisation("Gamma")
    for asked in (house["beta"], gamma):
        sent = {"step": "ask", "organisation": asked.slug}
        signed_in(house["theirs"]).post(reverse("organisations_admin:owners", args=[house["english"].pk]), sent)
    by_beta = CoOwner.objects.filter(agreed_at=None).count()

    invite_co_owner(house["english"], gamma, by=house["ours"])

    assert (by_beta, CoOwner.objects.filter(agreed_at=None).count()) == (0, 2)
    assert not permissions.may_edit(house["theirs"], house["french"])
