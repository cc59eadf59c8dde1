"""A co-owner of a manual withdraws its editions, and neither hears nor changes what the other owner has besides."""

from copy import deepcopy

import pytest
from django.urls import reverse
from wagtail.models import Page, Revision

from manuals.models import ManualPage, WaitingRelease
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.co_owners import agree_to_co_own, invite_co_owner
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.manuals import a_chapter, a_manual, a_waiting_release, an_edition, blocks, rewrite
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SECRET = "The meeting point is behind the blue mill"
OTHER = "Nobody ever wrote this line anywhere at all"


def paragraph(text):
    return blocks(("paragraph", {"text": f"<p>{text}</p>"}))


def a_house():
    """A manual of Alpha that Beta owns too, an editor of each, and a page for Alpha's people that says the secret."""
    alpha, beta = an_organisation("Alpha"), an_organisation("Beta")
    ours, theirs = a_member(alpha, "editor"), a_member(beta, "editor")
    manual = a_manual(alpha, "Shared handbook", slug="handbook")
    a_chapter(manual, "Welcome", "Words of welcome for everybody.")
    invite_co_owner(manual, beta, by=ours)
    agree_to_co_own(manual, beta, by=theirs)
    plan = a_page(workspace_of(alpha), "Plan", body=paragraph(SECRET))
    plan.save_revision(user=ours).publish(user=ours)
    set_audience(Page.objects.get(pk=plan.pk), Audience(Kind.ORGANISATION), by=ours)
    return {"alpha": alpha, "ours": ours, "theirs": theirs, "plan": plan}


made = made_once(a_house)


@pytest.fixture
def house(made):
    return deepcopy(made)


def withdrawn_with(house, guess, number, who="theirs"):
    """What somebody is told who withdraws an edition for safety in which this was written."""
    manual = ManualPage.objects.get(slug="handbook")
    chapter = a_chapter(manual, f"Probe {number}", guess)
    edition = an_edition(ManualPage.objects.get(pk=manual.pk), number)
    rewrite(chapter, lambda body: paragraph(f"Harmless {number} again and again."))
    sent = {"how": "safety", "reason": "Known.", "number": number}
    answer = signed_in(house[who]).post(reverse("manuals_admin:withdraw", args=[edition.pk]), sent, follow=True)
    edition.refresh_from_db()
    assert edition.state == "withdrawn-safety"
    return answer.content.decode()


def test_guess_of_a_co_owner_is_answered_like_any_other(house):
    told = [withdrawn_with(house, guess, f"1.{place}") for place, guess in enumerate((OTHER, SECRET))]

    assert ["Plan" in each for each in told] == [False, False]
    assert "Plan" in withdrawn_with(house, SECRET, "1.5", who="ours")


@pytest.mark.parametrize(("who", "goes"), [("theirs", False), ("ours", True)])
def test_versions_of_the_other_owner_s_pages_go_by_their_own_people_alone(house, who, goes):
    plan = house["plan"]
    plan.body = paragraph("Quite other words stand here now.")
    plan.save_revision(user=house["ours"]).publish(user=house["ours"])
    before = Revision.objects.for_instance(plan).count()

    withdrawn_with(house, SECRET, "1.0", who)

    assert (Revision.objects.for_instance(plan).count() < before) == goes


@pytest.mark.parametrize(("who", "goes"), [("theirs", False), ("ours", True)])
def test_release_of_another_manual_is_cancelled_by_its_own_people_alone(house, who, goes):
    own = a_manual(house["alpha"], "Own handbook", slug="own", public=False)
    a_chapter(own, "Secret chapter", SECRET)
    a_waiting_release(own, by=a_member(house["alpha"], "editor"))

    withdrawn_with(house, SECRET, "1.0", who)

    assert WaitingRelease.objects.exists() != goes
