"""Read the code without running the site: every check is made, and at the end it is said which ones failed."""

import base64
import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BIN = Path(sys.executable).parent
MANAGE = (str(BIN / "python"), "manage.py")
CHECKS = {
    "style": (BIN / "ruff", "check", "--quiet", "."),
    "layout": (BIN / "ruff", "format", "--check", "--quiet", "."),
    "types": (BIN / "mypy", "."),
    "templates": (BIN / "djlint", "templates", "--lint", "--quiet"),
    "layers": (BIN / "lint-imports",),
    "conventions": (BIN / "python", "-m", "tests.conventions"),
    "migrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "production": (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
}


def production() -> dict[str, str]:
    """What production settings ask for, made up for one command."""
    return {
        "DJANGO_SETTINGS_MODULE": "network_site.settings.base",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "FIELD_ENCRYPTION_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "AUDIT_KEY": secrets.token_urlsafe(32),
        "ALLOWED_HOSTS": "network.example",
        "SITE_URL": "https://network.example",
    }


# Neither is asked of whatever database is on this machine.
AROUND = {"migrations": {"DATABASE_URL": "sqlite://:memory:"}, "production": production()}


def main() -> int:
    """1 when a check failed, which is named; 0 otherwise."""
    failed = []
    with ThreadPoolExecutor(2) as two_at_once:
        for name, (done, seconds) in zip(CHECKS, two_at_once.map(_made, CHECKS), strict=True):
            print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({seconds:.0f} s)", flush=True)
            if done.returncode:
                failed.append(name)
                print((done.stdout + done.stderr).rstrip(), flush=True)
    if failed:
        print(f"Not as it should be: {', '.join(failed)}.")
    return int(bool(failed))


def _made(name: str) -> tuple[subprocess.CompletedProcess[str], float]:
    """What a check said, and in how many seconds."""
    began = time.monotonic()
    environment = os.environ | AROUND.get(name, {})
    done = subprocess.run(CHECKS[name], env=environment, capture_output=True, text=True)
    return done, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
