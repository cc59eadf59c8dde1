"""How campaigns and their updates are found."""

from campaigns.models import CampaignPage, CampaignUpdatePage
from search.projections import describe_page, places
from search.registry import Projection, register


def describe_campaign(campaign: CampaignPage) -> list[Projection]:
    """A campaign by its demand, what readers can do, what happened and how it ended.

    Left out: the notice, which ends by a date while search would keep it, and the words for the picture, which has
    readers of its own.
    """
    ways = [text for way in campaign.ways_to_help for text in (way.value.get("words"), way.value.get("note"))]
    partners = [partner.value.get("name") for partner in campaign.partners]
    return describe_page(
        campaign,
        "campaign",
        headings=campaign.demand,
        body="\n".join(filter(None, [campaign.outcome_words, *ways, *partners])),
        dated=campaign.ended_on or campaign.began_on,
        facets=places(*campaign.countries),
    )


def describe_update(update: CampaignUpdatePage) -> list[Projection]:
    """An update by its own words and its day."""
    return describe_page(update, "update", dated=update.day)


register(CampaignPage, project=describe_campaign, things=CampaignPage.objects.all)
register(CampaignUpdatePage, project=describe_update, things=CampaignUpdatePage.objects.all)
