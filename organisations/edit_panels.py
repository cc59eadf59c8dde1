"""What the editor of a page shows about its owners, beside the fields."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.models import Page

from organisations.actions.audiences import owners_of
from organisations.models import CoOwner, Organisation
from organisations.permissions import may_publish


class OwnersPanel(Panel):
    """Names the organisations that own the page, and leads those who may publish it to the screen that changes it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "organisations/admin/owners_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            page = self.instance
            if page.pk is None:
                return context | {"owners": [], "asked": [], "address": ""}
            allowed = self.request is not None and may_publish(self.request.user, page)
            address = reverse("organisations_admin:owners", args=[page.pk]) if allowed else ""
            return context | {"owners": owners_of(page), "asked": asked_to_own(page), "address": address}


def asked_to_own(page: Page) -> list[Organisation]:
    """The organisations that were asked to own this page together and have not answered."""
    rows = CoOwner.objects.filter(page=page, agreed_at__isnull=True).select_related("organisation")
    return [row.organisation for row in rows]
