"""Whether production refuses to start on guessed secrets, and says which ones it lacks."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.services.check import production

REQUIRED = ["SECRET_KEY", "FIELD_ENCRYPTION_KEY", "AUDIT_KEY", "ALLOWED_HOSTS", "SITE_URL"]


def started(code: str = "import network_site.settings.base", **environment: str) -> subprocess.CompletedProcess[str]:
    """What loading the production settings says in this environment."""
    return subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=os.environ | production() | environment,
        capture_output=True,
        text=True,
    )


def test_production_starts_with_all_it_asks_for():
    done = started()

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("lacking", [["SECRET_KEY"], ["SITE_URL", "AUDIT_KEY"], REQUIRED])
def test_production_names_each_secret_it_lacks(lacking):
    done = started(**dict.fromkeys(lacking, ""))

    named = [name for name in REQUIRED if re.search(rf"\b{name}\b", done.stderr.splitlines()[-1])]
    assert (done.returncode, named) == (1, [name for name in REQUIRED if name in lacking])


def test_example_of_the_environment_names_every_variable_that_is_read():
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (settings.BASE_DIR / "network_site/settings/base.py").read_text()))

    explained = set(re.findall(r"^#?([A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE))

    assert explained == read


@pytest.mark.parametrize(
    ("address", "kept_in"),
    [("", "DatabaseCache"), ("redis://cache:6379/0", "RedisCache"), ("dbcache://elsewhere", "DatabaseCache")],
)
def test_pages_are_kept_where_production_says_and_attempts_are_always_counted_in_the_database(address, kept_in):
    code = (
        "from network_site.settings import base; "
        "print(*(base.CACHES[name]['BACKEND'].rsplit('.')[-1] for name in ('pages', 'default')), "
        "base.CACHES['pages'].get('OPTIONS', {}).get('socket_timeout'))"
    )

    done = started(code, **({"CACHE_URL": address} if address else {}))

    assert done.stdout.split()[:2] == [kept_in, "DatabaseCache"]
    assert (done.stdout.split()[2] == "None") == (kept_in != "RedisCache")
