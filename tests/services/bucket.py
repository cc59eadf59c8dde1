"""Where the tests get a server from that speaks S3: one that they start themselves, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3

from tests.services.ports import free_port, listens

SECONDS_TO_START = 30
# What a client signs with; this server takes any.
KEYS = {"AWS_S3_ACCESS_KEY_ID": "tests", "AWS_S3_SECRET_ACCESS_KEY": "tests", "AWS_DEFAULT_REGION": "us-east-1"}


@contextmanager
def running() -> Iterator[str]:
    """The address of a server that only this machine reaches, with nothing in it. Raises RuntimeError when it does not
    start."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=os.environ | KEYS, **quiet) as process:
        try:
            if not listens(port, process, within=SECONDS_TO_START):
                raise RuntimeError("The server that speaks S3 did not start.")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def client(address: str) -> Any:
    """A client of the server at this address."""
    key, secret = KEYS["AWS_S3_ACCESS_KEY_ID"], KEYS["AWS_S3_SECRET_ACCESS_KEY"]
    return boto3.client("s3", endpoint_url=address, aws_access_key_id=key, aws_secret_access_key=secret)
