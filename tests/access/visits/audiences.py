"""Visits to the screens on which it is said who may read."""

from organisations.roles import SECRETARIAT
from tests.access.visits.visit import Visit, to
from tests.access.world import Side
from tests.factories import english_home


def visits(side: Side, role: str) -> list[Visit]:
    edited = english_home().pk if role == SECRETARIAT else side.things["page"].pk
    return [
        to("organisations_admin:set_privacy", side.things["page"].pk),
        to("organisations_admin:set_privacy", side.things["page"].pk, method="post", audience="members"),
        to("organisations_admin:publish_to", side.things["draft"].pk),
        to("organisations_admin:readers", side.things["kept"].pk),
        to("organisations_admin:readers", side.things["kept"].pk, method="post", audience="public", guest=_guest(side)),
        to("organisations_admin:drafts", side.things["kept"].pk),
        to("organisations_admin:page_as", edited, **{"as": "members", "draft": "1"}),
        to("organisations_admin:search_as", **{"as": "public", "q": "page"}),
        to("organisations_admin:finder_as", **{"as": "public"}),
        to("organisations_admin:collections"),
        to("organisations_admin:files_readers", side.organisation.own_files_id),
        to("organisations_admin:files_readers", side.organisation.own_files_id, method="post", audience="public"),
    ]


def _guest(side: Side) -> str:
    return str(side.things["guest"].pk)
