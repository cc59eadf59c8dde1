"""Which files hold who may see and do what: every branch of theirs is tested, and mutants of them are hunted.

As a program it runs the tests on SQLite, counts the branches that they take, and says which none took.
"""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.services.run import ON_SQLITE, pytest_on

ROOT = Path(__file__).resolve().parent.parent.parent


def guarded_files() -> list[str]:
    """The files that `only_mutate` of [tool.mutmut] names, as paths from the root, those that exist."""
    patterns = hunt()["only_mutate"]
    return sorted({str(file.relative_to(ROOT)) for pattern in patterns for file in ROOT.glob(pattern)})


def hunt() -> dict[str, Any]:
    """What pyproject.toml says of the hunt for mutants, [tool.mutmut]."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]


def main() -> int:
    """0 when the tests pass, nine branches of ten were taken, and every one where access is decided; 1 otherwise."""
    passed = pytest_on("SQLite, counting branches", *ON_SQLITE, "--cov", "--cov-report=")
    print("\n== Branches that no test takes", flush=True)
    everywhere = _reported("--fail-under=90")
    print("\n== Of those that decide about access", flush=True)
    guarded = _reported("--fail-under=100", f"--include={','.join(guarded_files())}")
    return int(not (passed and everywhere and guarded))


def _reported(*arguments: str) -> bool:
    command = [str(Path(sys.executable).parent / "coverage"), "report", *arguments]
    return subprocess.run(command).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
