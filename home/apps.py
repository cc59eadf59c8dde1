"""How Django finds this app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from home import identifiers  # noqa: F401 - tells the wall which settings a person may name
        from home.models import SiteSettings
        from home.permissions import SettingsPolicy

        register_permission_policy(SiteSettings, SettingsPolicy(SiteSettings))
