"""Where the tests get a Redis from: a server that they start themselves, to kill it, freeze it and start it again."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.services.debian import MissingError, install
from tests.services.ports import free_port, listens

SECONDS_TO_START = 20
NOTHING_ON_DISK = ("--save", "", "--appendonly", "no")


def found() -> str | None:
    """The path of redis-server on this machine, or None."""
    return shutil.which("redis-server")


def ready() -> str:
    """The path of redis-server, which is installed first where there is none and it may be. Raises MissingError."""
    if found() is None:
        install("redis-server")
    if (path := found()) is None:
        raise MissingError("no redis-server was found after the installation")
    return path


class Server:
    """One server that only this machine reaches, and that comes back at the same address."""

    def __init__(self, program: str) -> None:
        """Arguments: program, the path of redis-server."""
        self.program = program
        self.place = Path(tempfile.mkdtemp(prefix="network-redis-"))
        self.port = free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises MissingError when it does not."""
        only_here = ("--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.place))
        with (self.place / "said").open("ab") as said:
            self.process = subprocess.Popen([self.program, *only_here, *NOTHING_ON_DISK], stdout=said, stderr=said)
        if listens(self.port, self.process, within=SECONDS_TO_START):
            return
        self.kill()
        raise MissingError(f"Redis did not start:\n{(self.place / 'said').read_text()[-1000:]}")

    def kill(self) -> None:
        """End it at once, with all it had."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None

    def freeze(self) -> None:
        """Let it answer nothing, and forget nothing."""
        self._tell(signal.SIGSTOP)

    def thaw(self) -> None:
        self._tell(signal.SIGCONT)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.place, ignore_errors=True)

    def _tell(self, number: int) -> None:
        assert self.process is not None
        os.kill(self.process.pid, number)
