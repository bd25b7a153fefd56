"""How many incidents two matched lists share, doubled entries and open choices considered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casualtystats.comparison.match_listing import Listing
from casualtystats.comparison.match_share import Network

__all__ = ["Shared", "shared"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_NEARLY = 1e-9  # what rounding may take from a probability


@dataclass(frozen=True)
class Shared:
    """Incidents on both lists; repeats and rivals among the other entries, official and monitor.

    A repeat says the same as another entry of its list. A rival would be a match were no other
    entry of its list as good, and is no repeat.
    """

    both: int
    repeats: tuple[int, int]
    rivals: tuple[int, int]


def shared(
    network: Network,
    listings: tuple[Listing, Listing],
    *,
    probability: FloatArray,
    matched: BoolArray,
    possible: BoolArray,
    shift: float,
    accept: float,
) -> Shared:
    """Return what two matched lists share; see `Matching.overlap`."""
    pairs = network.pairs
    ends = pairs.official, pairs.monitor
    sizes = len(listings[0]), len(listings[1])
    taken = [
        np.bincount(rows[matched], minlength=n) > 0 for rows, n in zip(ends, sizes, strict=True)
    ]
    free = possible & ~taken[0][ends[0]] & ~taken[1][ends[1]]
    open_still = probability * free  # what a matched pair has taken cannot be set off again
    on_other = [
        np.bincount(rows, weights=open_still, minlength=n)
        for rows, n in zip(ends, sizes, strict=True)
    ]
    sure = np.maximum(on_other[0][ends[0]], on_other[1][ends[1]]) >= accept - _NEARLY
    both = int(matched.sum())
    group = _groups(*(rows[free] for rows in ends), sizes=sizes)
    # As many of a group of rivals as its probabilities add up to, to the nearest whole incident.
    room = np.bincount(group[ends[0]], weights=open_still, minlength=sum(sizes)) + 0.5 + _NEARLY
    for official, monitor in _one_to_one(*(rows[free & sure] for rows in ends), sizes=sizes):
        if room[group[official]] >= 1.0:
            room[group[official]] -= 1.0
            taken[0][official] = taken[1][monitor] = True
            both += 1
    alone = network.weights.log_odds(network.features) + shift
    likely = possible & (1.0 / (1.0 + np.exp(-alone)) >= accept)
    repeats, rivals = [], []
    for rows, n, used, listing in zip(ends, sizes, taken, listings, strict=True):
        again = ~used & _repeated(listing, used)
        rival = ~used & ~again & (np.bincount(rows[likely], minlength=n) > 0)
        repeats.append(int(again.sum()))
        rivals.append(int(rival.sum()))
    return Shared(both, (repeats[0], repeats[1]), (rivals[0], rivals[1]))


def _one_to_one(
    left: NDArray[np.int64], right: NDArray[np.int64], *, sizes: tuple[int, int]
) -> list[tuple[int, int]]:
    """Return as many of the pairs as can be, each incident in one of them."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    if not len(left):
        return []
    graph = csr_array((np.ones(len(left)), (left, right)), shape=sizes)
    # older SciPy matches graphs with 32-bit indices only
    graph.indices, graph.indptr = graph.indices.astype(np.int32), graph.indptr.astype(np.int32)
    partner = maximum_bipartite_matching(graph, perm_type="column")
    rows = np.flatnonzero(partner >= 0)
    return list(zip(rows.tolist(), partner[rows].tolist(), strict=True))


def _groups(
    left: NDArray[np.int64], right: NDArray[np.int64], *, sizes: tuple[int, int]
) -> NDArray[np.int64]:
    """Return for each official incident the group of rivals it is in."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = sum(sizes)
    ties = coo_array((np.ones(len(left)), (left, right + sizes[0])), shape=(n, n))
    label = connected_components(ties, directed=False)[1]
    return np.asarray(label[: sizes[0]], dtype=np.int64)


def _repeated(listing: Listing, used: BoolArray) -> BoolArray:
    """Return which entries say the same as another one that is used, or that stands before."""
    again = np.zeros(len(listing), dtype=bool)
    stated = listing.has_day & (listing.has_point | (listing.place != "")) & ~np.isnan(listing.low)
    seen = set()
    for row in sorted(np.flatnonzero(stated).tolist(), key=lambda row: not used[row]):
        said = (
            listing.first[row],
            listing.last[row],
            str(listing.place[row]).casefold(),
            None if np.isnan(listing.latitude[row]) else listing.latitude[row],
            None if np.isnan(listing.longitude[row]) else listing.longitude[row],
            listing.low[row],
            listing.high[row],
        )
        again[row] = said in seen
        seen.add(said)
    return again
