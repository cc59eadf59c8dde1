"""What Wagtail's own screens offer: no button, icon or crumb that leads to an address which the wall keeps shut.

Where Wagtail has a hook, wagtail_hooks.py uses it; here are the places where it has none. Each asks the wall's table,
so that an address which is opened later is offered again by itself.
"""

import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from content.known import page_address
from content.selects import choose_plainly
from content.tree import is_read_in_place
from organisations import permissions, roles
from organisations.wall.middleware import asking
from organisations.wall.table import is_open, leads_to_open_address

# In place of the title of a page that was public when it was chosen and is not any more.
CLOSED = _("another organisation")


def offer_only_what_is_open() -> None:
    """Make every change of this module; called once, when the site starts."""
    _button_only_where_open()
    _search_only_where_open()
    _crumbs_of_own_pages()
    _panels_without_shut_screens()
    _list_without_bulk_actions()
    _choose_without_dead_ends()
    _choose_among_many_collections()


def _put_in_place_of(stock: FunctionType, ours: Callable[..., Any]) -> None:
    """Give this function's name to another one in every module that imported it."""
    for module in list(sys.modules.values()):
        if getattr(module, stock.__name__, None) is stock:
            setattr(module, stock.__name__, ours)


def _button_only_where_open() -> None:
    """Buttons in a page's header come from hooks that only add: those that lead to a shut address are taken away."""
    from wagtail.admin.ui.menus import pages

    stock = pages.get_page_header_buttons

    def get_page_header_buttons(*args: Any, **kwargs: Any) -> list:
        return [button for button in stock(*args, **kwargs) if not button.url or leads_to_open_address(button.url)]

    _put_in_place_of(stock, get_page_header_buttons)


def _search_only_where_open() -> None:
    """The search box beside the menu leads to the first search there is, open or not."""
    from wagtail.admin.search import Search

    stock = Search.search_items_for_request

    def search_items_for_request(self: Search, request: HttpRequest) -> list:
        return [area for area in stock(self, request) if leads_to_open_address(area.url)]

    Search.search_items_for_request = search_items_for_request


def _crumbs_of_own_pages() -> None:
    """Wagtail's crumbs begin at the lowest page that stands above all that somebody may edit: with two languages that
    is a front page, with a page owned together it may be another organisation's."""
    from wagtail.admin.utils import get_latest_str
    from wagtail.admin.views.pages import utils

    def get_breadcrumbs_items_for_page(
        page: Page,
        user: Any,
        url_name: str = "wagtailadmin_explore",
        root_url_name: str = "",
        include_self: bool = True,
        querystring_value: str = "",
    ) -> list[dict[str, Any]]:
        own = permissions.organisation_pages(user, *roles.WRITING)
        above = page.get_ancestors(inclusive=include_self).filter(pk__in=own.values("pk")).specific(defer=True)
        crumbs = [
            {"url": reverse(url_name, args=[each.pk]) + querystring_value, "label": get_latest_str(each)}
            for each in above
        ]
        # Above a page of the network's own there is none that the secretariat works on: only the list of all of them.
        label = _("Our pages") if crumbs else _("Pages of the network")
        return [{"url": reverse("organisations_admin:workspace"), "label": label}, *crumbs]

    _put_in_place_of(utils.get_breadcrumbs_items_for_page, get_breadcrumbs_items_for_page)


def _panels_without_shut_screens() -> None:
    """The panel beside a page counts where it is used, by whichever organisation, and leads to lists that are shut."""
    from wagtail.admin.ui.side_panels import PageStatusSidePanel
    from wagtail.admin.views.pages.unpublish import UnpublishView

    from organisations.views.workspace import back_from

    made, shown = PageStatusSidePanel.__init__, PageStatusSidePanel.get_status_templates

    def begin(self: PageStatusSidePanel, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **kwargs)
        self.usage_url = None

    def get_status_templates(self: PageStatusSidePanel, context: Any) -> list[str]:
        # Who may read is changed there; those who may not change it are told by the page itself.
        may_change = (
            self.object.pk is None or self.object.permissions_for_user(self.request.user).can_set_view_restrictions()
        )
        left_out = [] if may_change else ["/privacy.html"]
        if self.object.pk is None or not self.object.get_lock():
            # Wagtail says there that anyone can edit the page, which is so for its owners' people only.
            left_out.append("/locked.html")
        return [each for each in shown(self, context) if not each.endswith(tuple(left_out))]

    PageStatusSidePanel.__init__, PageStatusSidePanel.get_status_templates = begin, get_status_templates
    UnpublishView.usage_url_name = None
    UnpublishView.get_next_url = lambda self: back_from(self.object, self.request.user)


