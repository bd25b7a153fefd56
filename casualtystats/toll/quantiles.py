"""Probabilities and quantiles of a toll: SciPy's names, answered by its law or its lattice.

These functions are the methods of `Toll` of the same names. Where a toll has a closed form they
use it; otherwise they read running sums of its lattice, kept from below and from above so that
neither tail loses digits. A number in gives a number out, an array an array.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.toll.interval import Interval, check_level
from casualtystats.toll.lattice import Lattice, Law, cumulative

FloatArray = NDArray[np.float64]

_ROUNDING = 1e-14  # by which an interval may miss its level: what differences of sums lose


class Distributed(Protocol):
    """What quantiles need of a toll; the last two are kept between calls."""

    level: float
    law: Law | None
    _below: FloatArray | None
    _above: FloatArray | None

    @property
    def lattice(self) -> Lattice:
        """The probabilities."""
        ...


def below(self: Distributed) -> FloatArray:
    """Return P(toll <= each value of the lattice); the last is 1."""
    if self._below is None:
        sums = cumulative(self.lattice.probs)
        sums[-1] = 1.0
        object.__setattr__(self, "_below", sums)
    return self._below  # type: ignore[return-value]  # just filled


def above(self: Distributed) -> FloatArray:
    """Return P(toll > each value of the lattice); the last is 0."""
    if self._above is None:
        p = self.lattice.probs
        sums = np.append(cumulative(p[:0:-1], up=False)[::-1], 0.0)
        object.__setattr__(self, "_above", sums)
    return self._above  # type: ignore[return-value]  # just filled


def _cells(self: Distributed, k: FloatArray) -> NDArray[np.int64]:
    """Return the last cell at or below each `k`; -1 below the lattice."""
    cell = np.floor((k - self.lattice.start) / self.lattice.step)
    size = self.lattice.probs.size
    return np.asarray(np.clip(np.nan_to_num(cell, nan=-1.0), -1, size - 1), dtype=np.int64)


def _asked(argument: str, x: ArrayLike) -> FloatArray:
    try:
        return np.asarray(x, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidTypeError(argument, "be a number or an array of numbers", x) from None


def _number(answer: ArrayLike, asked: FloatArray) -> Any:
    """Leave unknown what was asked of the unknown; a number for a number."""
    known = np.where(np.isnan(asked), np.nan, answer)
    return known if known.ndim else float(known)


def pmf(self: Distributed, k: ArrayLike) -> Any:
    """Return the probability of exactly `k` people.

    Parameters
    ----------
    k : array_like of float
        People. Numbers that are not whole have probability 0.

    Returns
    -------
    float or ndarray
        P(toll = k), in the shape of `k`.
    """
    k = _asked("k", k)
    if self.law is not None:
        mass = np.asarray(self.law.cdf(k)) - np.asarray(self.law.cdf(k - 1.0))
        return _number(np.where(k == np.floor(k), mass.clip(0.0), 0.0), k)
    cell = _cells(self, k)
    hit = (cell >= 0) & (self.lattice.start + self.lattice.step * cell == k)
    return _number(np.where(hit, self.lattice.probs[cell], 0.0), k)


def cdf(self: Distributed, k: ArrayLike) -> Any:
    """Return the probability of at most `k` people.

    Parameters
    ----------
    k : array_like of float
        People.

    Returns
    -------
    float or ndarray
        P(toll <= k), in the shape of `k`.
    """
    k = _asked("k", k)
    if self.law is not None:
        return _number(self.law.cdf(k), k)
    cell = _cells(self, k)
    return _number(np.where(cell >= 0, below(self)[cell], 0.0), k)


def sf(self: Distributed, k: ArrayLike) -> Any:
    """Return the probability of more than `k` people.

    Parameters
    ----------
    k : array_like of float
        People.

    Returns
    -------
    float or ndarray
        P(toll > k), in the shape of `k`; small ones keep their digits.
    """
    k = _asked("k", k)
    if self.law is not None:
        return _number(1.0 - np.asarray(self.law.cdf(k)), k)
    cell = _cells(self, k)
    return _number(np.where(cell >= 0, above(self)[cell], 1.0), k)


def logpmf(self: Distributed, k: ArrayLike) -> Any:
    """Return the natural logarithm of `pmf`.

    Parameters
    ----------
    k : array_like of float
        People.

    Returns
    -------
    float or ndarray
        log P(toll = k); minus infinity where that is impossible.
    """
    return _log(pmf(self, k))


def logcdf(self: Distributed, k: ArrayLike) -> Any:
    """Return the natural logarithm of `cdf`.

    Parameters
    ----------
    k : array_like of float
        People.

    Returns
    -------
    float or ndarray
        log P(toll <= k).
    """
    return _log(cdf(self, k))


def logsf(self: Distributed, k: ArrayLike) -> Any:
    """Return the natural logarithm of `sf`.

    Parameters
    ----------
    k : array_like of float
        People.

    Returns
    -------
    float or ndarray
        log P(toll > k).
    """
    return _log(sf(self, k))


def _log(p: Any) -> Any:
    with np.errstate(divide="ignore"):
        logarithm = np.log(p)
    return logarithm if np.ndim(p) else float(logarithm)


def ppf(self: Distributed, q: ArrayLike) -> Any:
    """Return the smallest number of people whose cdf reaches `q`.

    Parameters
    ----------
    q : array_like of float
        Probabilities. Outside 0 to 1 the answer is NaN.

    Returns
    -------
    float or ndarray
        Quantiles, in people: ``cdf(ppf(q)) >= q`` always, with no rounding of `q`. At 0 it is
        the smallest possible toll (SciPy gives one less, which is no number of people).
    """
    q = _asked("q", q)
    q = np.where((q >= 0.0) & (q <= 1.0), q, np.nan)
    known = np.nan_to_num(q, nan=0.5)
    if self.law is not None:
        return _number(self.law.ppf(known), q)
    cell = np.searchsorted(below(self), known, side="left")
    return _number(self.lattice.start + self.lattice.step * cell, q)


def isf(self: Distributed, q: ArrayLike) -> Any:
    """Return the smallest number of people that is exceeded with probability at most `q`.

    Parameters
    ----------
    q : array_like of float
        Probabilities. Outside 0 to 1 the answer is NaN.

    Returns
    -------
    float or ndarray
        Upper quantiles, in people: ``sf(isf(q)) <= q``.
    """
    q = _asked("q", q)
    q = np.where((q >= 0.0) & (q <= 1.0), q, np.nan)
    known = np.nan_to_num(q, nan=0.5)
    if self.law is not None:
        return _number(self.law.ppf(1.0 - known), q)
    cell = np.searchsorted(-above(self), -known, side="left")
    return _number(self.lattice.start + self.lattice.step * cell, q)


def median(self: Distributed) -> float:
    """Return the median.

    Returns
    -------
    float
        The smallest number of people that is reached with probability one half.
    """
    return float(ppf(self, 0.5))


def interval(self: Distributed, level: float | None = None) -> Interval:
    """Return the equal-tailed interval.

    Parameters
    ----------
    level : float or None
        The probability it should hold, a fraction; None means the toll's own `level`.

    Returns
    -------
    Interval
        From the quantile at ``(1 - level) / 2`` to that at ``(1 + level) / 2``, in people. On
        whole numbers it holds at least `level`.

    Raises
    ------
    InvalidValueError
        If `level` is not a fraction between 0 and 1.
    """
    level = self.level if level is None else check_level(level)
    low, high = ppf(self, np.array([(1.0 - level) / 2.0, (1.0 + level) / 2.0]))
    return Interval(float(low), float(high), level)


def hdi(self: Distributed, level: float | None = None) -> Interval:
    """Return the shortest interval that holds `level`.

    Parameters
    ----------
    level : float or None
        The probability it should hold, a fraction; None means the toll's own `level`.

    Returns
    -------
    Interval
        In people. Among the shortest the most probable one, then the lowest. A toll with two
        peaks still gets one interval.

    Raises
    ------
    InvalidValueError
        If `level` is not a fraction between 0 and 1.
    """
    level = self.level if level is None else check_level(level)
    reached = below(self)
    missed = np.concatenate([[0.0], reached[:-1]])
    needed = missed + level - _ROUNDING
    first = np.flatnonzero(needed <= 1.0)
    last = np.searchsorted(reached, needed[first], side="left")
    held = reached[last] - missed[first]
    best = np.lexsort((first, -held, last - first))[0]
    values = self.lattice.values
    low, high = float(values[first[best]]), float(values[last[best]])
    return Interval(low, high, level, "highest density")


def support(self: Distributed) -> tuple[float, float]:
    """Return the smallest and the largest possible toll.

    Returns
    -------
    tuple of float
        In people; the upper end of a law may be infinite.
    """
    if self.law is not None:
        low, high = np.asarray(self.law.ppf(np.array([0.0, 1.0])), dtype=np.float64)
        return float(low), float(high)
    return float(self.lattice.start), float(self.lattice.end)


def rvs(self: Distributed, size: Any = None, random_state: Any = None) -> Any:
    """Draw tolls at random.

    Parameters
    ----------
    size : int, tuple of int or None
        How many; None gives one number.
    random_state : int, Generator, RandomState or None
        The seed or source of chance; None takes fresh entropy. The global seed is never used.

    Returns
    -------
    int or ndarray of int
        People.

    Raises
    ------
    InvalidTypeError
        If `random_state` is no source of chance.
    InvalidValueError
        If `size` is no size.
    """
    if isinstance(random_state, np.random.RandomState):
        draw: Any = random_state.random_sample
    else:
        try:
            draw = np.random.default_rng(random_state).random
        except (TypeError, ValueError):
            raise InvalidTypeError(
                "random_state", "be a whole number or a Generator", random_state
            ) from None
    try:
        uniform = draw(size)
    except (TypeError, ValueError):
        rule = "be a whole number, a tuple of them or None, 0 or more"
        raise InvalidValueError("size", rule, size) from None
    drawn = np.asarray(ppf(self, 1.0 - np.asarray(uniform)))  # in (0, 1]: 0 has no chance
    if not np.isfinite(drawn).all():  # a chance of 1 in 2^53
        drawn = np.where(np.isfinite(drawn), drawn, self.lattice.end)
    return drawn.astype(np.int64) if drawn.ndim else int(drawn)
