"""What a front page may cost a visitor on a slow line, and the server that hands it out."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.test import Client

from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.factories import an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, a_picture

pytestmark = pytest.mark.django_db

HEAVIEST = 50 * 1024  # bytes: the page, its style sheets and scripts compressed, one image
COLD, KEPT = 15, 2  # queries


@pytest.fixture
def campaign():
    """A public campaign with a picture on the front page."""
    organisation = an_organisation()
    campaign = a_campaign(workspace_of(organisation), picture=a_picture(organisation.public_files))
    actions.set_audience(campaign, Audience(Kind.PUBLIC), by=None)
    return campaign


def test_front_page_is_light(campaign):
    client = Client()
    html = client.get("/en/").content

    files = set(re.findall(rb'(?:href|src)="/static/([^"]*\.(?:css|js))"', html))
    code = [html, *(Path(finders.find(name.decode())).read_bytes() for name in files)]
    shown = re.findall(rb'<img src="([^"]*)"', html)
    pictures = [b"".join(client.get(address.decode()).streaming_content) for address in shown]

    weight = sum(len(gzip.compress(part)) for part in code) + sum(len(picture) for picture in pictures)
    assert (len(pictures), weight <= HEAVIEST) == (1, True), f"{weight} bytes"


@pytest.mark.parametrize(
    "address", ["/en/", "/ar/", "/ar/defenders/", "/en/organisations/", "/sitemap.xml", "/en/nothing/"]
)
def test_page_costs_few_queries_when_it_is_not_kept(campaign, address, django_assert_max_num_queries):
    Client().get(address)
    caches["default"].clear()

    with django_assert_max_num_queries(COLD):
        response = Client().get(address)

    assert response.status_code in (200, 404)


@pytest.mark.parametrize("address", ["/en/", "/ar/defenders/", "/en/organisations/"])
def test_kept_page_costs_hardly_anything(campaign, address, django_assert_max_num_queries):
    first = Client().get(address)

    with django_assert_max_num_queries(KEPT):
        second = Client().get(address)

    assert first.content == second.content
