"""Where the tests get a server from that speaks S3: one that they start themselves, in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import boto3

SECONDS_TO_START = 30
# What a client signs with; this server takes any.
KEYS = {"AWS_S3_ACCESS_KEY_ID": "tests", "AWS_S3_SECRET_ACCESS_KEY": "tests", "AWS_DEFAULT_REGION": "us-east-1"}


@contextmanager
def running() -> Iterator[str]:
    """The address of a server that only this machine reaches, with nothing in it. Raises RuntimeError when it does not
    start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=os.environ | KEYS, **quiet) as process:
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def client(address: str) -> Any:
    """A client of the server at this address."""
    keys = {"aws_access_key_id": "tests", "aws_secret_access_key": "tests"}
    return boto3.client("s3", endpoint_url=address, **keys)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("The server that speaks S3 did not start.")
