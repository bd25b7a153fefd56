"""From a lattice of probabilities to bars whose area is probability, on an honest axis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidValueError

__all__ = ["Bars", "Scale", "Stick", "choose_scale", "make_bars"]

FloatArray = NDArray[np.float64]

_SHOWN = 0.99  # the share of the distribution that a picture must show, beside its interval
_LONG = 12.0  # a tail reaching this many times the median is drawn on a logarithmic axis
_FLOOR = -0.5  # where the cell of nobody begins: there are no negative people
_SPIKE = 0.02  # the least probability of a single number that is drawn as a spike
_FEW = 30  # so few numbers have a bar each, and need no spikes
_PROMINENCE = 4.0  # and how many times its neighbours it must be


@dataclass(frozen=True, slots=True)
class Scale:
    """The part of the number line that is drawn, and how: straight or logarithmic.

    Parameters
    ----------
    low, high : float
        The ends that are drawn, in people.
    log : bool
        Whether equal steps mean equal ratios. It is ``log(1 + x)``, so 0 has a place.
    """

    low: float
    high: float
    log: bool

    def position(self, x: ArrayLike) -> FloatArray:
        """Return where `x` stands: 0 at the low end, 1 at the high end."""
        number = np.clip(np.asarray(x, dtype=np.float64), self.low, self.high)
        if not self.log:
            return np.asarray((number - self.low) / (self.high - self.low), dtype=np.float64)
        base = math.log1p(self.low)
        return np.asarray((np.log1p(number) - base) / (math.log1p(self.high) - base))

    def number(self, position: ArrayLike) -> FloatArray:
        """Return the number at `position`: the inverse of `position`."""
        at = np.asarray(position, dtype=np.float64)
        if not self.log:
            return np.asarray(self.low + at * (self.high - self.low), dtype=np.float64)
        base = math.log1p(self.low)
        return np.asarray(np.expm1(base + at * (math.log1p(self.high) - base)))

    def ticks(self, most: int = 6) -> list[float]:
        """Return at most about `most` round, whole numbers inside the scale."""
        if self.log and self.high > 12 * max(self.low, 1.0):
            decades = range(max(0, math.floor(math.log10(max(self.low, 1)))), 20)
            for steps in ((1, 2, 5), (1, 3), (1,)):
                found = [float(s * 10**d) for d in decades for s in steps]
                found = [x for x in [0.0, *found] if self.low <= x <= self.high]
                if len(found) <= most:
                    return found
            return found[:: math.ceil(len(found) / most)]
        rough = (self.high - self.low) / max(most - 1, 1)
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * s for s in (1, 2, 5, 10) if power * s >= rough * 0.999)
        step = max(step, 1.0)  # there is no half a person
        first = math.ceil(self.low / step - 1e-9)
        return [k * step for k in range(first, math.floor(self.high / step + 1e-9) + 1)]


class Stick(NamedTuple):
    """A single number that holds much probability, and how tall it is drawn."""

    value: float
    mass: float
    height: float
    broken: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars for one distribution.

    Parameters
    ----------
    edges : ndarray of float, shape (n + 1,)
        Where the bars begin and end, in people.
    height : ndarray of float, shape (n,)
        Probability per unit of drawn width: area is probability.
    spikes : tuple of (float, float)
        Single numbers that hold much probability, and how much. The bars go on under them as
        if they were not there.
    above : float
        The probability of numbers beyond the drawn end.
    cell : float
        The drawn width of a typical bar, the whole being 1.
    """

    edges: FloatArray
    height: FloatArray
    spikes: tuple[tuple[float, float], ...]
    above: float
    cell: float

    def drawn(self) -> tuple[float, tuple[Stick, ...]]:
        """Return how tall the bars' highest point and each spike are drawn, 1 being the top.

        Returns
        -------
        hill : float
            The height of the highest point of the bars.
        sticks : tuple of Stick
            The spikes. They share the bars' scale, a bar standing for the probability of its
            width, as long as the bars can then be seen. Otherwise the bars are drawn the taller
            the more they hold beside the tallest spike, and spikes that would leave the picture
            are broken: still in order of probability, but not to scale.
        """
        bar = float(self.height.max(initial=0.0)) * self.cell
        tallest = max((mass for _, mass in self.spikes), default=0.0)
        if tallest == 0.0:
            return 1.0, ()
        rest = max(1.0 - sum(mass for _, mass in self.spikes), 0.0)
        hill = max(min(bar / tallest, 1.0), min(max(0.5 * rest / tallest, 0.1), 0.4))
        if bar == 0.0:
            hill = 0.0
        sticks = []
        for value, mass in self.spikes:
            to_scale = hill * mass / bar if bar > 0 else mass / tallest
            room = hill + (1 - hill) * mass / tallest
            broken = to_scale > room * (1 + 1e-9)
            sticks.append(Stick(value, mass, min(to_scale, room), broken))
        return hill, tuple(sticks)


