"""The buttons of a page that lead to screens which Wagtail has no button for, or asks a right for that no role has."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page, WorkflowState

from organisations import permissions


def in_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Beside the title of one page."""
    yield from in_list(page, user)
    may = page.permissions_for_user(user)
    if not page.locked and may.can_lock():
        yield _button(_("Lock"), "wagtailadmin_pages:lock", page, "lock")
    if page.locked and may.can_unlock():
        yield _button(_("Unlock"), "wagtailadmin_pages:unlock", page, "lock-open")
    if may.can_set_view_restrictions():
        yield _button(_("Who may read it"), "organisations_admin:readers", page, "view")
        yield _button(_("Share the draft"), "organisations_admin:drafts", page, "mail")
    if permissions.may_edit(user, page):
        yield _button(_("View as others"), "organisations_admin:page_as", page, "view")
        yield _button(_("Where it is linked"), "wagtailadmin_pages:usage", page, "link")
        if WorkflowState.objects.for_instance(page).exists():
            yield _button(_("Reviews"), "wagtailadmin_pages:workflow_history", page, "tick")
        if permissions.withdrawable_pages(user).filter(pk=page.pk).exists():
            yield _button(_("Withdraw for safety"), "organisations_admin:withdraw_page", page, "warning")
    yield from beside_title(page, user)


def in_list(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """In a list, where each question costs as often as there are rows."""
    if page.permissions_for_user(user).can_copy():
        yield _button(_("Translate"), "organisations_admin:translate", page, "globe")


def beside_title(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """In a list, right under the title: where nothing else can be done."""
    # Locked by nobody: see organisations.page_rights. So no question is asked about all other rows.
    if page.locked and not page.locked_by_id and permissions.reopenable_pages(user).filter(pk=page.pk).exists():
        yield _button(_("Why it was withdrawn"), "organisations_admin:withdraw_page", page, "warning")


def _button(label: Any, address: str, page: Page, icon: str) -> Button:
    return Button(label, reverse(address, args=[page.pk]), icon_name=icon, priority=80)


class SubmitItem(SubmitForModerationMenuItem):
    """In the menu of the editor: hand the page to those who approve it."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        page = context.get("page")
        review = page.current_workflow_state if page else None
        is_again = review and review.status == WorkflowState.STATUS_NEEDS_CHANGES
        return {**context, "label": _("Submit it again for approval") if is_again else _("Submit for approval")}
