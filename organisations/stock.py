"""What is changed in Wagtail itself, where it has no hook: each change, and why."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest


def change_stock_wagtail() -> None:
    """Make every change of this module; called once, when the site starts."""
    _refuse_with_the_one_404()
    _list_without_names_of_others()
    _delete_without_widening()
    _copy_with_every_restriction()


def _refuse_with_the_one_404() -> None:
    """Wagtail catches its own refusals before any middleware sees them, and redirects with a message that tells them
    from a page that does not exist."""
    from wagtail.admin import auth

    def permission_denied(request: HttpRequest) -> None:
        raise Http404

    auth.permission_denied = permission_denied


def _list_without_names_of_others() -> None:
    """The filters of the page listing name everybody who ever owned or edited a page, in any organisation."""
    from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet

    class OwnPagesFilterSet(GenericPageFilterSet):
        owner = edited_by = site = content_type = None

        class Meta(GenericPageFilterSet.Meta):
            pass

    ExplorableIndexView.base_filterset_class = OwnPagesFilterSet


def _copy_with_every_restriction() -> None:
    """Wagtail copies a page's own restrictions only where the destination has none, and never those of the pages below
    it: a circle's page copied into a members' area would be open to all members."""
    from wagtail.actions.copy_page import CopyPageAction
    from wagtail.models import Page

    stock = CopyPageAction._copy_page

    def _copy_page(self: CopyPageAction, page: Page, *args: Any, **kwargs: Any) -> Page:
        with transaction.atomic():
            copy = stock(self, page, *args, **kwargs)
            carry_restrictions(page, copy)
        return copy

    CopyPageAction._copy_page = _copy_page


def carry_restrictions(source: Any, copy: Any) -> None:
    """Give a copy every restriction that stands on its source itself, each once."""
    present = {frozenset(each.groups.all()) for each in copy.view_restrictions.all()}
    for restriction in source.view_restrictions.all():
        groups = frozenset(restriction.groups.all())
        if groups not in present:
            carried = copy.view_restrictions.create(restriction_type=restriction.restriction_type)
            carried.groups.set(groups)


def _delete_without_widening() -> None:
    """Restrictions reach translations and aliases; Wagtail takes them away together with the page they stand on."""
    from wagtail.models import Page

    from organisations.actions.deletion import without_widening

    stock = Page.delete

    def delete(self: Page, *args: Any, **kwargs: Any) -> Any:
        with without_widening(self):
            return stock(self, *args, **kwargs)

    Page.delete = delete
