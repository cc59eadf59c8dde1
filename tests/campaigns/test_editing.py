"""What editors meet: the form of a campaign, its preview, and the screen where it ends."""

import re
from copy import deepcopy
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from accounts.models import User
from campaigns.blocks import WAYS_TO_HELP
from campaigns.models import CampaignPage, State
from content.blocks import BODY_BLOCKS
from organisations import actions
from tests.factories import a_locale, a_member, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, a_picture, an_update
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def an_aurora():
    """An organisation, its writer, its editor, and a campaign of theirs that runs."""
    organisation = an_organisation("Aurora")
    return {
        "organisation": organisation,
        "campaign": a_campaign(organisation, "A light in every window", began_on=date(2026, 3, 8)),
        "editor": a_member(organisation, "editor"),
        "writer": a_member(organisation, "writer"),
    }


aurora_made = made_once(an_aurora)


@pytest.fixture
def aurora(aurora_made):
    return deepcopy(aurora_made)


@pytest.fixture
def network(aurora):
    """The same, with Casa that owns the campaign too, and an editor of a third organisation."""
    casa, campaign = an_organisation("Casa"), aurora["campaign"]
    actions.invite_co_owner(campaign, casa, by=aurora["editor"])
    actions.agree_to_co_own(campaign, casa, by=aurora["editor"])
    return aurora | {
        "update": an_update(campaign),
        "co-owner": a_member(casa, "editor"),
        "co-owner's writer": a_member(casa, "writer"),
        "other": a_member(an_organisation(), "editor"),
    }


def form(**changes: object) -> dict[str, object]:
    """What the editor's browser sends for a new campaign."""
    fields = {
        "title": "The river has witnesses",
        "slug": "river",
        "demand": "No dam permit while witnesses are on trial.",
        "summary": "",
        "picture": "",
        "picture_alt": "",
        "body": streamfield([]),
        "ways_to_help": streamfield([]),
        "partners": streamfield([]),
        "terms": [],
        "countries": "KE",
        "began_on": "2026-03-08",
        "closes_on": "",
        "notice": "",
        "notice_from": "",
        "notice_until": "",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
    }
    data = nested_form_data({key: value for key, value in (fields | changes).items() if key != "comments"})
    return data | {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


def add_address(aurora: dict, name: str = "wagtailadmin_pages:add") -> str:
    return reverse(name, args=["campaigns", "campaignpage", workspace_of(aurora["organisation"]).pk])


def errors_of(client: Client, aurora: dict, data: dict) -> dict[str, list[str]]:
    response = client.post(add_address(aurora), data)
    return response.context["form"].errors if response.status_code == 200 else {}


def test_writer_drafts_a_campaign_in_the_own_workspace(aurora):
    response = signed_in(aurora["writer"]).post(add_address(aurora), form())

    campaign = CampaignPage.objects.get(slug="river")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[campaign.pk])
    assert (campaign.live, campaign.countries, campaign.address) == (False, ["KE"], "en/river")


def test_form_shows_the_panels_in_the_order_in_which_a_person_thinks(aurora):
    html = signed_in(aurora["writer"]).get(add_address(aurora)).content.decode()

    names = ["demand", "summary", "picture", "picture_alt", "countries", "began_on", "notice"]
    places = [html.find(f'name="{name}"') for name in names]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"slug": "taken-elsewhere"}, "slug", "This address is taken."),
        ({"slug": "feed"}, "slug", "This address is taken."),
        ({"closes_on": "2026-03-01"}, "closes_on", "before the campaign begins"),
        ({"closes_on": "not a date"}, "closes_on", "This is not a day."),
        ({"began_on": "2026-02-30"}, "began_on", "This is not a day."),
        ({"notice": "Now", "action-submit": "1"}, "notice_until", "the last day on which the notice shows"),
        ({"countries": "Kenya"}, "countries", "Select a valid choice"),
    ],
)
def test_form_says_what_to_write(aurora, changes, field, words):
    a_campaign(an_organisation(), slug="taken-elsewhere", live=False)

    errors = errors_of(signed_in(aurora["writer"]), aurora, form(**changes))

    assert words in str(errors.get(field))


