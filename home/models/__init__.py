"""The front page, the network's reference pages, and what stands around every page."""

from home.models.pages import HomePage, ReferencePage
from home.models.site import SiteSettings

__all__ = ["HomePage", "ReferencePage", "SiteSettings"]
