"""Whether the conventions hold, and whether each check sees what it is there for."""

from pathlib import Path

import pytest

from tests.conventions import code, pages, sizes
from tests.conventions.house import findings

LONG = "def long():\n" + "    pass\n" * 60


@pytest.mark.slow  # make check asks the same
def test_conventions_hold_everywhere():
    found = [str(finding) for finding in findings()]

    assert found == []


@pytest.mark.parametrize(
    ("check", "path", "text", "lines"),
    [
        (sizes.long_functions, "home/views.py", LONG, [1]),
        (sizes.long_functions, "home/views.py", LONG.replace("    pass\n", "", 1), []),
        (code.upward_names, "content/models.py", 'x = 1\nget_model("organisations.Organisation")', [2]),
        (code.upward_names, "search/models.py", 'apps.get_model("home", "HomePage")', [1]),
        (code.upward_names, "organisations/models.py", 'apps.get_model("content", "Term")', []),
        (code.upward_names, "home/apps.py", 'import_module("home.projections")', []),
        (code.stock_public, "home/views.py", "Page.objects.live().public()", [1]),
        (code.stock_public, "home/views.py", "Page.objects.live()", []),
        (code.groups_elsewhere, "home/views.py", "if user.is_superuser: pass", [1]),
        (code.groups_elsewhere, "home/views.py", 'user.groups.filter(groups__name="x")', [1]),
        (code.groups_elsewhere, "home/views.py", "from django.contrib.auth.models import Group", [1]),
        (code.groups_elsewhere, "home/views.py", "from django.contrib.auth.models import AnonymousUser", []),
        (code.groups_elsewhere, "organisations/access.py", "if user.is_superuser: pass", []),
        (
            code.translated_under_other_names,
            "home/views.py",
            "from django.utils.translation import gettext as _now",
            [1],
        ),
        (code.translated_under_other_names, "home/views.py", "from django.utils.translation import gettext as _", []),
        (code.translated_under_other_names, "home/views.py", "from django.utils.translation import gettext", []),
        (pages.inline_code, "templates/a.html", '<p>\n<b style="color: red">', [2]),
        (pages.inline_code, "templates/a.html", "<script>alert(1)</script>", [1]),
        (pages.inline_code, "templates/a.html", '<a onclick="go()" href="javascript:go()">', [1, 1]),
        (pages.inline_code, "templates/a.html", '<script type="module" src="a.js"></script>', []),
        (pages.inline_code, "templates/a.html", '{# <style> #}<link rel="stylesheet" href="a.css">', []),
        (pages.inline_code, "templates/wagtailadmin/a.html", "<style>", []),
        (pages.unruly_styles, "static/css/a.css", "a {\n  color: red !important; }", [2]),
        (pages.unruly_styles, "static/css/a.css", "a { margin-left: 1px }\nb { text-align: right }", [1, 2]),
        (pages.unruly_styles, "static/css/a.css", "p {}\n#main > p { color: #fff }", [2]),
        (pages.unruly_styles, "static/css/a.css", "@media print { a { margin-inline: 1px; color: #fab; } }", []),
    ],
)
def test_check_finds_what_it_is_there_for(check, path, text, lines):
    found = [finding.line for finding in check(Path(path), text)]

    assert found == lines
