"""How the picture of a campaign is kept light enough for a slow connection."""

import io
from dataclasses import dataclass

from wagtail.images.image_operations import FilterOperation
from wagtail.images.shortcuts import get_rendition_or_not_found

from campaigns.models import CampaignPage
from content.standing import may_stand_on

LEAD = "fill-1000x625|format-webp|weight-24"
QUALITIES = (80, 70, 60, 50, 42, 34, 26)
SMALLER = 0.8
LEAST_WIDTH = 320


class WeightOperation(FilterOperation):
    """`weight-24`: the best quality, and when none is enough the largest size, at which a WebP is at most 24 kB."""

    def construct(self, kilobytes: str) -> None:
        self.most_bytes = int(kilobytes) * 1000

    def run(self, willow, image, env: dict):
        """The picture, perhaps smaller, with the quality to save it at written into `env`."""
        while _weight(willow, QUALITIES[-1]) > self.most_bytes:
            width, height = willow.get_size()
            if width * SMALLER < LEAST_WIDTH:
                break
            willow = willow.resize((round(width * SMALLER), round(height * SMALLER)))
        light = (quality for quality in QUALITIES if _weight(willow, quality) <= self.most_bytes)
        env["webp-quality"] = next(light, QUALITIES[-1])
        return willow


def _weight(willow, quality: int) -> int:
    out = io.BytesIO()
    willow.save_as_webp(out, quality=quality)
    return out.tell()


@dataclass(frozen=True)
class LeadPicture:
    """What an <img> needs. width and height in pixels of the file."""

    url: str
    width: int
    height: int
    alt: str


def lead_picture(campaign: CampaignPage) -> LeadPicture | None:
    """The picture of a campaign, cut to 8:5 and at most 24 kB; None without one, or when it may not stand there."""
    if not may_stand_on(campaign.picture, campaign):
        return None
    rendition = get_rendition_or_not_found(campaign.picture, LEAD)
    return LeadPicture(rendition.url, rendition.width, rendition.height, campaign.picture_alt)
