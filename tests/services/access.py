"""Run all that proves who may see what, whatever time it takes: the matrices, revocation, and search in many worlds.

On SQLite, and on PostgreSQL where this machine can be given one; with REQUIRE_SERVICES=1 its absence is a failure.
"""

import os
import signal
import sys

from tests.services import postgres
from tests.services.debian import MissingError
from tests.services.run import TWO_AT_ONCE, pytest_on

PROOFS = ("tests/access", "tests/search/test_worlds.py")


def main() -> int:
    """0 when everything passed that could run, and all of it could where REQUIRE_SERVICES says so; 1 otherwise."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.environ.pop("DATABASE_URL", None)
    passed = [pytest_on("SQLite", *TWO_AT_ONCE, *PROOFS)]
    try:
        with postgres.running() as address:
            passed.append(pytest_on("PostgreSQL", *TWO_AT_ONCE, *PROOFS, DATABASE_URL=address))
    except MissingError as error:
        print(f"Left out, because it is not here: PostgreSQL: {error}")
        passed.append(os.environ.get("REQUIRE_SERVICES") != "1")
    return int(not all(passed))


if __name__ == "__main__":
    sys.exit(main())
