"""What the editor of a manual shows beside the fields: its editions, and the way to release the next."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from organisations.permissions import may_publish


class EditionsPanel(Panel):
    """Names the editions of the manual, and leads those who may publish it to the screen that releases the next."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "manuals/admin/editions_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from manuals.readers import editions_of  # panels stand on the models, which it asks for

            context = super().get_context_data(parent_context)
            page = self.instance
            if page.pk is None:
                return context | {"editions": [], "address": ""}
            allowed = self.request is not None and may_publish(self.request.user, page)
            address = reverse("manuals_admin:editions", args=[page.pk]) if allowed else ""
            return context | {"editions": editions_of(page), "address": address}
