"""What is sent where a parameter names no thing of a row, and which parameters views read that the table drops."""

from tests.access.things import Thing

_LISTING = ("_w_filter_fragment", "content_type", "edited_by", "export", "locale", "owner", "search_all", "site")
_PICTURES = ("layout", "select_format", "tag")
_NEW_PAGE = "/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/"
_VERSION = "/pages/<int:page_id>/revisions/<int:revision_id>/"
_STEP = "<int:page_id>/<slug:action_name>/<int:task_state_id>/"
# By route and place: what views read and no row declares, so that the wall drops it. Each is tried all the same.
# test_parameters.py fails when a view reads another.
ELSEWHERE: dict[tuple[str, str], tuple[str, ...]] = {
    **{(f"/choose-{kind}-link/", "query"): ("parent_page_id",) for kind in ("anchor", "email", "external", "phone")},
    ("/choose-page/", "query"): ("parent_page_id",),
    ("/choose-page/<int:parent_page_id>/", "query"): ("parent_page_id",),
    ("/choose-page/chosen-multiple/", "query"): ("page_type",),
    ("/directory/import/", "body"): ("mapping-clear",),
    ("/documents/chooser/chosen/<str:pk>/", "query"): ("multiple",),
    ("/documents/chooser/create/", "query"): ("multiple",),
    ("/images/chooser/", "query"): _PICTURES,
    ("/images/chooser/chosen/<str:pk>/", "query"): ("multiple",),
    ("/images/chooser/create/", "query"): ("layout", "multiple", "select_format"),
    ("/images/chooser/results/", "query"): _PICTURES,
    ("/logout/", "query"): ("next",),
    ("/logout/", "body"): ("next",),
    ("/pages/<int:page_id>/edit/", "query"): ("_w_hydrate_create_view", "next"),
    ("/pages/<int:parent_page_id>/", "query"): _LISTING,
    ("/pages/<int:parent_page_id>/results/", "query"): _LISTING,
    ("/pages/<int:parent_page_id>/add_subpage/", "query"): ("next",),
    (_NEW_PAGE, "query"): ("next",),
    ("/pages/<int:page_id>/history/", "query"): ("_w_filter_fragment",),
    ("/pages/<int:page_id>/history/results/", "query"): ("_w_filter_fragment",),
    (f"{_VERSION}revert/", "query"): ("_w_hydrate_create_view", "next"),
    **{
        (route, place): ("next",)
        for route in ("/pages/<int:page_id>/lock/", "/pages/<int:page_id>/unlock/", f"{_VERSION}unschedule/")
        for place in ("query", "body")
    },
    ("/pages/<int:page_id>/workflow_history/", "query"): ("_w_filter_fragment", "ordering"),
    ("/pages/search/", "query"): ("_w_filter_fragment",),
    ("/pages/search/results/", "query"): ("_w_filter_fragment",),
    ("/pages/<int:page_id>/convert_alias/", "query"): ("next",),
    ("/pages/<int:page_id>/convert_alias/", "body"): ("next",),
    **{
        (f"/pages/workflow/{step}/{_STEP}", place): ("next",)
        for step in ("action", "collect_action_data")
        for place in ("query", "body")
    },
    ("/settings/<slug:app_name>/<slug:model_name>/<int:pk>/", "query"): ("_w_hydrate_create_view",),
}
# Asked for everywhere by the frame around the screens, and of no meaning to any of them.
HARMLESS = frozenset({"csrfmiddlewaretoken"})
# Parameters that name things, of which resolvers know nothing because no row declares them.
NAME_THINGS = {
    "parent_page_id": "choosable_page",
    "owner": "person",
    "edited_by": "person",
    "site": "site_settings",
    "revision_id": "revision",
    "tag": "word",
}
VALUES = {
    "ordering": ("title", "-latest_revision_created_at", "-usage_count"),
    "p": ("1", "2"),
    "page_type": ("wagtailcore.page", "home.referencepage"),
    "multiple": ("1",),
    "export": ("xlsx", "csv"),
    "mode": ("", "form"),
    "in_preview_panel": ("true",),
    "audience": ("public", "members", "organisation"),
    "step": ("ask", "end", "reopen"),
    "answer": ("agree", "decline"),
    "state": ("listed", "nominated"),
    "content_type": ("1",),
    "layout": ("list", "grid"),
    "locale": ("en",),
    "next": ("/admin/",),
    "include_descendants": ("on",),
    "sure": ("1", "2"),
}
TRUE = ("select_format", "search_all", "_w_filter_fragment", "_w_hydrate_create_view", "is_editing")


def values_for(parameter: str, named: list[Thing]) -> tuple[str, ...]:
    """Values worth trying for this parameter: what does something, or the first few of the things it may name."""
    if parameter in NAME_THINGS:
        kind = NAME_THINGS[parameter]
        return tuple(dict.fromkeys(thing[kind] for thing in named if kind in thing))[:4]
    if parameter in TRUE or parameter.startswith("allow_"):
        return ("true",)
    return VALUES.get(parameter, ("x",))
