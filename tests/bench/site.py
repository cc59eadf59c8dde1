"""Where something is measured: a site of its own, set up like any other, in a database that is thrown away after it."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def a_site(address: str = "") -> Iterator[None]:
    """Be a site that is set up and empty, for the rest of this process: Django's models may be imported inside.

    Arguments: address, a DATABASE_URL of a PostgreSQL; without it the site is a SQLite file in a temporary folder.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    os.environ["DATABASE_URL"] = address or "sqlite:////nowhere"
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from home.actions import set_up_site
    from tests.services import database

    setup_test_environment(debug=False)
    with tempfile.TemporaryDirectory(prefix="network-bench-") as folder:
        database.start_from_kept_copy(Path(folder))
        made = setup_databases(0, False, keepdb=True, aliases={"default"}, serialized_aliases=set())
        try:
            set_up_site()
            yield
        finally:
            connection.close()
            teardown_databases(made, 0, keepdb=True)


def say(*lines: str) -> None:
    """Tell the person who asked, at once."""
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()