def choose_scale(
    values: ArrayLike,
    probs: ArrayLike,
    low: float = math.nan,
    high: float = math.nan,
    *,
    log: bool | None = None,
) -> Scale:
    """Return the scale on which a distribution and its interval can both be seen.

    Parameters
    ----------
    values, probs : array_like, shape (n,)
        Ascending numbers and their probabilities.
    low, high : float
        The ends of the interval that must be in the picture; infinite or NaN if there are none.
    log : bool or None
        Straight (False), logarithmic (True), or chosen from how long the tail is (None).

    Returns
    -------
    Scale
        It holds the middle 99 % of the distribution and the interval.
    """
    v, p = _checked(values, probs)
    cumulative = np.cumsum(p)
    tail = (1 - _SHOWN) / 2
    first, middle, last = v[np.searchsorted(cumulative, [tail, 0.5, 1 - tail - 1e-12])]
    first, last = float(np.fmin(first, low)), float(np.fmax(last, _finite(high)))
    log_fits = first >= 0 and (log is True or (log is None and last > _LONG * max(middle, 1.0)))
    step = _step(v)
    margin = max(0.02 * (last - first), 0.75 * step, 4 * step - (last - first) / 2)
    floor = _FLOOR if v[0] >= 0 else -math.inf
    if log_fits:
        return Scale(max(first - step / 2, floor), last * 1.05 + step / 2, log=True)
    return Scale(max(first - margin, floor), last + margin, log=False)


def make_bars(values: ArrayLike, probs: ArrayLike, scale: Scale, *, cells: int = 100) -> Bars:
    """Return bars for a distribution, its spikes apart.

    Parameters
    ----------
    values, probs : array_like, shape (n,)
        Ascending numbers and their probabilities.
    scale : Scale
        What is drawn.
    cells : int
        At most about this many bars.

    Returns
    -------
    Bars
        Bars aligned with the lattice, so that no bar is taller only because it happens to
        hold one whole number more than its neighbour.
    """
    v, p = _checked(values, probs)
    step = _step(v)
    few = (scale.high - scale.low) / step <= _FEW
    spikes = () if few else _spikes(v, p, step, scale)
    rest = _without(p, np.isin(v, [value for value, _ in spikes]))
    edges = _aligned_edges(v, step, scale, cells)
    floor = _FLOOR if v[0] >= 0 else -math.inf
    knots = np.column_stack([np.maximum(v - step / 2, floor), v + step / 2]).ravel()
    before = np.concatenate([[0.0], np.cumsum(rest)])
    heights_at = np.column_stack([before[:-1], before[1:]]).ravel()
    mass = np.diff(np.interp(edges, knots, heights_at))
    width = np.diff(scale.position(edges))
    height = np.divide(mass, width, out=np.zeros_like(mass), where=width > 0)
    cell = float(np.median(width)) if width.size else 1.0
    return Bars(edges, height, spikes, float(p[v > scale.high].sum()), cell)


def _aligned_edges(v: FloatArray, step: float, scale: Scale, cells: int) -> FloatArray:
    """Edges halfway between lattice points, about equally far apart as drawn."""
    even = scale.number(np.linspace(0, 1, cells + 1))
    origin = v[0] - step / 2
    index = (even - origin) / step
    if scale.log:
        index = np.unique(np.round(index))
    else:
        stride = max(1, math.ceil((index[-1] - index[0]) / cells))
        index = np.arange(math.floor(index[0]), math.ceil(index[-1]) + stride, stride)
    return np.unique(np.clip(origin + index * step, scale.low, scale.high))


def _spikes(
    v: FloatArray, p: FloatArray, step: float, scale: Scale
) -> tuple[tuple[float, float], ...]:
    """Find single numbers far more probable than the numbers around them."""
    found = []
    for i in np.flatnonzero((p >= _SPIKE) & (v >= scale.low) & (v <= scale.high)):
        near = np.abs(v - v[i]) <= 4.5 * step
        near[i] = False
        around = p[near].sum() / 8  # a number outside the lattice has no probability
        if p[i] > _PROMINENCE * around:
            found.append((float(v[i]), float(p[i])))
    return tuple(found)


def _without(p: FloatArray, spiked: NDArray[np.bool_]) -> FloatArray:
    """Let the hill go on under its spikes, as high as the nearest number that is none."""
    plain = np.flatnonzero(~spiked)
    rest = p.copy()
    for i in np.flatnonzero(spiked):
        at = int(np.searchsorted(plain, i))
        near = max((float(p[plain[j]]) for j in (at - 1, at) if 0 <= j < plain.size), default=0.0)
        rest[i] = min(near, p[i] / _PROMINENCE)
    return rest


def _step(v: FloatArray) -> float:
    return float(np.diff(v).min()) if v.size > 1 else 1.0


def _finite(x: float) -> float:
    return x if math.isfinite(x) else math.nan


def _checked(values: ArrayLike, probs: ArrayLike) -> tuple[FloatArray, FloatArray]:
    v, p = np.asarray(values, dtype=np.float64), np.asarray(probs, dtype=np.float64)
    if v.ndim != 1 or v.shape != p.shape or v.size == 0:
        raise InvalidValueError("probs", "be one probability per value", (v.shape, p.shape))
    if (np.diff(v) <= 0).any():
        raise InvalidValueError("values", "be ascending", values)
    total = p.sum()
    if (p < 0).any() or not np.isfinite(total) or total <= 0:
        raise InvalidValueError("probs", "be non-negative with a positive sum", probs)
    return v, p / total
