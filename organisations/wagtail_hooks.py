"""What organisations changes in Wagtail's admin and in how pages are served."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from accounts.requests import person_of
from organisations import permissions, roles
from organisations.actions.audiences import owners_of
from organisations.groups import organisation_group
from organisations.models import OwnersApproval
from organisations.page_buttons import SubmitItem, beside_title, in_header, in_list
from organisations.panels import (
    AuditPanel,
    DraftsPanel,
    InvitationsPanel,
    NetworkPanel,
    ReviewPanel,
    SharedPagesPanel,
    WorkspacesPanel,
)
from organisations.references import only_what_all_readers_may_read, paths_elsewhere, refuse_what_is_not_theirs
from organisations.serving import refuse_unreadable_page
from organisations.views.workspace import back_from
from organisations.wall.table import leads_to_open_address
from organisations.withdrawn import in_place_of_page

OWN_MENU_ITEMS = frozenset(
    {
        "our-pages",
        "network-pages",
        "files",
        "our-organisation",
        "organisations",
        "circles",
        "site-settings",
        "directory",
        "withdraw",
        "audit",
    }
)
# The buttons of the editor after which Wagtail leads to the list in which the page stands.
LEAVE_THE_PAGE = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")


@hooks.register("before_serve_page", order=-100)
def check_readable(page: Page, request: HttpRequest, args: list, kwargs: dict[str, Any]) -> HttpResponse | None:
    try:
        refuse_unreadable_page(page, request, args, kwargs)
    except Http404:
        if withdrawn := in_place_of_page(page, request):
            return withdrawn
        raise
    return None


@hooks.register("default_page_privacy")
def start_within_the_organisation(page: Page) -> dict[str, Any]:
    """New pages may be read by their owners' people only, until somebody says otherwise."""
    # A page that is still being written stands nowhere yet; the setting is asked for again when it does.
    owners = owners_of(page) if page.pk else []
    groups = [organisation_group(owner, roles.PEOPLE) for owner in owners]
    return {"type": "groups", "groups": groups}


