"""What a campaign is: its state by dates, how it ends, its one address in the network, and how it is found."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from campaigns.actions import close_campaign, reopen_campaign, win_campaign
from campaigns.models import CampaignPage, State
from campaigns.projections import describe_campaign, describe_update
from organisations import actions
from organisations.models import AuditEntry
from tests.factories import a_locale, a_member, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, a_term, a_translation, an_update

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("outcome", "closes_on", "today", "state"),
    [
        ("", None, date(2030, 1, 1), State.RUNNING),
        ("", date(2026, 12, 10), date(2026, 12, 10), State.RUNNING),
        ("", date(2026, 12, 10), date(2026, 12, 11), State.CLOSED),
        ("won", date(2026, 12, 10), date(2026, 12, 11), State.WON),
        ("closed", None, date(2026, 12, 1), State.CLOSED),
    ],
)
def test_state_follows_from_outcome_and_last_day(outcome, closes_on, today, state):
    campaign = CampaignPage(outcome=outcome, closes_on=closes_on)

    assert campaign.state(today) == state


def test_new_campaign_begins_today(time_machine):
    time_machine.move_to("2026-11-22T12:00Z")

    assert CampaignPage().began_on == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("fields", "where", "words"),
    [
        ({"closes_on": date(2026, 3, 7)}, "closes_on", "before the campaign begins, on 8 March 2026"),
        (
            {"notice": "Now", "notice_from": date(2026, 5, 2), "notice_until": date(2026, 5, 1)},
            "notice_until",
            "before the notice begins, on 2 May 2026",
        ),
    ],
)
def test_dates_that_cannot_be_are_refused_with_what_to_write(fields, where, words):
    campaign = CampaignPage(title="A campaign", demand="Open.", began_on=date(2026, 3, 8), **fields)

    with pytest.raises(ValidationError) as refused:
        campaign.clean()

    assert words in refused.value.message_dict[where][0].replace("March 8, 2026", "8 March 2026").replace(
        "May 2, 2026", "2 May 2026"
    )


# -- How it ends ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "state", "logged"),
    [(win_campaign, State.WON, "campaign.won"), (close_campaign, State.CLOSED, "campaign.closed")],
)
def test_ending_counts_in_all_languages_and_is_written_down(action, state, logged):
    organisation = an_organisation()
    actions.translate_workspace(organisation, a_locale("fr"), by=None)
    campaign = a_campaign(organisation)
    french = a_translation(campaign, "fr")
    editor = a_member(organisation, "editor")

    ended = action(campaign, by=editor, on=date(2026, 10, 30), words="The door is open.")

    french.refresh_from_db()
    assert [(page.state(), page.ended, page.outcome_words) for page in (ended, french)] == [
        (state, date(2026, 10, 30), "The door is open."),
        (state, date(2026, 10, 30), ""),
    ]
    entry = AuditEntry.objects.get(action=logged)
    assert (entry.actor, entry.organisation) == (editor.uuid, organisation.uuid)


def test_publishing_an_older_draft_does_not_undo_the_ending():
    campaign = a_campaign(an_organisation(), "Before")
    campaign.title = "After"
    campaign.save_revision()

    win_campaign(campaign, by=None, on=date(2026, 10, 30), words="Granted.")
    Page.objects.get(pk=campaign.pk).get_latest_revision().publish()

    campaign.refresh_from_db()
    assert (campaign.title, campaign.state(), campaign.outcome_words) == ("After", State.WON, "Granted.")


def test_ending_leaves_a_draft_unpublished_and_a_published_page_without_draft():
    organisation = an_organisation()
    campaign, draft = a_campaign(organisation), a_campaign(organisation, live=False)

    for page in (campaign, draft):
        close_campaign(page, by=None, on=date(2026, 10, 30), words="No answer.")
        page.refresh_from_db()

    assert [(page.live, page.has_unpublished_changes) for page in (campaign, draft)] == [(True, False), (False, True)]
    assert draft.get_latest_revision_as_object().state() == State.CLOSED


def test_reopened_campaign_runs_again():
    campaign = win_campaign(a_campaign(an_organisation()), by=None, on=date(2026, 10, 30), words="Too early.")
    before = campaign.state()

    reopened = reopen_campaign(campaign, by=None)

    assert before == State.WON
    assert (reopened.state(), reopened.ended, reopened.outcome_words) == (State.RUNNING, None, "")


# -- One address in the network ------------------------------------------------------------------------------------


def test_address_that_another_campaign_has_is_refused_whoever_owns_it():
    first, second = a_campaign(an_organisation(), slug="light", live=False), a_campaign(an_organisation(), slug="river")

    second.slug = "light"
    with pytest.raises(ValidationError) as refused:
        second.full_clean()

    message = refused.value.message_dict["slug"]
    assert message == ["This address is taken. Write another one, for example with the year at its end."]
    assert first.title not in message[0]


def test_reserved_word_is_refused_in_the_same_words():
    campaign = a_campaign(an_organisation())

    campaign.slug = "feed"
    with pytest.raises(ValidationError) as refused:
        campaign.full_clean()

    assert refused.value.message_dict["slug"][0].startswith("This address is taken.")


def test_new_page_gets_the_first_free_address():
    organisation, other = an_organisation(), an_organisation()

    campaigns = [a_campaign(owner, "Feed") for owner in (organisation, other)]

    assert [campaign.url for campaign in campaigns] == ["/en/campaigns/feed-2/", "/en/campaigns/feed-3/"]


def test_copy_in_another_workspace_does_not_take_the_address():
    campaign = a_campaign(an_organisation(), slug="light")

    copy = campaign.copy(to=workspace_of(an_organisation()))

    assert (campaign.url, copy.url) == ("/en/campaigns/light/", "/en/campaigns/light-2/")


def test_same_word_may_stand_in_two_languages():
    organisation = an_organisation()
    actions.translate_workspace(organisation, a_locale("fr"), by=None)
    campaign = a_campaign(organisation, slug="light")

    french = a_translation(campaign, "fr")

    assert french.url == "/fr/campaigns/light/"


def test_old_draft_does_not_bring_back_an_address_that_was_given_up():
    campaign = a_campaign(an_organisation(), slug="light")
    campaign.slug = "windows"
    campaign.save_revision().publish()
    other = a_campaign(an_organisation(), slug="light")

    again = CampaignPage.objects.get(pk=campaign.pk).get_latest_revision_as_object()
    again.save_revision().publish()

    assert CampaignPage.objects.get(pk=campaign.pk).url == "/en/campaigns/windows/"
    assert other.url == "/en/campaigns/light/"


def test_addresses_are_known_without_asking_the_database(django_assert_num_queries):
    campaign = a_campaign(an_organisation(), slug="light")
    update = an_update(campaign, slug="step")
    pages = list(Page.objects.filter(pk__in=[campaign.pk, update.pk]).order_by("path"))
    carrier = object.__new__(type("Carrier", (), {"_wagtail_site": None}))
    pages[0].get_url(carrier)

    with django_assert_num_queries(0):
        urls = [page.specific_deferred.get_url(carrier) for page in pages]

    assert urls == ["/en/campaigns/light/", "/en/campaigns/light/step/"]


# -- How it is found -----------------------------------------------------------------------------------------------


def test_campaign_is_found_by_its_demand_ways_partners_and_places():
    organisation = an_organisation()
    campaign = a_campaign(
        organisation,
        "A light in every window",
        countries=["KE", "MX"],
        notice="The line is watched.",
        picture_alt="Windows.",
        terms=[a_term("served", "women-defenders"), a_term("concern", "women-rights")],
        ways_to_help=[("way", {"words": "Write to the minister", "note": "Letter to adapt"})],
        partners=[("partner", {"name": "Choir of the Ferry Road"})],
    )

    (found,) = describe_campaign(campaign)

    assert (found.kind, found.url, found.dated) == (
        "campaign",
        "/en/campaigns/a-light-in-every-window/",
        date(2026, 3, 8),
    )
    assert found.headings == "Open the door for the eleven women."
    assert found.body.split("\n") == ["Write to the minister", "Letter to adapt", "Choir of the Ferry Road"]
    assert dict(found.facets) == {
        "served": ("women-defenders",),
        "concern": ("women-rights",),
        "country": ("KE", "MX"),
        "region": ("africa", "americas"),
    }
    assert found.owner_id == organisation.pk


def test_update_is_found_by_its_day():
    update = an_update(a_campaign(an_organisation(), slug="light"), "A step", day=date(2026, 5, 1), summary="Heard.")

    (found,) = describe_update(update)

    assert (found.kind, found.title, found.summary, found.dated, found.url) == (
        "update",
        "A step",
        "Heard.",
        date(2026, 5, 1),
        "/en/campaigns/light/a-step/",
    )
