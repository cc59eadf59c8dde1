"""The demonstration network: made once, changed by no second run, and shown to each as the site shows everything."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from wagtail.fields import StreamField

from accounts.models import User
from campaigns.models import CampaignPage, CampaignUpdatePage
from demonstration.script import words
from directory.models import Entry, RestrictedContact, State, TriagePage
from directory.permissions import public_entries
from home.models import ReferencePage
from organisations.models import AuditEntry, Circle, Organisation, OrganisationPage
from tests.demonstration.rows import everything
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LANGUAGES = ("en", "es", "fr", "ar")
CIRCULAR = "/en/ushindi-legal-circle/before-you-travel-to-a-hearing/"
NIGHT_WATCH = "/en/casa-faro/night-watch/"
NORTHLIGHT = "/en/directory/northlight-line/"


@pytest.fixture(scope="module")
def _network(django_db_setup, django_db_blocker):
    """The demonstration, made once for all tests here and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def network(_network, db):
    """The demonstration as it was made, in a transaction of this test's own."""


def person(email: str) -> User:
    return User.objects.get(email=email)


def finds(browser: Client, words: str, address: str) -> bool:
    """Whether somebody who looks for these words, in the language of the address, is led to it."""
    return address in browser.get(f"{address[:4]}search/", {"q": words}).content.decode()


def test_second_run_changes_nothing_and_prints_the_same(network):
    before, log, first, second = everything(), AuditEntry.objects.count(), StringIO(), StringIO()

    call_command("demo", stdout=first)
    call_command("demo", stdout=second)

    assert everything() == before
    assert AuditEntry.objects.count() == log
    assert first.getvalue() == second.getvalue()
    assert first.getvalue().count("recovery codes:") == 18


def test_entries_are_in_every_state_of_vetting(network):
    states = sorted(Entry.objects.values_list("state", flat=True))

    assert states == sorted(
        [*[State.LISTED] * 8, State.CHECKING, State.NEEDS_INFORMATION, State.NOMINATED, State.SUSPENDED]
    )
    assert public_entries().count() == 8
    assert {entry.urgent_appeals for entry in public_entries()} == {"yes", "no", "unknown"}


