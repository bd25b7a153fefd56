"""Estimating: one claim, and a million claims as columns.

    python benchmarks/estimating.py

One claim is timed with its interval, after a warm-up. Columns are timed three ways: claims as
they come (figures repeat), claims that are all distinct, and row by row through `estimate` for
the ratio. CPU seconds of one process on one core; the ratios within a run are what counts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casualtystats.text.claim import Claim
from casualtystats.toll.columns import estimate_columns
from casualtystats.toll.estimate import estimate

FloatArray = NDArray[np.float64]
FORMS = np.array(["exact", "at_least", "about", "more_than", "up_to", "range", "vague"])
SHARES = np.array([0.55, 0.17, 0.06, 0.06, 0.06, 0.05, 0.05])


def seconds(run: Callable[[], Any], repeats: int = 5) -> float:
    """Return the fewest CPU seconds of several runs."""
    best = float("inf")
    for _ in range(repeats):
        started = time.process_time()
        run()
        best = min(best, time.process_time() - started)
    return best


def column(n: int, *, distinct: bool) -> tuple[FloatArray, FloatArray, Any, FloatArray]:
    """Make claims: mostly a few dead, sometimes thousands; or no two alike."""
    rng = np.random.default_rng(11)
    form = rng.choice(FORMS, n, p=SHARES)
    low = np.floor(np.exp(rng.gamma(1.6, 1.1, n))).clip(1, 1e7)
    if distinct:
        low, form = rng.permutation(np.arange(1.0, n + 1.0)), np.full(n, "exact")
    high = np.where(form == "range", low + rng.integers(1, 12, n), low)
    return low, high, form, np.where(form == "vague", rng.choice([1, 12, 100, 1000], n), np.nan)


def main() -> None:
    """Print the table."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("--rows", type=int, default=1_000_000)
    rows = command.parse_args().rows

    def one_by_one(claims: list[Any]) -> Callable[[], None]:
        def run() -> None:
            for claim in claims:
                toll = estimate(claim)
                toll.interval()
                toll.median()

        return run

    print("one claim with interval and median, milliseconds")
    claims = [Claim(low=n, form="at_least") for n in range(20, 220)]
    singles = (
        ("a whole number", list(range(20, 220))),
        ("a claim", claims),
        ("words", [f"at least {n}" for n in range(20, 220)]),
    )
    for name, batch in singles:
        print(f"  {name:24}{1e3 * seconds(one_by_one(batch)) / len(batch):8.3f}")

    print(f"{rows:,} claims as columns: interval and median")
    as_rows = seconds(one_by_one(claims)) / len(claims)
    for name, distinct in (("as they come", False), ("all distinct", True)):
        low, high, form, unit = column(rows, distinct=distinct)
        taken = seconds(lambda c=(low, high, form, unit): estimate_columns(*c))  # type: ignore[misc]
        kinds = len({*zip(low.tolist(), high.tolist(), form.tolist(), strict=True)})
        print(
            f"  {name:16}{kinds:>10,} distinct{rows / taken / 1e6:7.2f} million rows/s"
            f"{as_rows * rows / taken:9.0f} times row by row"
        )


if __name__ == "__main__":
    main()
