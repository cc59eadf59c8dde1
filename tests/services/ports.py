"""Ports of this machine: one that is free, and whether a server that was started listens at its own."""

import socket
import subprocess
import time
from contextlib import suppress


def free_port() -> int:
    """A port at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int, process: subprocess.Popen, *, within: float) -> bool:
    """Whether this process listens at its port, which is waited for. Arguments: within, seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.05)
    return False
