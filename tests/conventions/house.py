"""All checks of the conventions over all files."""

from collections.abc import Callable, Iterable
from pathlib import Path

from tests.conventions import code, pages, sizes
from tests.conventions.findings import ROOT, Finding, apps, files

Check = Callable[[Path, str], Iterable[Finding]]
CHECKS_OF_APPS: tuple[Check, ...] = (
    code.upward_names,
    code.stock_public,
    code.groups_elsewhere,
    code.translated_under_other_names,
)


def findings() -> list[Finding]:
    """Every place that is not as agreed."""
    found = list(sizes.long_files())
    for path in files(".py"):
        found += _of(path, sizes.long_functions)
        if path.parts[0] in apps():
            found += _of(path, *CHECKS_OF_APPS)
    for path in files(".html"):
        found += _of(path, pages.inline_code)
    for path in files(".css"):
        found += _of(path, pages.unruly_styles)
    return found


def _of(path: Path, *checks: Check) -> list[Finding]:
    text = (ROOT / path).read_text()
    return [finding for check in checks for finding in check(path, text)]
