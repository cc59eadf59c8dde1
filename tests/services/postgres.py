"""Where the tests get a PostgreSQL from: a server of their own, started for one run and thrown away after it."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.debian import MissingError, install

# Nothing here outlives the run, so nothing needs to survive a power cut.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50"


@contextmanager
def running() -> Iterator[str]:
    """Start a server and give its address as a DATABASE_URL; stop it and remove its data afterwards.

    It listens on a socket in a folder that only its own user can enter, on no network port. PostgreSQL refuses to run
    as root; then it runs as the user that Debian's package made for it.
    Raises MissingError when PostgreSQL is not here and cannot be brought here.
    """
    programs = _programs()
    person = _person()
    place = Path(tempfile.mkdtemp(prefix="network-postgres-"))
    data, log = place / "data", place / "log"
    if os.geteuid() == 0:
        shutil.chown(place, person, person)

    def call(program: str, *arguments: str) -> None:
        as_person = {"user": person, "group": person, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [programs / program, *arguments], cwd=place, capture_output=True, text=True, env=_environment(), **as_person
        )
        if done.returncode:
            told = log.read_text()[-1000:] if log.exists() else ""
            raise MissingError(f"{program} failed: {done.stderr.strip()}\n{told}")

    try:
        call("initdb", "-D", f"{data}", "-U", person, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        call(
            "pg_ctl", "-D", f"{data}", "-l", f"{log}", "-w", "-o", f"-k {place} -c listen_addresses='' {QUICK}", "start"
        )
        try:
            yield f"postgres://{person}@/{str(place).replace('/', '%2F')}/postgres"
        finally:
            call("pg_ctl", "-D", f"{data}", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _programs() -> Path:
    """The folder with initdb and pg_ctl of the newest PostgreSQL here, which is installed first where there is none."""
    if (found := _found()) is None:
        install("postgresql")
        found = _found()
    if found is None:
        raise MissingError("initdb and pg_ctl were not found after the installation")
    return found


def _found() -> Path | None:
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(folders, key=lambda program: int(program.parts[-3]), default=None)
    if newest is None and (elsewhere := shutil.which("initdb")):
        newest = Path(elsewhere).resolve()
    return newest.parent if newest else None


def _person() -> str:
    """Whom the server runs as."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError as error:
        raise MissingError("there is no user postgres, and PostgreSQL does not run as root") from error


def _environment() -> dict[str, str]:
    """The environment without settings for another PostgreSQL."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
