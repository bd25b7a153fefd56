"""Matching incidents: precision, recall, calibration, time and memory on a synthetic truth.

    python benchmarks/matching.py            100,000 × 100,000, spread and crowded
    python benchmarks/matching.py 20000      smaller

The truth is that of `tests/comparison/synthetic.py`: dates, coordinates, spellings and tolls
all err, and incidents come in bursts. Crowded puts the same incidents into a tenth of the
towns, where many cannot be told apart by anyone: there the probabilities must say so. Each
case runs in a process of its own, so that the peak memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from casualtystats.comparison.match import match

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.comparison.synthetic import make  # the tests hold the same truth

CASES = {"spread": 4000, "crowded": 400}
EDGES = [0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1.0]


def run(n: int, towns: int, seed: int) -> dict[str, object]:
    """Match one synthetic pair of lists and hold the result against the truth."""
    truth = make(n, days=max(30, int(1826 * n / 100_000)), towns=towns, seed=seed)
    begun = time.perf_counter(), time.process_time()
    matching = match(truth.official, truth.monitor)
    wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
    found = matching.pairs[["official", "monitor"]].to_numpy(dtype=np.int64)
    right = truth.partner[found[:, 1]] == found[:, 0]
    pairs = matching.network.pairs
    hit = truth.partner[pairs.monitor] == pairs.official
    bins = np.digitize(matching.probability, EDGES[1:-1])
    begun_share = time.perf_counter()
    share = matching.acknowledged()
    return {
        "wall": wall,
        "cpu": cpu,
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "precision": float(right.mean()),
        "recall": float(right.sum() / (truth.partner >= 0).sum()),
        "matched": len(right),
        "expected": matching.expected_matches,
        "truth": int((truth.partner >= 0).sum()),
        "ambiguous": len(matching.ambiguous),
        "calibration": [
            (float(matching.probability[bins == b].mean()), float(hit[bins == b].mean()))
            for b in range(len(EDGES) - 1)
            if (bins == b).any()
        ],
        "share": [float(share[part]["incidents"]) for part in ("lower", "median", "upper")],
        "share_wall": time.perf_counter() - begun_share,
    }


def main() -> None:
    """Run every case and print what was measured."""
    if len(sys.argv) > 2:
        print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
        return
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for name, towns in CASES.items():
        command = [sys.executable, __file__, str(n), str(towns), "0"]
        done = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        print(
            f"{name}: {n:,} × {n:,} in {done['wall']:.1f} s ({done['cpu']:.1f} s of processor), "
            f"peak {done['mib']:.0f} MiB; precision {done['precision']:.3f}, "
            f"recall {done['recall']:.3f} ({done['matched']:,} matched, "
            f"{done['expected']:,.0f} expected, {done['truth']:,} true), "
            f"{done['ambiguous']:,} pairs left ambiguous"
        )
        told = ", ".join(f"{p:.2f}→{hit:.2f}" for p, hit in done["calibration"])
        print(f"    said → true share of pairs: {told}")
        low, median, high = done["share"]
        print(
            f"    acknowledged incidents {median:.3f} ({low:.3f}–{high:.3f}, 95 %), "
            f"true {done['truth'] / n:.3f}; {done['share_wall']:.1f} s more"
        )


if __name__ == "__main__":
    main()
