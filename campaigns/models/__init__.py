"""What a campaign is, and what tells of its progress."""

from campaigns.models.campaign import CampaignPage, State
from campaigns.models.update import CampaignUpdatePage

__all__ = ["CampaignPage", "CampaignUpdatePage", "State"]
