"""How each open admin address is visited with one side's things: one line an address, the same keys as the table."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from home.models import SiteSettings
from organisations.roles import SECRETARIAT
from tests.access.world import Side, a_pdf, a_picture
from tests.factories import english_home

JSON = {"HTTP_ACCEPT": "application/json"}


@dataclass(frozen=True)
class Visit:
    """One request: url, method and what it sends."""

    url: str
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)


def admin_visits(side: Side, role: str) -> dict[str, list[Visit]]:
    """One or more visits for each open admin address by the name in the table, with this side's things; what the
    secretariat edits is the network's."""
    things = side.things
    page, draft, waiting, workspace = (things[name].pk for name in ("page", "draft", "waiting", "workspace"))
    edited, seen = (english_home().pk, english_home().pk) if role == SECRETARIAT else (page, draft)
    new = ["home", "referencepage", workspace]
    step = [waiting, "approve", things["state"].pk]
    return {
        **_choosers(side),
        **_while_editing(side, role),
        **_manuals(side, role),
        "wagtailadmin_home": [Visit(reverse("wagtailadmin_home"))],
        "organisations_admin:account": [Visit(reverse("organisations_admin:account"))],
        "organisations_admin:workspace": [Visit(reverse("organisations_admin:workspace"))],
        "organisations_admin:audit": [Visit(reverse("organisations_admin:audit"))],
        "wagtailsettings:edit": [
            Visit(reverse("wagtailsettings:edit", args=["home", "sitesettings", SiteSettings.objects.get().pk]))
        ],
        "organisations_admin:set_privacy": [
            Visit(reverse("organisations_admin:set_privacy", args=[page])),
            Visit(reverse("organisations_admin:set_privacy", args=[page]), "post", {"audience": "members"}),
        ],
        "organisations_admin:publish_to": [Visit(reverse("organisations_admin:publish_to", args=[draft]))],
        "organisations_admin:owners": [Visit(reverse("organisations_admin:owners", args=[page]))],
        "organisations_admin:invitation": [
            Visit(reverse("organisations_admin:invitation", args=[things["invitation"].pk]))
        ],
        "campaigns_admin:end": [Visit(reverse("campaigns_admin:end", args=[things["campaign"].pk]))],
        "directory_admin:index": [Visit(reverse("directory_admin:index"))],
        "directory_admin:queue": [Visit(reverse("directory_admin:queue"))],
        "directory_admin:problems": [Visit(reverse("directory_admin:problems"))],
        "directory_admin:new": [Visit(reverse("directory_admin:new"))],
        "directory_admin:upload": [Visit(reverse("directory_admin:upload"))],
        "directory_admin:import": [Visit(reverse("directory_admin:import", args=[things["import"].uuid]))],
        "directory_admin:entry": [Visit(reverse("directory_admin:entry", args=[things["entry"].pk]))],
        "directory_admin:edit": [Visit(reverse("directory_admin:edit", args=[things["entry"].pk]))],
        "wagtailadmin_explore": [Visit(reverse("wagtailadmin_explore", args=[workspace]))],
        "wagtailadmin_explore_results": [Visit(reverse("wagtailadmin_explore_results", args=[workspace]))],
        "wagtailadmin_pages:add": [Visit(reverse("wagtailadmin_pages:add", args=new))],
        "wagtailadmin_pages:preview_on_add": [Visit(reverse("wagtailadmin_pages:preview_on_add", args=new), "delete")],
        "wagtailadmin_pages:add_subpage": [Visit(reverse("wagtailadmin_pages:add_subpage", args=[workspace]))],
        "wagtailadmin_pages:edit": [Visit(reverse("wagtailadmin_pages:edit", args=[edited]))],
        "wagtailadmin_pages:preview_on_edit": [
            Visit(reverse("wagtailadmin_pages:preview_on_edit", args=[edited]), "delete")
        ],
        "wagtailadmin_pages:view_draft": [Visit(reverse("wagtailadmin_pages:view_draft", args=[seen]))],
        "wagtailadmin_pages:unpublish": [Visit(reverse("wagtailadmin_pages:unpublish", args=[page]))],
        "wagtailadmin_pages:workflow_action": [Visit(reverse("wagtailadmin_pages:workflow_action", args=step))],
        "wagtailadmin_pages:collect_workflow_action_data": [
            Visit(reverse("wagtailadmin_pages:collect_workflow_action_data", args=step))
        ],
        "wagtailadmin_pages:confirm_workflow_cancellation": [
            Visit(reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[waiting]))
        ],
    }


