"""How each open admin address is visited with one side's things: one line an address, a file for each kind of thing."""

from tests.access.visits import apps, audiences, files, frame, pages, people
from tests.access.visits.visit import Visit
from tests.access.world import Side

__all__ = ["Visit", "admin_visits"]
KINDS = (frame, pages, files, people, audiences, apps)


def admin_visits(side: Side, role: str) -> dict[tuple[str, str], list[Visit]]:
    """One or more visits for each open admin address by its row in the table, with this side's things; what the
    secretariat edits is the network's."""
    found: dict[tuple[str, str], list[Visit]] = {}
    for kind in KINDS:
        for visit in kind.visits(side, role):
            found.setdefault(visit.key, []).append(visit)
    return found
