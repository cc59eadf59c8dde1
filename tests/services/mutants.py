"""Break the files that decide about access, one small change at a time, and count the changes that no test notices.

A whole hunt takes hours. Unless MUTANTS=all says so, MUTANTS of them (200) are drawn by lot, others each time; of that
many the share that lives is known to within about four points.

With BY=access only the tests of tests/access are run, all but the long ones, and only what keeps organisations apart is
broken: permissions, what Wagtail is told of them, rules and readers, the wall and the checks of references.
"""

import json
import os
import random
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from mutmut.stats import status_by_exit_code

from tests.services.guarded import ROOT, hunt

MUTMUT = Path(sys.executable).parent / "mutmut"
PLACE = ROOT / "mutants"
AT_MOST = 0.10
NOTICED = {"killed", "timeout", "segfault"}
BY_ACCESS = os.environ.get("BY") == "access"
KEEPS_APART = (
    "*/permissions.py",
    "content/references.py",
    "organisations/*_policy.py",
    "organisations/access.py",
    "organisations/permissions/*.py",
    "organisations/references.py",
    "organisations/rules.py",
    "organisations/viewer.py",
    "organisations/wall/*.py",
)
NOT_HERE = "not browser and not long and not elasticsearch and not redis"
# Of the slow ones of tests/access, in a hunt by all tests, not those that visit every address as everybody.
QUICK = "not (slow and access) or pairs or superusers or files_of_others or references or moving"


def main() -> int:
    """0 when at most one mutant in ten is alive, 1 otherwise or when the tests fail without any."""
    shutil.rmtree(PLACE, ignore_errors=True)
    _run("no-mutant-is-called-so", quiet=True)  # makes the mutants, and finds none of that name
    every = sorted(_fates(KEEPS_APART if BY_ACCESS else ("*.py",)))
    wanted = os.environ.get("MUTANTS", "200")
    drawn = every if wanted == "all" else random.sample(every, min(int(wanted), len(every)))
    print(f"{len(drawn)} of {len(every)} mutants", flush=True)
    if _run(*drawn):
        print("The hunt did not finish: do the tests pass as they are?")
        return 1
    fates = {name: fate for name, fate in _fates().items() if name in set(drawn)}
    alive = sorted(name for name, fate in fates.items() if fate not in NOTICED)
    print(f"\n{dict(Counter(fates.values()))}")
    print(*alive, sep="\n")
    print(f"{len(alive)} of {len(drawn)} mutants are alive: {len(alive) / len(drawn):.1%}, at most {AT_MOST:.0%}.")
    print("See one: mutmut show NAME")
    return int(len(alive) > len(drawn) * AT_MOST)


def _run(*names: str, quiet: bool = False) -> int:
    command = [str(MUTMUT), "run", "--max-children", str(os.cpu_count() or 1), *names]
    environment = os.environ | {"PYTEST_ADDOPTS": shlex.join(_which_tests())}
    return subprocess.run(command, cwd=ROOT, capture_output=quiet, env=environment).returncode


def _which_tests() -> list[str]:
    """What pytest is told of the tests that take part, among those that [tool.mutmut] names."""
    if BY_ACCESS:
        folders = set(hunt()["pytest_add_cli_args_test_selection"]) - {"tests/access"}
        return ["-m", NOT_HERE, *(f"--deselect={folder}/" for folder in sorted(folders))]
    return ["-m", NOT_HERE, "-k", QUICK]


def _fates(files: Iterable[str] = ("*.py",)) -> dict[str, str]:
    """By the name of each mutant of these files what became of it, in mutmut's words."""
    return {
        name: status_by_exit_code[code]
        for pattern in files
        for file in PLACE.rglob(f"{pattern}.meta")
        for name, code in json.loads(file.read_text())["exit_code_by_key"].items()
    }


if __name__ == "__main__":
    sys.exit(main())
