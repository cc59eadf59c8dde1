"""The people of an organisation: who sees and changes them, which roles may be given, that one coordinator stays."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations import actions
from organisations.actions.invitations import invite
from organisations.actions.people import change_membership, remove_member
from organisations.models import AuditEntry, Invitation, Membership
from organisations.permissions import grantable_roles, may_enter_admin
from organisations.views.inviting import SENT_AT_MOST
from tests.factories import a_member, an_appointed, an_organisation
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TOMORROW = timezone.localdate() + timedelta(days=1)
NEXT_YEAR = timezone.localdate() + timedelta(days=365)
ASKED = {"email": "new@example.org", "role": "writer", "until": "", "language": "en"}


def two_organisations():
    ours, theirs = an_organisation("Aurora"), an_organisation("Casa")
    people = {role: a_member(ours, role) for role in ("reader", "writer", "editor", "coordinator")}
    people["their coordinator"] = a_member(theirs, "coordinator")
    people["their writer"] = a_member(theirs, "writer", display_name="Somebody of theirs")
    people["secretariat"] = an_appointed("secretariat")
    return ours, theirs, people


made = made_once(two_organisations)
ours, theirs, people = copies(3)


def place(person) -> Membership:
    return Membership.objects.get(person=person)


def screen(name: str, thing) -> str:
    return reverse(f"organisations_admin:{name}", args=[getattr(thing, "uuid", thing.pk)])


def test_coordinator_sees_the_people_of_their_own_organisation_and_no_others(ours, theirs, people):
    html = signed_in(people["coordinator"]).get(screen("people", ours)).content.decode()
    of_theirs = signed_in(people["their coordinator"]).get(screen("people", theirs)).content.decode()

    assert [str(people[role]) in html for role in ("reader", "writer", "editor", "coordinator")] == [True] * 4
    assert ("Somebody of theirs" in of_theirs, "Somebody of theirs" in html) == (True, False)
    assert not [person.email for person in people.values() if person.email in html]


@pytest.mark.parametrize("role", ["reader", "writer", "editor", "their coordinator", "secretariat"])
def test_screens_are_nothing_to_everybody_else(ours, people, role):
    client = signed_in(people[role])
    addresses = [screen("people", ours), screen("invite", ours), screen("membership", place(people["writer"]))]

    got = {client.get(address).status_code for address in addresses}
    sent = {client.post(address, {"step": "remove", **ASKED}).status_code for address in addresses}

    assert got | sent == {404}
    assert place(people["writer"]).is_current()
    assert not Invitation.objects.exists()


def test_menu_leads_coordinators_to_their_people_and_the_secretariat_to_organisations(ours, people):
    leads = {
        role: [
            address
            for address in ("/admin/people/", "/admin/organisations/")
            if f'"{address}"' in signed_in(people[role]).get("/admin/").content.decode()
        ]
        for role in ("writer", "editor", "coordinator", "secretariat")
    }

    assert leads == {
        "writer": [],
        "editor": [],
        "coordinator": ["/admin/people/"],
        "secretariat": ["/admin/organisations/"],
    }
    assert signed_in(people["coordinator"]).get("/admin/people/").status_code == 200
    assert signed_in(people["secretariat"]).get("/admin/organisations/").status_code == 200


def test_who_coordinates_several_chooses(ours, theirs, people):
    actions.admit_member(people["coordinator"], theirs, role="coordinator", by=None)

    html = signed_in(people["coordinator"]).get("/admin/people/").content.decode()

    assert (screen("people", ours) in html, screen("people", theirs) in html) == (True, True)


def test_coordinator_invites_and_it_waits_in_the_list(ours, people):
    client = signed_in(people["coordinator"])

    client.post(screen("invite", ours), ASKED | {"until": str(TOMORROW)})

    [waiting] = Invitation.objects.all()
    assert (waiting.email, waiting.role, waiting.until, waiting.by) == (
        "new@example.org", "writer", TOMORROW, people["coordinator"],
    )  # fmt: skip
    assert "new@example.org" in client.get(screen("people", ours)).content.decode()
    [message] = mail.outbox
    assert "Aurora" not in message.subject + message.body


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"role": "coordinator"}, "role"),
        ({"role": "secretariat"}, "role"),
        ({"role": ["reader", "coordinator"]}, "role"),
        ({"role": ""}, "role"),
        ({"email": "nobody"}, "email"),
        ({"email": ["a@example.org", "b"]}, "email"),
        ({"email": "x" * 300 + "@example.org"}, "email"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "email"),
        ({"until": "yesterday"}, "until"),
        ({"until": "2020-01-01"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"language": "xx"}, "language"),
    ],
)
def test_invitation_that_cannot_be_is_refused_and_nothing_is_sent(ours, people, sent, field):
    response = signed_in(people["coordinator"]).post(screen("invite", ours), ASKED | sent)

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize("who", ["writer", "coordinator"])
def test_people_of_the_organisation_are_not_invited_to_it(ours, people, who):
    sent = ASKED | {"email": people[who].email.upper()}

    response = signed_in(people["coordinator"]).post(screen("invite", ours), sent)

    assert "email" in response.context["form"].errors
    assert not Invitation.objects.exists()


def test_address_is_invited_once_at_a_time(ours, people):
    client = signed_in(people["coordinator"])
    client.post(screen("invite", ours), ASKED)

    response = client.post(screen("invite", ours), ASKED | {"email": "NEW@example.org"})

    assert "email" in response.context["form"].errors
    assert len(mail.outbox) == 1


def test_invitation_is_sent_again_and_taken_back(ours, people):
    client = signed_in(people["coordinator"])
    waiting = invite(ours, **ASKED | {"until": None}, by=people["coordinator"])

    client.post(screen("people", ours), {"step": "again", "invitation": waiting.uuid})
    links = {message.body for message in mail.outbox}
    client.post(screen("people", ours), {"step": "take_back", "invitation": waiting.uuid})

    assert len(links) == 2
    assert not Invitation.objects.exists()
    told = AuditEntry.objects.filter(action__startswith="invitation.").order_by("number")
    assert [entry.action for entry in told] == ["invitation.sent", "invitation.sent_again", "invitation.taken_back"]


def test_others_invitations_are_nobody_s_to_answer_for(ours, theirs, people):
    of_theirs = invite(theirs, **ASKED | {"until": None}, by=people["their coordinator"])
    of_the_secretariat = invite(
        ours, email="c@example.org", role="coordinator", language="en", by=people["secretariat"]
    )
    client = signed_in(people["coordinator"])

    statuses = {
        client.post(screen("people", ours), {"step": step, "invitation": value}).status_code
        for step in ("again", "take_back")
        for value in (of_theirs.uuid, of_the_secretariat.uuid, "x", "", [of_theirs.uuid, "x"])
    }

    assert statuses == {404}
    assert Invitation.objects.count() == 2
    assert len(mail.outbox) == 2
    assert "c@example.org" in client.get(screen("people", ours)).content.decode()


def test_mails_are_counted(ours, people):
    client, at_most = signed_in(people["coordinator"]), int(SENT_AT_MOST["invite"].split("/")[0])
    for number in range(at_most):
        client.post(screen("invite", ours), ASKED | {"email": f"new-{number}@example.org"})

    response = client.post(screen("invite", ours), ASKED)
    again = client.post(screen("people", ours), {"step": "again", "invitation": Invitation.objects.first().uuid})

    assert response.context["form"].non_field_errors()
    assert again.status_code == 302
    assert len(mail.outbox) == at_most


def test_role_and_last_day_are_changed_and_hold_at_the_next_request(ours, people):
    writer = signed_in(people["writer"])
    workspace = reverse("wagtailadmin_explore", args=[ours.workspaces.get().pk])
    before = writer.get(workspace).status_code

    sent = {"step": "change", "role": "reader", "until": str(TOMORROW)}
    signed_in(people["coordinator"]).post(screen("membership", place(people["writer"])), sent)

    row = place(people["writer"])
    assert (row.role, row.until, row.invited_by) == ("reader", TOMORROW, None)
    assert (before, writer.get(workspace).status_code) == (200, 404)
    assert AuditEntry.objects.filter(action="membership.set").latest("number").actor == people["coordinator"].uuid


def test_person_is_removed_and_out_at_the_next_request(ours, people):
    editor = signed_in(people["editor"])
    workspace = reverse("wagtailadmin_explore", args=[ours.workspaces.get().pk])
    before = editor.get(workspace).status_code

    response = signed_in(people["coordinator"]).post(screen("membership", place(people["editor"])), {"step": "remove"})

    assert response.url == screen("people", ours)
    assert (before, editor.get(workspace).status_code) == (200, 404)
    assert signed_in(people["coordinator"]).get(screen("membership", place(people["editor"]))).status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "secretariat", "people", ""])
def test_no_changed_field_gives_a_role_that_is_not_one_s_to_give(people, role):
    sent = {"step": "change", "role": role, "until": ""}

    response = signed_in(people["coordinator"]).post(screen("membership", place(people["editor"])), sent)

    assert "role" in response.context["form"].errors
    assert place(people["editor"]).role == "editor"


@pytest.mark.parametrize(
    "sent",
    [
        {"step": "change", "role": "editor", "until": ""},
        {"step": "change", "role": "coordinator", "until": str(TOMORROW)},
        {"step": "remove"},
    ],
)
@pytest.mark.parametrize("others", [False, True])
def test_last_coordinator_stays_and_another_may_go(ours, people, sent, others):
    if others:
        a_member(ours, "coordinator")

    response = signed_in(people["coordinator"]).post(screen("membership", place(people["coordinator"])), sent)

    row = place(people["coordinator"])
    changed = (row.role, row.until) != ("coordinator", None)
    assert changed == others
    assert response.status_code == (302 if others else 200)
    if not others:
        assert "Ask the secretariat" in response.content.decode()


@pytest.mark.parametrize("ends", ["membership", "account"])
def test_coordinator_who_is_gone_does_not_count(ours, people, ends):
    other = a_member(ours, "coordinator")
    if ends == "membership":
        actions.end_membership(place(other), by=None)
    else:
        type(other).objects.filter(pk=other.pk).update(is_active=False)

    with pytest.raises(ValidationError):
        remove_member(place(people["coordinator"]), by=people["coordinator"])


@pytest.mark.parametrize(("whose", "allowed"), [("coordinator", False), ("other coordinator", False), ("editor", True)])
def test_who_coordinates_is_prolonged_by_the_secretariat_alone(ours, people, whose, allowed):
    people["other coordinator"] = a_member(ours, "coordinator")
    row = place(people[whose])
    Membership.objects.filter(pk=row.pk).update(until=TOMORROW)

    for until in (NEXT_YEAR, None):
        with nullcontext() if allowed else pytest.raises(ValidationError, match="Only the secretariat"):
            change_membership(row, role=row.role, until=until, by=people["coordinator"])

    assert (place(people[whose]).until is None) == allowed


def test_day_that_is_over_is_refused(people):
    sent = {"step": "change", "role": "writer", "until": str(date(2020, 1, 1))}

    response = signed_in(people["coordinator"]).post(screen("membership", place(people["writer"])), sent)

    assert "until" in response.context["form"].errors
    assert place(people["writer"]).until is None


def test_who_removes_themselves_is_led_to_where_they_may_be(ours, people):
    a_member(ours, "coordinator")
    client = signed_in(people["coordinator"])

    response = client.post(screen("membership", place(people["coordinator"])), {"step": "remove"})

    assert not may_enter_admin(people["coordinator"])
    assert client.get(response.url).status_code == 200


def test_roles_that_may_be_given_follow_from_one_s_own(ours, theirs, people):
    given = {who: (grantable_roles(people[who], ours), grantable_roles(people[who], theirs)) for who in people}

    below = ("reader", "writer", "editor")
    nothing = dict.fromkeys(("reader", "writer", "editor", "their writer"), ((), ()))
    assert given == nothing | {
        "coordinator": (below, ()),
        "their coordinator": ((), below),
        "secretariat": (("coordinator",), ("coordinator",)),
    }


@pytest.mark.parametrize("name", ["people", "invite", "membership"])
def test_old_session_decides_nothing(ours, people, name):
    client = signed_in(people["coordinator"])
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    waiting = invite(ours, **ASKED | {"until": None, "email": "w@example.org"}, by=people["coordinator"])
    thing = place(people["writer"]) if name == "membership" else ours

    sent = ASKED | {"step": "remove", "invitation": waiting.uuid}
    if name == "people":
        sent["step"] = "take_back"
    response = client.post(screen(name, thing), sent)

    assert "Nothing was changed yet." in response.content.decode()
    assert (place(people["writer"]).is_current(), Invitation.objects.count()) == (True, 1)


def test_list_asks_as_often_for_many_people_as_for_few(ours, people, django_assert_num_queries):
    client = signed_in(people["coordinator"])
    client.get(screen("people", ours))
    with CaptureQueriesContext(connection) as few:
        client.get(screen("people", ours))
    for number in range(3):
        a_member(ours, "writer")
        invite(ours, email=f"m{number}@example.org", role="reader", language="en", by=people["coordinator"])

    with django_assert_num_queries(len(few)):
        client.get(screen("people", ours))
