"""Visits to the screens of campaigns, manuals and the directory."""

from uuid import UUID

from django.urls import reverse

from tests.access.visits.visit import Visit, to
from tests.access.world import Side


def visits(side: Side, role: str) -> list[Visit]:
    things = side.things
    return [
        to("campaigns_admin:end", things["campaign"].pk),
        to("manuals_admin:editions", things["manual"].pk),
        to("manuals_admin:waiting", things["waiting manual"].pk),
        to("manuals_admin:withdraw", things["edition"].pk),
        to("manuals_admin:corrections", things["edition"].pk),
        to("manuals_admin:correct", things["edition"].pk, things["chapter"].key),
        to("manuals_admin:correct", things["edition"].pk, things["chapter"].key, method="post", **_correction(side)),
        to("manuals_admin:correct_further", things["correction"].act),
        Visit(f"{reverse('manuals_admin:upload')}?into={things['manual'].pk}"),
        to("manuals_admin:import", _manual_import(side, role)),
        to("directory_admin:index"),
        to("directory_admin:queue"),
        to("directory_admin:problems"),
        to("directory_admin:new"),
        to("directory_admin:upload"),
        to("directory_admin:import", things["import"].uuid),
        to("directory_admin:entry", things["entry"].pk),
        to("directory_admin:edit", things["entry"].pk),
        to("directory_admin:withdraw", things["entry"].pk),
    ]


def _correction(side: Side) -> dict[str, str]:
    block = side.things["chapter"].blocks[0]["id"]
    return {"block": block, "kind": "wrong", "text_en": "Words.", "step": "preview"}


def _manual_import(side: Side, role: str) -> UUID:
    """Of those who may bring a manual in each their own; others try that of the editor."""
    imports = side.things["manual imports"]
    return imports.get(role, imports["editor"]).uuid
