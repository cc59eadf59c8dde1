"""What the directory adds to the admin: its addresses and one item of the menu."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from directory.audit_words import WORDS
from directory.exporting import own_entries
from directory.panels import DirectoryPanel
from directory.permissions import sees_screens
from directory.withdrawable import entries_to_withdraw


class DirectoryItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sees_screens(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    return [path("directory/", include("directory.admin_urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return DirectoryItem(_("Directory"), reverse_lazy("directory_admin:queue"), name="directory",
                         icon_name="list-ul", order=200)  # fmt: skip


@hooks.register("construct_homepage_panels")
def panel(request: HttpRequest, panels: list) -> None:
    panels.append(DirectoryPanel())


hooks.register("export_of_organisation", own_entries)
hooks.register("withdrawable_elsewhere", entries_to_withdraw)
hooks.register("audit_words", lambda: WORDS)
