"""Two tolls at once: the exact laws of their ratio and their difference.

Both tolls are lattices, so every probability here is a finite sum, not a simulation: for each
official value the monitor's distribution function is read at the matching limit. Quantiles
come from bisection on that sum and are then set on the exact fraction m/n they stand for.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.toll.toll import Toll

__all__ = ["Joint", "check_correlation"]

FloatArray = NDArray[np.float64]

_SNAP = 1e-12  # relative; fractions of whole numbers below a million are further apart
_SLACK = 1e-13  # probability lost to rounding in a sum


def check_correlation(correlation: float) -> float:
    """Return `correlation` as a float if it lies between -1 and 1."""
    try:
        value = float(correlation)
    except (TypeError, ValueError):
        raise InvalidTypeError(
            "correlation", "be a number", correlation, "0 means that the two sides err apart."
        ) from None
    if not -1.0 <= value <= 1.0:
        raise InvalidValueError("correlation", "lie between -1 and 1", correlation)
    return value


@dataclass(frozen=True)
class Joint:
    """The joint distribution of an official and a monitor's toll.

    The two are tied by a Gaussian copula with the given correlation; 0 is independence, 1 and
    -1 are the two extremes (both err high together; one errs high where the other errs low).

    Parameters
    ----------
    official, monitor : Toll
        The two sides.
    correlation : float
        Correlation of the two sides' errors, from -1 to 1.

    References
    ----------
    D. B. Owen, "Tables for computing bivariate normal probabilities", Annals of Mathematical
    Statistics 27 (1956), doi 10.1214/aoms/1177728074.
    """

    official: Toll
    monitor: Toll
    correlation: float = 0.0

    @cached_property
    def _official(self) -> tuple[FloatArray, FloatArray]:
        """Official values that can occur, with their probabilities."""
        keep = self.official.probs > 0
        return self.official.values[keep].astype(np.float64), self.official.probs[keep]

    @cached_property
    def _edges(self) -> tuple[FloatArray, FloatArray]:
        """P(official < value) and P(official <= value) at each official value."""
        upto = np.minimum(np.cumsum(self._official[1]), 1.0)
        upto[-1] = 1.0
        return np.concatenate([[0.0], upto[:-1]]), upto

    def cells(self, limits: FloatArray | float, chosen: Any = slice(None)) -> FloatArray:
        """Return P(official = value, monitor <= limit) for the chosen official values."""
        probs: FloatArray = self._official[1][chosen]
        under: FloatArray = np.broadcast_to(self.monitor.cdf(limits), probs.shape)
        if self.correlation == 0.0:
            return probs * under
        before, upto = (edge[chosen] for edge in self._edges)
        return _copula(upto, under, self.correlation) - _copula(before, under, self.correlation)

    def below(self, limits: FloatArray | float) -> float:
        """Return P(monitor <= limit), where `limits` gives a limit for each official value."""
        return float(min(max(self.cells(limits).sum(), 0.0), 1.0))

    def below_bounds(self, limits: FloatArray | float) -> tuple[float, float]:
        """Return the least and the most that P(monitor <= limit) can be for any dependence.

        `limits` must not fall from one official value to the next.

        References
        ----------
        G. D. Makarov, "Estimates for the distribution function of a sum of two random variables
        when the marginal distributions are fixed", Theory of Probability and its Applications
        26 (1982), doi 10.1137/1126086.
        """
        before, upto = self._edges
        under = np.broadcast_to(self.monitor.cdf(limits), upto.shape)
        least = (under - before).max(initial=0.0)
        most = (under + 1.0 - upto).min(initial=1.0)
        return float(least), float(most)

    def ratio_bounds(self, level: float) -> tuple[float, float]:
        """Return ends between which the ratio lies with at least `level` for any dependence."""
        tail = (1.0 - level) / 2.0
        return self._ratio_ppf(tail, self._most_upto), self._ratio_ppf(1.0 - tail, self._least_upto)

    def _least_upto(self, ratio: float) -> float:
        least, _ = self.below_bounds(np.floor(ratio * self._official[0] * (1.0 + _SNAP)))
        return least if ratio >= 1.0 else max(least - self._most_both_zero, 0.0)

    def _most_upto(self, ratio: float) -> float:
        return self.below_bounds(np.floor(ratio * self._official[0] * (1.0 + _SNAP)))[1]

    @property
    def _most_both_zero(self) -> float:
        return float(min(self.official.cdf(0), self.monitor.cdf(0)))

    @property
    def prob_exceeds(self) -> float:
        """P(monitor > official)."""
        return 1.0 - self.below(self._official[0])

    @property
    def prob_equal(self) -> float:
        """P(monitor = official)."""
        values = self._official[0]
        return max(self.below(values) - self.below(values - 1.0), 0.0)

    @cached_property
    def prob_both_zero(self) -> float:
        """P(both sides are 0); their ratio is then taken as 1, since they agree."""
        values = self._official[0]
        return self.below(np.where(values == 0, 0.0, -1.0))

    @cached_property
    def prob_official_zero(self) -> float:
        """P(official = 0 < monitor): the ratio is then infinite."""
        return max(float(self.official.cdf(0)) - self.prob_both_zero, 0.0)

    def ratio_cdf(self, ratio: float) -> float:
        """Return P(monitor / official <= ratio)."""
        return 1.0 if ratio == math.inf else _UptoRatio(self)(ratio)

    def ratio_ppf(self, q: float) -> float:
        """Return the smallest ratio whose `ratio_cdf` reaches `q`, as an exact fraction."""
        if q not in self._ratios:
            upto = _UptoRatio(self)
            self._ratios[q] = self._ratio_ppf(q, upto, upto.settle)
        return self._ratios[q]

    @cached_property
    def _ratios(self) -> dict[float, float]:
        """Quantiles found so far: tables, sentences and pictures ask for the same few."""
        return {}

    def _ratio_ppf(
        self,
        q: float,
        upto: Callable[[float], float],
        settle: Callable[[float, float], None] | None = None,
    ) -> float:
        """Return the smallest fraction monitor ÷ official at which `upto` reaches `q`."""
        values = self._official[0]
        positive = values[values > 0]
        target = q - _SLACK
        if positive.size == 0:
            return 1.0 if upto(1.0) >= target else math.inf
        if upto(0.0) >= target:
            return 0.0
        top = self.monitor.values[-1]
        low = 0.5 * min(1.0, 1.0 / positive[-1])
        high = max(top / positive[0], 1.0)
        if upto(high) < target:
            return math.inf
        while high > low * (1.0 + _SNAP):
            middle = math.sqrt(low * high)
            if not low < middle < high:
                break
            if upto(middle) >= target:
                high = middle
            else:
                low = middle
            if settle is not None:
                settle(low, high)
        near = high * (1.0 + 2.0 * _SNAP)
        first = self.monitor.start
        step = self.monitor.step if self.monitor.law is None else 1
        steps = np.floor((np.floor(near * positive) - first) / step)
        fractions = (first + step * steps) / positive
        fractions = np.append(fractions[steps >= 0], 1.0)
        fractions = fractions[(fractions <= near) & (fractions >= low * (1.0 - 2.0 * _SNAP))]
        return float(fractions.max()) if fractions.size else high

    def difference_ppf(self, q: float) -> int:
        """Return the smallest whole d with P(monitor - official <= d) >= q."""
        values = self._official[0]
        low = int(self.monitor.values[0]) - int(values[-1]) - 1
        high = int(self.monitor.values[-1]) - int(values[0])
        return _first(lambda d: self.below(values + d) >= q - _SLACK, low, high)

    @property
    def overlap(self) -> float:
        """The probability the two distributions share: the sum of the smaller of each cell.

        Cells are as wide as the coarser of the two lattices.

        References
        ----------
        H. F. Inman and E. L. Bradley, "The overlapping coefficient as a measure of agreement
        between probability distributions", Communications in Statistics 18 (1989),
        doi 10.1080/03610928908830127.
        """
        width = max(self.official.step, self.monitor.step)
        start = min(self.official.start, self.monitor.start)
        stop = max(int(self.official.values[-1]), int(self.monitor.values[-1]))
        edges = np.arange(start - 1, stop + width, width, dtype=np.float64)
        shares = [np.diff(toll.cdf(edges)) for toll in (self.official, self.monitor)]
        return float(np.minimum(*shares).sum())


class _UptoRatio:
    """P(monitor / official <= ratio), quick near a ratio that is closed in on.

    Between two ratios the limit on the monitor's toll stays the same for most official values.
    What these contribute is settled once; only the others are summed anew.
    """

    def __init__(self, joint: Joint) -> None:
        self.joint = joint
        self.values = joint._official[0]  # noqa: SLF001 - its own file
        self.open = np.arange(self.values.size)
        self.settled = 0.0

    def _limits(self, ratio: float) -> FloatArray:
        return np.floor(ratio * self.values[self.open] * (1.0 + _SNAP))

    def __call__(self, ratio: float) -> float:
        fresh = self.joint.cells(self._limits(ratio), self.open).sum()
        undecided = self.joint.prob_both_zero if ratio < 1.0 else 0.0
        return float(min(max(self.settled + fresh, 0.0), 1.0)) - undecided

    def settle(self, low: float, high: float) -> None:
        """Take it that from now on only ratios from `low` to `high` are asked for."""
        limits = self._limits(low)
        moving = limits != self._limits(high)
        self.settled += float(self.joint.cells(limits[~moving], self.open[~moving]).sum())
        self.open = self.open[moving]


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Return the smallest whole number in (low, high] at which `holds` turns true."""
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def _copula(u: FloatArray, v: FloatArray, rho: float) -> FloatArray:
    """Return the Gaussian copula C(u, v; rho), by Owen's T function."""
    if rho == 1.0:
        return np.minimum(u, v)
    if rho == -1.0:
        return np.maximum(u + v - 1.0, 0.0)
    from scipy import special

    inside = (u > 0) & (u < 1) & (v > 0) & (v < 1)
    h = special.ndtri(np.where(inside, u, 0.25))
    k = special.ndtri(np.where(inside, v, 0.25))
    h = np.where(h == 0, 1e-200, h)  # Owen's form divides by both
    k = np.where(k == 0, 1e-200, k)
    scale = math.sqrt(1.0 - rho * rho)
    ends = special.owens_t(h, (k / h - rho) / scale) + special.owens_t(k, (h / k - rho) / scale)
    inner = 0.5 * (special.ndtr(h) + special.ndtr(k)) - ends - 0.5 * (h * k < 0)
    edge = np.where(u >= 1, v, np.where(v >= 1, u, 0.0))
    return np.clip(np.where(inside, inner, edge), 0.0, 1.0)
