"""Opening an organisation: by the secretariat alone, in one act with its first coordinator, whole or not at all."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from organisations import actions
from organisations.models import AuditEntry, Invitation, Membership, Organisation
from tests.factories import a_member, a_page, an_appointed, an_organisation, english_home, workspace_of
from tests.factories.manuals import blocks
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

OPEN = "/admin/organisations/new/"
WANTED = {
    "name": "Casa Faro",
    "acronym": "CF",
    "country": "EC",
    "slug": "",
    "languages": ["es", "ar"],
    "email": "First@Example.org",
    "language": "es",
}


def a_network():
    return an_appointed("secretariat"), an_organisation("Aurora")


made = made_once(a_network)
secretariat, aurora = copies(2)


def link_in(message) -> str:
    """The path behind the one address that a mail names."""
    [link] = re.findall(r"https?://[^/\s]+(/\S+)", message.body)
    return link


@pytest.mark.slow
def test_whole_way_from_opening_to_a_writer_who_signs_in(secretariat):
    """The secretariat opens, the coordinator follows the link and invites a writer, the writer follows theirs."""
    response = signed_in(secretariat).post(OPEN, WANTED)
    organisation = Organisation.objects.get(name="Casa Faro")
    assert response.url == reverse("organisations_admin:organisation", args=[organisation.uuid])
    coordinator = Client()
    chosen = {
        "display_name": "Ines",
        "password1": "a lantern behind the pier",
        "password2": "a lantern behind the pier",
    }
    assert coordinator.post(link_in(mail.outbox[0]), chosen).url == "/admin/"
    ines = User.objects.get(email="first@example.org")

    assert coordinator.get("/admin/").url.startswith("/es/account/second-factor/")
    assert (ines.display_name, ines.language) == ("Ines", "es")
    invite = reverse("organisations_admin:invite", args=[organisation.uuid])
    asked = {"email": "second@example.org", "role": "writer", "until": "", "language": "ar"}
    assert signed_in(ines).post(invite, asked).url == reverse("organisations_admin:people", args=[organisation.uuid])
    writer = Client()
    writer.post(link_in(mail.outbox[1]), {**chosen, "display_name": "Nour"})
    nour = User.objects.get(email="second@example.org")
    assert (
        signed_in(nour).get(reverse("wagtailadmin_explore", args=[organisation.workspaces.first().pk])).status_code
        == 200
    )
    assert list(Membership.objects.filter(organisation=organisation).values_list("person__display_name", "role")) == [
        ("Ines", "coordinator"),
        ("Nour", "writer"),
    ]
    assert [message.to for message in mail.outbox] == [["first@example.org"], ["second@example.org"]]
    assert not Invitation.objects.exists()


def test_organisation_is_opened_with_all_that_it_begins_with(secretariat):
    signed_in(secretariat).post(OPEN, WANTED)

    organisation = Organisation.objects.get(slug="casa-faro")
    assert (organisation.name, organisation.acronym, organisation.country) == ("Casa Faro", "CF", "EC")
    assert set(organisation.workspaces.values_list("locale__language_code", "live")) == {("es", True), ("ar", True)}
    assert None not in (organisation.public_files, organisation.members_files, organisation.own_files)
    assert organisation.groups.count() == 5
    [invitation] = Invitation.objects.all()
    assert (invitation.email, invitation.role, invitation.by) == ("first@example.org", "coordinator", secretariat)
    assert Client().get("/ar/casa-faro/").status_code == 200
    told = AuditEntry.objects.filter(organisation=organisation.uuid).values_list("action", flat=True)
    assert {"organisation.opened", "organisation.language_added", "invitation.sent"} <= set(told)


def test_mail_says_nothing_of_what_it_is_about(secretariat):
    signed_in(secretariat).post(OPEN, WANTED)

    [message] = mail.outbox
    whole = message.subject + message.body
    assert "/es/account/invitation/" in whole
    assert not [word for word in ("Casa Faro", "casa-faro", "CF", "first@", "coordin") if word in whole]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": "Aurora"}, "name"),
        ({"name": "aurora"}, "name"),
        ({"name": " "}, "name"),
        ({"name": "بيت المنارة"}, "slug"),
        ({"slug": "aurora"}, "slug"),
        ({"slug": "search"}, "slug"),
        ({"slug": "Campaigns"}, "slug"),
        ({"slug": "taken-by-a-page"}, "slug"),
        ({"slug": "a/b"}, "slug"),
        ({"languages": []}, "languages"),
        ({"languages": ["xx"]}, "languages"),
        ({"country": "XX"}, "country"),
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_cannot_be_opened_is_refused_and_nothing_is_made(secretariat, aurora, sent, field):
    a_page(english_home(), slug="taken-by-a-page")
    before = Organisation.objects.count()

    response = signed_in(secretariat).post(OPEN, WANTED | {"languages": ["en"]} | sent)

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert (Organisation.objects.count(), Invitation.objects.count(), mail.outbox) == (before, 0, [])


def test_secretariat_cannot_make_itself_coordinator_and_then_nothing_is_opened(secretariat):
    response = signed_in(secretariat).post(OPEN, WANTED | {"email": secretariat.email.upper()})

    assert "email" in response.context["form"].errors
    assert not Organisation.objects.filter(name="Casa Faro").exists()


def test_old_session_decides_nothing_and_what_was_typed_stays(secretariat):
    client = signed_in(secretariat)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()

    response = client.post(OPEN, WANTED)

    assert 'value="Casa Faro"' in response.content.decode()
    assert "/account/2fa/reauthenticate/?next=%2Fadmin%2Forganisations%2Fnew%2F" in response.content.decode()
    assert not Organisation.objects.filter(name="Casa Faro").exists()


def test_suspending_says_what_ends_and_ends_it_at_the_next_request(secretariat, aurora):
    editor = signed_in(a_member(aurora, "editor"))
    screen = reverse("organisations_admin:state", args=[aurora.uuid])
    workspace = reverse("wagtailadmin_explore", args=[aurora.workspaces.get().pk])
    before = editor.get(workspace).status_code

    asked = signed_in(secretariat).get(screen).content.decode()
    signed_in(secretariat).post(screen, {"step": "suspend"})

    assert "This ends at once" in asked
    assert (before, editor.get(workspace).status_code) == (200, 404)
    assert Client().get("/en/aurora/").status_code == 200
    signed_in(secretariat).post(screen, {"step": "go_on"})
    assert editor.get(workspace).status_code == 200


def test_what_was_confirmed_is_done_and_not_its_opposite(secretariat, aurora):
    screen = reverse("organisations_admin:state", args=[aurora.uuid])
    client = signed_in(secretariat)

    for step in ("go_on", "", "left", "suspend", "suspend"):
        client.post(screen, {"step": step})

    aurora.refresh_from_db()
    assert aurora.state == Organisation.State.SUSPENDED
    assert AuditEntry.objects.filter(action="organisation.suspended").count() == 1


def test_secretariat_finds_a_suspended_organisation_no_coordinator(secretariat, aurora):
    actions.suspend_organisation(aurora, by=secretariat)
    screen = reverse("organisations_admin:organisation", args=[aurora.uuid])
    client = signed_in(secretariat)

    html = client.post(screen, {"step": "invite", "email": "x@example.org", "language": "en"}).content.decode()

    assert "People can join only an active organisation." in html
    assert not Invitation.objects.exists()


def test_secretariat_replaces_the_last_coordinator(secretariat, aurora):
    first = a_member(aurora, "coordinator", display_name="Ines")
    screen = reverse("organisations_admin:organisation", args=[aurora.uuid])
    client = signed_in(secretariat)
    before = client.get(screen).content.decode()

    client.post(screen, {"step": "end", "membership": first.memberships.get().pk})
    client.post(screen, {"step": "invite", "email": "x@example.org", "language": "en", "until": ""})

    html = client.get(screen).content.decode()
    assert ("Ines" in before, "Nobody coordinates it" in html, "x@example.org" in html) == (True, True, True)
    [invitation] = Invitation.objects.all()
    client.post(screen, {"step": "again", "invitation": invitation.uuid})
    assert [message.to for message in mail.outbox] == [["x@example.org"]] * 2
    client.post(screen, {"step": "take_back", "invitation": invitation.uuid})
    assert not Invitation.objects.exists()


# -- One more language ---------------------------------------------------------------------------------------------


def offered(html: str) -> list[str]:
    """The codes of the languages that may be added."""
    [form] = re.findall(r'(?s)<select name="language"[^>]*id_more_language.*?</select>', html) or [""]
    return re.findall(r'value="(\w+)"', form)


def test_secretariat_adds_a_language_in_which_only_the_name_is_public(secretariat, aurora):
    english, editor = workspace_of(aurora).specific, a_member(aurora, "editor")
    english.summary, english.body = "Lanterns for all", blocks(("paragraph", {"text": "<p>We light them.</p>"}))
    english.save_revision().publish()
    screen, client = reverse("organisations_admin:organisation", args=[aurora.uuid]), signed_in(secretariat)
    before = offered(client.get(screen).content.decode())

    answer = client.post(screen, {"step": "add_language", "language": "fr"}, follow=True)

    french = workspace_of(aurora, "fr")
    draft = french.get_latest_revision_as_object()
    shown = Client().get(french.url).content.decode()
    assert (before, offered(answer.content.decode())) == (["es", "fr", "ar"], ["es", "ar"])
    assert "find the text there as a draft" in answer.content.decode()
    assert ("Aurora" in shown, "Lanterns" in shown, "light them" in shown) == (True, False, False)
    assert (french.live, draft.summary, "light them" in str(draft.body)) == (True, "Lanterns for all", True)
    edit = signed_in(editor).get(reverse("wagtailadmin_pages:edit", args=[french.pk]))
    assert "Lanterns for all" in edit.content.decode()
    assert AuditEntry.objects.filter(organisation=aurora.uuid, action="organisation.language_added").count() == 1


def test_language_of_an_organisation_that_is_not_public_is_not_published(secretariat, aurora):
    english = workspace_of(aurora).specific
    english.title = "Secret new name"
    english.unpublish()
    english.save()
    screen = reverse("organisations_admin:organisation", args=[aurora.uuid])

    signed_in(secretariat).post(screen, {"step": "add_language", "language": "fr"})

    french = workspace_of(aurora, "fr")
    assert (french.live, french.draft_title) == (False, "Aurora")
    assert Client().get("/fr/aurora/").status_code == 404


@pytest.mark.parametrize("sent", ["en", "xx", "", "fr' --"])
def test_language_that_cannot_be_added_is_refused(secretariat, aurora, sent):
    screen = reverse("organisations_admin:organisation", args=[aurora.uuid])

    answer = signed_in(secretariat).post(screen, {"step": "add_language", "language": sent})

    assert (answer.status_code, aurora.workspaces.count()) == (200, 1)
    assert answer.context["more_languages"].errors


def test_languages_of_a_suspended_organisation_stay_as_they_are(secretariat, aurora):
    actions.suspend_organisation(aurora, by=secretariat)
    screen, client = reverse("organisations_admin:organisation", args=[aurora.uuid]), signed_in(secretariat)

    client.post(screen, {"step": "add_language", "language": "fr"})

    assert offered(client.get(screen).content.decode()) == []
    assert aurora.workspaces.count() == 1


def test_secretariat_sees_coordinators_and_no_other_people(secretariat, aurora):
    for role in ("coordinator", "editor", "reader"):
        a_member(aurora, role, display_name=f"Lantern the {role}")
    screen = reverse("organisations_admin:organisation", args=[aurora.uuid])

    html = signed_in(secretariat).get(screen).content.decode()

    assert re.findall(r"<bdi>Lantern the (\w+)", html) == ["coordinator"]


@pytest.mark.parametrize("role", ["reader", "writer", "editor", "coordinator"])
def test_screens_are_nothing_to_people_of_organisations(aurora, role):
    client = signed_in(a_member(aurora, role))
    screens = [
        reverse("organisations_admin:organisations"),
        OPEN,
        reverse("organisations_admin:organisation", args=[aurora.uuid]),
        reverse("organisations_admin:state", args=[aurora.uuid]),
    ]

    answers = {client.get(screen).status_code for screen in screens}
    answers |= {client.post(screen, WANTED | {"step": "suspend"}).status_code for screen in screens}

    assert answers == {404}
    aurora.refresh_from_db()
    assert aurora.is_active


def test_list_asks_as_often_for_many_as_for_few(secretariat, aurora, django_assert_num_queries):
    client, screen = signed_in(secretariat), reverse("organisations_admin:organisations")
    client.get(screen)
    with CaptureQueriesContext(connection) as few:
        client.get(screen)
    for number in range(4):
        a_member(Organisation.objects.create(name=f"More {number}", slug=f"more-{number}"), "coordinator")

    with django_assert_num_queries(len(few)):
        html = client.get(screen).content.decode()

    assert html.count(">More ") == 4
