"""What somebody writes stands in a feed as words: it brings its followers no markup, and breaks it for nobody."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from manuals.models import ManualPage
from tests.factories import an_organisation
from tests.factories.campaigns import a_campaign
from tests.factories.manuals import a_chapter, a_correction, a_manual, an_edition

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
PICTURE = 'Go <img src="https://elsewhere.example/who.png"> & stay'
AS_HTML = "Go &lt;img src=&quot;https://elsewhere.example/who.png&quot;&gt; &amp; stay"
NO_XML = "one\x01two\x02three\x1f\ufffe"


def a_campaign_that_says(words):
    a_campaign(an_organisation(), words[:40], demand=words)


def an_edition_that_says(words):
    manual = a_manual(an_organisation(), words[:40], slug="handbook", authors=words)
    a_chapter(manual, "Care", slug="care")
    edition = an_edition(ManualPage.objects.get(), changes={"en": words})
    a_correction(edition, "care", texts={"en": words})


BOTH = pytest.mark.parametrize(
    ("path", "made"), [("campaigns", a_campaign_that_says), ("manuals", an_edition_that_says)]
)


def entries(path):
    answer = Client().get(f"/en/{path}/feed/")
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 - written by this site


@BOTH
def test_words_that_look_like_markup_stay_words(path, made):
    made(PICTURE)

    summaries = {(each.find(f"{ATOM}summary").get("type"), each.findtext(f"{ATOM}summary")) for each in entries(path)}

    assert summaries == {("html", AS_HTML)}


@BOTH
def test_signs_that_no_feed_can_hold_break_it_for_nobody(path, made):
    made(NO_XML)

    assert {each.findtext(f"{ATOM}summary") for each in entries(path)} == {"one two three  "}
