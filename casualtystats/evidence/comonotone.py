"""The sum of tolls that err alike: at every level, the sum of their quantiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from casualtystats.toll.lattice import (
    Lattice,
    Law,
    area,
    cumulative,
    fitted,
    fitting_step,
    from_points,
)

__all__ = ["Graded", "comonotone", "graded"]

_POINTS = 2**22  # quantile steps merged at once, which bounds the memory
_WORK = 2**20  # cells of a partial sum; only the final result is brought to fewer
_GRADES = 4096  # up to here every number is kept, and then one in as many parts of itself


class Steps(Protocol):
    """A distribution by its values, in order, and their probabilities."""

    @property
    def values(self) -> NDArray[np.int64]:
        """Whole numbers of people."""
        ...

    @property
    def probs(self) -> NDArray[np.float64]:
        """Their probabilities, which sum to 1."""
        ...

    @property
    def trimmed(self) -> float:
        """The probability left out."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Graded:
    """A law at whole numbers that are the further apart the larger they are.

    Parameters
    ----------
    values : ndarray of int, shape (n,)
        People.
    probs : ndarray of float, shape (n,)
        Their probabilities.
    trimmed : float
        The probability left out.
    """

    values: NDArray[np.int64]
    probs: NDArray[np.float64]
    trimmed: float


def graded(law: Law, low: int, high: int) -> Graded:
    """Return a law on a graded scale, on which a long tail costs its middle nothing.

    Parameters
    ----------
    law : Law
        The closed form.
    low, high : int
        The ends, in people, beyond which it is left out.

    Returns
    -------
    Graded
        Every whole number up to 4,096, and from there on one in 4,096 parts of itself: quantiles
        are right to the person, or to 0.025 %, and the mean is that of the law.

    Examples
    --------
    >>> from casualtystats.toll.estimate import estimate
    >>> scale = graded(estimate("several thousand").law, 0, 10**6)
    >>> int(scale.values[np.cumsum(scale.probs) >= 0.5][0])
    2903
    """
    first = max(float(low), float(_GRADES))
    far = first * (1.0 + 1.0 / _GRADES) ** np.arange(np.log(max(high / first, 1.0)) * _GRADES + 2)
    nodes = np.concatenate([np.arange(low, min(first, high) + 1.0), np.floor(far), [high]])
    nodes = np.unique(nodes[(low <= nodes) & (nodes <= high)])
    edge, before = np.asarray(law.cdf(nodes), dtype=np.float64), float(law.cdf(low - 1.0))
    width, mass = np.diff(nodes), np.diff(edge).clip(0.0)
    under = area(law, nodes[:-1], nodes[1:], edge[:-1], edge[1:])
    below = np.minimum((under - width * edge[:-1]).clip(0.0) / width, mass)
    p = np.append(below, 0.0)
    p[1:] += mass - below
    p[0] += edge[0] - before
    return Graded(nodes.astype(np.int64), p / p.sum(), 1.0 - float(edge[-1]) + before)


def comonotone(parts: Iterable[tuple[Steps, int]]) -> Lattice:
    """Return the distribution of the sum of tolls that are low together and high together.

    Parameters
    ----------
    parts : iterable of (Lattice or Graded, int)
        Distinct distributions, and how many tolls have each.

    Returns
    -------
    Lattice
        Its quantile function is the sum of theirs: exact as long as the sum spans less than
        a million people, and otherwise to within the step of its lattice.
    """
    total: Steps | None = None
    for some in _chunks(parts):
        total = _sum(some if total is None else [(total, 1), *some])
    assert isinstance(total, Lattice)  # noqa: S101 -- a sum of nothing is refused at the door
    return fitted(total)


def _chunks(parts: Iterable[tuple[Steps, int]]) -> Iterator[list[tuple[Steps, int]]]:
    chunk: list[tuple[Steps, int]] = []
    room = _POINTS
    for steps, count in parts:
        chunk.append((steps, count))
        room -= steps.probs.size
        if room < 0:
            yield chunk
            chunk, room = [], _POINTS
    if chunk:
        yield chunk


def _sum(parts: list[tuple[Steps, int]]) -> Lattice:
    """Collect every level at which a quantile jumps, and by how much, and go through them."""
    jumps = np.concatenate([np.diff(steps.values) * n for steps, n in parts])
    level = np.concatenate([cumulative(steps.probs)[:-1] for steps, _ in parts])
    order = np.argsort(level, kind="stable")
    level = level[order]
    last = np.flatnonzero(np.diff(level, append=2.0))  # of the jumps at one level
    start = sum(count * int(steps.values[0]) for steps, count in parts)
    values = start + np.append(0, np.cumsum(jumps[order])[last])
    mass = np.diff(np.concatenate([[0.0], level[last], [1.0]]))
    step = fitting_step(int(values[-1] - values[0]), 1, _WORK)
    trimmed = max(steps.trimmed for steps, _ in parts)
    kept = mass > 0.0
    return from_points(values[kept], mass[kept], step=step, trimmed=trimmed)
