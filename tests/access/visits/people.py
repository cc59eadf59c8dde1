"""Visits to the screens about who owns what together."""

from tests.access.visits.visit import Visit, to
from tests.access.world import Side


def visits(side: Side, role: str) -> list[Visit]:
    return [
        to("organisations_admin:owners", side.things["page"].pk),
        to("organisations_admin:leaving"),
        to("organisations_admin:leave", side.organisation.uuid),
        to("organisations_admin:export", side.organisation.uuid, method="post"),
        to("organisations_admin:invitation", side.things["invitation"].pk),
    ]
