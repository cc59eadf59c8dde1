"""The front page: help in one step, and no heading over nothing."""

import re

import pytest
from django.test import Client
from wagtail.blocks import StructBlockValidationError

from home.blocks import SignBlock
from home.models import HomePage
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.factories import a_page, an_organisation, english_home, workspace_of
from tests.factories.campaigns import a_campaign

pytestmark = pytest.mark.django_db


def html_of(address: str) -> str:
    return Client().get(address).content.decode()


def signs_of(html: str) -> list[tuple[str, str]]:
    """The signs of the green band: address and words."""
    band = re.search(r'<ul class="signs-list" role="list">.*?</ul>', html, re.DOTALL).group()
    return re.findall(r'<a href="([^"]*)"><span>(.*?)</span>', band)


def with_signs(*signs: dict) -> HomePage:
    front = english_home()
    front.signs = [("sign", {"words": "", "filters": [], "page": None, **sign}) for sign in signs]
    front.save_revision().publish()
    return front


@pytest.mark.parametrize("code", ["en", "es", "fr", "ar"])
def test_eight_signs_lead_to_those_who_answer(code):
    html = html_of(f"/{code}/")

    addresses = [address for address, _words in signs_of(html)]

    assert (len(addresses), addresses[2], addresses[7]) == (
        8, f"/{code}/directory/?need=safe-place#found", f"/{code}/directory/",
    )  # fmt: skip


def test_sign_asks_for_any_of_several_filters():
    with_signs({"words": "Arrested", "filters": ["threat:arrest", "threat:disappearance"]})

    signs = signs_of(html_of("/en/"))

    assert signs == [("/en/directory/?threat=arrest&amp;threat=disappearance#found", "Arrested")]


def test_sign_to_a_page_is_shown_only_to_those_who_may_read_it():
    page = a_page(workspace_of(an_organisation()))
    with_signs({"words": "Read this", "page": page.page_ptr}, {"words": "Or ask"})
    before = signs_of(html_of("/en/"))

    actions.set_audience(page, Audience(Kind.MEMBERS), by=None)

    directory = ("/en/directory/", "Or ask")
    assert (before, signs_of(html_of("/en/"))) == ([(page.url, "Read this"), directory], [directory])


def test_page_about_safer_use_is_linked_until_it_is_unpublished():
    front = HomePage.objects.get(locale__language_code="es")
    link = '<a href="/es/safer-use/">Usar este sitio con más seguridad</a></p>'
    before = link in html_of("/es/")

    front.safety_page.unpublish()

    assert (before, link in html_of("/es/")) == (True, False)


def test_part_about_campaigns_is_there_only_with_a_campaign():
    workspace = workspace_of(an_organisation())
    before = '<h2 class="part-name">Campaigns</h2>' in html_of("/en/")

    campaign = a_campaign(workspace, "A light in every window")
    actions.set_audience(campaign, Audience(Kind.PUBLIC), by=None)

    html = html_of("/en/")
    assert (before, "<h2 class=\"part-name\">Campaigns</h2>" in html, "A light in every window" in html) == (
        False, True, True,
    )  # fmt: skip


def test_sign_leads_to_one_place():
    block = SignBlock()
    sign = {"words": "Arrested", "filters": ["threat:arrest"], "page": english_home().page_ptr}

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({**sign, "page": sign["page"].pk}))

    assert list(refused.value.block_errors) == ["page"]
