"""What is sent where a parameter names no thing of a row, and which parameters views read that the table drops."""

from tests.access.things import Thing

# Read by Wagtail's views and declared by no row, so that the wall drops them: each is tried all the same.
# Found by test_parameters.py, which fails when a view reads another.
ELSEWHERE: dict[tuple[str, str], tuple[str, ...]] = {}

# Asked for everywhere by the frame around the screens, and of no meaning to any of them.
HARMLESS = frozenset({"csrfmiddlewaretoken"})

VALUES = {
    "ordering": ("title", "-latest_revision_created_at", "-usage_count"),
    "p": ("1", "2"),
    "page_type": ("wagtailcore.page", "home.referencepage"),
    "multiple": ("1",),
    "export": ("xlsx", "csv"),
    "is_export": ("1",),
    "mode": ("", "form"),
    "in_preview_panel": ("true",),
    "audience": ("public", "members", "organisation"),
    "step": ("ask", "end", "vote", "note"),
    "answer": ("yes", "no"),
    "state": ("listed", "nominated"),
    "select_format": ("true",),
}
WORDS = ("x", "lantern")


def values_for(parameter: str, named: list[Thing]) -> tuple[str, ...]:
    """Values worth trying for this parameter; for one that is undeclared and may name a row, the first of each kind."""
    if parameter in VALUES:
        return VALUES[parameter]
    if parameter.startswith("allow_"):
        return ("true",)
    return WORDS[:1]
