"""What a person sees first in the admin: their workspaces, what waits for them, and nothing of anybody else's.

Each panel is for some roles and empty for all others. One that is about waiting says so when nothing waits.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from organisations import permissions, roles
from organisations.models import CoOwner
from organisations.views.workspace import review_queue, workspaces_of

WORKSPACES_AT_ONCE = 12
DRAFTS_AT_ONCE = 10
RECENT_DAYS = 7


class WorkspacesPanel(Component):
    name = "workspaces"
    template_name = "organisations/admin/panels/workspaces.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found = list(workspaces_of(parent_context["request"].user)[: WORKSPACES_AT_ONCE + 1])
        return {"workspaces": found[:WORKSPACES_AT_ONCE], "are_more": len(found) > WORKSPACES_AT_ONCE}


class DraftsPanel(Component):
    """Pages that this person changed last, with changes that are not published, newest first."""

    name = "drafts"
    template_name = "organisations/admin/panels/drafts.html"
    order = 15

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        person = parent_context["request"].user
        writes = permissions.organisations_of(person, *roles.WRITING).exists()
        drafts = permissions.editable_pages(person).filter(has_unpublished_changes=True, latest_revision__user=person)
        newest = drafts.select_related("locale").order_by("-latest_revision_created_at", "-pk")
        return {"writes": writes, "pages": list(newest[:DRAFTS_AT_ONCE]) if writes else []}


class ReviewPanel(Component):
    name = "review"
    template_name = "organisations/admin/panels/review.html"
    order = 20

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        person = parent_context["request"].user
        reviews = permissions.organisations_of(person, *roles.PUBLISHING).exists()
        return {"reviews": reviews, "pages": review_queue(person) if reviews else []}


class InvitationsPanel(Component):
    """Pages that other organisations ask us to own together with them."""

    name = "invitations"
    template_name = "organisations/admin/panels/invitations.html"
    order = 30

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        waiting = permissions.answerable_invitations(parent_context["request"].user)
        return {"invitations": waiting.select_related("page__access__owner", "organisation")}


class SharedPagesPanel(Component):
    """Pages in workspaces of others that our organisations own together with them."""

    name = "shared_pages"
    template_name = "organisations/admin/panels/shared_pages.html"
    order = 40

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        mine = permissions.organisations_of(parent_context["request"].user, *roles.WRITING)
        shared = CoOwner.objects.filter(organisation__in=mine, agreed_at__isnull=False)
        return {"shared": shared.select_related("page__access__owner", "page__locale").order_by("page__title")}


class NetworkPanel(Component):
    """The network's own pages that have changes nobody published yet, for the secretariat."""

    name = "network"
    template_name = "organisations/admin/panels/network.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        pages = list(permissions.network_pages(parent_context["request"].user).select_related("locale"))
        return {"keeps": bool(pages), "pages": [page for page in pages if page.has_unpublished_changes]}


class AuditPanel(Component):
    """How much was written down lately, for auditors."""

    name = "audit"
    template_name = "organisations/admin/panels/audit.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        person = parent_context["request"].user
        recent = timezone.localdate() - timedelta(days=RECENT_DAYS)
        entries = permissions.readable_audit_entries(person).filter(at__date__gte=recent)
        return {"reads": permissions.reads_whole_audit_log(person), "since": recent, "number": entries.count()}
