"""Say every place that is not as agreed."""

import sys

from tests.conventions.house import findings

if found := findings():
    print(*found, sep="\n")
    sys.exit(f"{len(found)} places are not as agreed.")
