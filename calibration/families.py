"""Compare candidate families for what becomes of a stated figure: ``--data FILE``.

All share the same regression of stays, direction and spread on size and digits; they differ in
how far a toll goes once it leaves the figure, or in what is left out. Each is refitted by
maximum likelihood in every fold and scored on the cases it did not see, by the log score (mean
of -log p(y) over the recorded range) and by the interval score relative to the figure.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from calibration import fitting, scores  # noqa: E402 - after the path
from calibration.documented import documented_model  # noqa: E402
from calibration.evidence import Cases, read_cases  # noqa: E402
from casualtystats.toll.forms import KINDS  # noqa: E402
from casualtystats.toll.law import FigureLaw  # noqa: E402
from casualtystats.toll.reading import Reading  # noqa: E402

FloatArray = NDArray[np.float64]
LEVELS = (0.5, 0.9, 0.95)
_HORIZON = 4_000  # people; the law of any case of this evidence ends well below


def _half_normal(y: FloatArray) -> FloatArray:
    return np.asarray(2.0 * ndtr(-y * np.sqrt(2.0 / np.pi)))  # mean 1, like the others


@dataclass(frozen=True)
class Family:
    """A candidate: the tail of the distance left, on which scale, and what it leaves out."""

    tail: Callable[[FloatArray], FloatArray]
    logarithmic: bool = True
    fixed: Mapping[str, float] | None = None

    def cdf(self, law: FigureLaw, k: ArrayLike) -> FloatArray:
        """Return P(toll <= k) with this family's tails in place of the shipped ones."""
        k = np.floor(np.asarray(k, dtype=np.float64))
        low, high = np.asarray(law.low), np.asarray(law.high)
        below, above = np.asarray(law.below), np.asarray(law.above)
        down = self._distance(low, np.clip(k, -0.5, low - 1.0) + 0.5)
        up = self._distance(np.maximum(k, high) + 0.5, np.maximum(high, 1.0 / 3.0))
        under = np.where(k < 0.0, 0.0, below * self.tail(down / law.spread_below))
        over = above * self.tail(up / law.spread_above)
        share = np.clip((k - low + 1.0) / (high - low + 1.0), 0.0, 1.0)
        return np.asarray(np.where(low > 0.0, under, 0.0) * (1.0 - share) + (1.0 - over) * share)

    def _distance(self, larger: FloatArray, smaller: FloatArray) -> FloatArray:
        if self.logarithmic:
            return np.asarray(np.log(np.maximum(larger, 1e-9) / np.maximum(smaller, 1e-9)))
        return np.asarray((larger - smaller) / np.maximum(np.minimum(larger, smaller), 1.0))


FAMILIES = {
    "exponential in log ratio (shipped)": Family(lambda y: np.exp(-y)),
    "half-normal in log ratio": Family(_half_normal),
    "half-logistic in log ratio": Family(
        lambda y: 2.0 / (1.0 + np.exp(np.minimum(1.386 * y, 700)))
    ),
    "Pareto in log ratio, shape 0.3": Family(lambda y: (1.0 + 0.3 * y / 0.7) ** (-1.0 / 0.3)),
    "exponential in people": Family(lambda y: np.exp(-y), logarithmic=False),
    "Pareto in people, shape 0.3": Family(
        lambda y: (1.0 + 0.3 * y / 0.7) ** (-1.0 / 0.3), logarithmic=False
    ),
    "shipped, nothing stays at the figure": Family(
        lambda y: np.exp(-y), fixed={"exact.stays": -9.0, "hedged.stays": -9.0}
    ),
    "shipped, without size": Family(
        lambda y: np.exp(-y), fixed={"stays_size": 0.0, "spread_size": 0.0, "up_small": 0.0}
    ),
    "shipped, without digits": Family(
        lambda y: np.exp(-y), fixed={"stays_digits": 0.0, "spread_digits": 0.0}
    ),
    "shipped, all forms read as exact": Family(lambda y: np.exp(-y)),
}


