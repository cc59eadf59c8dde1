"""Visits to the screens about who owns what together, who belongs where and who is invited."""

from tests.access.visits.visit import Visit, to
from tests.access.world import Side


def visits(side: Side, role: str) -> list[Visit]:
    ours, things = side.organisation.uuid, side.things
    writer = side.people["writer"].memberships.get().pk
    return [
        to("organisations_admin:leave", ours),
        to("organisations_admin:export", ours, method="post"),
        to("organisations_admin:owners", things["page"].pk),
        to("organisations_admin:invitation", things["invitation"].pk),
        to("organisations_admin:organisations"),
        to("organisations_admin:open"),
        to("organisations_admin:open", method="post", slug="without-more"),
        to("organisations_admin:organisation", ours),
        to("organisations_admin:state", ours),
        to("organisations_admin:circles"),
        to("organisations_admin:open_circle"),
        to("organisations_admin:circle", things["circle"].uuid),
        to("organisations_admin:our_organisation"),
        to("organisations_admin:people", ours),
        to("organisations_admin:invite", ours),
        to("organisations_admin:membership", writer),
        to("organisations_admin:membership", writer, method="post", step="change", role="coordinator"),
    ]
