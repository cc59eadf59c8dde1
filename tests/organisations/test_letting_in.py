"""Guests and shared drafts hold for as long as whoever let them in publishes the page, by whatever way that ends."""

from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from organisations import actions
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.co_owners import agree_to_co_own, end_co_ownership, invite_co_owner
from organisations.actions.drafts import share_draft
from organisations.actions.guests import invite_guest
from organisations.actions.leaving import Rest, leave_network
from organisations.models import Guest, Membership, SharedDraft
from tests.factories import a_member, a_page, a_person, an_appointed, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LATER = timedelta(days=9)
NO_MORE = "publishes this page no longer"


def a_shared_page():
    """A page for its owners alone, below one that Alpha and Beta own together, with an editor of each and somebody who
    belongs nowhere and was let in by the editor of Beta."""
    alpha, beta = an_organisation("Alpha"), an_organisation("Beta")
    ours, theirs, person = a_member(alpha, "editor"), a_member(beta, "editor"), a_person()
    above = a_page(workspace_of(alpha), "Shared page")
    page = a_page(above, "Below")
    invite_co_owner(above, beta, by=ours)
    agree_to_co_own(above, beta, by=theirs)
    set_audience(page, Audience(Kind.ORGANISATION), by=ours)
    until = timezone.localdate() + LATER
    page = Page.objects.get(pk=page.pk)
    invite_guest(page, until=until, by=theirs, email=person.email)
    share_draft(page, until=until, by=theirs, email=person.email)
    return {
        "alpha": alpha,
        "beta": beta,
        "ours": ours,
        "theirs": theirs,
        "person": person,
        "above": above,
        "page": page,
    }


made = made_once(a_shared_page)


@pytest.fixture
def shared(made):
    return deepcopy(made)


def read(shared) -> list[int]:
    """What the person is answered who asks for the page, and for its draft."""
    client = signed_in(shared["person"])
    address = reverse("shared_draft", args=[SharedDraft.objects.get().token])
    return [client.get(each).status_code for each in (shared["page"].url, address)]


def co_ownership_ends(shared):
    end_co_ownership(shared["above"], shared["beta"], by=shared["ours"])


def member_is_removed(shared):
    actions.end_membership(Membership.objects.get(person=shared["theirs"], organisation=shared["beta"]), by=None)


def role_is_lowered(shared):
    actions.admit_member(shared["theirs"], shared["beta"], role="writer", by=None)


def account_is_closed(shared):
    type(shared["theirs"]).objects.filter(pk=shared["theirs"].pk).update(is_active=False)


def account_is_gone(shared):
    token = SharedDraft.objects.get().token
    shared["theirs"].delete()
    assert not Guest.objects.exists()
    assert not SharedDraft.objects.exists()
    share_draft(shared["page"], until=timezone.localdate() + LATER, by=shared["ours"], email="x@example.org")
    SharedDraft.objects.update(token=token)


def organisation_is_suspended(shared):
    actions.suspend_organisation(shared["beta"], by=None)


def organisation_leaves(shared):
    leave_network(shared["beta"], by=an_appointed("secretariat"), rest=Rest.KEPT)


ENDS = [
    co_ownership_ends,
    member_is_removed,
    role_is_lowered,
    account_is_closed,
    account_is_gone,
    organisation_is_suspended,
    organisation_leaves,
]


@pytest.mark.parametrize("ends", ENDS)
def test_let_in_no_longer_than_whoever_did_publishes_the_page(shared, ends):
    before = read(shared)

    ends(shared)

    assert (before, read(shared)) == ([200, 200], [404, 404])


def test_let_in_until_the_last_day_of_whoever_did(shared):
    actions.admit_member(shared["theirs"], shared["beta"], role="editor", by=None, until=timezone.localdate())
    before = read(shared)

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        after = read(shared)

    assert (before, after) == ([200, 200], [404, 404])


@pytest.mark.parametrize(("days", "after"), [(5, 404), (9, 404), (12, 200)])
def test_whoever_gives_the_most_days_answers_for_the_reader(shared, days, after):
    """So nobody takes over the readers of other owners, who would then leave with them."""
    until = timezone.localdate() + timedelta(days=days)
    invite_guest(shared["page"], until=until, by=shared["ours"], email=shared["person"].email)
    share_draft(shared["page"], until=until, by=shared["ours"], email=shared["person"].email)
    before = read(shared)

    member_is_removed(shared)

    assert (before, read(shared)) == ([200, 200], [after, after])
    assert [each.until for each in (Guest.objects.get(), SharedDraft.objects.get())] == [until, until]


def test_right_at_another_organisation_lets_nobody_in(shared):
    actions.admit_member(shared["theirs"], an_organisation("Gamma"), role="editor", by=None)
    before = read(shared)

    member_is_removed(shared)

    assert (before, read(shared)) == ([200, 200], [404, 404])


def test_screens_say_who_does_not_count_and_let_them_in_anew(shared):
    client, page = signed_in(shared["ours"]), shared["page"]
    screens = [reverse(f"organisations_admin:{name}", args=[page.pk]) for name in ("readers", "drafts")]
    before = [NO_MORE in client.get(each).content.decode() for each in screens]
    co_ownership_ends(shared)
    shown = [NO_MORE in client.get(each).content.decode() for each in screens]
    between = read(shared)

    sent = {"email": shared["person"].email, "until": str(timezone.localdate() + LATER)}
    for screen, step in zip(screens, ("invite", "share"), strict=True):
        client.post(screen, sent | {"step": step})

    assert (before, shown, between) == ([False, False], [True, True], [404, 404])
    assert read(shared) == [200, 200]
    assert [NO_MORE in client.get(each).content.decode() for each in screens] == [False, False]


def test_draft_that_is_shared_anew_has_another_address(shared):
    before = SharedDraft.objects.get().token
    co_ownership_ends(shared)

    share_draft(shared["page"], until=timezone.localdate() + LATER, by=shared["ours"], email=shared["person"].email)

    assert SharedDraft.objects.get().token != before