def compare(cases: Cases, family: Family, folds: int, *, as_exact: bool = False) -> FloatArray:
    """Return log score, CRPS and interval scores of a family, a row per held-out case."""
    ferson = {name: p.estimate for name, p in Reading.load("ferson").parameters.items()}
    model = documented_model(ferson, {"peak": 2.0, "spread_below": 0.2, "spread_above": 0.3})
    fixed = family.fixed or {}
    priors = {n: p for n, p in model.priors.items() if n not in fixed}
    priors |= {n: (value, 1e-3) for n, value in fixed.items()}
    model = fitting.Model({**model.free, **fixed}, model.sums, priors, model.never)
    order = np.random.default_rng(0).permutation(len(cases))
    rows = []
    for fold in range(folds):
        held, rest = order[fold::folds], np.setdiff1d(order, order[fold::folds])
        seen, unseen = _Evidence(cases.take(rest), as_exact), _Evidence(cases.take(held), as_exact)
        fitted = fitting.fit(model, cases.take(rest), errors=False, likelihood=seen.using(family))
        rows.append(unseen.scores(family, fitted.reading))
    return np.concatenate(rows)


class _Evidence(fitting.Likelihood):
    """Cases as columns, which a family other than the shipped one can be fitted to."""

    family: Family

    def __init__(self, cases: Cases, as_exact: bool) -> None:  # noqa: FBT001 - of this file only
        super().__init__(cases)
        self.size = cases.size
        if as_exact:
            self.kind = np.where(self.kind == KINDS.index("range"), self.kind, 0)

    def using(self, family: Family) -> _Evidence:
        """Return itself, with the family whose likelihood is asked for."""
        self.family = family
        return self

    def by_case(self, reading: Reading) -> FloatArray:
        """Return one log-likelihood per case under the family."""
        law = fitting.rows(reading.figure_law(self.kind, self.low, self.high), self.case)
        p = self.family.cdf(law, self.y) - self.family.cdf(law, self.y - 1.0)
        return np.asarray(
            np.bincount(self.case, self.weight * np.log(np.maximum(p, 1e-12)), self.n)
        )

    def scores(self, family: Family, reading: Reading) -> FloatArray:
        """Return one row per case: log score, CRPS, interval scores."""
        log_score = -self.using(family).by_case(reading)
        law = reading.figure_law(self.kind, self.low, self.high)
        k = np.arange(_HORIZON)
        out = []
        for i in range(self.n):
            one = fitting.rows(law, np.array([i]))
            cdf, mine = family.cdf(one, k), self.case == i
            y, w = self.y[mine], self.weight[mine]
            row = [log_score[i], w @ scores.crps(cdf, 0, y) / self.size[i]]
            for level in LEVELS:
                tail = (1.0 - level) / 2.0
                low, high = (np.searchsorted(cdf, q) for q in (tail, 1.0 - tail))
                row.append(w @ scores.interval_score(low, high, y, level) / self.size[i])
            out.append(row)
        return np.array(out)


def main() -> None:
    """Print the comparison."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("--data", required=True)
    command.add_argument("--folds", type=int, default=10)
    asked = command.parse_args()
    cases = read_cases(asked.data)
    cases = cases.take(np.flatnonzero(cases.kind != KINDS.index("vague")))
    print(f"{len(cases)} figures, {asked.folds} folds")
    print(f"{'':38}{'log':>7}{'CRPS':>7}{'IS 50':>7}{'IS 90':>7}{'IS 95':>7}{'log - shipped':>19}")
    shipped: FloatArray | None = None
    for name, family in FAMILIES.items():
        rows = compare(cases, family, asked.folds, as_exact=name.endswith("as exact"))
        shipped = rows if shipped is None else shipped
        gap = rows[:, 0] - shipped[:, 0]  # the same cases in the same order
        beyond = f"{gap.mean():+.3f} ± {gap.std(ddof=1) / np.sqrt(gap.size):.3f}"
        line = "".join(f"{x:7.3f}" for x in rows.mean(axis=0))
        print(f"{name:38}{line}{beyond:>19}", flush=True)


if __name__ == "__main__":
    main()