def _choosers(side: Side) -> dict[str, list[Visit]]:
    things = side.things
    upload = {"title": "New", "collection": side.organisation.own_files.pk}

    def prefixed(prefix: str, **extra: object) -> dict[str, object]:
        return {f"{prefix}-{name}": value for name, value in {**upload, **extra}.items()}

    return {
        "organisations_admin:choose_page": [Visit(reverse("organisations_admin:choose_page"))],
        "organisations_admin:choose_page_below": [
            Visit(reverse("organisations_admin:choose_page_below", args=[things["page"].pk]))
        ],
        "organisations_admin:choose_page_search": [Visit(reverse("organisations_admin:choose_page_search"))],
        "organisations_admin:choose_page_chosen": [
            Visit(reverse("organisations_admin:choose_page_chosen"), data={"id": [things["page"].pk]})
        ],
        "wagtailadmin_choose_page_anchor_link": [Visit(reverse("wagtailadmin_choose_page_anchor_link"))],
        "wagtailadmin_choose_page_phone_link": [Visit(reverse("wagtailadmin_choose_page_phone_link"))],
        "wagtailadmin_choose_page_external_link": [Visit(reverse("wagtailadmin_choose_page_external_link"))],
        "wagtailadmin_choose_page_email_link": [Visit(reverse("wagtailadmin_choose_page_email_link"))],
        "wagtailimages_chooser:choose": [Visit(reverse("wagtailimages_chooser:choose"))],
        "wagtailimages_chooser:choose_results": [Visit(reverse("wagtailimages_chooser:choose_results"))],
        "wagtailimages_chooser:chosen": [Visit(reverse("wagtailimages_chooser:chosen", args=[things["image"].pk]))],
        "wagtailimages_chooser:create": [
            Visit(reverse("wagtailimages_chooser:create"), "post", prefixed("image-chooser-upload", file=a_picture()))
        ],
        "wagtaildocs_chooser:choose": [Visit(reverse("wagtaildocs_chooser:choose"))],
        "wagtaildocs_chooser:choose_results": [Visit(reverse("wagtaildocs_chooser:choose_results"))],
        "wagtaildocs_chooser:chosen": [Visit(reverse("wagtaildocs_chooser:chosen", args=[things["document"].pk]))],
        "wagtaildocs_chooser:create": [
            Visit(reverse("wagtaildocs_chooser:create"), "post", prefixed("document-chooser-upload", file=a_pdf()))
        ],
    }


def _while_editing(side: Side, role: str) -> dict[str, list[Visit]]:
    model, page = ("homepage", english_home().pk) if role == SECRETARIAT else ("referencepage", side.things["page"].pk)
    sessions = side.things["sessions"]
    session = sessions[role].pk if role in sessions else 0
    return {
        "wagtailadmin_editing_sessions:ping": [
            Visit(reverse("wagtailadmin_editing_sessions:ping", args=["home", model, page, session]), "post")
        ],
        "wagtailadmin_editing_sessions:release": [
            Visit(reverse("wagtailadmin_editing_sessions:release", args=[session]), "post")
        ],
        "wagtailadmin_sprite": [Visit(reverse("wagtailadmin_sprite"))],
        "wagtailadmin_javascript_catalog": [Visit(reverse("wagtailadmin_javascript_catalog"))],
        "wagtailadmin_logout": [Visit(reverse("wagtailadmin_logout"), "post")],
    }


def _manuals(side: Side, role: str) -> dict[str, list[Visit]]:
    things = side.things
    return {
        "manuals_admin:editions": [Visit(reverse("manuals_admin:editions", args=[things["manual"].pk]))],
        "manuals_admin:withdraw": [Visit(reverse("manuals_admin:withdraw", args=[things["edition"].pk]))],
        "manuals_admin:corrections": [Visit(reverse("manuals_admin:corrections", args=[things["edition"].pk]))],
        "manuals_admin:correct": _corrections(side),
        "manuals_admin:correct_further": [
            Visit(reverse("manuals_admin:correct_further", args=[things["correction"].act]))
        ],
        "manuals_admin:upload": [Visit(f"{reverse('manuals_admin:upload')}?into={things['manual'].pk}")],
        "manuals_admin:import": [Visit(reverse("manuals_admin:import", args=[_manual_import(side, role)]))],
    }


def _corrections(side: Side) -> list[Visit]:
    address = reverse("manuals_admin:correct", args=[side.things["edition"].pk, side.things["chapter"].key])
    block = side.things["chapter"].blocks[0]["id"]
    return [
        Visit(address),
        Visit(address, "post", {"block": block, "kind": "wrong", "text_en": "Words.", "step": "preview"}),
    ]


def _manual_import(side: Side, role: str) -> UUID:
    """Of those who may bring a manual in each their own; others try that of the editor."""
    imports = side.things["manual imports"]
    return imports.get(role, imports["editor"]).uuid
