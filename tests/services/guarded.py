"""Which files hold who may see and do what: every branch of theirs is tested, and mutants of them are hunted."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def guarded_files() -> list[str]:
    """The files that `only_mutate` of [tool.mutmut] names, as paths from the root, those that exist."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = settings["tool"]["mutmut"]["only_mutate"]
    return sorted({str(file.relative_to(ROOT)) for pattern in patterns for file in ROOT.glob(pattern)})


def all_branches_taken() -> bool:
    """Whether the tests that were measured last took every branch of these files; prints those they did not."""
    command = [str(Path(sys.executable).parent / "coverage"), "report", "--fail-under=100"]
    return subprocess.run([*command, f"--include={','.join(guarded_files())}"]).returncode == 0


if __name__ == "__main__":
    sys.exit(not all_branches_taken())
