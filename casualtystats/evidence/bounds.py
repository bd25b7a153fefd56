"""What the sum of tolls can be at worst when nothing is known of how they err together.

For each level the quantile of the sum has a smallest and a largest value over all dependence.
Two tolls: the sharp bounds of Makarov. More: the convolution bounds of Blanchet, Lam, Liu and
Wang, which hold for any dependence whatever the split chosen, and which contain the average of
the tail (sharp for many tolls alike) and the bounds of Makarov (sharp for two) as limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.toll.lattice import Lattice

__all__ = ["Envelope", "envelope", "quantile_bounds"]

FloatArray = NDArray[np.float64]

_SHARES = np.concatenate([[1e-4, 0.01, 0.05], np.linspace(0.1, 1.0, 10)])
_POWERS = (0.0, 1.0, 2.0, 8.0)  # of the spread, by which tolls share what a tail allows
_SPLITS = 513  # ways to share a tail between two tolls
_LEVELS = (0.5, 0.68, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
_CENTRE = 0.01  # of the probability stands at the mean, which no dependence changes


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """The law whose equal-tailed interval is, at each level, the widest any dependence allows.

    Parameters
    ----------
    levels, values : ndarray of float, shape (n,)
        Up to each cumulative probability, the quantile. Both ascend; the last level is 1.
    centre : float
        The mean of the sum, in people, which no dependence changes. What else is asked of one
        distribution, such as its median, is not known.
    """

    levels: FloatArray
    values: FloatArray
    centre: float
    key: tuple[Any, ...] = field(init=False)

    def __post_init__(self) -> None:
        key = ("envelope", self.levels.tobytes(), self.values.tobytes(), self.centre)
        object.__setattr__(self, "key", key)

    def cdf(self, k: ArrayLike) -> FloatArray:
        """Return the cumulative probability at `k`."""
        reached = np.searchsorted(self.values, np.floor(np.asarray(k)), side="right")
        return np.asarray(np.concatenate([[0.0], self.levels])[reached])

    def ppf(self, q: ArrayLike) -> FloatArray:
        """Return the bound on the quantile at `q`."""
        return np.asarray(self.values[np.searchsorted(self.levels, np.asarray(q), side="left")])


class _Tail:
    """The average of a toll's quantiles between two tail probabilities, from one end."""

    def __init__(self, lattice: Lattice, count: int, *, upper: bool) -> None:
        order = slice(None, None, -1) if upper else slice(None)
        p, values = lattice.probs[order], lattice.values[order].astype(np.float64)
        self.count = count
        self.spread = float(np.sqrt(lattice.mean_and_var()[1]))
        self.reached = np.concatenate([[0.0], np.cumsum(p)])
        self.area = np.concatenate([[0.0], np.cumsum(p * values)])
        self.values = values

    def mean(self, first: FloatArray, width: FloatArray) -> FloatArray:
        """Average the quantiles at tail probabilities from `first` on, over `width`."""
        total = np.interp(first + width, self.reached, self.area)
        return np.asarray((total - np.interp(first, self.reached, self.area)) / width)

    def quantile(self, tail: FloatArray, *, beyond: bool) -> FloatArray:
        """Return the quantile at a tail probability; at a jump, on this side or beyond it."""
        cell = np.searchsorted(self.reached, tail, side="left" if beyond else "right") - 1
        return self.values[np.clip(cell, 0, self.values.size - 1)]


