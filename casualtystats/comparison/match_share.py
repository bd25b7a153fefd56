"""How much of the monitor's list the official list acknowledges, the matching's doubt carried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from casualtystats.comparison.match_candidates import Candidates
from casualtystats.comparison.match_evidence import Evidence, Features, Weights
from casualtystats.comparison.match_listing import Listing
from casualtystats.comparison.match_marginals import competing
from casualtystats.errors import InvalidValueError
from casualtystats.toll.interval import check_level

__all__ = ["acknowledged"]

FloatArray = NDArray[np.float64]

_FEWEST = 20  # times the weights are redrawn at least; matches and tolls are at every draw
_PAIRS = 4_000_000  # and as many more times as come to this many pairs


@dataclass(frozen=True)
class Network:
    """The candidate pairs that matter, how each agrees, and what agreement is worth."""

    pairs: Candidates
    features: Features
    weights: Weights
    evidence: Evidence


def acknowledged(
    network: Network,
    listings: tuple[Listing, Listing],
    *,
    probability: FloatArray,
    shift: float,
    level: float,
    draws: int,
    random_state: Any,
) -> pd.DataFrame:
    """Return the acknowledged shares with intervals; see `Matching.acknowledged`."""
    tail = (1.0 - check_level(level)) / 2.0
    official, monitor = listings
    if not len(monitor):
        raise InvalidValueError("monitor", "list at least one incident", 0)
    generator = np.random.default_rng(random_state)
    shares = np.empty((draws, 3))
    partners = _Partners(network.pairs, len(monitor))
    redrawn = int(np.clip(_PAIRS // max(len(probability), 1), _FEWEST, draws))
    doubts = iter(_doubts(network, redrawn, generator))
    for draw in range(draws):
        if draw * redrawn // draws != (draw - 1) * redrawn // draws:
            more = next(doubts)
            partners.weigh(_redrawn(network, probability, shift, generator, more=more))
        shares[draw] = _shares(partners.draw(generator), official, monitor, generator)
    lower, median, upper = np.quantile(shares, [tail, 0.5, 1.0 - tail], axis=0)
    return pd.DataFrame(
        {"lower": lower, "median": median, "upper": upper, "level": level},
        index=["incidents", "deaths in acknowledged incidents", "deaths conceded"],
    )


def _doubts(network: Network, times: int, generator: np.random.Generator) -> FloatArray:
    """Return how many matches more or fewer other documented values would have taught.

    The documented values are drawn from around where they stand. Only the spread is taken over:
    drawn values are more uneven than those they are drawn from, which alone moves the level.
    """
    evidence = network.evidence
    found = [evidence.learn(doubt=generator).share for _ in range(times)]
    return np.asarray((np.array(found) - np.mean(found)) * len(evidence.rows))


def _redrawn(
    network: Network,
    probability: FloatArray,
    shift: float,
    generator: np.random.Generator,
    *,
    more: float,
) -> FloatArray:
    """Return the pairs' probabilities as another draw of the lists would have taught them.

    The official list is resampled and everything learnt from it anew. How far the number of
    matches then is from what the probabilities say of the resampled list is the error of the
    method: it is that error, and not which incidents were drawn, that carries over.
    """
    n = network.evidence.official
    draw = np.bincount(generator.integers(0, n, n), minlength=n).astype(np.float64)
    weights = network.evidence.learn(draw)
    left, right = network.pairs.official, network.pairs.monitor
    rows = network.evidence.rows
    error = weights.share * draw[rows].sum() - draw[left] @ probability
    matches = float(np.clip(probability.sum() - error + more, 0.1, n))
    alone = weights.log_odds(network.features)
    redrawn, _ = competing(
        left, right, alone, matches=matches, around=shift, tolerance=1e-3, rings=False
    )
    return redrawn


class _Partners:
    """Draws each monitored incident's official partner, or -1, with the pairs' probabilities."""

    def __init__(self, pairs: Candidates, n: int) -> None:
        self.order = np.argsort(pairs.monitor, kind="stable")
        self.official = pairs.official[self.order]
        ends = np.searchsorted(pairs.monitor[self.order], np.arange(n + 1), side="left")
        self.start, self.stop = ends[:-1], ends[1:]

    def weigh(self, probability: FloatArray) -> None:
        self.below = np.concatenate([[0.0], np.cumsum(probability[self.order])])

    def draw(self, generator: np.random.Generator) -> NDArray[np.int64]:
        mark = self.below[self.start] + generator.random(self.start.size)
        rows = np.flatnonzero((mark <= self.below[self.stop]) & (self.start < self.stop))
        at = np.searchsorted(self.below[1:], mark[rows], side="left")
        partner = np.full(self.start.size, -1, dtype=np.int64)
        partner[rows] = self.official[np.minimum(at, self.stop[rows] - 1)]
        return partner


def _shares(
    partner: NDArray[np.int64], official: Listing, monitor: Listing, generator: np.random.Generator
) -> tuple[float, float, float]:
    on_both = partner >= 0
    deaths = _tolls(monitor, generator)
    known = ~np.isnan(deaths)
    total = float(deaths[known].sum())
    conceded = _tolls(official, generator)[partner[on_both & known]]
    if total == 0:
        return float(on_both.mean()), np.nan, np.nan
    inside = float(deaths[known & on_both].sum())
    return float(on_both.mean()), inside / total, float(np.nansum(conceded)) / total


def _tolls(listing: Listing, generator: np.random.Generator) -> FloatArray:
    """Draw each incident's deaths evenly from its stated range; an open end adds nothing."""
    top = np.where(np.isinf(listing.high), listing.low, listing.high)
    drawn = listing.low + np.floor(generator.random(len(listing)) * (top - listing.low + 1.0))
    return np.asarray(np.minimum(drawn, top))
