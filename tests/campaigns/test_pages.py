"""Campaign pages: one address whatever the workspace, served to those who may read them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from campaigns.actions import win_campaign
from content.page_cache import forget_kept_pages
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.factories import a_locale, a_member, a_page, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, a_picture, a_term, a_translation, an_update, co_owned
from tests.factories.directory import a_listed_entry

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def body(url: str, client: Client | None = None) -> str:
    return (client or Client()).get(url).content.decode()


def test_campaign_answers_under_campaigns_whatever_the_workspace():
    campaign = a_campaign(an_organisation(), "A light in every window")

    response = Client().get("/en/campaigns/a-light-in-every-window/")

    assert response.status_code == 200
    assert campaign.url == "/en/campaigns/a-light-in-every-window/"
    assert "Open the door for the eleven women." in response.content.decode()
    assert response.cookies == {}


def test_address_in_the_workspace_leads_to_the_campaigns_own():
    organisation = an_organisation()
    campaign = a_campaign(organisation, "Give back the presses")
    update = an_update(campaign, "The first machine")

    answers = [
        Client().get(f"/en/{organisation.slug}/give-back-the-presses/"),
        Client().get(f"/en/{organisation.slug}/give-back-the-presses/the-first-machine/"),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [answer.url for answer in answers] == [campaign.url, update.url]
    assert Client().get(update.url).status_code == 200


def test_restricted_campaign_does_not_exist_for_others_at_any_of_its_addresses():
    organisation = an_organisation()
    campaign = a_campaign(organisation, "A quiet one")
    update = an_update(campaign, "A quiet step")
    addresses = [campaign.url, update.url, f"/en/{organisation.slug}/a-quiet-one/"]
    before = [Client().get(url, follow=True).status_code for url in addresses]

    actions.set_audience(campaign, Audience(Kind.MEMBERS), by=None)

    assert before == [200, 200, 200]
    assert [Client().get(url, follow=True).status_code for url in addresses] == [404, 404, 404]
    member = Client()
    member.force_login(a_member(an_organisation()))
    assert [member.get(url, follow=True).status_code for url in addresses] == [200, 200, 200]


def test_drafts_have_no_address_for_readers():
    campaign = a_campaign(an_organisation(), live=False)
    update = an_update(a_campaign(an_organisation()), live=False)

    statuses = [Client().get(page.url).status_code for page in (campaign, update)]

    assert statuses == [404, 404]


def test_campaign_in_another_language_is_shown_and_marked():
    a_campaign(an_organisation(), "A light in every window")

    html = body("/es/campaigns/a-light-in-every-window/")

    assert '<h1><span lang="en" dir="ltr">A light in every window</span></h1>' in html
    assert 'rel="canonical" href="http://testserver/en/campaigns/a-light-in-every-window/"' in html


def test_address_of_another_language_leads_to_the_translation():
    organisation = an_organisation()
    actions.translate_workspace(organisation, a_locale("es"), by=None)
    campaign = a_campaign(organisation, "A light in every window")
    update = an_update(campaign, "A step")
    spanish = a_translation(campaign, "es", title="Una luz en cada ventana", slug="una-luz")
    paso = a_translation(update, "es", title="Un paso", slug="un-paso")

    answers = [
        Client().get("/es/campaigns/a-light-in-every-window/"),
        Client().get("/es/campaigns/a-light-in-every-window/a-step/"),
    ]

    assert [answer.url for answer in answers] == ["/es/campaigns/una-luz/", "/es/campaigns/una-luz/un-paso/"]
    assert [page.url for page in (spanish, paso)] == [answer.url for answer in answers]


def test_restricted_translation_is_not_told_of_by_a_redirect():
    organisation = an_organisation()
    actions.translate_workspace(organisation, a_locale("es"), by=None)
    campaign = a_campaign(organisation, "A quiet one")
    a_translation(campaign, "es", slug="callada")
    before = Client().get("/es/campaigns/a-quiet-one/").status_code

    actions.set_audience(campaign, Audience(Kind.MEMBERS), by=None)

    assert (before, Client().get("/es/campaigns/a-quiet-one/").status_code) == (302, 404)


def test_page_names_all_owners_and_no_one_who_was_only_asked():
    owner, agreed, asked = an_organisation("Aurora"), an_organisation("Casa Faro"), an_organisation("Ushindi")
    campaign = a_campaign(owner)
    person = a_member(owner, "editor")
    actions.invite_co_owner(campaign, agreed, by=person)
    actions.invite_co_owner(campaign, asked, by=person)
    actions.agree_to_co_own(campaign, agreed, by=a_member(agreed, "editor"))

    html = body(campaign.url)

    assert f'<a href="{workspace_of(agreed).url}">Casa Faro</a>' in html
    assert "Aurora</a>" in html
    assert "Ushindi" not in html


def test_owners_are_named_as_they_call_themselves_in_the_readers_language():
    owner = an_organisation("Aurora")
    page = actions.translate_workspace(owner, a_locale("ar"), by=None)
    page.title = "مركز أورورا"
    page.save_revision().publish()
    actions.set_audience(page, Audience(Kind.PUBLIC), by=None)
    campaign = a_campaign(owner)

    arabic, english = body(campaign.url.replace("/en/", "/ar/", 1)), body(campaign.url)

    assert f'<a href="{page.url}">مركز أورورا</a>' in arabic
    assert f'<a href="{workspace_of(owner).url}">Aurora</a>' in english


def test_updates_are_listed_latest_first_and_only_readable_ones():
    campaign = a_campaign(an_organisation())
    an_update(campaign, "First step", day="2026-04-01")
    an_update(campaign, "Second step", day="2026-05-01")
    hidden = an_update(campaign, "Hidden step", day="2026-06-01")
    before = body(campaign.url)

    actions.set_audience(hidden, Audience(Kind.ORGANISATION), by=None)
    html = body(campaign.url)

    assert "Hidden step" in before
    assert "Hidden step" not in html
    assert html.index("Second step") < html.index("First step")


def test_campaign_without_updates_says_what_there_is_to_say():
    running, won, over = (a_campaign(an_organisation(), began_on=date(2020, 1, 1)) for _each in range(3))
    win_campaign(won, by=None, on=date(2021, 1, 1), words="Granted.")
    over.closes_on = date(2021, 1, 1)
    over.save()

    said = [re.search(r'<p class="quiet">(Noth[^<]*)</p>', body(each.url))[1] for each in (running, won, over)]

    assert said == [
        "Nothing yet. What happens will be told here.",
        "Nothing was told on the way. How it ended stands at the top of this page.",
        "Nothing was told on the way, and the campaign is over.",
    ]


def test_way_to_help_shows_until_its_last_day_and_only_to_pages_that_readers_may_open(time_machine):
    campaign = a_campaign(an_organisation())
    target = a_campaign(an_organisation(), "The letter")
    campaign.ways_to_help = [
        ("way", {"words": "Write to the minister", "until": "2026-12-04", "page": target, "address": ""}),
        ("way", {"words": "Sing", "note": "", "address": "https://example.org/song"}),
    ]
    campaign.save()
    time_machine.move_to("2026-12-04T12:00Z")
    on_the_day = body(campaign.url)

    time_machine.move_to("2026-12-05T12:00Z")
    after = body(campaign.url)

    assert f'href="{target.url}"' in on_the_day
    assert "Write to the minister" not in after
    assert 'href="https://example.org/song" rel="noreferrer"' in after


def test_emergency_notice_shows_between_its_dates(time_machine):
    campaign = a_campaign(
        an_organisation(), notice="The line is watched today.", notice_from="2026-11-20", notice_until="2026-11-22"
    )
    shown = {}

    for day in ("2026-11-19", "2026-11-20", "2026-11-22", "2026-11-23"):
        time_machine.move_to(f"{day}T12:00Z")
        shown[day] = "The line is watched today." in body(campaign.url)

    assert shown == {"2026-11-19": False, "2026-11-20": True, "2026-11-22": True, "2026-11-23": False}


def test_picture_is_a_light_webp_with_words():
    organisation = an_organisation()
    picture = a_picture(organisation.public_files)
    campaign = a_campaign(organisation, picture=picture, picture_alt="A house front at night.")

    html = body(campaign.url)

    rendition = picture.renditions.get()
    assert f'<img src="{rendition.url}"' in html
    assert 'alt="A house front at night."' in html
    assert rendition.file.name.endswith(".webp")
    assert rendition.file.size <= 25_000


def test_picture_that_not_all_readers_may_see_is_left_out():
    organisation = an_organisation()
    campaign = a_campaign(
        organisation, picture=a_picture(organisation.public_files, width=160, height=100), picture_alt="A house front."
    )
    before = body(campaign.url)

    actions.set_files_audience(
        Collection.objects.get(pk=organisation.public_files_id), Audience(Kind.ORGANISATION), by=None
    )

    assert "A house front." in before
    assert "A house front." not in body(campaign.url)


def queries(url: str) -> tuple[int, int]:
    """How many queries the page takes after something changed, and when it is kept."""
    Client().get(url)
    counts = []
    for _each in ("cold", "kept"):
        if not counts:
            forget_kept_pages()
        with CaptureQueriesContext(connection) as asked:
            Client().get(url)
        counts.append(len(asked))
    return counts[0], counts[1]


def test_page_asks_as_much_for_one_of_each_as_for_three():
    counts, organisation, women = [], an_organisation(), a_term("served", "women-defenders")
    for rows in (1, 3):
        picture = a_picture(organisation.public_files, width=160, height=100)
        targets = [a_page(workspace_of(organisation)) for _each in range(rows)]
        campaign = a_campaign(
            organisation,
            picture=picture,
            terms=[women],
            ways_to_help=[("way", {"words": "Write", "page": target}) for target in targets],
            body=[("paragraph", {"text": f'<a linktype="page" id="{target.pk}">Why</a>'}) for target in targets],
        )
        for _each in range(rows):
            an_update(campaign)
            co_owned(campaign)
            a_listed_entry(terms={"served": [women]})
        counts.append(queries(campaign.url))

    one, three = counts

    assert one == three
    assert three[0] <= 15
    assert three[1] <= 2


def test_people_who_are_meant_find_who_helps_them():
    women = a_term("served", "women-defenders")
    campaign, other = a_campaign(an_organisation(), terms=[women]), a_campaign(an_organisation())
    entry = a_listed_entry(name_en="Mesa de Cuidado", terms={"served": [women]})

    html, without = body(campaign.url), body(other.url)

    assert f"/directory/{entry.slug}/" in html
    assert "If this is also you" in html
    assert "If this is also you" not in without
