"""The matrix of the site outside the admin: every address, by every role. An unclassified one fails the build."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse
from django.utils import translation

from organisations.wall.walk import site_addresses
from tests.access.test_matrix import ANSWER_OTHERWISE as ADMIN_ANSWERS_OTHERWISE
from tests.access.test_matrix import PEOPLE
from tests.access.world import role_of
from tests.factories import a_person
from tests.factories.campaigns import a_campaign, an_update
from tests.factories.directory import a_listed_entry
from tests.factories.sessions import signed_in

pytestmark = pytest.mark.django_db

EVERYBODY = frozenset({"anonymous", *PEOPLE})
SIGNED_IN = frozenset(PEOPLE)
OUR_PEOPLE = frozenset({"reader", "writer", "editor", "coordinator"})
OUR_AUTHORS = frozenset({"writer", "editor", "coordinator"})
NOBODY: frozenset[str] = frozenset()

# By name: who reaches 2xx. Whoever does not is sent to sign in, or told that there is nothing.
CLASSIFIED = {
    "wagtail_serve": EVERYBODY,
    "home:organisations": EVERYBODY,
    "robots": EVERYBODY,
    "sitemap": EVERYBODY,
    "campaigns:index": EVERYBODY,
    "campaigns:campaign": EVERYBODY,
    "campaigns:update": EVERYBODY,
    "campaigns:feed": EVERYBODY,
    "manuals:index": EVERYBODY,
    "manuals:feed": EVERYBODY,
    "manuals:manual": EVERYBODY,
    "manuals:chapter": OUR_PEOPLE,
    "manuals:edition": EVERYBODY,
    "manuals:edition_chapter": OUR_PEOPLE,
    "manuals:changes": EVERYBODY,
    "manuals:chapter_changes": OUR_PEOPLE,
    "edition_file": OUR_PEOPLE,
    "directory:list": EVERYBODY,
    "directory:entry": EVERYBODY,
    "directory:contact_file": EVERYBODY,
    "directory:card": EVERYBODY,
    "directory:problem": EVERYBODY,
    "directory:places": EVERYBODY,
    "directory:sheet": EVERYBODY,
    "directory:nominate": OUR_PEOPLE,
    "search:results": EVERYBODY,
    "media_file": OUR_AUTHORS,
    "document_file": OUR_PEOPLE,
    "shared_draft": frozenset({"reader"}),
    "account_login": frozenset({"anonymous"}),
    "account_logout": SIGNED_IN,
    "account_profile": SIGNED_IN,
    "belonging": SIGNED_IN,
    "invited": EVERYBODY,
    "account_change_password": NOBODY,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,
    "account_reset_password_from_key_done": EVERYBODY,
    "account_reauthenticate": NOBODY,
    "account_second_factor": NOBODY,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_activate_totp": NOBODY,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_edit_webauthn": NOBODY,
    "mfa_remove_webauthn": NOBODY,
    "mfa_reauthenticate_webauthn": NOBODY,
    "mfa_authenticate": NOBODY,
    "mfa_login_webauthn": NOBODY,
    "leave": NOBODY,
    "no_such_page": NOBODY,
    "wagtailcore_login": NOBODY,
    "wagtailcore_authenticate_with_password": NOBODY,
}
# Doors of Wagtail that must not open: the common 404 for everybody.
SHUT = {"no_such_page", "wagtailcore_login", "wagtailcore_authenticate_with_password"}
# Reached by people in another state than those of the matrix, who have a password or an app and have just used it.
REACHED_ELSEWHERE = {"account_change_password", "account_reauthenticate", "account_second_factor", "mfa_activate_totp"}
# Nobody reaches these with 2xx here, each with its reason.
ANSWER_OTHERWISE = {
    "leave": "leads away from the site",
    "mfa_authenticate": "only in the middle of signing in; tested with the accounts",
    "mfa_login_webauthn": "needs a passkey’s answer; tested in a browser",
    "mfa_reauthenticate_webauthn": "needs a passkey’s answer; tested in a browser",
    "mfa_edit_webauthn": "only for the owner of a passkey; tested in a browser",
    "mfa_remove_webauthn": "only for the owner of a passkey; tested in a browser",
}


@pytest.fixture(scope="module")
def things(world):
    """One thing for each kind of public address, beside those of the world."""
    campaign = a_campaign(world.ours.organisation, "A campaign of ours")
    for person in (*world.ours.people.values(), world.superuser):
        RecoveryCodes.activate(person)
    return {**world.ours.things, "campaign": campaign, "update": an_update(campaign), "entry": a_listed_entry()}


def address(name: str, things) -> str:
    """The address with that name, of a thing that exists."""
    args = {
        "wagtail_serve": ["organisations/"],
        "campaigns:campaign": [things["campaign"].slug],
        "campaigns:update": [things["campaign"].slug, things["update"].slug],
        "manuals:manual": [things["manual"].slug],
        "manuals:chapter": [things["manual"].slug, things["chapter"].path],
        "manuals:edition": [things["manual"].slug, "1.0"],
        "manuals:edition_chapter": [things["manual"].slug, "1.0", things["chapter"].path],
        "manuals:changes": [things["manual"].slug, "1.0", "1.1"],
        "manuals:chapter_changes": [things["manual"].slug, "1.0", "1.1", things["chapter"].path],
        "edition_file": [things["frozen picture"].name],
        "directory:entry": [things["entry"].slug],
        "directory:contact_file": [things["entry"].slug],
        "directory:card": [things["entry"].slug],
        "directory:problem": [things["entry"].slug],
        "media_file": [things["image"].file.name],
        "document_file": [things["document"].token, things["document"].filename],
        "shared_draft": [things["shared draft"].token],
        "account_reset_password_from_key": ["1", "forged-link"],
        "invited": ["forged-link"],
        "mfa_edit_webauthn": [1],
        "mfa_remove_webauthn": [1],
        "no_such_page": ["anything"],
        "wagtailcore_authenticate_with_password": [1, 1],
    }
    if name == "wagtail_serve":
        return things["page"].url
    with translation.override("en"):
        return reverse(name, args=args.get(name, []))


def answer(client: Client, url: str) -> int:
    """The status of a GET. An open file is closed by hand: closing the answer would close the database as well."""
    response = client.get(url)
    for close in response._resource_closers:
        close()
    return response.status_code


def test_every_address_of_the_site_is_classified():
    assert {name for _route, name in site_addresses()} ^ set(CLASSIFIED) == set()


def test_few_addresses_answer_otherwise_and_all_others_have_a_role():
    unreached = {name for name, who in CLASSIFIED.items() if not who} - SHUT - REACHED_ELSEWHERE

    assert unreached == set(ANSWER_OTHERWISE)
    assert len(ANSWER_OTHERWISE) + len(ADMIN_ANSWERS_OTHERWISE) <= 10


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_addresses_answer_their_roles_and_nobody_else(world, things, role):
    person = None if role == "anonymous" else world.superuser if role == "superuser" else world.ours.people[role]
    expected, found = {}, {}

    for name, who in CLASSIFIED.items():
        client = signed_in(person) if person else Client()
        status = answer(client, address(name, things))
        found[name] = "ok" if status < 300 else "no" if status in (302, 404, 405) else status
        expected[name] = "ok" if role_of(role) in who else "no"

    assert found == expected


@pytest.mark.parametrize("name", sorted(SHUT))
def test_shut_door_is_the_common_404(world, things, name):
    statuses = {
        answer(client, address(name, things))
        for client in (Client(), signed_in(world.superuser), signed_in(world.ours.people["editor"]))
    }

    assert statuses == {404}


@pytest.mark.parametrize("name", sorted(REACHED_ELSEWHERE))
def test_address_is_reached_by_those_whom_it_is_for(name, things):
    person = a_person(password="a lantern behind the harbour")
    with_factor = name == "account_change_password"

    client = signed_in(person, second_factor=with_factor)

    assert answer(client, address(name, things)) == 200
    assert Authenticator.objects.filter(user=person).exists() == with_factor


def test_restricted_files_are_nothing_to_people_of_another_organisation(world, things):
    names = ("media_file", "document_file")
    strangers = [signed_in(person) for person in world.theirs.people.values()]

    statuses = {answer(client, address(name, things)) for client in strangers for name in names}

    assert statuses == {404}
