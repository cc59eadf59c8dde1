"""What home adds to the admin: one item of the menu, for those who keep the site's settings."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.permissions import editable_settings


class SettingsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return editable_settings(request.user).exists()


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    address = reverse_lazy("wagtailsettings:edit", args=["home", "sitesettings"])
    return SettingsItem(_("Words of the site"), address, name="site-settings", icon_name="cog", order=800)
