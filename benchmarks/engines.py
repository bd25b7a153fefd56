"""Parsing and estimating on one process and on Dask: time by workers, and memory.

    python benchmarks/engines.py                 200,000 articles; pandas, 1 and 2 workers
    python benchmarks/engines.py 1000000 2       one million articles on 2 workers only

Articles are read from Parquet a part at a time and the claims with their estimates are written
to Parquet, as a user with millions of them would do it. Every case runs in a process of its
own; memory is the peak of the largest process, start-up of the cluster is told apart. Results
must agree to the last claim.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from casualtystats.tables.frames import estimate_frame, parse_frame

PART = 10_000  # articles in a file
SENTENCES = [
    "At least {n} people were killed and {m} wounded when shells hit {place}, activists said.",
    "Between {n} and {k} civilians died in {place}, among them {m} children.",
    "The ministry said that {n} fighters had been killed near {place}.",
    "Dozens of people were hurt in {place} on day {d}.",
    "No casualties were reported in {place} on day {d}.",
]


def write_articles(folder: Path, rows: int) -> None:
    """Write articles of two sentences each, all of them different, into files of one part."""
    rng = np.random.default_rng(1)
    for start in range(0, rows, PART):
        n = min(PART, rows - start)
        pick = rng.integers(0, len(SENTENCES), (n, 2))
        numbers = rng.integers(2, 200, (n, 2))
        texts = [
            " ".join(
                SENTENCES[pick[i, j]].format(
                    n=numbers[i, j],
                    m=numbers[i, j] // 3 + 2,
                    k=numbers[i, j] + 9,
                    d=start + i,
                    place=f"Village {start + i}",
                )
                for j in range(2)
            )
            for i in range(n)
        ]
        frame = pd.DataFrame({"article": np.arange(start, start + n), "text": texts})
        frame.to_parquet(folder / f"{start // PART:05}.parquet")


def read(part: pd.DataFrame) -> pd.DataFrame:
    """Read the claims of a part, and estimate them."""
    claims = parse_frame(part, keep=["article"])
    numbers = estimate_frame(claims).drop(columns="problem")
    beside: pd.DataFrame = claims.reset_index(drop=True).join(numbers.reset_index(drop=True))
    return beside


def on_pandas(source: Path, target: Path) -> dict[str, Any]:
    """Work through the files one after the other."""
    begun = time.perf_counter()
    for path in sorted(source.iterdir()):
        read(pd.read_parquet(path)).to_parquet(target / path.name)
    return {"start": 0.0, "work": time.perf_counter() - begun, "mib": peak()}


def on_dask(source: Path, target: Path, workers: int) -> dict[str, Any]:
    """Hand the files to a local cluster."""
    import dask.dataframe as dd  # noqa: PLC0415  # pandas alone must not carry it
    from distributed import Client, LocalCluster  # noqa: PLC0415  # as above

    begun = time.perf_counter()
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        started = time.perf_counter()
        frame = dd.from_map(pd.read_parquet, sorted(source.iterdir()))
        meta = read(frame._meta)  # noqa: SLF001  # Dask's own way to declare a result
        frame.map_partitions(read, meta=meta).to_parquet(target, write_index=False)
        done = time.perf_counter()
        mib = max(client.run(peak).values())
    return {"start": started - begun, "work": done - started, "mib": mib}


def peak() -> float:
    """Return the peak memory of this process, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fingerprint(folder: Path) -> tuple[int, int, float]:
    """Return how many claims there are, the sum of their figures and of their medians."""
    claims, figures, medians = 0, 0, 0.0
    for path in sorted(folder.glob("*.parquet")):
        part = pd.read_parquet(path, columns=["best", "median"])
        claims += len(part)
        figures += int(part["best"].fillna(0).sum())
        medians += float(part["median"].sum())
    return claims, figures, round(medians, 3)


def main() -> None:
    """Run every case and print what was measured."""
    if len(sys.argv) > 3:
        source, target, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
        done = on_dask(source, target, workers) if workers else on_pandas(source, target)
        print(json.dumps(done))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    cases = [int(sys.argv[2])] if len(sys.argv) > 2 else [0, 1, 2]
    seen = set()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles"
        source.mkdir()
        write_articles(source, rows)
        for workers in cases:
            target = Path(folder) / f"claims-{workers}"
            target.mkdir()
            command = [sys.executable, __file__, str(source), str(target), str(workers)]
            done = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            found = fingerprint(target)
            seen.add(found)
            name = f"Dask, {workers} worker{'s' * (workers > 1)}" if workers else "pandas"
            print(
                f"{name}: {rows:,} articles, {found[0]:,} claims in {done['work']:.1f} s "
                f"({rows / done['work']:,.0f} articles/s), start-up {done['start']:.1f} s, "
                f"largest process {done['mib']:.0f} MiB",
                flush=True,
            )
    print("all results are the same" if len(seen) == 1 else f"RESULTS DIFFER: {seen}")


if __name__ == "__main__":
    main()
