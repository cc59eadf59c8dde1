"""Full text is asked in one place: what is found without a viewer could show what is restricted."""

import re

import pytest
from django.conf import settings

FORBIDDEN = re.compile(
    r"\b(from|import) elastic|tsquery|tsvector|\bfts5\b|\bMATCH\b|SearchVector|SearchQuery|get_search_backend"
    r"|search_indexrow|search_words|objects\.search\(",
)
ALLOWED = ("search/engines/", "search/matching.py", "search/migrations/", "network_site/settings/")
APPS = ("accounts", "campaigns", "content", "directory", "home", "network_site", "organisations", "search")


def python_files():
    for app in APPS:
        yield from sorted((settings.BASE_DIR / app).rglob("*.py"))


def asks_full_text(source):
    """Whether the code, comments and all, names what only engines use."""
    return bool(FORBIDDEN.search(source))


@pytest.mark.parametrize(
    "line", ["from elasticsearch.dsl import Search", 'cursor.execute("… MATCH %s")', "Page.objects.search('x')"]
)
def test_the_check_sees_full_text(line):
    assert asks_full_text(line)


def test_only_engines_ask_full_text():
    names = {str(file.relative_to(settings.BASE_DIR)): file.read_text(encoding="utf-8") for file in python_files()}
    assert asks_full_text(names["search/engines/embedded/sqlite.py"])

    offenders = [name for name, text in names.items() if not name.startswith(ALLOWED) and asks_full_text(text)]

    assert offenders == []
