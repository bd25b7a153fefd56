"""The closed-form laws of a toll, given what was stated.

`FigureLaw` is for a stated figure or range: the toll is what was stated, or it lies beyond, and
then the logarithm of how far is exponential. `VagueLaw` is for words like "several thousand":
a skewed logistic on the log scale. Both are rounded to whole people. Every parameter may be an
array, so that a column of claims is evaluated at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["FigureLaw", "VagueLaw"]

FloatArray = NDArray[np.float64]
Numbers = float | FloatArray

# Ratios to nobody need a stand-in: 0 is left upwards for 1 as easily as 1 is left for 2, since
# (1/3) / (1/2) = 1 / (3/2).
_NOBODY = 1.0 / 3.0
_LONG = 256  # numbers, from which on telling equal ones apart costs less than their powers
_MANY = 1_000  # quantiles, from which on it pays to check only those close to a step


def _floats(x: ArrayLike) -> FloatArray:
    return np.asarray(x, dtype=np.float64)


def _settled(
    law: FigureLaw | VagueLaw, exact: FloatArray, k: FloatArray, q: FloatArray
) -> FloatArray:
    """Undo the last rounding of a float, so that ppf and cdf agree to the person.

    `k` is the whole number that `exact` was rounded up to. Of many, only those that lie within
    rounding of a whole number are looked at again; near 0 and 1 rounding reaches further.
    """
    if k.size > _MANY:
        with np.errstate(invalid="ignore", divide="ignore"):
            slack = (1.0 + np.abs(exact)) * (1e-9 + 4e-16 / np.minimum(q, 1.0 - q))
            unsure = ~(np.abs(exact - np.round(exact)) > slack)
        some = np.broadcast_to(unsure, k.shape)
        k[some] = _checked(law.part(some), k[some], np.broadcast_to(q, k.shape)[some])
        return k + 0.0
    return _checked(law, k, q)


def _checked(law: FigureLaw | VagueLaw, k: FloatArray, q: FloatArray) -> FloatArray:
    back = (q > 0.0) & (k >= 1.0) & np.isfinite(k) & (law.cdf(k - 1.0) >= q)
    k = np.where(back, k - 1.0, k)
    k = np.where(np.isfinite(k) & (law.cdf(k) < q), k + 1.0, k)
    if np.any(back):
        k[back] = _lowest(law.part(back), k[back], np.broadcast_to(q, k.shape)[back])
    return k + 0.0


def _lowest(law: FigureLaw | VagueLaw, k: FloatArray, q: FloatArray) -> FloatArray:
    """Return the smallest number that reaches `q`, from numbers that reach it.

    Far out a float is too coarse near 1 for single people: many numbers in a row have one cdf.
    Steps that double lead below them, halves back to the first.
    """
    below, step = k - 1.0, 1.0
    while np.any(down := (below >= 0.0) & (law.cdf(below) >= q)):
        k = np.where(down, below, k)
        below = np.where(down, np.maximum(below - step, -1.0), below)
        step *= 2.0
    for _ in range(int(step).bit_length()):
        middle = np.floor((below + k) / 2.0)
        reached = law.cdf(middle) >= q
        inside = (below < middle) & (middle < k)
        k = np.where(inside & reached, middle, k)
        below = np.where(inside & ~reached, middle, below)
    return k


def _power(ratio: FloatArray, exponent: FloatArray) -> FloatArray:
    """Raise ratios to a power; what is equal at the ends of a row is raised once.

    Of a sorted row of people all but one side of the figure has the ratio of its end, and powers
    are most of the work of a long lattice.
    """
    if ratio.ndim != 1 or exponent.ndim or ratio.size < _LONG:
        return np.asarray(ratio**exponent)
    same = ratio == (ratio[-1] if ratio[-1] == ratio[-2] else ratio[0])
    out = np.empty_like(ratio)
    out[same] = ratio[same.argmax()] ** exponent
    out[~same] = ratio[~same] ** exponent
    return out


@dataclass(frozen=True, slots=True, eq=False)
class FigureLaw:
    """What was stated, or some way below or above it, in whole people.

    Parameters
    ----------
    low, high : float or array_like
        The ends of what was stated, in people; equal for a single figure. Inside, every whole
        number is equally likely.
    below, above : float or array_like
        The share of the toll that leaves the figure downwards and upwards, before rounding:
        part of it comes back to the figure when rounded to whole people.
    spread_below, spread_above : float or array_like
        How far it goes, as the mean of the logarithm of the ratio; positive.
    best : float, array_like or None
        The best figure of a range, in people, from `low` to `high`: the median, as far as what
        leaves the range allows. On each side of it every whole number inside is equally likely.
        None, or NaN, is no such figure: every number inside is equally likely.

    Notes
    -----
    P(toll <= k) is ``below * ((k + ½) / low) ** (1 / spread_below)`` below the figure, and
    ``1 - above * (high / (k + ½)) ** (1 / spread_above)`` from its upper end on.

    Examples
    --------
    >>> law = FigureLaw(low=31, high=31, below=0.2, above=0.5, spread_below=0.2, spread_above=0.25)
    >>> law.ppf([0.05, 0.5, 0.95]).tolist()
    [23.0, 31.0, 55.0]
    >>> law.cdf([30, 31]).round(3).tolist()
    [0.184, 0.531]
    >>> FigureLaw(2, 100, 0.0, 0.0, 0.2, 0.2, best=2).ppf([0.25, 0.5, 0.75]).tolist()
    [2.0, 2.0, 51.0]
    """

    low: Numbers
    high: Numbers
    below: Numbers
    above: Numbers
    spread_below: Numbers
    spread_above: Numbers
    best: Numbers | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What two equal laws share; for one claim, not for a column."""
        parts = [self.low, self.high, self.below, self.above, self.spread_below, self.spread_above]
        parts += [] if self.best is None else [self.best]
        return ("figure", *(float(_floats(part)) for part in parts))

    def part(self, some: NDArray[np.bool_]) -> FigureLaw:
        """Return the laws of a column's rows, or of a table's cells, where `some` is true."""
        names = ["low", "high", "below", "above", "spread_below", "spread_above"]
        names += [] if self.best is None else ["best"]
        columns = (np.broadcast_to(_floats(getattr(self, name)), some.shape) for name in names)
        return FigureLaw(*(column[some] for column in columns))

    def given_fewer(self, some: ArrayLike) -> FigureLaw:
        """Return the law, of rows where `some` is true given that the toll is below the figure.

        The way downwards is the same, and what stayed or went up is left out.

        Parameters
        ----------
        some : array_like of bool
            Rows of single figures of 1 or more; below fewer than 1 there is 0 only.

        Returns
        -------
        FigureLaw
            A law whose figure is the largest toll below the old one.

        Examples
        --------
        >>> law = FigureLaw(low=40, high=40, below=0.2, above=0.5, spread_below=0.3, spread_above=1)
        >>> law.given_fewer([True]).cdf([20, 38, 39, 40]).round(3).tolist()
        [0.112, 0.918, 1.0, 1.0]
        >>> (law.cdf([20, 38]) / law.cdf(39)).round(3).tolist()
        [0.112, 0.918]
        """
        low, spread = _floats(self.low), _floats(self.spread_below)
        last = np.maximum(low - 1.0, 0.0)
        # P(toll <= k) / P(toll < N) is ((k + ½) / (N - ½)) ** (1 / spread), which is this law's
        # below * ((k + ½) / (N - 1)) ** (1 / spread)
        below = (last / (last + 0.5)) ** (1.0 / spread)
        return FigureLaw(
            low=np.where(some, last, low),
            high=np.where(some, last, self.high),
            below=np.where(some, below, self.below),
            above=np.where(some, 0.0, self.above),
            spread_below=spread,
            spread_above=self.spread_above,
            best=None if self.best is None else np.where(some, last, self.best),
        )

    def opened(self, alone: FigureLaw, *, above: ArrayLike) -> FigureLaw:
        """Return the law with the ways of another one on the side where no end was stated.

        Parameters
        ----------
        alone : FigureLaw
            The law of the best figure by itself.
        above : array_like of bool
            Whether the open side is the upper one.

        Returns
        -------
        FigureLaw
            Its other side and its inside are this law's.
        """
        some = np.asarray(above)
        return FigureLaw(
            low=self.low,
            high=self.high,
            below=np.where(some, self.below, alone.below),
            above=np.where(some, alone.above, self.above),
            spread_below=np.where(some, self.spread_below, alone.spread_below),
            spread_above=np.where(some, alone.spread_above, self.spread_above),
            best=self.best,
        )

    def _halves(self) -> tuple[FloatArray, FloatArray]:
        """How many whole numbers lie inside on each side of the best figure, halves counted."""
        low, high = _floats(self.low), _floats(self.high)
        best = _floats(np.nan if self.best is None else self.best)
        best = np.where(np.isnan(best), (low + high) / 2.0, best)
        return best - low + 0.5, high - best + 0.5

    def _under(self, k: FloatArray) -> FloatArray:
        """P(toll <= k) for k below the figure."""
        low = _floats(self.low)
        ratio = np.clip(k + 0.5, 0.0, np.maximum(low - 0.5, 0.0)) / np.maximum(low, 0.5)
        return np.asarray(_floats(self.below) * _power(ratio, 1.0 / _floats(self.spread_below)))

    def _over(self, k: FloatArray) -> FloatArray:
        """P(toll > k) for k at the upper end or beyond."""
        high = _floats(self.high)
        ratio = np.maximum(high, _NOBODY) / np.maximum(k + 0.5, high + 0.5)
        return np.asarray(_floats(self.above) * _power(ratio, 1.0 / _floats(self.spread_above)))

    def cdf(self, k: ArrayLike) -> FloatArray:
        """Return P(toll <= k)."""
        k = np.floor(_floats(k))
        low, high = _floats(self.low), _floats(self.high)
        under, over = self._under(k), self._over(k)
        if self.best is None:
            share = np.clip((k - low + 1.0) / (high - low + 1.0), 0.0, 1.0)
        else:
            down, up = self._halves()
            half, x = self._half(under, over), k - low + 1.0
            share = half * np.clip(x / down, 0.0, 1.0)
            share += (1.0 - half) * np.clip((x - down) / up, 0.0, 1.0)
        return np.asarray(under + (1.0 - over - under) * share)

    def _half(self, under: FloatArray, over: FloatArray) -> FloatArray:
        """Which share of what lies inside lies below the best figure, so that half of all does."""
        with np.errstate(divide="ignore", invalid="ignore"):
            half = np.clip(np.nan_to_num((0.5 - under) / (1.0 - over - under)), 0.0, 1.0)
        stated = _floats(np.nan if self.best is None else self.best)
        return np.where(np.isnan(stated), 0.5, half)

    def _inside(self, share: FloatArray, under: FloatArray, over: FloatArray) -> FloatArray:
        """How many whole numbers from the lower end on hold a share of what lies inside."""
        if self.best is None:
            return (_floats(self.high) - _floats(self.low) + 1.0) * share
        down, up = self._halves()
        half = self._half(under, over)
        below, above = np.minimum(share / half, 1.0), (share - half) / (1.0 - half)
        return np.where(share <= half, below * down, down + np.maximum(above, 0.0) * up)

    def ppf(self, q: ArrayLike) -> FloatArray:
        """Return the smallest whole number whose cdf reaches `q`, for 0 < q < 1.

        At 0 and 1 it returns the ends of the support; the upper one may be infinite.
        """
        q = _floats(q)
        low, high = _floats(self.low), _floats(self.high)
        under, over = self._under(low - 1.0), self._over(high)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            down = low * (q / self.below) ** _floats(self.spread_below) - 0.5
            inside = low - 1.0 + self._inside((q - under) / (1.0 - over - under), under, over)
            out = np.maximum(high, _NOBODY) * (self.above / (1.0 - q)) ** _floats(self.spread_above)
        held = q <= 1.0 - over
        left = (q < under) | ((q == under) & (under > 0.0))
        exact = np.where(left, down, np.where(held, inside, out - 0.5))
        k = np.ceil(exact)
        k = np.where(left, np.maximum(k, 0.0), np.where(held, np.clip(k, low, high), k))
        return _settled(self, exact, k, q)


