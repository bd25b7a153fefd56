"""Which incidents of two lists could be the same one: near in time, and near in space or name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casualtystats.comparison.match_listing import Listing
from casualtystats.comparison.match_names import skeleton
from casualtystats.errors import InvalidValueError

__all__ = ["Candidates", "candidates", "haversine"]

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Pair = tuple[IntArray, IntArray]

_EARTH = 6371.0088  # mean radius in km, IUGG
_LONGEST = 31  # days of an incident that still blocks by its first day


@dataclass(frozen=True)
class Candidates:
    """Pairs that could be the same incident: positions in both lists, days and km apart."""

    official: IntArray
    monitor: IntArray
    days: IntArray
    km: FloatArray

    def __len__(self) -> int:
        return len(self.official)


def candidates(
    official: Listing,
    monitor: Listing,
    *,
    days: int,
    km: float,
    shift: int = 0,
    beyond: float = 0.0,
    most: int = 50_000_000,
) -> Candidates:
    """Return every pair within `days` and `km`, or, where a point is unknown, alike in name.

    Parameters
    ----------
    official, monitor : Listing
        The two lists.
    days : int
        Largest number of days between the two incidents.
    km : float
        Largest distance in kilometres where both points are known.
    shift : int
        Days added to every official date, to draw pairs that cannot be the same incident.
    beyond : float
        Leave out pairs nearer than this many kilometres, and those of unknown distance.
    most : int
        Refuse beyond this number of pairs.

    Returns
    -------
    Candidates
        The pairs, each once.

    Raises
    ------
    InvalidValueError
        If there are more than `most` pairs.
    """
    window = _Window(official, monitor, days=days, km=km, shift=shift, beyond=beyond, most=most)
    pairs = [*window.by_place(), *(() if beyond else window.by_name())]
    one = np.concatenate([p[0] for p in pairs]) if pairs else np.empty(0, dtype=np.int64)
    two = np.concatenate([p[1] for p in pairs]) if pairs else np.empty(0, dtype=np.int64)
    code = np.unique(one * max(len(monitor), 1) + two)
    one, two = code // max(len(monitor), 1), code % max(len(monitor), 1)
    return Candidates(
        official=one,
        monitor=two,
        days=window.apart(one, two),
        km=window.distance(one, two),
    )


def haversine(
    latitude: FloatArray, longitude: FloatArray, latitude_2: FloatArray, longitude_2: FloatArray
) -> FloatArray:
    """Return great-circle distances in kilometres, nan where a point is unknown.

    Parameters
    ----------
    latitude, longitude, latitude_2, longitude_2 : numpy.ndarray of float
        Degrees.

    Returns
    -------
    numpy.ndarray of float
        Kilometres on a sphere of the Earth's mean radius.

    Examples
    --------
    >>> quarter = haversine(np.array([0.0]), np.array([0.0]), np.array([90.0]), np.array([0.0]))
    >>> quarter.round().tolist()
    [10008.0]
    """
    one, two = np.radians(latitude), np.radians(latitude_2)
    across = np.radians(longitude_2 - longitude)
    half = np.sin((two - one) / 2) ** 2 + np.cos(one) * np.cos(two) * np.sin(across / 2) ** 2
    return np.asarray(2 * _EARTH * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))


@dataclass(frozen=True)
class _Window:
    """What two incidents may differ in and still be one: the joins that find such pairs."""

    official: Listing
    monitor: Listing
    days: int
    km: float
    shift: int
    beyond: float
    most: int

    def by_place(self) -> Iterator[Pair]:
        """Pair rows whose points are near: cubes `km` wide around the sphere, 27 neighbours."""
        one = np.flatnonzero(self.official.has_point & self.official.has_day)
        two = np.flatnonzero(self.monitor.has_point & self.monitor.has_day)
        if not len(one) or not len(two):
            return
        cells_1, cells_2 = _cells(self.official, one, self.km), _cells(self.monitor, two, self.km)
        side = int(max(cells_1.max(), cells_2.max())) + 2  # room for the neighbours
        key_2 = (cells_2[:, 0] * side + cells_2[:, 1]) * side + cells_2[:, 2]
        found = 0
        for step in np.ndindex(3, 3, 3):
            near = cells_1 + np.array(step) - 1
            key_1 = (near[:, 0] * side + near[:, 1]) * side + near[:, 2]
            for left, right in self._join((one, key_1), (two, key_2)):
                distance = self.distance(left, right)
                keep = (distance <= self.km) & (distance >= self.beyond)
                found = self._bounded(found + int(keep.sum()))
                yield left[keep], right[keep]

    def by_name(self) -> Iterator[Pair]:
        """Pair rows of which one has no point by a part of the name, or else by date alone."""
        (rows_1, parts_1), (rows_2, parts_2) = _parts(self.official), _parts(self.monitor)
        words = {part: i for i, part in enumerate(sorted({*parts_1, *parts_2} - {""}))}
        key_1 = np.array([words.get(part, -1) for part in parts_1], dtype=np.int64)
        key_2 = np.array([words.get(part, -2) for part in parts_2], dtype=np.int64)
        blind_1, blind_2 = rows_1[key_1 == -1], rows_2[key_2 == -2]
        all_1 = np.flatnonzero(self.official.has_day)
        all_2 = np.flatnonzero(self.monitor.has_day)
        named_1, named_2 = key_1 >= 0, key_2 >= 0
        jobs = [
            ((rows_1[named_1], key_1[named_1]), (rows_2[named_2], key_2[named_2])),
            ((blind_1, np.zeros_like(blind_1)), (all_2, np.zeros_like(all_2))),
            ((all_1, np.zeros_like(all_1)), (blind_2, np.zeros_like(blind_2))),
        ]
        found = 0
        for one, two in jobs:
            for left, right in self._join(one, two):
                keep = ~(self.official.has_point[left] & self.monitor.has_point[right])
                found = self._bounded(found + int(keep.sum()))
                yield left[keep], right[keep]

    def distance(self, one: IntArray, two: IntArray) -> FloatArray:
        """Return the kilometres between two incidents."""
        a, b = self.official, self.monitor
        return haversine(a.latitude[one], a.longitude[one], b.latitude[two], b.longitude[two])

    def apart(self, one: IntArray, two: IntArray) -> IntArray:
        """Return the days between two incidents, 0 where their periods meet."""
        a, b = self.official, self.monitor
        after = b.first[two] - (a.last[one] + self.shift)
        before = (a.first[one] + self.shift) - b.last[two]
        return np.asarray(np.maximum(np.maximum(after, before), 0))

    def _join(self, left: Pair, right: Pair) -> Iterator[Pair]:
        """Join (rows, keys) of equal key and near days, a slice of the left rows at a time."""
        (one, key_1), (two, key_2) = left, right
        if not len(one) or not len(two):
            return
        day_1, day_2 = self.official.first[one] + self.shift, self.monitor.first[two]
        ahead = self.days + _longest(self.official, one)
        back = self.days + _longest(self.monitor, two)
        start = int(min(day_1.min(), day_2.min())) - ahead - back
        width = int(max(day_1.max(), day_2.max())) - start + ahead + back + 1
        there = key_2 * width + (day_2 - start)
        order = np.argsort(there, kind="stable")
        here = key_1 * width + (day_1 - start)
        low = np.searchsorted(there[order], here - back, side="left")
        counts = np.searchsorted(there[order], here + ahead, side="right") - low
        self._bounded(int(counts.sum()) // 20)  # the gates keep a part of these
        for part in _slices(counts):
            n = counts[part]
            offsets = np.arange(int(n.sum())) - np.repeat(np.cumsum(n) - n, n)
            rows_1, rows_2 = np.repeat(one[part], n), two[order[np.repeat(low[part], n) + offsets]]
            near = self.apart(rows_1, rows_2) <= self.days
            yield rows_1[near], rows_2[near]

    def _bounded(self, found: int) -> int:
        if found > self.most:
            raise InvalidValueError(
                "days and km",
                f"leave at most {self.most:,} pairs to compare",
                found,
                "Narrow them, or match one region or year at a time.",
            )
        return found


def _parts(listing: Listing) -> tuple[IntArray, list[str]]:
    """Return each row once for every comma-separated part of its place, and the parts."""
    rows: list[int] = []
    parts: list[str] = []
    for row in np.flatnonzero(listing.has_day):
        name = listing.place[row]
        keys = {skeleton(part) for part in name.split(",") if part.strip()} if name else {""}
        rows += [int(row)] * len(keys)
        parts += sorted(keys)
    return np.array(rows, dtype=np.int64), parts


def _longest(listing: Listing, rows: IntArray) -> int:
    return int(np.minimum(listing.last[rows] - listing.first[rows], _LONGEST).max(initial=0))


def _slices(counts: IntArray, size: int = 4_000_000) -> Iterator[slice]:
    """Cut rows into slices of about `size` pairs."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        base = int(ends[start - 1]) if start else 0
        stop = max(int(np.searchsorted(ends, base + size, side="right")), start + 1)
        yield slice(start, stop)
        start = stop


def _cells(listing: Listing, rows: IntArray, km: float) -> IntArray:
    """Return each point's cell on a grid of cubes with edges of `km`, counted from 1."""
    up, around = np.radians(listing.latitude[rows]), np.radians(listing.longitude[rows])
    x, y, z = np.cos(up) * np.cos(around), np.cos(up) * np.sin(around), np.sin(up)
    cells = np.floor((np.stack([x, y, z], axis=1) + 1.0) * _EARTH / max(km, 0.1))
    return np.asarray(cells, dtype=np.int64) + 1
