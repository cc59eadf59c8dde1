"""How Django finds this app, and how its pages are made known to search."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        from campaigns import projections  # noqa: F401 - says how campaigns and updates are found
