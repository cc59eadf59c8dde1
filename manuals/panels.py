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
            from manuals.readers import editions_of, waiting_for  # panels stand on the models, which they ask for

            context = super().get_context_data(parent_context)
            page = self.instance
            if page.pk is None:
                return context | {"editions": [], "address": "", "import_address": self._import_address("")}
            allowed = self.request is not None and may_publish(self.request.user, page)
            address = reverse("manuals_admin:editions", args=[page.pk]) if allowed else ""
            waiting = waiting_for(page) if allowed else None
            way_in = self._import_address(f"?into={page.pk}", page)
            known = {"editions": editions_of(page), "waiting": waiting}
            return context | known | {"address": address, "import_address": way_in}

        def _import_address(self, query: str, page: Any = None) -> str:
            """Where a manual is brought in from Markdown; nothing for those who may not."""
            from manuals.permissions import importable_manuals, importing_organisations  # they ask the models

            if self.request is None:
                return ""
            if page is None:
                allowed = importing_organisations(self.request.user).exists()
            else:
                allowed = importable_manuals(self.request.user).filter(pk=page.pk).exists()
            return reverse("manuals_admin:upload") + query if allowed else ""
