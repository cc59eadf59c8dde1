"""Break the files that decide about access, one small change at a time, and count the changes that no test notices."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.services.guarded import ROOT

MUTMUT = Path(sys.executable).parent / "mutmut"
PLACE = ROOT / "mutants"
STATISTICS = PLACE / "mutmut-cicd-stats.json"
AT_MOST = 0.10


def main() -> int:
    """0 when at most one mutant in ten is alive, 1 otherwise or when the tests fail without any."""
    shutil.rmtree(PLACE, ignore_errors=True)
    hunt = subprocess.run([MUTMUT, "run", "--max-children", str(os.cpu_count() or 1), *sys.argv[1:]], cwd=ROOT)
    if hunt.returncode:
        print("The hunt did not finish: do the tests pass as they are?")
        return 1
    subprocess.run([MUTMUT, "export-cicd-stats"], cwd=ROOT, check=True, capture_output=True)
    counted = json.loads(STATISTICS.read_text())
    made = counted["total"] - counted["skipped"]
    alive = counted["survived"] + counted["no_tests"] + counted["suspicious"]
    subprocess.run([MUTMUT, "results"], cwd=ROOT)
    print(f"{alive} of {made} mutants are alive: {alive / made:.1%}, at most {AT_MOST:.0%}. See one: mutmut show NAME")
    return int(alive > made * AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
