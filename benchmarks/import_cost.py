"""What ``import casualtystats`` costs beside ``import pandas`` alone, measured in one run.

``python benchmarks/import_cost.py`` starts each in turn in a fresh interpreter and prints CPU
seconds and the ratio of the medians. The target is a ratio of at most 1.2.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

RUNS = 15


def cost(statement: str) -> float:
    """Return the CPU seconds of a fresh interpreter that runs one statement."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", statement], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the table."""
    taken: dict[str, list[float]] = {"pass": [], "import pandas": [], "import casualtystats": []}
    for _ in range(RUNS):
        for statement, seconds in taken.items():
            seconds.append(cost(statement))
    medians = {statement: statistics.median(seconds) for statement, seconds in taken.items()}
    for statement, seconds in taken.items():
        print(f"{statement:22} median {medians[statement]:.3f} s, least {min(seconds):.3f} s")
    ratio = medians["import casualtystats"] / medians["import pandas"]
    print(f"ratio to import pandas: {ratio:.2f}")


if __name__ == "__main__":
    main()
