"""What waits in the directory, on the first screen of those who edit it or vet."""

from typing import Any

from wagtail.admin.ui.components import Component

from directory.permissions import may_vet, open_reports, sees_screens
from directory.queue import queue_of


class DirectoryPanel(Component):
    """How many entries wait for this person, and the way to the one screen where they are judged."""

    name = "directory"
    template_name = "directory/admin/panel.html"
    order = 25

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        person = parent_context["request"].user
        if not sees_screens(person):
            return {"sees": False}
        queue = queue_of(person)
        judged = (queue.new, queue.changed, queue.due) if may_vet(person) else ()
        waiting = {entry.pk for entries in judged for entry in entries}
        problems = open_reports(person).values("entry", "problem").distinct().order_by().count()
        return {"sees": True, "waiting": len(waiting), "proposed": len(queue.nominated), "problems": problems}
