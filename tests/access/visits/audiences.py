"""Visits to the screens on which it is said who may read."""

from tests.access.visits.visit import Visit, to
from tests.access.world import Side


def visits(side: Side, role: str) -> list[Visit]:
    return [
        to("organisations_admin:set_privacy", side.things["page"].pk),
        to("organisations_admin:set_privacy", side.things["page"].pk, method="post", audience="members"),
        to("organisations_admin:publish_to", side.things["draft"].pk),
    ]
