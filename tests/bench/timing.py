"""How long does something take, and how much of that only because other programs used the processor?

Import it inside `tests.bench.site.a_site`.
"""

import math
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from django.db import connection


class Took(NamedTuple):
    """What one answer took by the clock, and how much of that was waiting for a processor; in seconds."""

    clock: float
    waited: float

    @property
    def quiet(self) -> float:
        """What it takes at most where nobody else computes."""
        return self.clock - self.waited


def timed(call: Callable[[], object]) -> Took:
    """Call it, and say what it took."""
    waited, began = waited_so_far(), time.perf_counter()
    call()
    clock = time.perf_counter() - began
    return Took(clock, min(waited_so_far() - waited, clock))


def waited_so_far() -> float:
    """The seconds in which this process, or the one that works for it in PostgreSQL, could have computed and was not
    let; 0 where the system does not count them (https://docs.kernel.org/scheduler/sched-stats.html)."""
    processes = ["self"]
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        processes.append(str(connection.connection.info.backend_pid))
    nanoseconds = 0
    for process in processes:
        with suppress(OSError):
            nanoseconds += int(Path("/proc", process, "schedstat").read_text().split()[1])
    return nanoseconds / 1e9


def percentile(seconds: Iterable[float], share: float) -> float:
    """The milliseconds within which this share of the answers came."""
    ordered = sorted(seconds)
    return ordered[math.ceil(share * len(ordered)) - 1] * 1000
