"""What vague words mean: three quantiles from three kinds of evidence.

No set of outcomes says what becomes of "dozens". So the law is matched, in multiples of the
unit counted in, to

* its 5 % point: that of "at least two units" as documentation reads it, since a plural means two;
* its median: the geometric mean of the best figures that recorders and published dictionaries
  write for such words, of those that keep to the plural;
* its 95 % point: the next larger unit, since beyond it another word would have been used.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import least_squares

from calibration.fitting import Fit
from casualtystats.toll.forms import KINDS

__all__ = ["PARTS", "Vague", "fit_vague"]

FloatArray = NDArray[np.float64]

PARTS = ("peak", "spread_below", "spread_above")
NEXT_UNIT = {"several": 12, "tens": 100, "dozens": 100, "scores": 100, "hundreds": 1_000}
UNIT = {"several": 1, "tens": 10, "dozens": 12, "scores": 20, "hundreds": 100}
_DRAWS = 400


@dataclass(frozen=True)
class Vague:
    """The three parameters, their standard errors and the number of best figures behind them."""

    estimate: dict[str, float]
    se: dict[str, float]
    n: int


def fit_vague(codings: str | Path, documented: Fit) -> Vague:
    """Match the law; errors come from drawing all three pieces of evidence anew."""
    table = pd.read_csv(codings)
    best = table[table["kind"] == "best"]
    ratio = np.log(best["code"].to_numpy() / best["unit"].to_numpy())
    ratio = ratio[ratio >= np.log(2.0) - 1e-9]
    beyond = np.log([NEXT_UNIT[word] / UNIT[word] for word in UNIT])
    rng = np.random.default_rng(2026)
    draws = [(_two_units(documented, documented.theta), ratio.mean(), beyond.mean())]
    for _ in range(_DRAWS):
        theta = rng.multivariate_normal(documented.theta, documented.covariance)
        draws.append(
            (
                _two_units(documented, theta),
                rng.choice(ratio, ratio.size).mean(),
                rng.choice(beyond, beyond.size).mean(),
            )
        )
    solved = np.array([_match(*quantiles) for quantiles in draws])
    centre, spread = solved[0], solved[1:].std(axis=0, ddof=1)
    return Vague(
        dict(zip(PARTS, centre.tolist(), strict=True)),
        dict(zip(PARTS, spread.tolist(), strict=True)),
        ratio.size,
    )


def _two_units(documented: Fit, theta: FloatArray) -> float:
    """Return the log of the 5 % point of "at least 24", in dozens, before rounding to people."""
    law = documented.model.reading(theta).figure_law(KINDS.index("at_least"), 24, 24)
    share, spread = float(np.asarray(law.below)), float(np.asarray(law.spread_below))
    return float(np.log(2.0) + spread * np.minimum(np.log(0.05 / share), 0.0))


def _match(low: float, median: float, high: float) -> FloatArray:
    """Solve for peak and spreads, given the logs of the 5 %, 50 % and 95 % points."""

    def gaps(log: FloatArray) -> FloatArray:
        peak, down, up = log[0], np.exp(log[1]), np.exp(log[2])
        return np.array([_quantile(q, peak, down, up) - target[q] for q in target])

    target = {0.05: low, 0.5: median, 0.95: high}
    start = np.array([0.9 * median, np.log((median - low) / 3.0), np.log((high - median) / 3.0)])
    return np.exp(least_squares(gaps, start).x)


def _quantile(q: float, peak: float, down: float, up: float) -> float:
    share = down / (down + up)
    if q < share:
        return float(peak - down * np.log(2.0 * share / q - 1.0))
    return float(peak + up * np.log(2.0 * (1.0 - share) / (1.0 - q) - 1.0))