@hooks.register("before_publish_page")
def ask_for_the_audience(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page that was never published is published only together with an answer to “who may read this?”."""
    if page.first_published_at is None:
        return redirect(reverse("organisations_admin:publish_to", args=[page.pk]))
    return None


@hooks.register("after_edit_page", order=1000)
def go_on_from(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail leads to the list in which the page stands, be it another organisation's."""
    done = request.method == "POST" and any(button in request.POST for button in LEAVE_THE_PAGE)
    return redirect(back_from(page, person_of(request))) if done else None


@hooks.register("after_unpublish_page", order=1000)
def go_on_after_unpublishing(request: HttpRequest, page: Page) -> HttpResponse:
    messages.success(request, gettext("“%(title)s” is not published any more.") % {"title": page.title})
    return redirect(back_from(page, person_of(request)))


hooks.register("may_choose_address", permissions.may_choose_address)
hooks.register("check_references", refuse_what_is_not_theirs)
hooks.register("visible_references", only_what_all_readers_may_read)
hooks.register("paths_elsewhere", paths_elsewhere)
hooks.register("register_page_header_buttons", in_header)
hooks.register("register_page_listing_more_buttons", in_list)
hooks.register("register_page_listing_buttons", beside_title)


# -- Menus and panels: what a role cannot use is not offered -------------------------------------------------------


class RoleItem(MenuItem):
    """For whoever holds one of these roles, in an active organisation or in the network."""

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = frozenset(codes)

    def is_shown(self, request: HttpRequest) -> bool:
        return not self.codes.isdisjoint(_roles_behind(request))


def _roles_behind(request: HttpRequest) -> frozenset[str]:
    """The roles of whoever asks: read once for the whole menu, whose addresses ask again when somebody follows them."""
    if not hasattr(request, "_roles"):
        request._roles = permissions.roles_of(request.user)  # type: ignore[attr-defined]  # kept for this request only
    return request._roles  # type: ignore[attr-defined]  # set above


@hooks.register("register_admin_menu_item")
def our_pages() -> MenuItem:
    return RoleItem(
        _("Our pages"),
        reverse("organisations_admin:workspace"),
        name="our-pages",
        icon_name="folder-open-inverse",
        order=100,
        codes=roles.WRITING,
    )


@hooks.register("register_admin_menu_item")
def pages_of_the_network() -> MenuItem:
    return NetworkPagesItem(
        _("Pages of the network"),
        reverse("organisations_admin:workspace"),
        name="network-pages",
        icon_name="site",
        order=110,
    )


class NetworkPagesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.network_pages(request.user).exists()


@hooks.register("register_admin_menu_item")
def files() -> MenuItem:
    address = reverse("organisations_admin:pictures")
    return RoleItem(_("Files"), address, name="files", icon_name="image", order=300, codes=roles.WRITING)


@hooks.register("register_admin_menu_item")
def withdraw_for_safety() -> MenuItem:
    return RoleItem(
        _("Withdraw for safety"),
        reverse("organisations_admin:withdraw"),
        name="withdraw",
        icon_name="warning",
        order=800,
        codes=[*roles.PUBLISHING, roles.DIRECTORY_EDITOR, roles.SECRETARIAT],
    )


@hooks.register("register_admin_menu_item")
def our_organisation() -> MenuItem:
    return RoleItem(
        _("Our organisation"),
        reverse("organisations_admin:our_organisation"),
        name="our-organisation",
        icon_name="group",
        order=300,
        codes=[roles.COORDINATOR],
    )


@hooks.register("register_admin_menu_item")
def organisations_of_the_network() -> MenuItem:
    return RoleItem(
        _("Organisations"),
        reverse("organisations_admin:organisations"),
        name="organisations",
        icon_name="group",
        order=310,
        codes=[roles.SECRETARIAT],
    )


@hooks.register("register_admin_menu_item")
def circles() -> MenuItem:
    address = reverse("organisations_admin:circles")
    return RoleItem(_("Circles"), address, name="circles", icon_name="group", order=320, codes=[roles.SECRETARIAT])


@hooks.register("register_admin_menu_item")
def audit_log() -> MenuItem:
    return AuditItem(_("Audit log"), reverse("organisations_admin:audit"), name="audit", icon_name="list-ol", order=900)


class AuditItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.may_read_audit_log(request.user)


@hooks.register("construct_main_menu", order=1000)
def only_own_menu_items(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave the items that this site made; Wagtail's lead to addresses that the wall keeps shut."""
    items[:] = [item for item in items if item.name in OWN_MENU_ITEMS]


@hooks.register("construct_homepage_panels", order=-1000)
def own_panels(request: HttpRequest, panels: list) -> None:
    """In place of Wagtail's, which outlive rights; the apps above add theirs after this."""
    panels[:] = [
        WorkspacesPanel(),
        DraftsPanel(),
        ReviewPanel(),
        InvitationsPanel(),
        SharedPagesPanel(),
        NetworkPanel(),
        AuditPanel(),
    ]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_summary(request: HttpRequest, items: list) -> None:
    """The stock summary counts pages, pictures and files under the common ancestor of several organisations."""
    items[:] = []


@hooks.register("construct_page_action_menu", order=1000)
def say_what_a_review_is(menu_items: list, request: HttpRequest, context: dict[str, Any]) -> None:
    """Wagtail adds “and Publish” to what the last step of a workflow says, and ours says that itself; and it names the
    workflow, whose name is in the database in one language."""
    for place, item in enumerate(menu_items):
        if item.name == "approve":
            item.label = OwnersApproval.APPROVE
        elif type(item) is SubmitForModerationMenuItem:
            menu_items[place] = SubmitItem(order=item.order)


@hooks.register("construct_page_listing_buttons", order=1000)
def only_open_listing_buttons(buttons: list, page: Page, user: Any, context: Any = None) -> None:
    buttons[:] = [button for button in buttons if _leads_somewhere(button)]


def _leads_somewhere(button: Any) -> bool:
    return leads_to_open_address(button.url) if getattr(button, "url", None) else False
