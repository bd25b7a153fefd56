"""The closed-form law of a toll, given a stated figure.

A toll is at the stated figure (or inside the stated range), below it or above it. The two
sides fall off as a generalised Pareto distribution, cut into whole people: close to
exponential, with a tail that is a little heavier. Every parameter may be an array, so that a
column of claims is evaluated at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["FigureLaw"]

FloatArray = NDArray[np.float64]


def survival(y: ArrayLike, scale: ArrayLike, heaviness: ArrayLike) -> FloatArray:
    """Return P(Y >= y) of a generalised Pareto Y with a positive `heaviness`."""
    ratio = np.maximum(np.asarray(y, dtype=np.float64), 0.0) / scale
    return np.asarray((1.0 + heaviness * ratio) ** (-1.0 / np.asarray(heaviness)))


def survival_inverse(p: ArrayLike, scale: ArrayLike, heaviness: ArrayLike) -> FloatArray:
    """Return the y at which P(Y >= y) falls to `p`."""
    xi = np.asarray(heaviness, dtype=np.float64)
    with np.errstate(divide="ignore"):
        return np.asarray(scale * (np.asarray(p, dtype=np.float64) ** -xi - 1.0) / xi)


@dataclass(frozen=True, slots=True, eq=False)
class FigureLaw:
    """Below, at or above what was stated, in whole people.

    Parameters
    ----------
    low, high : int or array_like
        The ends of what was stated, in people; equal for a single figure. Inside, every
        whole number is equally likely.
    below, above : float or array_like
        The probability that the toll is below `low`, and above `high`.
    scale_below, scale_above : float or array_like
        The scale of the excess on each side, in people.
    heaviness : float or array_like
        The shape of the tails, above 0; 0.25 has moments up to the third.
    """

    low: ArrayLike
    high: ArrayLike
    below: ArrayLike
    above: ArrayLike
    scale_below: ArrayLike
    scale_above: ArrayLike
    heaviness: ArrayLike

    @property
    def key(self) -> tuple[Any, ...]:
        """What two equal laws share; for one claim, not for columns."""
        return (
            "figure",
            *(
                float(np.asarray(part))
                for part in (
                    self.low,
                    self.high,
                    self.below,
                    self.above,
                    self.scale_below,
                    self.scale_above,
                    self.heaviness,
                )
            ),
        )

    def _parts(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        low = np.asarray(self.low, dtype=np.float64)
        high = np.asarray(self.high, dtype=np.float64)
        below = np.where(low > 0, self.below, 0.0)
        return low, high, below, np.asarray(self.above, dtype=np.float64)

    def cdf(self, k: ArrayLike) -> FloatArray:
        """Return P(toll <= k)."""
        low, high, below, above = self._parts()
        k = np.floor(np.asarray(k, dtype=np.float64))
        floor = survival(low, self.scale_below, self.heaviness)
        under = survival(low - k - 1.0, self.scale_below, self.heaviness)
        with np.errstate(invalid="ignore", divide="ignore"):
            lower = np.where(low > 0, below * (under - floor) / (1.0 - floor), 0.0)
        inside = below + (1.0 - below - above) * (k - low + 1.0) / (high - low + 1.0)
        upper = 1.0 - above * survival(k - high, self.scale_above, self.heaviness)
        middle = np.where(k <= high, inside, upper)
        return np.asarray(np.where(k < 0, 0.0, np.where(k < low, lower, middle)))

    def ppf(self, q: ArrayLike) -> FloatArray:
        """Return the smallest whole number whose cdf reaches `q`."""
        low, high, below, above = self._parts()
        q = np.asarray(q, dtype=np.float64)
        floor = survival(low, self.scale_below, self.heaviness)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            share = np.clip(q / below, 0.0, 1.0)
            gap = survival_inverse(floor + share * (1.0 - floor), self.scale_below, self.heaviness)
            lower = low - 1.0 - gap
            core = 1.0 - below - above
            inside = low - 1.0 + (q - below) / core * (high - low + 1.0)
            beyond = np.clip((1.0 - q) / above, 0.0, 1.0)
            upper = high + survival_inverse(beyond, self.scale_above, self.heaviness)
            middle = np.where(q <= 1.0 - above, np.clip(inside, low, high), upper)
            first = np.where(q <= below, lower, middle)
        first = np.maximum(np.ceil(first - 1e-9), 0.0)
        return self._settle(first, q)

    def _settle(self, k: FloatArray, q: FloatArray) -> FloatArray:
        """Undo the last rounding of a float, so that ppf and cdf agree to the person."""
        k = np.where((k > 0) & (self.cdf(k - 1.0) >= q), k - 1.0, k)
        return np.asarray(np.where(np.isfinite(k) & (self.cdf(k) < q), k + 1.0, k))