def test_words_for_the_picture_are_asked_for_when_readers_will_need_them(aurora):
    client = signed_in(aurora["writer"])
    picture = a_picture(aurora["organisation"].public_files, width=160, height=100)
    asked = form(picture=str(picture.pk))

    submitted = errors_of(client, aurora, asked | {"action-submit": "1"})
    drafted = errors_of(client, aurora, asked)

    assert "what the picture shows" in str(submitted["picture_alt"])
    assert drafted == {}


@pytest.mark.parametrize("slug", ["river", ""])
def test_new_campaign_can_be_previewed_before_it_is_saved(aurora, slug):
    client = signed_in(aurora["writer"])
    address = add_address(aurora, "wagtailadmin_pages:preview_on_add")
    sent = client.post(address, form(slug=slug))

    html = client.get(address).content.decode()

    assert sent.json()["is_valid"] is True
    assert "No dam permit while witnesses are on trial." in html
    assert "Aurora" in html


def test_draft_of_a_published_campaign_can_be_previewed(network):
    client = signed_in(network["writer"])
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[network["campaign"].pk])
    client.post(address, form(title="Changed", slug="a-light-in-every-window"))

    html = client.get(address).content.decode()

    assert "<h1><span>Changed</span></h1>" in html
    assert "Casa" in html


def test_owners_edit_the_campaign_and_its_updates_and_publishers_end_it(network):
    campaign, update = network["campaign"], network["update"]
    screens = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in (campaign, update)]
    screens.append(reverse("campaigns_admin:end", args=[campaign.pk]))
    people = {who: signed_in(network[who]) for who in ("editor", "writer", "co-owner", "co-owner's writer", "other")}

    statuses = {who: [client.get(screen).status_code for screen in screens] for who, client in people.items()}

    assert statuses == {
        "editor": [200, 200, 200],
        "writer": [200, 200, 404],
        "co-owner": [200, 200, 200],
        "co-owner's writer": [200, 200, 404],
        "other": [404, 404, 404],
    }


def test_editor_is_named_the_owners_and_led_to_the_screens(network):
    edit = reverse("wagtailadmin_pages:edit", args=[network["campaign"].pk])

    html = signed_in(network["editor"]).get(edit).content.decode()
    for_writer = signed_in(network["writer"]).get(edit).content.decode()

    screens = [
        reverse("organisations_admin:owners", args=[network["campaign"].pk]),
        reverse("campaigns_admin:end", args=[network["campaign"].pk]),
    ]
    assert "<li>Casa</li>" in html
    assert [f'href="{screen}"' in html for screen in screens] == [True, True]
    assert [f'href="{screen}"' in for_writer for screen in screens] == [False, False]


def test_days_are_asked_for_with_the_browsers_own_calendar(network):
    campaign, update = network["campaign"], network["update"]
    client = signed_in(network["editor"])
    days_of_a_campaign = {"began_on", "closes_on", "notice_from", "notice_until"}
    screens = {
        reverse("wagtailadmin_pages:edit", args=[campaign.pk]): days_of_a_campaign,
        reverse("wagtailadmin_pages:edit", args=[update.pk]): {"day"},
        reverse("campaigns_admin:end", args=[campaign.pk]): {"on"},
    }

    asked = {screen: native_days(client.get(screen).content.decode()) for screen in screens}

    assert asked == screens


def native_days(html: str) -> set[str]:
    return {name for tag, name in re.findall(r'(<input[^>]* name="(\w+)"[^>]*>)', html) if 'type="date"' in tag}


def test_days_in_blocks_are_asked_for_with_the_browsers_own_calendar():
    asked = [
        WAYS_TO_HELP.child_blocks["way"].child_blocks["until"].field.widget.render("until", date(2026, 3, 8)),
        BODY_BLOCKS.child_blocks["quotation"].child_blocks["consent_on"].field.widget.render("until", date(2026, 3, 8)),
    ]

    assert asked == ['<input type="date" name="until" value="2026-03-08">'] * 2


