"""How good a forecast was: coverage, probability integral transform, interval score, CRPS, WIS.

Formulas: Gneiting and Raftery (2007), Strictly Proper Scoring Rules, Prediction, and Estimation,
JASA 102, 359–378, doi:10.1198/016214506000001437; Czado, Gneiting and Held (2009), Predictive
Model Assessment for Count Data, Biometrics 65, 1254–1261, doi:10.1111/j.1541-0420.2009.01191.x
(the randomised transform, here integrated over its randomness); Bracher, Ray, Gneiting and Reich
(2021), Evaluating epidemic forecasts in an interval format, PLOS Computational Biology 17,
e1008618, doi:10.1371/journal.pcbi.1008618 (the weighted interval score).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["crps", "interval_score", "pit_share", "quantile_score", "weighted_interval_score"]

FloatArray = NDArray[np.float64]


def interval_score(low: ArrayLike, high: ArrayLike, y: ArrayLike, level: float) -> FloatArray:
    """Return width plus 2/(1 − level) for each person the interval misses the outcome by."""
    low, high, y = (np.asarray(x, dtype=np.float64) for x in (low, high, y))
    miss = np.maximum(low - y, 0.0) + np.maximum(y - high, 0.0)
    return np.asarray(high - low + 2.0 / (1.0 - level) * miss)


def quantile_score(quantile: ArrayLike, y: ArrayLike, q: float) -> FloatArray:
    """Return the pinball loss of one quantile."""
    gap = np.asarray(y, dtype=np.float64) - np.asarray(quantile, dtype=np.float64)
    return np.asarray(np.maximum(q * gap, (q - 1.0) * gap))


def weighted_interval_score(
    median: ArrayLike,
    intervals: Sequence[tuple[ArrayLike, ArrayLike, float]],
    y: ArrayLike,
) -> FloatArray:
    """Return the weighted interval score of a median and central intervals (low, high, level).

    Weights are ½ for |y − median| and (1 − level)/2 for each interval, over K + ½.
    """
    y = np.asarray(y, dtype=np.float64)
    total = 0.5 * np.abs(y - np.asarray(median, dtype=np.float64))
    for low, high, level in intervals:
        total = total + (1.0 - level) / 2.0 * interval_score(low, high, y, level)
    return np.asarray(total / (len(intervals) + 0.5))


def crps(cdf: ArrayLike, start: int, y: ArrayLike, step: int = 1) -> FloatArray:
    """Return the continuous ranked probability score of a distribution over whole numbers.

    `cdf` holds P(toll <= k) for k = start, start + step, … and ends where it is (nearly) 1.
    """
    values = np.asarray(cdf, dtype=np.float64)
    k = start + step * np.arange(values.size)
    y = np.asarray(y, dtype=np.float64)[..., None]
    past = np.clip((k + step - y) / step, 0.0, 1.0)  # the share of each cell that lies past y
    inside = (1.0 - past) * values**2 + past * (values - 1.0) ** 2
    outside = np.maximum(start - y, 0.0) + np.maximum(y - k[-1] - step, 0.0)
    return np.asarray(step * inside.sum(axis=-1) + outside[..., 0])


def pit_share(cdf_before: ArrayLike, cdf_at: ArrayLike, level: float) -> FloatArray:
    """Return the probability that the randomised transform lies in the central `level`.

    The transform of an outcome y is uniform between P(toll < y) and P(toll <= y); for a
    calibrated forecast it lies in the central 90 % nine times of ten, whatever the spikes.
    """
    before, at = np.asarray(cdf_before, dtype=np.float64), np.asarray(cdf_at, dtype=np.float64)
    tail = (1.0 - level) / 2.0
    inside = np.clip(np.minimum(at, 1.0 - tail) - np.maximum(before, tail), 0.0, None)
    mass = at - before
    certain = (before < 1.0 - tail) & (at > tail)  # an outcome of no mass has one transform
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(mass > 0.0, inside / mass, certain.astype(np.float64)))
