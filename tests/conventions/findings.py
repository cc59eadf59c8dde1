"""What a check of the conventions says, and which files there are to check."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ELSEWHERE = {"locale", "mutants", "node_modules", "var"}


@dataclass(frozen=True)
class Finding:
    """One place that is not as agreed."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def layers() -> list[set[str]]:
    """The apps from the top layer down, those of one level together, as import-linter is told in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    declared = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [{app.strip(" ()") for app in layer.replace("|", ":").split(":")} for layer in declared]


def apps() -> set[str]:
    return set().union(*layers())


def files(*endings: str) -> Iterator[Path]:
    """The project's own files with one of these endings, as paths from the root; migrations are left out."""
    top = (path for path in ROOT.iterdir() if path.name not in ELSEWHERE and not path.name.startswith("."))
    for path in sorted(inner for folder in top for inner in (folder.rglob("*") if folder.is_dir() else [folder])):
        if path.suffix in endings and "migrations" not in path.parts:
            yield path.relative_to(ROOT)
