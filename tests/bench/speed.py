"""How quick is the site where there is much of everything? The command `make bench`.

BENCH_DOCUMENTS says how many documents the search is timed on: 20,000 unless it is set. Each part runs in a process of
its own, on SQLite and, for the search, on PostgreSQL and Elasticsearch where this machine can be given them. Ends with
1 when one of them is slower than it may be.
"""

import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager, ExitStack

from tests.bench.site import say
from tests.services import elasticsearch, postgres
from tests.services.debian import MissingError


def main() -> int:
    """Print the figures and return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    say(f"{os.cpu_count()} processors; a load of {os.getloadavg()[0]:.1f} from other programs in the last minute")
    with ExitStack() as servers:
        outside = _had("Elasticsearch", elasticsearch.running(), servers)
        environment = {"ELASTICSEARCH_URL": outside} if outside else {}
        held = [_part("searching", **environment)]
        if address := _had("PostgreSQL", postgres.running(), servers):
            held.append(_part("searching", address, **environment))
    held.append(_part("organisations"))
    return int(not all(held))


def _had(name: str, server: AbstractContextManager[str], servers: ExitStack) -> str:
    """The address of this server, which runs until all of them are left; "" where it cannot be had, which is said."""
    try:
        return servers.enter_context(server)
    except MissingError as error:
        say(f"Left out, because it is not here: {name}: {error}")
        return ""


def _part(name: str, *arguments: str, **environment: str) -> bool:
    command = [sys.executable, "-m", f"tests.bench.{name}", *arguments]
    return subprocess.run(command, env=os.environ | environment).returncode == 0  # noqa: S603 - our own parts


if __name__ == "__main__":
    sys.exit(main())
