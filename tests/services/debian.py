"""How a Debian package comes onto this machine where that is allowed, and what to say where it is not."""

import os
import shutil
import subprocess
import sys
from threading import Lock

QUIETLY = {"DEBIAN_FRONTEND": "noninteractive"}
ONE_AT_A_TIME = Lock()  # so is apt-get


class MissingError(Exception):
    """Something the tests need is not here; the text says what, and what a person can do about it."""


def install(*packages: str) -> None:
    """Install these packages of Debian as root.

    Raises MissingError when this is no Debian, the person is not root, or the packages cannot be had.
    """
    wanted = " ".join(packages)
    if (program := shutil.which("apt-get")) is None:
        raise MissingError(f"install {wanted} with your system's own means")
    if os.geteuid() != 0:
        raise MissingError(f"only root can install it: apt-get install {wanted}")
    with ONE_AT_A_TIME:
        sys.stdout.write(f"Installing {wanted} …\n")
        sys.stdout.flush()
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
            done = subprocess.run([program, *command], env=os.environ | QUIETLY, capture_output=True, text=True)
            if done.returncode:
                raise MissingError(f"apt-get {command[0]} failed: {done.stderr.strip()[-400:]}")
