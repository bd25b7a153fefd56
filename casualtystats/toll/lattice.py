"""Probabilities on equally spaced whole numbers: the one representation of every toll.

Up to `CELLS` cells the lattice is exact: one cell per person. Wider distributions get a coarser
step, and each person's probability is shared between the two nearest cells so that its mean
stays. A coarse lattice therefore moves no quantile by a whole step, and the mean not at all
(of a law, which is only sampled, by less than half a step).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidTypeError, InvalidValueError

__all__ = [
    "CELLS",
    "PEOPLE",
    "Lattice",
    "Law",
    "cumulative",
    "fitted",
    "fitting_step",
    "from_law",
    "from_points",
    "normalised",
    "rebin",
    "trim",
    "whole",
]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

PEOPLE = 10**10  # more than there are: a larger figure is a slip, and might overflow in a sum
CELLS = 65_536  # the most cells of one lattice; up to here a cell is one person
_TAILS = (1e-12, 1e-11, 1e-10, 1e-9)  # left out on each side; the first that fits in _ROOM
_ROOM = 8_192  # cells, beyond which a tail is cut at the last of _TAILS
_COARSER = (1e-9, 1e-8, 1e-7, 1e-6)  # or, of a far tail, the first at which cells are fine enough
_FINE = 1_000  # cells in the middle 95 %, which far tails must not take away
_SHORT = 512  # cells whose bytes are a key themselves; of longer ones a digest is
_STRAIGHT = 1e-9  # a law bent by less than this inside a cell counts as straight there


class Law(Protocol):
    """A closed-form distribution over whole numbers, from which a lattice can be made.

    `key` is hashable and equal for equal distributions, so that a sum can raise repeated
    distributions to powers. ``ppf(0)`` and ``ppf(1)`` are the ends of the support; the latter
    may be infinite.
    """

    @property
    def key(self) -> tuple[Any, ...]:
        """What two equal distributions share, hashable."""
        ...

    def cdf(self, k: ArrayLike) -> FloatArray:
        """Return P(toll <= k)."""
        ...

    def ppf(self, q: ArrayLike) -> FloatArray:
        """Return the smallest whole number whose cdf reaches `q`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """Probabilities of ``start, start + step, start + 2 * step, …``, which sum to 1.

    Parameters
    ----------
    start : int
        The smallest value, in people.
    step : int
        People per cell.
    probs : ndarray of float, shape (n,)
        The probability of each cell.
    trimmed : float
        The probability that was left out at the ends before the rest was scaled to 1.
    """

    start: int
    step: int
    probs: FloatArray
    trimmed: float = 0.0

    def __post_init__(self) -> None:
        self.probs.flags.writeable = False

    def __reduce__(self) -> tuple[Any, ...]:
        # an array forgets that it is read-only when it is pickled: make it anew
        return Lattice, (self.start, self.step, self.probs, self.trimmed)

    @property
    def values(self) -> IntArray:
        """The whole numbers of the lattice."""
        return self.start + self.step * np.arange(self.probs.size, dtype=np.int64)

    @property
    def end(self) -> int:
        """The largest value, in people."""
        return self.start + self.step * (self.probs.size - 1)

    @property
    def key(self) -> tuple[Any, ...]:
        """What two equal lattices share, hashable."""
        if self.probs.size <= _SHORT:
            return ("lattice", self.start, self.step, self.probs.tobytes())
        content = hashlib.blake2b(self.probs.data, digest_size=16).digest()
        return ("lattice", self.start, self.step, self.probs.size, content)

    def mean_and_var(self) -> tuple[float, float]:
        """Return mean and variance, both taken about the middle so that no digits are lost."""
        cells = np.arange(self.probs.size, dtype=np.float64)
        centre = float(cells @ self.probs)
        spread = float((cells - centre) ** 2 @ self.probs)
        return self.start + self.step * centre, self.step**2 * spread


def whole(argument: str, n: Any, least: int) -> int:
    """Return `n` as a whole number of people, or refuse it."""
    try:
        number = int(n)
    except (TypeError, ValueError, OverflowError):
        number = -1
    if number != n or number < least:
        raise InvalidValueError(argument, f"be a whole number of people, {least} or more", n)
    if number > PEOPLE:
        raise InvalidValueError(argument, f"be at most {PEOPLE:,} people", n)
    return number