@dataclass(frozen=True, slots=True, eq=False)
class VagueLaw:
    """Some number of units, skewed upwards, in whole people.

    Parameters
    ----------
    peak : float or array_like
        The most likely toll on the log scale, in people; positive.
    spread_below, spread_above : float or array_like
        The scale of the logarithm of the ratio to the peak, on each side; positive.

    Notes
    -----
    With x the logarithm of (k + ½) / peak, P(toll <= k) is ``2 w / (1 + exp(-x / spread_below))``
    below the peak and ``1 - 2 (1 - w) / (1 + exp(x / spread_above))`` above it. The share below
    the peak, w = spread_below / (spread_below + spread_above), keeps the density in one piece.

    Examples
    --------
    >>> law = VagueLaw(peak=2300, spread_below=0.15, spread_above=0.35)
    >>> law.ppf([0.05, 0.5, 0.95]).tolist()
    [1605.0, 2825.0, 7290.0]
    """

    peak: Numbers
    spread_below: Numbers
    spread_above: Numbers

    @property
    def key(self) -> tuple[Any, ...]:
        """What two equal laws share; for one claim, not for a column."""
        parts = (self.peak, self.spread_below, self.spread_above)
        return ("vague", *(float(_floats(part)) for part in parts))

    def part(self, some: NDArray[np.bool_]) -> VagueLaw:
        """Return the laws of a column's rows, or of a table's cells, where `some` is true."""
        names = ("peak", "spread_below", "spread_above")
        columns = (np.broadcast_to(_floats(getattr(self, name)), some.shape) for name in names)
        return VagueLaw(*(column[some] for column in columns))

    def cdf(self, k: ArrayLike) -> FloatArray:
        """Return P(toll <= k)."""
        k = np.floor(_floats(k))
        down, up = _floats(self.spread_below), _floats(self.spread_above)
        x = np.log(np.maximum(k + 0.5, 0.5) / self.peak)
        share = down / (down + up)
        low = x < 0.0
        away = 1.0 + np.exp(np.minimum(np.where(low, -x / down, x / up), 700.0))
        reached = np.where(low, 2.0 * share / away, 1.0 - 2.0 * (1.0 - share) / away)
        return np.asarray(np.where(k < 0.0, 0.0, reached))

    def ppf(self, q: ArrayLike) -> FloatArray:
        """Return the smallest whole number whose cdf reaches `q`; infinite at 1."""
        q = _floats(q)
        down, up = _floats(self.spread_below), _floats(self.spread_above)
        share = down / (down + up)
        with np.errstate(divide="ignore", invalid="ignore"):
            lower = -down * np.log(2.0 * share / q - 1.0)
            upper = up * np.log(2.0 * (1.0 - share) / (1.0 - q) - 1.0)
            x = np.where(q < share, lower, upper)
            exact = self.peak * np.exp(x) - 0.5
            k = np.maximum(np.ceil(exact), 0.0)
        return _settled(self, exact, k, q)
