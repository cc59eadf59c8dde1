"""Links of invitations: each works once, for whom it was sent to, while its sender may; all others tell nothing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from organisations import actions
from organisations.actions.invitations import accept_invitation, invite, send_again, take_back
from organisations.invitation_links import token_of
from organisations.models import Appointment, AuditEntry, Invitation, Membership
from tests.factories import a_circle, a_member, a_person, an_appointed, an_organisation
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ADDRESS = "new@example.org"
CHOSEN = {"display_name": "Nour", "password1": "a lantern behind the pier", "password2": "a lantern behind the pier"}
ENDED = "This link does not work"


def an_invitation():
    aurora = an_organisation("Aurora")
    coordinator = a_member(aurora, "coordinator")
    asked = {"email": ADDRESS, "role": "writer", "language": "en", "by": coordinator}
    return aurora, coordinator, invite(aurora, **asked)


made = made_once(an_invitation)
aurora, coordinator, invitation = copies(3)


def link(invitation: Invitation) -> str:
    with translation.override("en"):
        return reverse("invited", args=[token_of(invitation)])


def text_of(html: str) -> str:
    """What a page says, without what is fresh each time and where the link stands again."""
    html = re.sub(r'"csrfmiddlewaretoken" value="[^"]*"|"CSRF_TOKEN": "[^"]*"', "", html)
    return re.sub(r"/account/invitation/[^/]*/", "/account/invitation/", html)


def test_link_opens_an_account_and_admits_it(invitation, aurora, coordinator):
    client = Client()
    page = client.get(link(invitation)).content.decode()

    response = client.post(link(invitation), CHOSEN)

    assert [word in page for word in ("Aurora", "Writer", ADDRESS)] == [True, True, True]
    assert response.url == "/admin/"
    person = User.objects.get(email=ADDRESS)
    membership = Membership.objects.get(person=person)
    assert (membership.organisation, membership.role, membership.invited_by) == (aurora, "writer", coordinator)
    assert person.check_password(CHOSEN["password1"])
    assert client.get(reverse("account_profile")).status_code == 200
    assert not Invitation.objects.exists()
    told = AuditEntry.objects.get(action="invitation.accepted")
    assert (told.actor, told.organisation, ADDRESS in str(told.details)) == (person.uuid, aurora.uuid, False)


def test_reader_arrives_on_the_site_in_the_language_of_the_link(aurora, coordinator):
    reader = invite(aurora, email="r@example.org", role="reader", language="ar", by=coordinator)

    client = Client()
    response = client.post(link(reader).replace("/en/", "/ar/"), CHOSEN)

    assert response.url == "/ar/"
    assert User.objects.get(email="r@example.org").language == "ar"


def use(invitation, **_people):
    Client().post(link(invitation), CHOSEN)


def suspend(invitation, **_people):
    actions.suspend_organisation(invitation.organisation, by=None)


def close_account(invitation, **_people):
    a_person(email=ADDRESS, is_active=False)


def end_inviter(invitation, coordinator):
    actions.end_membership(coordinator.memberships.get(), by=None)


def lower_inviter(invitation, coordinator):
    actions.admit_member(coordinator, invitation.organisation, role="editor", by=None)


def close_inviter(invitation, coordinator):
    User.objects.filter(pk=coordinator.pk).update(is_active=False)


def replace(invitation, coordinator):
    send_again(invitation, by=coordinator)


def take(invitation, coordinator):
    take_back(invitation, by=coordinator)


@pytest.mark.parametrize(
    "happened", [use, suspend, close_account, end_inviter, lower_inviter, close_inviter, replace, take]
)
def test_link_that_works_no_more_is_answered_like_one_that_was_forged(invitation, coordinator, happened):
    there, forged = link(invitation), link(invitation)[:-4] + "xyz/"
    before = Client().get(there).content.decode()
    happened(invitation, coordinator=coordinator)
    people = User.objects.count()

    answers = [Client().get(address) for address in (there, forged)]
    posted = [Client().post(address, CHOSEN) for address in (there, forged)]

    assert ENDED not in before
    assert len({text_of(each.content.decode()) for each in (*answers, *posted)}) == 1
    assert ENDED in answers[0].content.decode()
    assert {each.status_code for each in (*answers, *posted)} == {200}
    assert User.objects.count() == people


@pytest.mark.parametrize(("days", "works"), [(6, True), (8, False)])
def test_link_runs_out_after_a_week(invitation, days, works):
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        html = Client().get(link(invitation)).content.decode()

    assert (ENDED not in html) == works


def test_link_runs_out_with_the_membership_that_it_offers(aurora, coordinator):
    tomorrow = timezone.localdate() + timedelta(days=1)
    asked = {"email": "s@example.org", "role": "reader", "language": "en", "until": tomorrow}
    short = invite(aurora, **asked, by=coordinator)

    before = Client().get(link(short)).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        after = Client().get(link(short)).content.decode()

    assert (ENDED in before, ENDED in after) == (False, True)


@pytest.mark.parametrize("token", ["x", "a.b", "." * 40, "%00", "0" * 3000, "ünïcode", "deadbeef-1.abc"])
def test_nonsense_in_the_place_of_a_link_is_the_same_page(client, token):
    response = client.get(f"/en/account/invitation/{token}/")

    assert (response.status_code, ENDED in response.content.decode()) == (200, True)


def test_link_of_another_site_s_key_is_forged(invitation, settings):
    there = link(invitation)
    settings.SECRET_KEY = "another"

    assert ENDED in Client().get(there).content.decode()


def test_person_with_an_account_signs_in_and_joins_with_it(invitation, aurora):
    person = a_member(an_organisation(), "editor", email=ADDRESS)
    visitor = Client().get(link(invitation)).content.decode()
    refused = Client().post(link(invitation), CHOSEN).content.decode()
    client = signed_in(person)

    asked = client.get(link(invitation)).content.decode()
    response = client.post(link(invitation))

    assert f"/account/login/?next={link(invitation)}" in visitor
    assert ("password1" in visitor, "password1" in refused, "password1" in asked) == (False, False, False)
    assert response.url == "/admin/"
    assert Membership.objects.get(person=person, organisation=aurora).role == "writer"
    assert client.get(reverse("wagtailadmin_explore", args=[aurora.workspaces.get().pk])).status_code == 200


def test_other_person_cannot_use_a_link(invitation, aurora):
    other = signed_in(a_person())

    answers = [other.get(link(invitation)), other.post(link(invitation)), other.post(link(invitation), CHOSEN)]

    assert {"Not for this account" in each.content.decode() for each in answers} == {True}
    assert not [each for each in answers if "Aurora" in each.content.decode() or ADDRESS in each.content.decode()]
    assert not User.objects.filter(email=ADDRESS).exists()
    with pytest.raises(Invitation.DoesNotExist):
        accept_invitation(token_of(invitation), person=a_person())


def test_looking_at_a_link_uses_nothing_up(invitation):
    for _each in range(3):
        Client().get(link(invitation))
        Client().head(link(invitation))

    assert Client().post(link(invitation), CHOSEN).status_code == 302


@pytest.mark.parametrize(
    "sent",
    [
        {"password2": "something else altogether"},
        {"password1": "short", "password2": "short"},
        {"password1": "new@example.org", "password2": "new@example.org"},
        {"display_name": ""},
        {"display_name": "x" * 121},
        {"password1": ""},
    ],
)
def test_account_that_is_not_good_is_not_opened_and_the_link_stays(invitation, sent):
    response = Client().post(link(invitation), CHOSEN | sent)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not User.objects.filter(email=ADDRESS).exists()
    assert Invitation.objects.count() == 1


def test_role_and_address_of_a_form_are_not_believed(invitation):
    forged = {"role": "coordinator", "email": "x@example.org", "is_superuser": "on", "until": ""}

    Client().post(link(invitation), CHOSEN | forged)

    person = User.objects.get(email=ADDRESS)
    assert (person.memberships.get().role, person.is_superuser) == ("writer", False)


@pytest.mark.parametrize("body", ['{"display_name": "x"}', "[]", "null"])
def test_json_is_no_form(invitation, body):
    response = Client().post(link(invitation), body, content_type="application/json")

    assert response.status_code == 200
    assert not User.objects.filter(email=ADDRESS).exists()


def test_who_belongs_there_by_now_keeps_what_they_have(invitation, aurora):
    person = a_member(aurora, "editor", email=ADDRESS)

    signed_in(person).post(link(invitation))

    assert Membership.objects.get(person=person).role == "editor"
    assert not Invitation.objects.exists()


def test_who_left_comes_back_by_a_link(invitation, aurora):
    person = a_member(aurora, "editor", email=ADDRESS)
    actions.end_membership(person.memberships.get(), by=None)

    signed_in(person).post(link(invitation))

    assert Membership.objects.current().get(person=person).role == "writer"


def test_inviting_is_answered_alike_whether_the_address_has_an_account(aurora, coordinator):
    a_circle(a_member(an_organisation(), "editor", email="known@example.org"))
    client = signed_in(coordinator)
    screen = reverse("organisations_admin:invite", args=[aurora.uuid])
    people = reverse("organisations_admin:people", args=[aurora.uuid])
    said = []

    for address in ("known@example.org", "fresh@example.org"):
        response = client.post(screen, {"email": address, "role": "reader", "until": "", "language": "en"})
        listed = client.get(people).content.decode()
        said.append(text_of(f"{response.status_code} {response.url} {listed}".replace(address, "ADDRESS")))
        take_back(Invitation.objects.get(email=address), by=coordinator)

    hidden = [re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d\d:\d\d", "", each) for each in said]
    assert hidden[0] == hidden[1]
    bodies = [re.sub(r"/invitation/\S+", "", message.body) for message in mail.outbox[-2:]]
    assert bodies[0] == bodies[1]


def test_secretariat_s_invitation_ends_with_its_role(aurora):
    secretary = an_appointed("secretariat")
    asked = invite(aurora, email="c@example.org", role="coordinator", language="en", by=secretary)
    before = Client().get(link(asked)).content.decode()

    actions.end_appointment(Appointment.objects.get(person=secretary), by=None)

    assert (ENDED in before, ENDED in Client().get(link(asked)).content.decode()) == (False, True)
