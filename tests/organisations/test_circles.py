"""Circles: opened and looked after by the secretariat, left by whoever is in one, and felt at the next request."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from organisations.actions import admit_to_circle, close_circle
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.models import AuditEntry, Circle, CircleMembership
from tests.factories import (
    a_circle,
    a_member,
    a_page,
    a_person,
    an_appointed,
    an_organisation,
    workspace_of,
)
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BELONGING = "/en/account/belonging/"
TOMORROW = timezone.localdate() + timedelta(days=1)


def a_network():
    organisation = an_organisation("Aurora")
    editor = a_member(organisation, "editor", email="editor@example.org", display_name="Ines")
    return an_appointed("secretariat"), organisation, editor, a_circle(editor, needs_second_factor=False)


made = made_once(a_network)
secretariat, aurora, editor, circle = copies(4)


def screen(circle: Circle) -> str:
    return reverse("organisations_admin:circle", args=[circle.uuid])


def test_secretariat_opens_a_circle(secretariat):
    response = signed_in(secretariat).post(
        reverse("organisations_admin:open_circle"), {"name": "Night watch", "needs_second_factor": "on"}
    )

    opened = Circle.objects.get(name="Night watch")
    assert (response.url, opened.needs_second_factor) == (screen(opened), True)
    assert AuditEntry.objects.filter(action="circle.opened", actor=secretariat.uuid).count() == 1


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "taken"])
def test_circle_that_cannot_be_is_not_opened(secretariat, circle, name):
    sent = {"name": circle.name if name == "taken" else name}

    response = signed_in(secretariat).post(reverse("organisations_admin:open_circle"), sent)

    assert "name" in response.context["form"].errors
    assert Circle.objects.count() == 1


def test_person_is_admitted_until_a_day_and_prolonged(secretariat, circle):
    person, client = a_person(email="new@example.org"), signed_in(secretariat)

    for until in (str(TOMORROW), ""):
        client.post(screen(circle), {"step": "admit", "email": "NEW@example.org", "until": until})

    [place] = CircleMembership.objects.filter(person=person)
    assert (place.circle, place.until) == (circle, None)
    assert AuditEntry.objects.filter(action="circle.admitted", actor=secretariat.uuid).count() == 2


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"email": "unknown@example.org"}, "email"),
        ({"email": "closed@example.org"}, "email"),
        ({"email": "x"}, "email"),
        ({"email": ["editor@example.org", "x"]}, "email"),
        ({"email": "editor@example.org", "until": "never"}, "until"),
        ({"email": "editor@example.org", "until": "2020-01-01"}, "until"),
        ({"email": "editor@example.org", "until": "9999-12-31"}, "until"),
    ],
)
def test_who_cannot_be_admitted_is_not(secretariat, circle, sent, field):
    a_person(email="closed@example.org", is_active=False)

    response = signed_in(secretariat).post(screen(circle), {"step": "admit", "until": ""} | sent)

    assert field in response.context["forms"]["admit"].errors
    assert list(CircleMembership.objects.values_list("person__email", "until")) == [("editor@example.org", None)]


@pytest.mark.parametrize("ended_by", ["secretariat", "oneself"])
def test_place_ends_at_the_next_request(secretariat, aurora, editor, circle, ended_by):
    page = a_page(workspace_of(an_organisation()), "Kept for the circle")
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.CIRCLE, circle), by=None)
    reader = signed_in(editor)
    before = reader.get(page.url).status_code

    if ended_by == "secretariat":
        place = CircleMembership.objects.get(person=editor)
        signed_in(secretariat).post(screen(circle), {"step": "end", "place": place.pk})
    else:
        reader.post(BELONGING, {"circle": circle.uuid})

    assert (before, reader.get(page.url).status_code) == (200, 404)
    told = AuditEntry.objects.get(action="circle.left")
    assert told.actor == (secretariat if ended_by == "secretariat" else editor).uuid


def test_circle_is_given_another_name(secretariat, circle):
    client, own = signed_in(secretariat), {"step": "rename", "name": "Night watch"}

    told = client.post(screen(circle), own, follow=True).content.decode()
    client.post(screen(circle), own)

    assert "The circle is called “Night watch” now." in told
    assert (Circle.objects.get().name, CircleMembership.objects.current().count()) == ("Night watch", 1)
    assert AuditEntry.objects.filter(action="circle.renamed", actor=secretariat.uuid).count() == 1


@pytest.mark.parametrize("name", ["", "x" * 121, "taken"])
def test_name_that_a_circle_cannot_have_is_refused_and_not_shown_as_its_name(secretariat, circle, name):
    taken, called = a_circle(a_person()).name, circle.name
    sent = {"step": "rename", "name": taken if name == "taken" else name}

    response = signed_in(secretariat).post(screen(circle), sent)

    assert "name" in response.context["forms"]["rename"].errors
    assert (response.context["circle"].name, Circle.objects.get(pk=circle.pk).name) == (called, called)


def test_circle_is_closed_for_good(secretariat, editor, circle):
    page = a_page(workspace_of(an_organisation()), "Kept for the circle")
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.CIRCLE, circle), by=None)
    reader, client = signed_in(editor), signed_in(secretariat)
    before, asked = reader.get(page.url).status_code, client.get(screen(circle)).content.decode()
    other = a_person(email="new@example.org")

    client.post(screen(circle), {"step": "close", "sure": "on"})
    shown = [client.get(each).content.decode() for each in (screen(circle), reverse("organisations_admin:circles"))]
    for sent in ({"step": "admit", "email": other.email, "until": ""}, {"step": "rename", "name": "Other"}):
        client.post(screen(circle), sent)
    with pytest.raises(ValidationError, match="is closed"):
        admit_to_circle(other, circle, by=secretariat)

    assert (before, reader.get(page.url).status_code) == (200, 404)
    assert "This field is required" not in asked
    assert ["closed" in html for html in shown] == [True, True]
    assert "<form" not in shown[0].partition("Nobody is in it now.")[2]
    assert (Circle.objects.get().name, CircleMembership.objects.current().count()) == (circle.name, 0)
    told = AuditEntry.objects.filter(action__startswith="circle.", actor=secretariat.uuid)
    assert list(told.order_by("number").values_list("action", flat=True)) == ["circle.left", "circle.closed"]


def test_closed_circle_is_not_closed_again(secretariat, circle):
    closed = close_circle(circle, by=secretariat)

    with pytest.raises(ValidationError, match="is closed"):
        close_circle(closed, by=secretariat)


def test_circle_is_not_closed_by_a_slip(secretariat, circle):
    response = signed_in(secretariat).post(screen(circle), {"step": "close"})

    assert "sure" in response.context["forms"]["close"].errors
    assert (Circle.objects.get().closed_on, CircleMembership.objects.current().count()) == (None, 1)


def test_place_of_another_circle_or_person_cannot_be_ended(secretariat, editor, circle):
    other, stranger = a_circle(a_person()), a_person()
    theirs = CircleMembership.objects.get(circle=other)

    statuses = [signed_in(secretariat).post(screen(circle), {"step": "end", "place": value}).status_code
                for value in (theirs.pk, "x", "", 0)]  # fmt: skip
    statuses += [signed_in(stranger).post(BELONGING, {"circle": value}).status_code
                 for value in (circle.uuid, "x", "", [circle.uuid, "x"])]  # fmt: skip

    assert set(statuses) == {404}
    assert CircleMembership.objects.current().count() == 2


def test_person_sees_where_they_belong_and_until_when(aurora, editor, circle):
    a_circle(a_person())
    CircleMembership.objects.update(until=TOMORROW)

    html = signed_in(editor).get(BELONGING).content.decode()

    shown = [word in html for word in ("Aurora", "Editor", circle.name, f'datetime="{TOMORROW}"')]
    assert shown == [True] * 4
    assert html.count("Leave this circle") == 1
    assert BELONGING in signed_in(editor).get("/en/account/profile/").content.decode()


def test_who_belongs_nowhere_is_told_so():
    html = signed_in(a_person()).get(BELONGING).content.decode()

    assert ("You belong to no organisation now." in html, "You are in no circle now." in html) == (True, True)
    assert Client().get(BELONGING).url == f"/en/account/login/?next={BELONGING}"


@pytest.mark.parametrize("role", ["reader", "editor", "coordinator"])
def test_screens_are_nothing_to_people_of_organisations(aurora, circle, role):
    client = signed_in(a_member(aurora, role))
    screens = [reverse("organisations_admin:circles"), reverse("organisations_admin:open_circle"), screen(circle)]

    answers = {client.get(each).status_code for each in screens}
    answers |= {client.post(each, {"name": "x", "email": "editor@example.org"}).status_code for each in screens}

    assert answers == {404}


def test_old_session_admits_nobody(secretariat, circle):
    a_person(email="new@example.org")
    client = signed_in(secretariat)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()

    response = client.post(screen(circle), {"step": "admit", "email": "new@example.org", "until": ""})

    assert "Nothing was changed yet." in response.content.decode()
    assert CircleMembership.objects.count() == 1
