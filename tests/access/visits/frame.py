"""Visits to what stands around every screen, and to what names nothing."""

from home.models import SiteSettings
from tests.access.visits.visit import Visit, to
from tests.access.world import Side


def visits(side: Side, role: str) -> list[Visit]:
    settings = ("home", "sitesettings")
    return [
        to("wagtailadmin_home"),
        to("organisations_admin:account"),
        to("organisations_admin:audit"),
        to("wagtailsettings:edit", *settings),
        to("wagtailsettings:edit", *settings, SiteSettings.objects.get().pk),
        to("wagtailadmin_sprite"),
        to("wagtailadmin_javascript_catalog"),
        to("wagtailadmin_logout", method="post"),
        to("wagtailadmin_choose_page_anchor_link"),
        to("wagtailadmin_choose_page_phone_link"),
        to("wagtailadmin_choose_page_external_link"),
        to("wagtailadmin_choose_page_email_link"),
    ]
