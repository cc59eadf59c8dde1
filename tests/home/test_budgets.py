"""What a page may cost a visitor on a slow line, and the server that hands it out."""

import gzip
import re
from copy import deepcopy
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.test import Client

from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.factories import an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, a_picture
from tests.factories.directory import a_listed_entry, a_phone
from tests.factories.once import made_once

pytestmark = pytest.mark.django_db

HEAVIEST = 50 * 1024  # bytes: the page, its style sheets and scripts compressed, one image
COLD, KEPT = 15, 2  # queries


def a_light_campaign():
    """A public campaign with a picture, which is on the front page too."""
    organisation = an_organisation()
    campaign = a_campaign(workspace_of(organisation), "A light", picture=a_picture(organisation.public_files))
    actions.set_audience(campaign, Audience(Kind.PUBLIC), by=None)
    return campaign


campaign_made = made_once(a_light_campaign)


@pytest.fixture
def campaign(campaign_made):
    return deepcopy(campaign_made)


@pytest.mark.parametrize(
    ("address", "images"),
    [("/en/", 1), ("/en/campaigns/a-light/", 1), ("/ar/directory/here/", 0), ("/ar/directory/", 0), ("/en/search/", 0)],
)
def test_page_is_light(campaign, address, images):
    phones = [a_phone(f"+4420794600{number}", texts={"note_en": "Ring twice. " * 9}) for number in range(18, 30)]
    a_listed_entry(name_en="Here", description_en="They answer day and night. " * 90, contacts=phones)
    client = Client()
    html = client.get(address).content

    files = set(re.findall(rb'(?:href|src)="/static/([^"]*\.(?:css|js))"', html))
    code = [html, *(Path(finders.find(name.decode())).read_bytes() for name in files)]
    shown = re.findall(rb'<img src="([^"]*)"', html)
    pictures = [b"".join(client.get(address.decode()).streaming_content) for address in shown]

    weight = sum(len(gzip.compress(part)) for part in code) + sum(len(picture) for picture in pictures)
    assert (len(pictures), weight <= HEAVIEST) == (images, True), f"{weight} bytes"


@pytest.mark.parametrize(
    "address", ["/en/", "/ar/", "/ar/defenders/", "/en/organisations/", "/sitemap.xml", "/en/nothing/"]
)
def test_page_costs_few_queries_when_it_is_not_kept(campaign, address, django_assert_max_num_queries):
    Client().get(address)
    caches["pages"].clear()

    with django_assert_max_num_queries(COLD):
        response = Client().get(address)

    assert response.status_code in (200, 404)


@pytest.mark.parametrize("address", ["/en/", "/ar/defenders/", "/en/organisations/"])
def test_kept_page_costs_hardly_anything(campaign, address, django_assert_max_num_queries):
    first = Client().get(address)

    with django_assert_max_num_queries(KEPT):
        second = Client().get(address)

    assert first.content == second.content
