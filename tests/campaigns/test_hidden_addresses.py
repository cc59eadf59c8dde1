"""A campaign that somebody may not open does not stand before one in another language that they may."""

import pytest
from django.test import Client
from wagtail.models import Locale

from campaigns.models import CampaignPage, CampaignUpdatePage
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.models import Organisation
from tests.factories import an_organisation, workspace_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def with_an_update(organisation: Organisation, language: str, audience: Kind) -> None:
    """A campaign in this language, always at the same address, with one update."""
    above = workspace_of(organisation, language)
    for page in (
        CampaignPage(title="A door", slug="a-door", demand="Open it.", locale=above.locale),
        CampaignUpdatePage(title="A step", slug="a-step", locale=above.locale),
    ):
        above.add_child(instance=page)
        page.save_revision().publish()
        actions.set_audience(page, Audience(audience), by=None)
        above = page


@pytest.mark.parametrize("address", ["/en/campaigns/a-door/", "/en/campaigns/a-door/a-step/"])
def test_hidden_campaign_changes_nothing_at_its_address(address):
    ours, theirs = an_organisation(), an_organisation()
    actions.translate_workspace(ours, Locale.objects.get(language_code="fr"), by=None)
    with_an_update(ours, "fr", Kind.PUBLIC)
    before = Client().get(address)

    with_an_update(theirs, "en", Kind.ORGANISATION)

    after = Client().get(address)
    assert before.status_code == 200
    assert (after.status_code, after.content) == (before.status_code, before.content)
