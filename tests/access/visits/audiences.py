"""Visits to the screens on which it is said who may read."""

from tests.access.visits.visit import Visit, to
from tests.access.world import Side


def visits(side: Side, role: str) -> list[Visit]:
    return [
        to("organisations_admin:set_privacy", side.things["page"].pk),
        to("organisations_admin:set_privacy", side.things["page"].pk, method="post", audience="members"),
        to("organisations_admin:publish_to", side.things["draft"].pk),
        to("organisations_admin:readers", side.things["kept"].pk),
        to("organisations_admin:readers", side.things["kept"].pk, method="post", audience="public", guest=_guest(side)),
        to("organisations_admin:collections"),
        to("organisations_admin:files_readers", side.organisation.own_files_id),
        to("organisations_admin:files_readers", side.organisation.own_files_id, method="post", audience="public"),
    ]


def _guest(side: Side) -> str:
    return str(side.things["guest"].pk)
