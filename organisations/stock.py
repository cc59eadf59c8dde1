"""What is changed in Wagtail itself, where it has no hook: each change, and why."""

import sys
from typing import Any

from django.http import Http404, HttpRequest

from organisations.wall.table import leads_to_open_address


def change_stock_wagtail() -> None:
    """Make every change of this module; called once, when the site starts."""
    _refuse_with_the_one_404()
    _offer_only_open_buttons()
    _list_without_names_of_others()


def _refuse_with_the_one_404() -> None:
    """Wagtail catches its own refusals before any middleware sees them, and redirects with a message that tells them
    from a page that does not exist."""
    from wagtail.admin import auth

    def permission_denied(request: HttpRequest) -> None:
        raise Http404

    auth.permission_denied = permission_denied


def _offer_only_open_buttons() -> None:
    """Buttons in a page's header come from hooks that only add: those that lead to a shut address are taken away."""
    from wagtail.admin.ui.menus import pages

    stock = pages.get_page_header_buttons

    def get_page_header_buttons(*args: Any, **kwargs: Any) -> list:
        return [button for button in stock(*args, **kwargs) if not button.url or leads_to_open_address(button.url)]

    for module in list(sys.modules.values()):
        if getattr(module, "get_page_header_buttons", None) is stock:
            module.get_page_header_buttons = get_page_header_buttons  # type: ignore[attr-defined]  # their own name


def _list_without_names_of_others() -> None:
    """The filters of the page listing name everybody who ever owned or edited a page, in any organisation."""
    from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet

    class OwnPagesFilterSet(GenericPageFilterSet):
        owner = edited_by = site = content_type = None

        class Meta(GenericPageFilterSet.Meta):
            pass

    ExplorableIndexView.base_filterset_class = OwnPagesFilterSet
