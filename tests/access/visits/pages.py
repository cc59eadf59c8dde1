"""Visits to the screens on which pages are listed, written, looked at and published."""

from wagtail.models import Page

from organisations.roles import SECRETARIAT
from tests.access.visits.visit import Visit, to
from tests.access.world import Side
from tests.factories import english_home


def visits(side: Side, role: str) -> list[Visit]:
    things = side.things
    page, draft, waiting, workspace = (things[name].pk for name in ("page", "draft", "waiting", "workspace"))
    of_the_network = role == SECRETARIAT
    edited, seen = (english_home().pk, english_home().pk) if of_the_network else (page, draft)
    version = (edited, Page.objects.get(pk=edited).latest_revision_id)
    new = ("home", "referencepage", workspace)
    step = (waiting, "approve", things["state"].pk)
    session = things["sessions"][role].pk if role in things["sessions"] else 0
    return [
        to("organisations_admin:workspace"),
        to("wagtailadmin_explore", workspace),
        to("wagtailadmin_explore_results", workspace),
        to("wagtailadmin_pages:add", *new),
        to("wagtailadmin_pages:preview_on_add", *new, method="delete"),
        to("wagtailadmin_pages:add_subpage", workspace),
        to("wagtailadmin_pages:edit", edited),
        to("wagtailadmin_pages:preview_on_edit", edited, method="delete"),
        to("wagtailadmin_pages:view_draft", seen),
        to("wagtailadmin_pages:unpublish", page),
        to("wagtailadmin_pages:workflow_action", *step),
        to("wagtailadmin_pages:collect_workflow_action_data", *step),
        to("wagtailadmin_pages:confirm_workflow_cancellation", waiting),
        to("wagtailadmin_editing_sessions:ping", *_model(of_the_network), edited, session, method="post"),
        to("wagtailadmin_editing_sessions:release", session, method="post"),
        to("wagtailadmin_pages:delete", draft),
        to("wagtailadmin_pages:copy", draft),
        to("wagtailadmin_pages:convert_alias", things["alias"].pk),
        to("organisations_admin:translate", draft),
        to("wagtailadmin_pages:move", draft),
        to("wagtailadmin_pages:move_confirm", draft, page),
        to("wagtailadmin_pages:set_page_position", page, method="post"),
        to("wagtailadmin_pages:lock", page),
        to("wagtailadmin_pages:unlock", things["kept locked"].pk),
        to("wagtailadmin_pages:revisions_unschedule", *version),
        to("wagtailadmin_pages:usage", edited),
        to("wagtailadmin_pages:workflow_history", waiting),
        to("wagtailadmin_pages:workflow_history_detail", waiting, things["state"].workflow_state_id),
        to("wagtailadmin_pages:workflow_preview", waiting, things["state"].task_id),
        to("organisations_admin:withdraw"),
        to("organisations_admin:withdraw_page", page),
        to("wagtailadmin_pages:search", q="page"),
        to("wagtailadmin_pages:search_results", q="page"),
        to("wagtailadmin_pages:history", edited),
        to("wagtailadmin_pages:history_results", edited),
        to("wagtailadmin_pages:revisions_view", *version),
        to("wagtailadmin_pages:revisions_revert", *version),
        to("wagtailadmin_pages:revisions_compare", *version, version[1]),
        to("organisations_admin:choose_page"),
        to("organisations_admin:choose_page_below", page),
        to("organisations_admin:choose_page_search"),
        to("organisations_admin:choose_page_chosen", id=[page]),
    ]


def _model(of_the_network: bool) -> tuple[str, str]:
    return "home", "homepage" if of_the_network else "referencepage"