def test_co_owner_wins_the_campaign_and_takes_it_back(network):
    client = signed_in(network["co-owner"])
    screen = reverse("campaigns_admin:end", args=[network["campaign"].pk])
    states = []

    client.post(screen, {"step": "end", "outcome": "won", "on": "2026-10-30", "words": "The door is open."})
    states.append(CampaignPage.objects.get(pk=network["campaign"].pk).state())
    public = Client().get(network["campaign"].url).content.decode()
    client.post(screen, {"step": "reopen"})
    states.append(CampaignPage.objects.get(pk=network["campaign"].pk).state())

    assert states == [State.WON, State.RUNNING]
    assert "The door is open." in public


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"on": "2026-03-07"}, "on", "before the campaign began"),
        ({"on": "2126-03-07"}, "on", "still to come"),
        ({"on": "not a date"}, "on", "This is not a day."),
        ({"outcome": "lost"}, "outcome", "Select a valid choice"),
        ({"words": ""}, "words", "required"),
    ],
)
def test_ending_that_cannot_be_is_refused(aurora, changes, field, words):
    screen = reverse("campaigns_admin:end", args=[aurora["campaign"].pk])
    sent = {"step": "end", "outcome": "closed", "on": "2026-10-30", "words": "No answer."} | changes

    response = signed_in(aurora["editor"]).post(screen, sent)

    assert words in str(response.context["form"].errors[field])
    assert CampaignPage.objects.get(pk=aurora["campaign"].pk).outcome == ""


@pytest.mark.parametrize(("written", "interface", "way"), [("en", "ar", "ltr"), ("ar", "en", "rtl")])
def test_fields_for_words_run_as_the_language_of_the_page(aurora, written, interface, way):
    parent = actions.translate_workspace(aurora["organisation"], a_locale(written), by=None)
    User.objects.filter(pk=aurora["editor"].pk).update(language=interface)
    screen = reverse("wagtailadmin_pages:add", args=["campaigns", "campaignpage", parent.pk])

    html = signed_in(aurora["editor"]).get(screen).content.decode()

    fields = {name: tag for tag, name in re.findall(r'(<(?:input|textarea)[^>]* name="(\w+)"[^>]*>)', html)}
    marks = f'lang="{written}" dir="{way}"'
    packed = marks.replace('"', "\\&quot;")
    marked = {name for name, tag in fields.items() if f'lang="{written}"' in tag and f'dir="{way}"' in tag}
    assert {"title", "demand", "summary", "picture_alt", "notice"} <= marked
    assert marked & {"slug", "began_on", "closes_on"} == set()
    assert f"textarea {packed}" in html


def test_empty_campaign_says_what_can_be_added(network):
    client = signed_in(network["editor"])
    lists = [reverse("wagtailadmin_explore", args=[page.pk]) for page in (network["campaign"], network["update"])]

    full, empty_update = (client.get(address).content.decode() for address in lists)
    network["update"].delete()
    empty = client.get(lists[0]).content.decode()

    add = reverse("wagtailadmin_pages:add", args=["campaigns", "campaignupdatepage", network["campaign"].pk])
    says = "Nothing stands below this page yet"
    assert [says in each for each in (full, empty_update, empty)] == [False, True, True]
    assert [f'<a href="{add}">Update</a>' in each for each in (full, empty_update, empty)] == [False, False, True]
    assert "Page 1 of 1" not in full + empty_update + empty


def test_nobody_is_told_that_anyone_can_edit(network):
    screen = reverse("wagtailadmin_pages:edit", args=[network["campaign"].pk])
    client = signed_in(network["editor"])

    open_to_its_owners = client.get(screen).content.decode()
    CampaignPage.objects.filter(pk=network["campaign"].pk).update(locked=True)
    locked = client.get(screen).content.decode()

    assert ["status/lock" in each or "Locking: " in each for each in (open_to_its_owners, locked)] == [False, True]
    assert "Anyone can edit" not in open_to_its_owners
