"""What a person sees first in the admin: their workspaces, what waits for them, and nothing of anybody else's."""

from typing import Any

from wagtail.admin.ui.components import Component

from organisations import permissions, roles
from organisations.models import CoOwner
from organisations.views.workspace import review_queue, workspaces_of


class WorkspacesPanel(Component):
    name = "workspaces"
    template_name = "organisations/admin/panels/workspaces.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"workspaces": workspaces_of(parent_context["request"].user)}


class ReviewPanel(Component):
    name = "review"
    template_name = "organisations/admin/panels/review.html"
    order = 20

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        person = parent_context["request"].user
        reviews = permissions.organisations_of(person, roles.EDITOR, roles.COORDINATOR).exists()
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
        mine = permissions.organisations_of(
            parent_context["request"].user, roles.WRITER, roles.EDITOR, roles.COORDINATOR
        )
        shared = CoOwner.objects.filter(organisation__in=mine, agreed_at__isnull=False)
        return {"shared": shared.select_related("page__access__owner", "page__locale").order_by("page__title")}
