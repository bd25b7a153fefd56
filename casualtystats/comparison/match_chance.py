"""What two different incidents look like: pairs of the same lists that cannot be the same one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from casualtystats.comparison.match_candidates import Candidates, candidates
from casualtystats.comparison.match_evidence import Evidence, features
from casualtystats.comparison.match_listing import Listing

__all__ = ["gather"]

IntArray = NDArray[np.int64]

_SAMPLE = 20_000  # official incidents from which chance is drawn
_RING = 3.0  # pairs up to this many times further apart than the window are other incidents
_EVEN = 200.0  # pairs in the ring that an even calendar weighs as much as


def gather(left: Listing, right: Listing, pairs: Candidates, *, days: int, km: float) -> Evidence:
    """Compare the candidate pairs, and pairs moved out of the window in time and in space.

    Parameters
    ----------
    left, right : Listing
        The official and the monitor's list.
    pairs : Candidates
        The candidate pairs of the two.
    days, km : int, float
        The window.

    Returns
    -------
    Evidence
        What the weights are learnt from.
    """
    rows = np.arange(len(left))
    if len(rows) > _SAMPLE:
        rows = np.sort(np.random.default_rng(0).choice(rows, _SAMPLE, replace=False))
    some, whole = left.take(rows), len(left) / max(len(rows), 1)
    shift = 2 * days + 2
    ways = [candidates(some, right, days=days, km=km, shift=s) for s in (-shift, shift)]
    moved = Candidates(
        official=np.concatenate([way.official for way in ways]),
        monitor=np.concatenate([way.monitor for way in ways]),
        days=np.concatenate([way.days for way in ways]),
        km=np.concatenate([way.km for way in ways]),
    )
    ring, ring_rows, burst = _ring(some, right, days=days, km=km, shift=shift)
    return Evidence(
        pairs=features(left, right, pairs, days),
        rows=pairs.official,
        moved=features(some, right, moved, days),
        moved_rows=rows[moved.official],
        ring=ring,
        ring_rows=rows[ring_rows],
        expected=len(moved) / len(ways) * burst * whole,
        official=len(left),
    )


def _ring(
    some: Listing, right: Listing, *, days: int, km: float, shift: int
) -> tuple[NDArray[np.int16], IntArray, float]:
    """Return days and rows of pairs too far apart, and how many more of them the window has."""
    far = _RING * km
    ring = candidates(some, right, days=days, km=far, beyond=km)
    away = [
        len(candidates(some, right, days=days, km=far, beyond=km, shift=s)) for s in (-shift, shift)
    ]
    burst = (len(ring) + _EVEN) / (sum(away) / len(away) + _EVEN)
    return ring.days.astype(np.int16), ring.official, burst
