"""Multiple-systems estimation: CPU seconds of each method, and beside R for graph averaging.

    python benchmarks/lists.py

R is not needed. Its package dga took .025, .109 and 1.806 CPU seconds on 3, 4 and 5 lists with
1 to 50,000 missing people (one machine, the fewest of three runs). What it computes is known:
every graph at every number of missing people, in one pass of array arithmetic. This script does
the same in NumPy, term for term; how long that takes on three lists here, against R's .025, says
how much slower or faster this machine is, and R's time on five lists is scaled by it. Ratios
below are of that scaled time to ours, and of the plain pass to ours on the same lists. Both must
give the same mean, to a millionth, or the script fails.

Tables are drawn from one made-up population each, so no data are needed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from casualtystats.errors import NotIdentifiedError
from casualtystats.lists import (
    OverlapTable,
    chao,
    decomposable,
    latent_class,
    loglinear,
)
from casualtystats.lists.decomposable import _Question
from casualtystats.lists.graphs import decomposable_graphs
from casualtystats.lists.missing import MissingLattice

R_SECONDS = {3: 0.025, 4: 0.109, 5: 1.806}
MISSING = 50_000


def seconds(run: Callable[[], Any], repeats: int = 5) -> float:
    """Return the fewest CPU seconds of several runs."""
    best = float("inf")
    for _ in range(repeats):
        started = time.process_time()
        run()
        best = min(best, time.process_time() - started)
    return best


def drawn(n_lists: int, people: int = 12_000) -> OverlapTable:
    """Draw people of two kinds, unlike in their chances, so that lists depend on each other."""
    rng = np.random.default_rng(n_lists)
    easy = rng.random((people, 1)) < 0.3
    chance = np.where(easy, rng.uniform(0.25, 0.5, n_lists), rng.uniform(0.04, 0.15, n_lists))
    on = (rng.random((people, n_lists)) < chance).astype(np.int64)
    cells = np.bincount(on @ (1 << np.arange(n_lists)), minlength=1 << n_lists)
    cells[0] = 0
    return OverlapTable(tuple("abcdef"[:n_lists]), cells)


def every_number(table: OverlapTable) -> float:
    """Return the mean total, from every graph at every number of missing people."""
    n, delta = table.n_lists, 2.0**-table.n_lists
    family = decomposable_graphs(n)
    missing = np.arange(1.0, MISSING + 1)
    total = table.observed + missing
    cells = np.arange(1 << n)
    margins: NDArray[np.float64] = np.zeros((1 << n, MISSING))
    for margin in range(1, 1 << n):
        share = delta * 2.0 ** (n - margin.bit_count())
        held = np.bincount(cells & margin, weights=table.counts)
        seen = held[1:][held[1:] > 0]
        fixed = (gammaln(share + seen) - gammaln(share)).sum()
        margins[margin] = gammaln(share + held[0] + missing) - gammaln(share) + fixed
        margins[margin] += gammaln(1.0) - gammaln(1.0 + total)
    logs = family.powers.astype(float) @ margins
    logs += gammaln(total + 1) - gammaln(missing + 1) - np.log(total)
    mass = np.exp(logs - logs.max())
    return float(mass.sum(axis=0) @ total / mass.sum())


def one_delta(table: OverlapTable) -> MissingLattice:
    """Average over the graphs at one delta, as the other package does."""
    family = decomposable_graphs(table.n_lists)
    every = np.ones(len(family.names), dtype=bool)
    return _Question(table, family, every, 1, MISSING).answer(2.0**-table.n_lists)


def graph_averaging() -> None:
    """Print graph averaging beside the plain pass and beside R, scaled."""
    print(f"Graph averaging, 1 to {MISSING:,} missing, CPU seconds")
    print(
        "lists  graphs  plain pass  ours (one delta)  plain/ours  R as here  R/ours  with by_delta"
    )
    machine = seconds(lambda: every_number(drawn(3))) / R_SECONDS[3]
    for n in (3, 4, 5):
        table = drawn(n)
        plain = seconds(partial(every_number, table), 3)
        ours = seconds(partial(one_delta, table))
        whole = seconds(partial(decomposable, table, None, MISSING, saturated=True), 3)
        lattice = one_delta(table)
        mean = table.observed + 1.0 + float(lattice.probs @ np.arange(lattice.probs.size))
        np.testing.assert_allclose(mean, every_number(table), rtol=1e-6)
        scaled = R_SECONDS[n] * machine
        print(
            f"{n:5}  {len(decomposable_graphs(n).names):6}  {plain:10.3f}  {ours:16.4f}"
            f"  {plain / ours:10.1f}  {scaled:9.3f}  {scaled / ours:6.1f}  {whole:13.3f}"
        )
    print(f"(machine factor from three lists: {machine:.2f}; R's own figures: {R_SECONDS})")
    decomposable_graphs.cache_clear()
    six = drawn(6)
    print(f"    6   18154  enumeration alone {seconds(lambda: _fresh(6), 3):.3f}")
    print(f"    6   18154  one delta {seconds(lambda: one_delta(six), 2):.2f}")
    print(f"    6   18154  open-ended, with by_delta {seconds(lambda: decomposable(six), 1):.2f}")


def _fresh(n: int) -> None:
    decomposable_graphs.cache_clear()
    decomposable_graphs(n)


def others() -> None:
    """Print the other methods."""
    print("\nOther methods, CPU seconds (R, unscaled, where it was measured)")
    four, five, six = drawn(4), drawn(5), drawn(6)

    def sampled() -> None:
        try:
            latent_class(four, random_state=1)
        except NotIdentifiedError as refusal:
            print(f"  (latent class refused: {refusal})")

    rows: list[tuple[str, Callable[[], Any], int, str]] = [
        ("chao", lambda: chao(four), 5, ""),
        ("loglinear, all 113 models of 4 lists", lambda: loglinear(four), 5, "0.32"),
        ("the same, averaged, with interval",
         lambda: loglinear(four, average=True).interval(), 3, ""),
        ("the same, 999 tables resampled",
         lambda: loglinear(four, bootstrap=999, random_state=1), 1, "27 (1,000, by BIC)"),
        ("loglinear, all 6,212 models of 5 lists", lambda: loglinear(five), 1, "15 (all orders)"),
        ("loglinear, searched, 6 lists", lambda: loglinear(six), 1, ""),
        ("latent class, 8 chains of 22,000 rounds, 4 lists", sampled, 1,
         "2.7 (8 chains at .153 per 10,000 rounds)"),
    ]  # fmt: skip
    for name, run, repeats, theirs in rows:
        run()  # imports are not part of it
        print(f"  {name:50} {seconds(run, repeats):8.3f}   {theirs}")


if __name__ == "__main__":
    graph_averaging()
    others()
