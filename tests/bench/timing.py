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
    """What one answer took by the clock, and what of that was computing and waiting for a processor; in seconds.

    Counted of this process and of the one that works for it in PostgreSQL. They take turns, so an answer takes at least
    as long as both compute; they may wait at the same time, so it may take longer than the clock without all waiting.
    """

    clock: float
    computed: float
    waited: float

    @property
    def quiet(self) -> float:
        """About what it takes where nobody else computes; another server's waiting is in it."""
        return min(self.clock, max(self.computed, self.clock - self.waited))


def timed(call: Callable[[], object]) -> Took:
    """Call it, and say what it took."""
    computed, waited = so_far()
    began = time.perf_counter()
    call()
    clock = time.perf_counter() - began
    later = so_far()
    return Took(clock, later[0] - computed, later[1] - waited)


def so_far() -> tuple[float, float]:
    """The seconds that both processes have computed, and those in which they could have and were not let; 0 where the
    system does not count them (https://docs.kernel.org/scheduler/sched-stats.html)."""
    processes = ["self"]
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        processes.append(str(connection.connection.info.backend_pid))
    computed = waited = 0
    for process in processes:
        with suppress(OSError):
            counted = Path("/proc", process, "schedstat").read_text().split()
            computed, waited = computed + int(counted[0]), waited + int(counted[1])
    return computed / 1e9, waited / 1e9


def percentile(seconds: Iterable[float], share: float) -> float:
    """The milliseconds within which this share of the answers came."""
    ordered = sorted(seconds)
    return ordered[math.ceil(share * len(ordered)) - 1] * 1000
