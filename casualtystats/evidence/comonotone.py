"""The sum of tolls that err alike: at every level, the sum of their quantiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from casualtystats.toll.lattice import Lattice, cumulative, fitted, fitting_step, from_points

__all__ = ["comonotone"]

_POINTS = 2**22  # quantile steps merged at once, which bounds the memory
_WORK = 2**20  # cells of a partial sum; only the final result is brought to fewer


def comonotone(parts: Iterable[tuple[Lattice, int]]) -> Lattice:
    """Return the distribution of the sum of tolls that are low together and high together.

    Parameters
    ----------
    parts : iterable of (Lattice, int)
        Distinct distributions, and how many tolls have each.

    Returns
    -------
    Lattice
        Its quantile function is the sum of theirs: exact as long as the sum spans less than
        a million people, and otherwise to within the step of its lattice.
    """
    total: Lattice | None = None
    for some in _chunks(parts):
        total = _sum(some if total is None else [(total, 1), *some])
    assert total is not None  # noqa: S101 -- a sum of nothing is refused at the door
    return fitted(total)


def _chunks(parts: Iterable[tuple[Lattice, int]]) -> Iterator[list[tuple[Lattice, int]]]:
    chunk: list[tuple[Lattice, int]] = []
    room = _POINTS
    for lattice, count in parts:
        chunk.append((lattice, count))
        room -= lattice.probs.size
        if room < 0:
            yield chunk
            chunk, room = [], _POINTS
    if chunk:
        yield chunk


def _sum(parts: list[tuple[Lattice, int]]) -> Lattice:
    """Collect every level at which a quantile jumps, and by how much, and go through them."""
    levels = [cumulative(lattice.probs)[:-1] for lattice, _ in parts]
    sizes = [level.size for level in levels]
    jumps = np.repeat(np.array([lattice.step * n for lattice, n in parts], dtype=np.int64), sizes)
    level = np.concatenate(levels)
    order = np.argsort(level, kind="stable")
    level = level[order]
    last = np.flatnonzero(np.diff(level, append=2.0))  # of the jumps at one level
    start = sum(count * lattice.start for lattice, count in parts)
    values = start + np.append(0, np.cumsum(jumps[order])[last])
    mass = np.diff(np.concatenate([[0.0], level[last], [1.0]]))
    step = fitting_step(int(values[-1] - values[0]), 1, _WORK)
    trimmed = max(lattice.trimmed for lattice, _ in parts)
    kept = mass > 0.0
    return from_points(values[kept], mass[kept], step=step, trimmed=trimmed)
