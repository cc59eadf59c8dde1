"""Run the tests: on SQLite, PostgreSQL, Elasticsearch, Redis and in Chromium, as far as they can be had.

What could not be had is said at the end and only its own tests are left out; with REQUIRE_SERVICES=1 that is a failure.
What takes so long that it is run before a release only, `long`, is left out but with LONG=1; so is counting branches,
left to `make coverage`, because all takes half as long again while they are counted.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from subprocess import STDOUT, Popen
from tempfile import TemporaryFile

from tests.services import chromium, elasticsearch, postgres, redis
from tests.services.debian import MissingError

BIN = Path(sys.executable).parent
TWO_AT_ONCE = ("-n", "2", "--dist", "worksteal")
NOT_LONG = "" if os.environ.get("LONG") == "1" else " and not long"
ON_SQLITE = (*TWO_AT_ONCE, "-m", f"not browser and not elasticsearch and not redis{NOT_LONG}")


def main() -> int:
    """0 when everything passed that could run, and all of it could where REQUIRE_SERVICES says so; 1 otherwise."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if not _sqlite_searches():
        print("Python's own SQLite is built without FTS5, which the site's search stands on: no test can run.")
        return 1
    missing: list[str] = []
    passed = [pytest_on("SQLite", *ON_SQLITE)]
    # Each of these two takes one processor. Beside a browser, which takes both, Elasticsearch answers too late.
    with _postgresql(missing) as on_postgresql:
        passed += [_elasticsearch(missing), _redis(missing)]
    passed += [*on_postgresql, _chromium(missing)]
    for line in missing:
        print(f"Left out, because it is not here: {line}")
    return int(not all(passed) or bool(missing and os.environ.get("REQUIRE_SERVICES") == "1"))


# Each of these: whether its tests passed. What they could not have is added to `missing`.


@contextmanager
def _postgresql(missing: list[str]) -> Iterator[list[bool]]:
    """Runs while other tests do; what it says is printed after them."""
    with ExitStack() as until_then:
        passed: list[bool] = []
        try:
            address = until_then.enter_context(postgres.running())
        except MissingError as error:
            missing.append(f"PostgreSQL: {error}")
            yield passed
            return
        said = until_then.enter_context(TemporaryFile("w+"))
        command = _pytest("-m", f"postgres and not elasticsearch{NOT_LONG}")
        environment = os.environ | {"DATABASE_URL": address}
        running = until_then.enter_context(Popen(command, env=environment, stdout=said, stderr=STDOUT))
        until_then.callback(running.terminate)  # where the others break off
        yield passed
        passed.append(running.wait() == 0)
        said.seek(0)
        print(f"\n== Tests on PostgreSQL, beside these\n{said.read()}", flush=True)


def _elasticsearch(missing: list[str]) -> bool:
    try:
        with elasticsearch.running() as url:
            only = f"elasticsearch{NOT_LONG}"
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
        return pytest_on("Chromium", *TWO_AT_ONCE, "-m", f"browser{NOT_LONG}", CHROMIUM=chromium.ready())
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
    return subprocess.run(_pytest(*arguments), env=os.environ | environment).returncode == 0


def _pytest(*arguments: str) -> list[str]:
    return [str(BIN / "pytest"), "-q", "--durations=5", *arguments, *sys.argv[1:]]


if __name__ == "__main__":
    sys.exit(main())