def quantile_bounds(
    parts: Iterable[tuple[Lattice, int]], q: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Bound the quantiles of a sum over every dependence of its parts.

    Parameters
    ----------
    parts : iterable of (Lattice, int)
        Distinct distributions, and how many tolls have each.
    q : array_like of float, shape (m,)
        Cumulative probabilities, above 0 and below 1.

    Returns
    -------
    lower, upper : ndarray of float, shape (m,)
        In people. For two uncertain tolls no narrower bounds exist; for more they may.

    References
    ----------
    Makarov, G. D. (1981). "Estimates for the Distribution Function of a Sum of Two Random
    Variables When the Marginal Distributions Are Fixed". Theory of Probability and Its
    Applications 26(4), 803–806. doi:10.1137/1126086.

    Blanchet, J., Lam, H., Liu, Y. and Wang, R. (2020). "Convolution Bounds on Quantile
    Aggregation". arXiv:2007.09320.

    Puccetti, G. and Rüschendorf, L. (2012). "Computation of Sharp Bounds on the Distribution
    of a Function of Dependent Risks". Journal of Computational and Applied Mathematics
    236(7), 1833–1840. doi:10.1016/j.cam.2011.10.015.
    """
    everything = list(parts)
    q = np.atleast_1d(np.asarray(q, dtype=np.float64))
    shift = sum(n * lattice.start for lattice, n in everything if lattice.probs.size == 1)
    moving = [(lattice, n) for lattice, n in everything if lattice.probs.size > 1]
    if not moving:
        return np.full(q.size, float(shift)), np.full(q.size, float(shift))
    low = [_Tail(lattice, n, upper=False) for lattice, n in moving]
    high = [_Tail(lattice, n, upper=True) for lattice, n in moving]
    lower, upper = _bounds(low, q, upper=False), _bounds(high, 1.0 - q, upper=True)
    # the sum is whole; the slack is for the last digits of the averages
    lower, upper = np.ceil(lower - 1e-6), np.floor(upper + 1e-6)
    return shift + lower, shift + np.maximum(lower, upper)


def _bounds(tails: Sequence[_Tail], tail: FloatArray, *, upper: bool) -> FloatArray:
    """Return the best bounds found on the quantiles beyond which each `tail` lies."""
    number = sum(t.count for t in tails)
    if number == 1:
        return tails[0].quantile(tail, beyond=not upper)
    if number == 2:
        pair = tails[0], tails[-1]
        return np.array([_makarov(*pair, share, upper=upper) for share in tail.tolist()])
    averaged = tail[:, None] * _SHARES  # of the tail; the tolls share the rest among them
    rest = tail[:, None] - averaged
    spread = np.array([t.spread for t in tails])
    counts = np.array([t.count for t in tails])
    found = []
    for power in _POWERS:
        weights = (spread / spread.max()) ** power
        weights /= weights @ counts
        sums = np.zeros(averaged.shape)
        for t, weight in zip(tails, weights.tolist(), strict=True):
            sums += t.count * t.mean(weight * rest, averaged)
        found.append(sums.min(axis=1) if upper else sums.max(axis=1))
    return np.asarray(np.min(found, axis=0) if upper else np.max(found, axis=0))


def _makarov(one: _Tail, other: _Tail, tail: float, *, upper: bool) -> float:
    """Return the sharp bound for two tolls, over all ways to share the tail."""
    inside = [t.reached[(t.reached > 0.0) & (t.reached < tail)] for t in (one, other)]
    a = np.concatenate([np.linspace(0.0, tail, _SPLITS), inside[0], tail - inside[1]])
    b = tail - a
    if upper:  # P(X > x) <= a and P(Y > y) <= b, so P(X + Y > x + y) <= tail
        return float((one.quantile(a, beyond=False) + other.quantile(b, beyond=False)).min())
    # P(X < x) < a and P(Y < y) <= b or the other way round, so P(X + Y < x + y) < tail;
    # nothing has a probability below 0, so the strict side must have a share
    strict = one.quantile(a, beyond=True) + other.quantile(b, beyond=False)
    other_strict = one.quantile(a, beyond=False) + other.quantile(b, beyond=True)
    return float(max(strict[a > 0.0].max(), other_strict[b > 0.0].max()))


def envelope(parts: Iterable[tuple[Lattice, int]], level: float) -> Envelope:
    """Return the law of the widest intervals of a sum.

    Parameters
    ----------
    parts : iterable of (Lattice, int)
        Distinct distributions, and how many tolls have each.
    level : float
        A level at which the interval is to be as narrow as the bounds allow. Between this,
        the usual levels and a grid of others, intervals are those of the next wider level.

    Returns
    -------
    Envelope
        Its middle is the mean of the sum as far as the bounds on the median allow.
    """
    parts = list(parts)
    mean = sum(n * lattice.mean_and_var()[0] for lattice, n in parts)
    usual = np.array([*_LEVELS, level, _CENTRE])
    tails = (1.0 - usual) / 2.0
    far = np.geomspace(1e-6, 0.4, 16)
    low_q = np.unique(np.concatenate([far, tails, np.round(tails, 12)]))  # 0.025 too
    high_q = np.unique(np.concatenate([1.0 - far, (1.0 + usual) / 2.0]))
    lower, upper = quantile_bounds(parts, low_q)[0], quantile_bounds(parts, high_q)[1]
    centre = np.clip(round(mean), lower[-1], max(lower[-1], upper[0]))
    least = float(sum(n * lattice.start for lattice, n in parts))
    most = float(sum(n * lattice.end for lattice, n in parts))
    # below a lower level the quantile is bounded by the level before it, so its step ends there
    levels = np.concatenate([np.nextafter([*low_q, high_q[0]], 0.0), high_q, [1.0]])
    values = np.concatenate([[least], lower[:-1], [centre], upper, [most]])
    return Envelope(levels, np.maximum.accumulate(values), mean)
