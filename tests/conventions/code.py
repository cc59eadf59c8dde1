"""What the code of an app may not do although the import checker cannot see it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conventions.findings import Finding, layers

# The calls that reach another app by its name in a string.
BY_NAME = {"get_model", "import_module", "import_string"}
WHO_OWNS_AND_SEES = "organisations"
USER_MODEL = Path("accounts/models.py")


def upward_names(path: Path, code: str) -> Iterator[Finding]:
    """Calls such as get_model("directory.Entry") that name an app above the one they stand in."""
    above = _above(path.parts[0])
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and _name(node.func) in BY_NAME:
            for argument in node.args:
                named = argument.value if isinstance(argument, ast.Constant) else None
                if isinstance(named, str) and named.split(".")[0] in above:
                    yield Finding(path, node.lineno, f"{_name(node.func)} of {named!r}, which lies above")


def stock_public(path: Path, code: str) -> Iterator[Finding]:
    """Calls of Wagtail's .public(), which knows neither aliases nor translations: readable_by answers instead."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "public":
            yield Finding(path, node.lineno, ".public() misses aliases and translations; ask readable_by")


def groups_elsewhere(path: Path, code: str) -> Iterator[Finding]:
    """Questions about groups and superusers outside organisations, which alone knows what they mean."""
    if path.parts[0] == WHO_OWNS_AND_SEES or path == USER_MODEL:
        return
    for node in ast.walk(ast.parse(code)):
        asked = None
        if isinstance(node, ast.Attribute) and node.attr == "is_superuser":
            asked = "is_superuser"
        elif isinstance(node, ast.keyword) and node.arg and node.arg.startswith(("is_superuser", "groups__")):
            asked = node.arg
        elif isinstance(node, ast.ImportFrom) and node.module == "django.contrib.auth.models":
            asked = next((name.name for name in node.names if name.name == "Group"), None)
        if asked:
            yield Finding(
                path, getattr(node, "lineno", 0), f"{asked} outside organisations; ask a permission by its name"
            )


def translated_under_other_names(path: Path, code: str) -> Iterator[Finding]:
    """Imports of gettext under a name that what gathers the strings does not know: nobody would ever translate them."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for name in node.names:
                if "gettext" in name.name and name.asname not in (None, "_"):
                    yield Finding(path, node.lineno, f"{name.name} as {name.asname}; strings are gathered under _ only")


def _above(app: str) -> set[str]:
    """The apps above this one, and beside it."""
    ordered = layers()
    own = next((level for level, named in enumerate(ordered) if app in named), -1)
    return set().union(*ordered[: own + 1]) - {app}


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
