"""Run all that proves who may see what, whatever time it takes: the matrices, revocation, and search in many worlds.

On SQLite, and on PostgreSQL where this machine can be given one; with REQUIRE_SERVICES=1 its absence is a failure.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.services import postgres
from tests.services.debian import MissingError

PYTEST = Path(sys.executable).parent / "pytest"
PROOFS = ("tests/access", "tests/search/test_worlds.py")


def main() -> int:
    """0 when everything passed that could run, and all of it could where REQUIRE_SERVICES says so; 1 otherwise."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.environ.pop("DATABASE_URL", None)
    passed = [_proved("SQLite")]
    try:
        with postgres.running() as address:
            passed.append(_proved("PostgreSQL", DATABASE_URL=address))
    except MissingError as error:
        print(f"Left out, because it is not here: PostgreSQL: {error}")
        passed.append(os.environ.get("REQUIRE_SERVICES") != "1")
    return int(not all(passed))


def _proved(title: str, **environment: str) -> bool:
    print(f"\n== Access on {title}", flush=True)
    command = [PYTEST, "-q", "-n", "2", "--dist", "worksteal", "--durations=5", *PROOFS, *sys.argv[1:]]
    return subprocess.run(command, env=os.environ | environment).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
