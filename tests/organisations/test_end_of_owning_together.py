"""Owning together ends with all that came of it: on pages below, and in questions that nobody had answered."""

from copy import deepcopy

import pytest
from django.urls import reverse
from wagtail.models import Page

from organisations import actions, permissions
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.co_owners import agree_to_co_own, end_co_ownership, invite_co_owner
from organisations.actions.leaving import Rest, leave_network
from organisations.models import CoOwner, Membership
from tests.factories import a_member, a_page, an_appointed, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def three_houses():
    """A page of Alpha for its owners alone, one below it, and an editor each of Alpha, Beta and Gamma."""
    organisations = {name: an_organisation(name) for name in ("Alpha", "Beta", "Gamma")}
    page = a_page(workspace_of(organisations["Alpha"]), "Shared page")
    inner = a_page(page, "Inner")
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.ORGANISATION), by=None)
    people = {name: a_member(each, "editor") for name, each in organisations.items()}
    return organisations, people, Page.objects.get(pk=page.pk), Page.objects.get(pk=inner.pk)


made = made_once(three_houses)


@pytest.fixture
def houses(made):
    return deepcopy(made)


def answer(person, organisation):
    """Say yes to every question that this organisation was asked; the answers of the site."""
    client = signed_in(person)
    rows = CoOwner.objects.filter(organisation=organisation, agreed_at=None)
    addresses = [reverse("organisations_admin:invitation", args=[row.pk]) for row in rows]
    return [client.post(each, {"answer": "agree"}).status_code for each in addresses]


def alpha_puts_beta_off(organisations, people, page):
    end_co_ownership(page, organisations["Beta"], by=people["Alpha"])


def beta_s_editor_is_removed(organisations, people, page):
    actions.end_membership(Membership.objects.get(person=people["Beta"]), by=None)


@pytest.mark.parametrize("ends", [None, alpha_puts_beta_off, beta_s_editor_is_removed])
def test_question_holds_while_whoever_asked_publishes_the_page(houses, ends):
    organisations, people, page, inner = houses
    invite_co_owner(page, organisations["Beta"], by=people["Alpha"])
    agree_to_co_own(page, organisations["Beta"], by=people["Beta"])
    invite_co_owner(inner, organisations["Gamma"], by=people["Beta"])
    if ends:
        ends(organisations, people, page)

    answered = answer(people["Gamma"], organisations["Gamma"])

    assert (answered, permissions.may_publish(people["Gamma"], inner)) == (([404], False) if ends else ([302], True))


@pytest.mark.parametrize("state", ["active", "suspended", "left"])
def test_question_of_an_organisation_that_is_out_counts_no_more(houses, state):
    organisations, people, page, _inner = houses
    invite_co_owner(page, organisations["Beta"], by=people["Alpha"])
    if state == "suspended":
        actions.suspend_organisation(organisations["Alpha"], by=None)
    if state == "left":
        leave_network(organisations["Alpha"], by=an_appointed("secretariat"), rest=Rest.KEPT)

    answered = answer(people["Beta"], organisations["Beta"])

    assert answered == [302 if state == "active" else 404]
    assert permissions.may_publish(people["Beta"], page) == (state == "active")


def test_question_that_lapsed_is_asked_anew_by_somebody_else(houses):
    organisations, people, page, _inner = houses
    other = a_member(organisations["Alpha"], "coordinator")
    invite_co_owner(page, organisations["Beta"], by=people["Alpha"])
    actions.end_membership(Membership.objects.get(person=people["Alpha"]), by=None)
    with pytest.raises(CoOwner.DoesNotExist):
        agree_to_co_own(page, organisations["Beta"], by=people["Beta"])

    invite_co_owner(page, organisations["Beta"], by=other)

    assert answer(people["Beta"], organisations["Beta"]) == [302]


def test_end_reaches_the_pages_below_which_were_shared_by_themselves(houses):
    organisations, people, page, inner = houses
    for each in (inner, page):
        invite_co_owner(each, organisations["Beta"], by=people["Alpha"])
        agree_to_co_own(each, organisations["Beta"], by=people["Beta"])
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.ORGANISATION), by=None)
    client = signed_in(people["Beta"])
    before = [client.get(each.url).status_code for each in (page, inner)]

    alpha_puts_beta_off(organisations, people, page)

    assert (before, [client.get(each.url).status_code for each in (page, inner)]) == ([200, 200], [404, 404])
    assert not CoOwner.objects.exists()
    assert not permissions.may_publish(people["Beta"], inner)


def test_question_that_is_declined_ends_nothing_below(houses):
    organisations, people, page, inner = houses
    invite_co_owner(inner, organisations["Beta"], by=people["Alpha"])
    agree_to_co_own(inner, organisations["Beta"], by=people["Beta"])
    invite_co_owner(page, organisations["Beta"], by=people["Alpha"])
    asked = CoOwner.objects.get(page=page)

    signed_in(people["Beta"]).post(reverse("organisations_admin:invitation", args=[asked.pk]), {"answer": "decline"})

    assert list(CoOwner.objects.values_list("page_id", flat=True)) == [inner.pk]
    assert permissions.may_publish(people["Beta"], inner)


def test_organisation_that_owns_the_page_above_is_not_asked_again(houses):
    organisations, people, page, inner = houses
    invite_co_owner(page, organisations["Beta"], by=people["Alpha"])
    agree_to_co_own(page, organisations["Beta"], by=people["Beta"])
    address = reverse("organisations_admin:owners", args=[inner.pk])

    for name in ("Beta", "Gamma"):
        signed_in(people["Beta"]).post(address, {"step": "ask", "organisation": organisations[name].slug})

    assert list(CoOwner.objects.filter(agreed_at=None).values_list("organisation__name", flat=True)) == ["Gamma"]
