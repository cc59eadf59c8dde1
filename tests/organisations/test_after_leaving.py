"""What ends with somebody's membership, and is brought back by nobody who invites them elsewhere."""

from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from organisations import actions, permissions, rules
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.drafts import share_draft
from organisations.models import CircleMembership, Membership
from organisations.viewer import viewer_of
from tests.factories import a_circle, a_member, a_page, a_person, an_organisation, workspace_of
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def an_editor():
    return a_member(an_organisation("Alpha"), "editor")


made = made_once(an_editor)


@pytest.fixture
def member(made):
    return deepcopy(made)


def ended(person, how):
    """End this person's memberships now, or by their last day; the moment at which that counts."""
    for membership in Membership.objects.filter(person=person):
        if how == "removed":
            actions.end_membership(membership, by=None)
        else:
            Membership.objects.filter(pk=membership.pk).update(until=timezone.localdate())
    return timezone.now() + timedelta(days=how == "last day")


@pytest.mark.parametrize("how", ["removed", "last day"])
def test_vetter_vets_no_longer_for_the_organisation_they_left(member, how):
    actions.appoint(member, role="vetter", by=None, organisation=Membership.objects.get().organisation)
    queue = reverse("directory_admin:queue")
    before = (permissions.has_network_role(member, "vetter"), signed_in(member).get(queue).status_code)

    with time_machine.travel(ended(member, how), tick=False):
        after = (permissions.has_network_role(member, "vetter"), signed_in(member).get(queue).status_code)

    assert (before, after) == ((True, 200), (False, 404))


def test_vetter_who_never_belonged_to_the_organisation_goes_on(member):
    vetter = a_person()
    actions.appoint(vetter, role="vetter", by=None, organisation=Membership.objects.get().organisation)

    ended(member, "removed")

    assert permissions.has_network_role(vetter, "vetter")


@pytest.mark.parametrize("how", ["removed", "last day"])
def test_other_organisation_brings_no_place_in_a_circle_back(member, how):
    circle = a_circle(member, needs_second_factor=False)
    word = rules.circle_principal(circle.pk)

    def is_in() -> bool:
        return word in viewer_of(member, second_factor=True).principals

    found = [is_in()]
    with time_machine.travel(ended(member, how), tick=False):
        found.append(is_in())
        actions.admit_member(member, an_organisation("Beta"), role="reader", by=None)
        found.append(is_in())
        actions.admit_to_circle(member, circle, by=None)
        found.append(is_in())

    assert found == [True, False, False, True]


def test_place_in_a_circle_stays_while_another_membership_does(member):
    actions.admit_member(member, an_organisation("Beta"), role="reader", by=None)
    circle = a_circle(member)

    actions.end_membership(Membership.objects.get(person=member, organisation__name="Alpha"), by=None)

    assert CircleMembership.objects.current().filter(person=member, circle=circle).exists()


@pytest.mark.parametrize(("needs", "answers"), [(True, [200, 404]), (False, [200, 200])])
def test_draft_below_a_page_for_a_circle_asks_for_its_second_factor(member, needs, answers):
    above = a_page(workspace_of(Membership.objects.get().organisation), "Above")
    below, reader = a_page(above, "Below"), a_person()
    circle = a_circle(member, needs_second_factor=needs)
    set_audience(Page.objects.get(pk=above.pk), Audience(Kind.CIRCLE, circle), by=None)
    until = timezone.localdate() + timedelta(days=3)
    draft = share_draft(Page.objects.get(pk=below.pk), email=reader.email, by=member, until=until)
    address = reverse("shared_draft", args=[draft.token])

    assert [signed_in(reader, second_factor=proved).get(address).status_code for proved in (True, False)] == answers
