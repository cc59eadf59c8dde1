"""The list of all campaigns and its feed: only what the reader may open, each once, narrowed by what they chose."""

from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from campaigns import views
from campaigns.actions import close_campaign, win_campaign
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.models import Organisation
from tests.factories import VISITOR, a_locale, a_member, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, a_picture, a_term, a_translation, an_update, co_owned

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ATOM = "{http://www.w3.org/2005/Atom}"


class Titles(HTMLParser):
    """The titles of rows, and the choices with their counts, as a reader meets them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.titles, self.choices, self._in = [], {}, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if attrs.get("class") == "row-title":
            self._in = "title"
        elif tag == "input" and attrs.get("type") == "checkbox":
            self._in, self._value = "choice", f"{attrs['name']}={attrs['value']}"
            self.choices[self._value] = ""

    def handle_data(self, data):
        if self._in == "title" and data.strip():
            self.titles.append(data.strip())
            self._in = ""
        elif self._in == "choice" and data.strip().isdigit():
            self.choices[self._value] = int(data)
            self._in = ""


def index(query: str = "", language: str = "en", client: Client | None = None) -> Titles:
    return Titles((client or Client()).get(f"/{language}/campaigns/{query}").content.decode())


def entries(language: str = "en", client: Client | None = None) -> list[ElementTree.Element]:
    response = (client or Client()).get(f"/{language}/campaigns/feed/")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 - our own answer


def titles_of(found: list[ElementTree.Element]) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in found]


def front(language: str = "en", count: int = 3) -> str:
    request = RequestFactory().get("/")
    request.user = VISITOR
    with override(language):
        template = Template("{% load campaigns %}{% latest_campaigns " + str(count) + " %}")
        return template.render(Context({"request": request}))


def test_running_campaigns_come_first_then_the_latest_ended():
    organisation = an_organisation()
    old = a_campaign(organisation, "Won long ago", began_on=date(2020, 1, 1))
    win_campaign(old, by=None, on=date(2021, 1, 1), words="Granted.")
    a_campaign(organisation, "Runs since January", began_on=date(2026, 1, 1))
    a_campaign(organisation, "Closed itself", began_on=date(2020, 1, 1), closes_on=date(2022, 1, 1))
    a_campaign(organisation, "Runs since March", began_on=date(2026, 3, 1))

    titles = index().titles

    assert titles == ["Runs since March", "Runs since January", "Closed itself", "Won long ago"]


@pytest.mark.parametrize("kind", [Kind.MEMBERS, Kind.ORGANISATION])
def test_restricting_takes_a_campaign_out_of_list_counts_feed_and_front_page_at_once(kind):
    organisation = an_organisation()
    campaign = a_campaign(organisation, "A quiet one", terms=[a_term("served", "women-defenders")])
    update = an_update(campaign, "A quiet step")
    own = Client()
    own.force_login(a_member(organisation))
    before = (index().titles, index().choices, titles_of(entries()), "A quiet one" in front())

    actions.set_audience(campaign, Audience(kind), by=None)

    found = {"for=served.women-defenders": 1, "state=running": 1, f"organisation={organisation.slug}": 1}
    assert before == (["A quiet one"], found, [update.title, campaign.title], True)
    assert (index().titles, index().choices, entries(), "A quiet one" in front()) == ([], {}, [], False)
    assert index(client=own).titles == ["A quiet one"]
    assert entries(client=own) == []


def test_subjects_are_not_offered_among_people():
    people = [a_term("served", "women-defenders"), a_term("profession", "journalist")]
    a_campaign(an_organisation(), "Windows", terms=[*people, a_term("concern", "labour")])

    offered = [choice for choice in index().choices if choice.startswith("for=")]

    assert sorted(offered) == ["for=profession.journalist", "for=served.women-defenders"]


def test_campaign_is_listed_once_in_the_readers_language():
    organisation = an_organisation()
    actions.translate_workspace(organisation, a_locale("es"), by=None)
    campaign = a_campaign(organisation, "A light in every window")
    a_translation(campaign, "es", title="Una luz en cada ventana", slug="una-luz", demand="Abran la puerta.")

    listed = {language: index(language=language).titles for language in ("en", "es", "fr")}

    english = "A light in every window"
    assert listed == {"en": [english], "es": ["Una luz en cada ventana"], "fr": [english]}
    french = Client().get("/fr/campaigns/").content.decode()
    assert f'<a href="/en/campaigns/a-light-in-every-window/" lang="en" dir="ltr">{english}</a>' in french


@pytest.fixture
def several():
    """Four campaigns of two organisations, for different people, in every state."""
    aurora, casa = an_organisation("Aurora"), an_organisation("Casa")
    women, press = a_term("served", "women-defenders"), a_term("profession", "journalist")
    shared = a_campaign(aurora, "Windows", terms=[women], began_on=date(2026, 3, 1))
    actions.invite_co_owner(shared, casa, by=a_member(aurora, "editor"))
    actions.agree_to_co_own(shared, casa, by=a_member(casa, "editor"))
    a_campaign(aurora, "Presses", terms=[press], began_on=date(2026, 2, 1))
    won = a_campaign(casa, "Port", terms=[women, press], began_on=date(2026, 1, 1))
    win_campaign(won, by=None, on=date(2026, 6, 1), words="Annulled.")
    closed = a_campaign(casa, "Law", began_on=date(2025, 1, 1))
    close_campaign(closed, by=None, on=date(2025, 5, 1), words="It was passed.")


def test_choices_are_or_within_a_question_and_and_across(several):
    queries = [
        "?for=served.women-defenders",
        "?for=served.women-defenders&for=profession.journalist",
        "?for=served.women-defenders&state=won",
        "?organisation=casa",
        "?organisation=casa&state=running",
        "?state=nonsense&page=banana",
        "?state=closed&organisation=aurora",
    ]

    titles = [index(query).titles for query in queries]

    assert titles == [
        ["Windows", "Port"],
        ["Windows", "Presses", "Port"],
        ["Port"],
        ["Windows", "Port", "Law"],
        ["Windows"],
        ["Windows", "Presses", "Port", "Law"],
        [],
    ]


def test_counts_leave_out_the_choice_made_in_their_own_question(several):
    choices = index("?state=running").choices

    assert choices == {
        "for=profession.journalist": 1,
        "for=served.women-defenders": 1,
        "state=running": 2,
        "state=won": 1,
        "state=closed": 1,
        "organisation=aurora": 2,
        "organisation=casa": 1,
    }


def test_long_list_is_shown_in_pages_that_keep_the_choice(monkeypatch):
    monkeypatch.setattr(views, "ROWS_ON_A_PAGE", 2)
    organisation = an_organisation()
    for _each in range(3):
        a_campaign(organisation)

    first = Client().get("/en/campaigns/?state=running").content.decode()

    assert len(Titles(first).titles) == 2
    assert 'href="?state=running&amp;page=2"' in first
    assert len(index("?state=running&page=2").titles) == 1


def test_feed_tells_of_campaigns_and_updates_with_absolute_addresses():
    organisation = an_organisation("Aurora")
    campaign = a_campaign(organisation, "A light in every window", began_on=date(2026, 3, 8))
    an_update(campaign, "The hearing was moved", day=date(2026, 5, 1), summary="No reason was given.")

    found = entries()

    assert titles_of(found) == ["The hearing was moved", "A light in every window"]
    links = [entry.find(f"{ATOM}link").get("href") for entry in found]
    base = "http://testserver/en/campaigns/a-light-in-every-window/"
    assert links == [f"{base}the-hearing-was-moved/", base]
    assert [entry.findtext(f"{ATOM}author/{ATOM}name") for entry in found] == ["Aurora", "Aurora"]
    assert [entry.findtext(f"{ATOM}published")[:10] for entry in found] == ["2026-05-01", "2026-03-08"]
    assert Client().get("/en/campaigns/feed/").cookies == {}


def test_feed_marks_what_is_not_in_its_language():
    a_campaign(an_organisation(), "A light in every window")

    languages = {code: entries(code)[0].get("{http://www.w3.org/XML/1998/namespace}lang") for code in ("en", "ar")}

    assert languages == {"en": "en", "ar": "en"}


def test_pages_name_the_feed():
    campaign = a_campaign(an_organisation())

    pages = [Client().get(url).content.decode() for url in ("/en/campaigns/", campaign.url)]

    link = '<link rel="alternate" type="application/atom+xml" title="Campaigns" href="/en/campaigns/feed/">'
    assert [link in html for html in pages] == [True, True]


def test_front_page_shows_running_and_won_campaigns_and_no_closed_one():
    organisation = an_organisation("Aurora")
    picture = a_picture(organisation.public_files, width=160, height=100)
    first = a_campaign(organisation, "A light in every window", picture=picture, picture_alt="Lit windows.")
    an_update(first, "A step", day=date(2026, 11, 18))
    won = a_campaign(organisation, "Back to the port", began_on=date(2024, 1, 1))
    win_campaign(won, by=None, on=date(2026, 10, 30), words="All dismissals were annulled.")
    closed = a_campaign(organisation, "No law against helping", began_on=date(2024, 1, 1))
    before = front()
    close_campaign(closed, by=None, on=date(2025, 5, 1), words="It was passed.")

    html = front()

    assert "No law against helping" in before
    assert "No law against helping" not in html
    assert 'alt="Lit windows."' in html
    assert "“Open the door for the eleven women.”" in html
    assert "All dismissals were annulled." in html
    assert '<time datetime="2026-11-18">' in html


def test_front_page_knows_the_last_update_in_whatever_language_it_was_written():
    organisation = an_organisation()
    actions.translate_workspace(organisation, a_locale("es"), by=None)
    campaign = a_campaign(organisation)
    spanish = a_translation(campaign, "es", slug="una-luz")
    an_update(campaign, day=date(2026, 5, 14))
    an_update(spanish, day=date(2026, 6, 2))

    told = ['<time datetime="2026-06-02">' in front(language) for language in ("en", "es", "ar")]

    assert told == [True, True, True]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(2, "منظمتان"), (3, "3 منظمات"), (11, "11 منظمة"), (100, "100 منظمة")],
)
def test_owners_are_counted_as_arabic_does(number, expected):
    words = {"owners": [Organisation(name=f"O{each}") for each in range(number)]}

    with override("ar"):
        template = Template("{% load campaigns %}{{ owners|counted }}|{% include 'campaigns/owners.html' %}")
        short, long = template.render(Context(words)).split("|")

    assert (short, f"<p>{expected} من الشبكة" in long) == (expected, True)


def test_front_page_without_campaigns_has_no_such_part():
    assert front().strip() == ""


@pytest.mark.parametrize("path", ["", "feed/"])
def test_lists_ask_as_much_for_one_campaign_as_for_three(path):
    counts = []
    organisation = an_organisation()
    for number in (1, 2):
        for _each in range(number):
            campaign = a_campaign(organisation, terms=[a_term("served", "families")])
            an_update(campaign)
            co_owned(campaign)
        [cache.clear() for cache in caches.all()]
        with CaptureQueriesContext(connection) as asked:
            Client().get(f"/en/campaigns/{path}")
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[1] <= 15


def test_list_names_no_organisation_that_only_was_asked():
    owner, asked = an_organisation("Aurora"), an_organisation("Ushindi")
    campaign = a_campaign(owner)
    actions.invite_co_owner(campaign, asked, by=a_member(owner, "editor"))
    before = "Ushindi" in Client().get("/en/campaigns/").content.decode()

    actions.agree_to_co_own(campaign, asked, by=a_member(asked, "editor"))

    assert before is False
    assert "Aurora and Ushindi" in Client().get("/en/campaigns/").content.decode()
    assert workspace_of(asked).live is True
