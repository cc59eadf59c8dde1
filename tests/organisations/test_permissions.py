"""Which pages whom are open to work on, and whom a request is answered for."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.utils import timezone

from organisations import permissions, roles
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.drafts import share_draft
from organisations.actions.guests import invite_guest
from organisations.actions.people import admit_member, appoint
from organisations.models import CoOwner, Organisation
from organisations.viewer import viewer_for, viewer_of
from tests.factories import a_circle, a_member, a_page, a_person, an_appointed, an_organisation, workspace_of
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db


def test_readers_work_on_no_page_and_only_publishers_publish():
    organisation = an_organisation()
    page = a_page(workspace_of(organisation))
    people = {role: a_member(organisation, role) for role in ("reader", "writer", "editor", "coordinator")}

    may = {role: (permissions.may_edit(who, page), permissions.may_publish(who, page)) for role, who in people.items()}

    assert may == {
        "reader": (False, False),
        "writer": (True, False),
        "editor": (True, True),
        "coordinator": (True, True),
    }


def test_coordinators_know_the_people_of_the_organisations_that_they_coordinate():
    coordinated, other = an_organisation(), an_organisation()
    person, known, unknown = (
        a_member(coordinated, "coordinator"),
        a_member(coordinated, "reader"),
        a_member(other, "reader"),
    )
    admit_member(person, other, role="editor", by=None)

    people = set(permissions.people_known_to(person).values_list("pk", flat=True))

    assert people == {person.pk, known.pk}
    assert unknown.pk not in people


def test_every_shared_page_is_owned_with_what_stands_below_it():
    owner, partner = an_organisation(), an_organisation()
    pages = [a_page(workspace_of(owner), f"Shared {number}") for number in range(3)]
    below = a_page(pages[0])
    for page in pages[:2]:
        CoOwner.objects.create(page=page, organisation=partner, agreed_at="2026-01-01T00:00Z")

    owned = permissions.owned_pages(Organisation.objects.filter(pk=partner.pk))

    assert {page.pk for page in (*pages[:2], below)} <= set(owned.values_list("pk", flat=True))
    assert not owned.filter(pk=pages[2].pk).exists()


def test_viewer_is_the_account_that_asks():
    person = a_member(an_organisation())

    viewer = viewer_of(person, second_factor=True)

    assert viewer.person_id == person.pk


def test_request_that_changes_hands_is_answered_for_the_new_person():
    first, second = an_organisation(), an_organisation()
    request = RequestFactory().get("/")
    request.session = SessionStore()

    found = []
    for person in (a_member(first), a_member(second)):
        request.user = person
        found.append(viewer_for(request).person_id)

    assert len(set(found)) == 2


def test_network_pages_are_the_secretariats_alone():
    page = workspace_of(an_organisation()).get_parent()

    may = [permissions.may_edit(an_appointed(role), page) for role in (roles.SECRETARIAT, roles.AUDITOR)]

    assert may == [True, False]


def test_guests_and_drafts_of_a_page_are_ended_by_those_who_publish_it():
    house, other = an_organisation(), an_organisation()
    page = a_page(workspace_of(house))
    set_audience(page, Audience(Kind.ORGANISATION), by=None)
    until = timezone.localdate()
    invite_guest(page, until=until, by=None, email="guest@example.org")
    share_draft(page, until=until, by=None, email="reader@example.org")
    people = {
        "editor": a_member(house, "editor"),
        "writer": a_member(house, "writer"),
        "other": a_member(other, "editor"),
        "visitor": AnonymousUser(),
    }

    found = {
        name: (
            permissions.endable_guests(person, page).count(),
            permissions.endable_drafts(person, page).count(),
        )
        for name, person in people.items()
    }

    assert found == {"editor": (1, 1), "writer": (0, 0), "other": (0, 0), "visitor": (0, 0)}


def test_circles_are_known_to_those_who_are_in_them():
    person = a_person()
    circle = a_circle(person)
    a_circle(a_person())

    assert list(permissions.known_circles(person)) == [circle]
    assert not permissions.known_circles(AnonymousUser()).exists()


@pytest.mark.parametrize(("remembers", "queries"), [(True, 2), (False, 6)])
def test_request_that_only_reads_asks_once_for_roles(remembers, queries, django_assert_num_queries):
    person = a_member(an_organisation(), "editor")
    appoint(person, role=roles.AUDITOR, by=None)
    if remembers:
        permissions.remember_roles(person)

    with django_assert_num_queries(queries):
        found = [permissions.roles_of(person), permissions.roles_of(person)]
        is_auditor, is_vetter = (permissions.has_network_role(person, code) for code in (roles.AUDITOR, roles.VETTER))

    assert found == [{"editor", roles.AUDITOR}] * 2
    assert (is_auditor, is_vetter) == (True, False)


@pytest.mark.parametrize(("method", "remembered"), [("get", True), ("post", False)])
def test_roles_are_remembered_only_while_a_request_reads(method, remembered):
    client = signed_in(a_member(an_organisation(), "editor"))

    response = getattr(client, method)("/en/account/belonging/")

    assert hasattr(response.wsgi_request.user, "held") is remembered
