"""Run all that proves who may see what, whatever time it takes: the matrices, revocation, search in many worlds, and
releases that are killed.

On SQLite, and on PostgreSQL and Elasticsearch where this machine can be given them; with REQUIRE_SERVICES=1 their
absence is a failure. What every single person is answered is asked on SQLite; who may what is worked out by the same
code on PostgreSQL, so there all is asked as editors, who reach most, and a sample as everybody else.
"""

import os
import signal
import sys

from tests.services import elasticsearch, postgres
from tests.services.debian import MissingError
from tests.services.run import TWO_AT_ONCE, pytest_on

ALL_AS_EDITORS = ("-k", "not -all or editor-all")
PROOFS = (
    "tests/access",
    "tests/manuals/test_killed.py",
    "tests/manuals/test_narrowing.py",
    "tests/organisations/test_guest_trees.py",
    "tests/search/test_worlds.py",
)


def main() -> int:
    """0 when everything passed that could run, and all of it could where REQUIRE_SERVICES says so; 1 otherwise."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.environ.pop("DATABASE_URL", None)
    only = ("-m", "not elasticsearch")
    passed = [pytest_on("SQLite", *TWO_AT_ONCE, *only, *PROOFS)]
    try:
        with postgres.running() as address:
            passed.append(pytest_on("PostgreSQL", *TWO_AT_ONCE, *only, *ALL_AS_EDITORS, *PROOFS, DATABASE_URL=address))
            passed.append(_on_elasticsearch("elasticsearch and postgres", DATABASE_URL=address))
    except MissingError as error:
        passed.append(_without(f"PostgreSQL: {error}"))
    passed.append(_on_elasticsearch("elasticsearch"))
    return int(not all(passed))


def _on_elasticsearch(only: str, **environment: str) -> bool:
    """Whether the tests so marked passed on Elasticsearch; where there is none, whether it may be missing."""
    try:
        with elasticsearch.running() as url:
            return pytest_on("Elasticsearch", "-m", only, "tests/search", ELASTICSEARCH_URL=url, **environment)
    except MissingError as error:
        return _without(f"Elasticsearch: {error}")


def _without(what: str) -> bool:
    """Whether it may be missing."""
    print(f"Left out, because it is not here: {what}")
    return os.environ.get("REQUIRE_SERVICES") != "1"


if __name__ == "__main__":
    sys.exit(main())