def test_each_listed_entry_has_two_votes_of_two_organisations_that_are_not_its_own(network):
    listed = list(Entry.objects.exclude(listed_since=None))

    voters = {
        entry.slug: set(entry.votes.filter(digest=entry.listed_digest, yes=True).values_list("organisation", flat=True))
        for entry in listed
    }

    assert len(listed) == 9
    assert {slug: len(organisations) for slug, organisations in voters.items()} == dict.fromkeys(voters, 2)
    assert [entry.slug for entry in listed if entry.organisation_id in voters[entry.slug]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_visitor_reads_campaign_directory_and_organisations_in_every_language(network, language):
    addresses = ["campaigns/", "campaigns/a-light-in-every-window/", "directory/", "directory/northlight-line/"]
    addresses += [f"{slug}/" for slug in Organisation.objects.values_list("slug", flat=True)]

    answers = {address: Client().get(f"/{language}/{address}").status_code for address in addresses}

    assert answers == dict.fromkeys(addresses, 200)
    assert len(addresses) == 7


def test_campaign_has_two_owners_a_picture_and_an_update_that_is_not_translated(network):
    campaign = CampaignPage.objects.get(slug="a-light-in-every-window", locale__language_code="ar")

    page = Client().get("/ar/campaigns/a-light-in-every-window/").content.decode()

    assert page.count("<img") == 1
    assert (">كاسا فارو</a>" in page, ">مجلس نساء سارم</a>" in page) == (True, True)
    assert "The hearing was moved" in page
    assert 'lang="en" dir="ltr"' in page
    assert campaign.picture.collection == Organisation.objects.get(slug="sarem-womens-assembly").public_files


@pytest.mark.parametrize(
    ("email", "circular", "night_watch"),
    [
        (None, 404, 404),
        ("auditor@network.example", 404, 404),
        ("reader@sarem.example", 200, 404),
        ("coordinator@casa-faro.example", 200, 404),
        ("editor@casa-faro.example", 200, 200),
        ("editor@sarem.example", 200, 200),
        ("coordinator@ushindi-legal.example", 200, 200),
    ],
)
def test_restricted_pages_are_there_for_their_readers_alone(network, email, circular, night_watch):
    browser = signed_in(person(email)) if email else Client()

    assert browser.get(CIRCULAR).status_code == circular
    assert browser.get(NIGHT_WATCH).status_code == night_watch


def test_file_of_the_circular_goes_to_members_alone(network):
    circular = ReferencePage.objects.get(slug="before-you-travel-to-a-hearing", locale__language_code="en")
    document = next(block.value["document"] for block in circular.body if block.block_type == "file")

    answer = signed_in(person("reader@sarem.example")).get(document.url)
    content = b"".join(answer.streaming_content)

    assert content.startswith(b"%PDF-")
    assert Client().get(document.url).status_code == 404
    assert "One sentence that says why we travel" in document.text


@pytest.mark.parametrize(
    ("words", "address", "readers"),
    [
        ("light in every window", "/en/campaigns/a-light-in-every-window/", {"visitor", "member", "watcher"}),
        ("نور في كل نافذة", "/ar/campaigns/a-light-in-every-window/", {"visitor", "member", "watcher"}),
        ("before you travel to a hearing", CIRCULAR, {"member", "watcher"}),
        ("who is awake at night", NIGHT_WATCH, {"watcher"}),
    ],
)
def test_search_finds_for_each_what_they_may_open(network, words, address, readers):
    browsers = {
        "visitor": Client(),
        "member": signed_in(person("reader@sarem.example")),
        "watcher": signed_in(person("editor@sarem.example")),
    }

    finders = {name for name, browser in browsers.items() if finds(browser, words, address)}

    assert finders == readers


def test_kept_contacts_are_read_by_their_readers_alone(network):
    members, vetters = (RestrictedContact.objects.get(audience=each).secret.value for each in ("members", "vetters"))
    mesa = "/en/directory/mesa-de-cuidado/"

    visitor, member = Client(), signed_in(person("reader@ushindi-legal.example"))

    assert (members, vetters) == ("+12025550188", "+12025550199")
    assert "202-555-0188" not in visitor.get(NORTHLIGHT).content.decode()
    assert "202-555-0188" in member.get(NORTHLIGHT).content.decode()
    assert "202-555-0199" not in visitor.get(mesa).content.decode()
    assert "202-555-0199" not in member.get(mesa).content.decode()


def test_circle_holds_people_of_all_three_organisations(network):
    circle = Circle.objects.get(name="Night watch")

    organisations = Organisation.objects.filter(memberships__person__circle_memberships__circle=circle)

    assert organisations.distinct().count() == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_triage_leads_from_the_front_page_to_people_who_answer(network, language):
    triage = TriagePage.objects.get(locale__language_code=language)
    names = [block.value["name"] for block in triage.steps]
    triage.steps.stream_block.clean(triage.steps)

    answers = {name: Client().get(f"/{language}/help/{name}/") for name in names[1:]}

    assert f'href="/{language}/help/"' in Client().get(f"/{language}/").content.decode()
    assert {answer.status_code for answer in answers.values()} == {200}
    ends = {name: answer for name, answer in answers.items() if name != "c"}
    assert [name for name, answer in ends.items() if 'class="ledger' not in answer.content.decode()] == []
    assert len(ends) == 13


def test_everything_could_have_been_saved_by_an_editor(network):
    kinds = (OrganisationPage, CampaignPage, CampaignUpdatePage, ReferencePage)
    pages = [page for kind in kinds for page in kind.objects.filter(access__owner__isnull=False)]

    for page in pages:
        page.full_clean()
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                field.stream_block.clean(getattr(page, field.name))

    assert len(pages) == 3 * 4 + (4 + 2 + 2) + (4 + 4 + 2 + 2 + 2) + 2 * 4


HANDBOOK = "/{}/manuals/handbook/{}"


def test_manual_has_two_editions_and_a_chapter_for_members(network):
    visitor, member = Client(), signed_in(person("reader@sarem.example"))

    pages = {code: visitor.get(HANDBOOK.format(code, "")).content.decode() for code in LANGUAGES}
    statuses = [each.get(HANDBOOK.format("en", "meeting-points/")).status_code for each in (visitor, member)]

    assert all(HANDBOOK.format(code, "write-it-down/") in pages[code] for code in LANGUAGES)
    assert [HANDBOOK.format(code, "edition/2.0/") in pages[code] for code in LANGUAGES] == [True] * 4
    assert [HANDBOOK.format(code, "after-an-attack/") in pages[code] for code in LANGUAGES] == [True, True, True, False]
    assert statuses == [404, 200]


def test_arabic_manual_says_how_far_it_is_behind(network):
    arabic = Client().get(HANDBOOK.format("ar", "write-it-down/")).content.decode()
    older = Client().get(HANDBOOK.format("es", "edition/1.0/write-it-down/")).content.decode()

    assert 'class="note line line-due"' in arabic
    assert '<bdi dir="ltr">1.0</bdi>' in older
    assert "/es/manuals/handbook/changes/1.0/2.0/write-it-down/" in older


def test_handbook_is_corrected_in_four_languages_and_its_second_edition_in_two(network):
    first = {code: Client().get(HANDBOOK.format(code, "edition/1.0/write-it-down/")) for code in LANGUAGES}
    french = Client().get(HANDBOOK.format("fr", "write-it-down/")).content.decode()

    said = {code: words(code)["manual"]["corrections"]["no-copies"] for code in LANGUAGES}
    assert [said[code] in first[code].content.decode() for code in LANGUAGES] == [True] * 4
    # Nobody had time for the second one in French.
    assert words("en")["manual"]["corrections"]["three-lines"] in french