def _list_without_bulk_actions() -> None:
    """Nothing is done to many pages at once here: no boxes to tick, and no bar of what could be done."""
    from wagtail.admin.ui.tables.pages import BulkActionsColumn
    from wagtail.admin.views.bulk_action.registry import bulk_action_registry
    from wagtail.admin.views.pages.listing import ExplorableIndexView

    if is_open("wagtail_bulk_action"):
        return
    ExplorableIndexView.base_columns = [
        column for column in ExplorableIndexView.base_columns if not isinstance(column, BulkActionsColumn)
    ]
    bulk_action_registry.get_bulk_actions_for_model = lambda app_label, model_name: []


def _choose_without_dead_ends() -> None:
    """“Edit this picture” beside what was chosen leads to screens that are shut; the dialog begins where the chosen
    page stands, which may be closed to whoever chooses; and the box tells the title of the last draft, also of pages
    of others and of those that were public only when they were chosen."""
    from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
    from wagtail.admin.widgets.chooser import AdminPageChooser, BaseChooser

    BaseChooser.show_edit_link = False
    boxed, linked = AdminPageChooser.get_value_data_from_instance, PageLinkElementHandler.get_attribute_data

    def get_value_data_from_instance(self: AdminPageChooser, instance: Page) -> dict[str, Any]:
        data = boxed(self, instance)
        if is_own(instance.pk):
            return data | {"parent_id": _if_public(data["parent_id"])}
        return data | {
            self.display_title_key: told_of_others(instance.pk),
            "parent_id": _place_of_others(instance, data["parent_id"]),
        }

    def get_attribute_data(self: PageLinkElementHandler, attrs: dict[str, str]) -> dict[str, Any]:
        data = linked(self, attrs)
        if is_own(data["id"]):
            return data | {"parentId": _if_public(data["parentId"])}
        public = permissions.public_pages().select_related("locale").filter(pk=data["id"])
        page = permissions.as_everybody_knows(public).first()
        if page is None:
            # As of what does not exist: the id alone, which whoever asks has written.
            return {"id": data["id"], "url": None, "parentId": None}
        return data | {
            "url": page_address(page, page.locale.language_code),
            "parentId": _place_of_others(page, data["parentId"]),
        }

    AdminPageChooser.get_value_data_from_instance = get_value_data_from_instance
    PageLinkElementHandler.get_attribute_data = get_attribute_data


def _place_of_others(page: Page, parent_id: int | None) -> int | None:
    """Where the dialog begins for a page of others that was chosen: the page above it, unless that is closed, or tells
    where somebody writes what is read elsewhere."""
    return _if_public(parent_id) if is_read_in_place(page) else None


def told_of_others(page_id: int) -> str:
    """The title under which a page of others is known, or the word for what must not be told."""
    return permissions.known_title(page_id) or str(CLOSED)


def is_own(page_id: int) -> bool:
    """Whether whoever asks at this moment may change the page with this id."""
    person = asking.get()
    return person is not None and permissions.editable_pages(person).filter(pk=page_id).exists()


def _if_public(page_id: int | None) -> int | None:
    return page_id if page_id and permissions.public_pages().filter(pk=page_id).exists() else None


def _choose_among_many_collections() -> None:
    """Whoever works for two hundred organisations has six hundred collections to filter by."""
    from wagtail.admin.forms.choosers import CollectionFilterMixin

    stock = CollectionFilterMixin.__init__

    def begin(self: CollectionFilterMixin, *args: Any, **kwargs: Any) -> None:
        stock(self, *args, **kwargs)
        if field := self.fields.get("collection_id"):
            choose_plainly(field, list(field.choices))

    CollectionFilterMixin.__init__ = begin
