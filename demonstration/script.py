"""What the demonstration is made of: who and what there is (facts/), and what it says in each language (words/)."""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

FOLDER = Path(__file__).parent


@cache
def facts(name: str) -> dict[str, Any]:
    """What is the same in every language.

    Arguments: name, that of a file in facts/ without its ending.
    """
    return _read(FOLDER / "facts" / f"{name}.toml")


@cache
def words(language: str) -> dict[str, Any]:
    """All that the demonstration says in this language."""
    return _read(FOLDER / "words" / f"{language}.toml")


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def day(days: int) -> date:
    """The day that is so many days from today; negative numbers lie in the past."""
    return timezone.localdate() + timedelta(days=days)


def content_of(folder: str, name: str) -> bytes:
    """A picture or file that comes with the demonstration."""
    return (FOLDER / folder / name).read_bytes()
