"""Run the tests: on SQLite, PostgreSQL, Elasticsearch, Redis and in Chromium, as far as they can be had.

What could not be had is said at the end and only its own tests are left out; with REQUIRE_SERVICES=1 that is a failure.
What takes so long that it is run before a release only, `long`, is left to `make test-access`; so is counting branches,
to `make coverage`, because all takes half as long again while they are counted.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.services import chromium, elasticsearch, postgres, redis
from tests.services.debian import MissingError

BIN = Path(sys.executable).parent
TWO_AT_ONCE = ("-n", "2", "--dist", "worksteal")
ON_SQLITE = (*TWO_AT_ONCE, "-m", "not browser and not elasticsearch and not redis and not long")


def main() -> int:
    """0 when everything passed that could run, and all of it could where REQUIRE_SERVICES says so; 1 otherwise."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if not _sqlite_searches():
        print("Python's own SQLite is built without FTS5, which the site's search stands on: no test can run.")
        return 1
    missing: list[str] = []
    passed = [pytest_on("SQLite", *ON_SQLITE)]
    # One after the other: Elasticsearch answers too late for its tests while a browser takes both processors.
    passed += [tests(missing) for tests in (_postgresql, _elasticsearch, _redis, _chromium)]
    for line in missing:
        print(f"Left out, because it is not here: {line}")
    return int(not all(passed) or bool(missing and os.environ.get("REQUIRE_SERVICES") == "1"))


# Each of these: whether its tests passed. What they could not have is added to `missing`.


def _postgresql(missing: list[str]) -> bool:
    try:
        with postgres.running() as address:
            only = "postgres and not elasticsearch and not long"
            return pytest_on("PostgreSQL", *TWO_AT_ONCE, "-m", only, DATABASE_URL=address)
    except MissingError as error:
        missing.append(f"PostgreSQL: {error}")
        return True


def _elasticsearch(missing: list[str]) -> bool:
    try:
        with elasticsearch.running() as url:
            only = "elasticsearch and not long"
            return pytest_on("Elasticsearch", "-m", only, ELASTICSEARCH_URL=url)
    except MissingError as error:
        missing.append(f"Elasticsearch: {error}")
        return True


def _redis(missing: list[str]) -> bool:
    try:
        return pytest_on("Redis", "-m", "redis", REDIS_SERVER=redis.ready())
    except MissingError as error:
        missing.append(f"Redis: {error}")
        return True


def _chromium(missing: list[str]) -> bool:
    try:
        return pytest_on("Chromium", *TWO_AT_ONCE, "-m", "browser", CHROMIUM=chromium.ready())
    except MissingError as error:
        missing.append(f"Chromium: {error}")
        return True


def _sqlite_searches() -> bool:
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
        except sqlite3.OperationalError:
            return False
    return True


def pytest_on(title: str, *arguments: str, **environment: str) -> bool:
    """Whether these tests pass, and those that the command line asks for besides."""
    print(f"\n== Tests on {title}", flush=True)
    command = [BIN / "pytest", "-q", "--durations=5", *arguments, *sys.argv[1:]]
    return subprocess.run(command, env=os.environ | environment).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
