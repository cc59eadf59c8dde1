"""What the editor of a campaign shows beside the fields: its state, and the way to end it."""

from django.urls import reverse
from wagtail.admin.panels import Panel

from organisations.permissions import may_publish


class StatePanel(Panel):
    """Says whether the campaign runs, and leads those who may publish it to the screen where it ends."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns/admin/state_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            context = super().get_context_data(parent_context)
            page = self.instance
            allowed = self.request is not None and may_publish(self.request.user, page)
            address = reverse("campaigns_admin:end", args=[page.pk]) if allowed else ""
            return context | {"page": page, "state": page.state(), "ending_address": address}