def normalised(start: int, probs: ArrayLike, step: int = 1, trimmed: float = 0.0) -> Lattice:
    """Check probabilities, drop empty ends, scale to 1 and freeze."""
    try:
        p = np.array(probs, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidTypeError("probs", "be a row of numbers", probs) from None
    if p.ndim != 1 or not p.size or not np.isfinite(p).all() or (p < 0).any() or not p.any():
        raise InvalidValueError(
            "probs", "be a row of non-negative numbers with a positive sum", probs
        )
    filled = np.flatnonzero(p)
    first, last = int(filled[0]), int(filled[-1]) + 1
    p = p[first:last]
    total = exact_sum(p)
    if total != 1.0:
        p /= total
    p.flags.writeable = False
    return Lattice(start + step * first, step, p, trimmed)


def exact_sum(p: FloatArray) -> float:
    """Sum without losing digits, so that ten times 0.1 is 1."""
    return math.fsum(p) if p.size <= 1024 else float(p.sum(dtype=np.longdouble))


def cumulative(p: FloatArray, *, up: bool = True) -> FloatArray:
    """Return running sums, each read as the short decimal it is within rounding, if it is one.

    So 0.6 + 0.3 is 0.9. Other sums are moved by their rounding error, up (or down, for sums
    that are to stay below what they are compared with), so that a quantile asked for exactly
    at a boundary is the value at that boundary. Quantiles compare with these same sums: that
    ``cdf(ppf(q)) >= q`` holds to the last bit.
    """
    sums = np.minimum(np.cumsum(p, dtype=np.longdouble), 1.0).astype(np.float64)
    slack = 2.0 * np.spacing(sums)
    decimal = np.round(sums, 12)
    short = np.abs(decimal - sums) <= slack
    sums = np.where(short, decimal, sums + slack if up else np.maximum(sums - slack, 0.0))
    return np.maximum.accumulate(np.minimum(sums, np.nextafter(1.0, 0.0)))


def fitting_step(width: int, step: int = 1, cells: int = CELLS) -> int:
    """Return the smallest doubling of `step` at which `width` people fit in `cells` cells."""
    while width // step >= cells:
        step *= 2
    return step


def from_points(
    values: ArrayLike, weights: ArrayLike, *, step: int | None = None, trimmed: float = 0.0
) -> Lattice:
    """Return the lattice of weighted whole numbers, as fine as fits unless `step` is given."""
    v, w = np.asarray(values, dtype=np.int64), np.asarray(weights, dtype=np.float64)
    start = int(v.min())
    offset = v - start
    width = int(offset.max())
    step = fitting_step(width) if step is None else step
    cell, rest = np.divmod(offset, step)
    size = width // step + 2
    up = rest / step
    p = np.bincount(cell, w * (1.0 - up), size) + np.bincount(cell + 1, w * up, size)
    return normalised(start, p, step, trimmed)


def rebin(lattice: Lattice, step: int) -> Lattice:
    """Return `lattice` with another step; finer is exact, coarser keeps the mean."""
    if step == lattice.step:
        return lattice
    if lattice.step % step == 0:
        spread = np.zeros((lattice.probs.size - 1) * (lattice.step // step) + 1)
        spread[:: lattice.step // step] = lattice.probs
        return Lattice(lattice.start, step, spread, lattice.trimmed)
    return from_points(lattice.values, lattice.probs, step=step, trimmed=lattice.trimmed)


def trim(lattice: Lattice, tail: float) -> Lattice:
    """Return `lattice` without the ends that hold at most `tail` each, and say how much went."""
    p = lattice.probs
    below, above = np.cumsum(p), np.cumsum(p[::-1])
    first = int(np.searchsorted(below, tail, side="right"))
    last = p.size - int(np.searchsorted(above, tail, side="right"))
    if first == 0 and last == p.size:
        return lattice
    lost = (below[first - 1] if first else 0.0) + (above[p.size - last - 1] if last < p.size else 0)
    return normalised(
        lattice.start + lattice.step * first,
        p[first:last],
        lattice.step,
        min(1.0, lattice.trimmed + float(lost)),
    )


def from_law(law: Law, tail: float | None = None) -> Lattice:
    """Return the lattice of a law, its tails cut where next to nothing is left.

    What is cut on each side is `tail`, if given; otherwise 1e-12, or up to 1e-9 where the
    lattice would be long, or up to 1e-6 where it would be too coarse to show the middle.
    """
    start, end = (int(end) for end in (_spare(law) if tail is None else _ends(law, [tail])[0]))
    step = fitting_step(end - start)
    size = -(-(end - start) // step) + 1
    nodes = start + step * np.arange(size, dtype=np.float64)
    if step == 1:
        cdf = np.asarray(law.cdf(nodes), dtype=np.float64)
        before = float(law.cdf(start - 1.0))
        return normalised(start, np.diff(cdf, prepend=before).clip(0.0), 1, 1.0 - cdf[-1] + before)
    return _coarse(law, start, step, nodes)


def _ends(law: Law, tails: Sequence[float]) -> FloatArray:
    """Return the two values that leave each of `tails` beyond them, a row for each."""
    q = np.array(tails)
    return np.asarray(law.ppf(np.concatenate([q, 1.0 - q]))).reshape(2, -1).T


def _spare(law: Law) -> FloatArray:
    """Return the ends of a law's lattice, whose tails may be left out on each side."""
    near = _ends(law, _TAILS)
    short = np.flatnonzero(near[:, 1] - near[:, 0] < _ROOM)
    if short.size:
        return np.asarray(near[short[0]])
    far = _ends(law, (*_COARSER, 0.025))
    fine = max(1.0, (far[-1, 1] - far[-1, 0]) / _FINE)
    for low, high in far[:-1]:
        if fitting_step(int(high - low)) <= fine:
            return np.array([low, high])
    return np.asarray(far[-2])


def fitted(lattice: Lattice) -> Lattice:
    """Return `lattice` in at most `CELLS` cells, far tails cut by the rule of `from_law`."""
    if lattice.probs.size <= CELLS:
        return lattice
    reached = np.cumsum(lattice.probs)
    below, above = np.searchsorted(reached, [0.025, 0.975])
    fine = max(lattice.step, int(above - below) * lattice.step // _FINE)
    for tail in (0.0, *_COARSER):
        cut = trim(lattice, tail) if tail else lattice
        step = fitting_step(cut.end - cut.start, cut.step)
        if step <= fine:
            break
    return rebin(cut, step)


def _coarse(law: Law, start: int, step: int, nodes: FloatArray) -> Lattice:
    """Share the mass inside each cell between its two ends so that its mean stays."""
    edge = np.asarray(law.cdf(nodes), dtype=np.float64)
    before = float(law.cdf(start - 1.0))
    # sum over k in [node, next node) of cdf(k) fixes the mean of the cell's mass
    under = area(law, nodes[:-1], nodes[1:], edge[:-1], edge[1:])
    mass = np.diff(edge).clip(0.0)
    below = (under - step * edge[:-1]).clip(0.0) / step  # the share that belongs to the lower end
    p = np.append(np.minimum(below, mass), 0.0)
    p[1:] += mass - p[:-1]
    p[0] += edge[0] - before
    return normalised(start, p, step, 1.0 - edge[-1] + before)


def area(law: Law, a: FloatArray, b: FloatArray, at_a: FloatArray, at_b: FloatArray) -> FloatArray:
    """Sum cdf(k) over whole k in [a, b), halving only where the law is bent or jumps.

    With it the mean of what lies between two numbers is kept where only those are.
    """
    width = b - a
    straight = width * at_a + (at_b - at_a) * (width - 1.0) / 2.0
    todo = np.flatnonzero((width > 1.0) & (at_b - at_a > _STRAIGHT))
    if todo.size == 0:
        return straight
    middle = a[todo] + width[todo] // 2
    at_middle = np.asarray(law.cdf(middle), dtype=np.float64)
    expected = at_a[todo] + (at_b[todo] - at_a[todo]) * (middle - a[todo]) / width[todo]
    bent = np.abs(at_middle - expected) > _STRAIGHT
    kept, middle, at_middle = todo[bent], middle[bent], at_middle[bent]
    if kept.size:
        straight[kept] = area(law, a[kept], middle, at_a[kept], at_middle) + area(
            law, middle, b[kept], at_middle, at_b[kept]
        )
    return straight
