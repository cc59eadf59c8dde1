"""Where the browser tests get their Chromium from: the system's own, installed first where it may be."""

import shutil

from tests.services.debian import MissingError, install

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Without these it speaks to its maker's servers, or does not start in a container.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def found() -> str | None:
    """The path of a Chromium on this machine, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ready() -> str:
    """The path of a Chromium, with a typeface that has Latin and Arabic letters beside it.

    Raises MissingError when there is none and none can be installed.
    """
    if (path := found()) is None:
        install("chromium", "fonts-dejavu-core")
        path = found()
    if path is None:
        raise MissingError("no Chromium was found after the installation")
    return path
