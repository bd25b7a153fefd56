"""What agreement in date, place and toll is worth: Fellegi–Sunter weights learnt from the lists.

Two things are needed for each way a pair can agree: how often the same incident looks so (m)
and how often two different ones do (u). The second is counted, not guessed: pairs of the same
lists with one side's dates moved out of the window are different incidents for certain, in the
same places and with the same tolls. They also tell how many of the pairs in the window must be
chance. The first is then learnt by expectation and maximisation, from documented counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from casualtystats.comparison.match_candidates import Candidates
from casualtystats.comparison.match_listing import Listing
from casualtystats.comparison.match_names import name_similarity

__all__ = ["Evidence", "Features", "Weights", "documented", "features"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Levels = NDArray[np.int16]

_KM = np.array([1.0, 5.0, 15.0])  # km: same spot, same town, same district, further, unknown
_ALIKE = np.array([0.6, 0.8, 0.92])  # names: unlike, somewhat, alike, same, unknown
_GAP = np.array([1.5, 3.0])  # tolls that do not meet: the larger over the smaller
_SIZE = np.array([3.0, 10.0])  # people: 1–2, 3–9, 10 and more
_FEW = 50.0  # documented counts weigh as much as this many pairs
_LOOKED_INTO = 10.0  # pairs from which documented shares would be known as well as they are
_RARE = 1e-6
_NEAR, _NAMES = len(_KM) + 2, len(_ALIKE) + 2
_GAPS, _SIZES = len(_GAP) + 3, len(_SIZE) + 1


@dataclass(frozen=True)
class Features:
    """How each pair agrees, in levels: `date`, `place` (distance × name), `toll` (gap × size)."""

    date: Levels
    place: Levels
    toll: Levels
    name: NDArray[np.float32]
    sizes: tuple[int, int, int]

    def counts(self, weights: FloatArray | None = None) -> tuple[FloatArray, ...]:
        """Return how often each level of each feature occurs, weighted."""
        return tuple(
            np.bincount(level, weights=weights, minlength=size).astype(np.float64)
            for level, size in zip((self.date, self.place, self.toll), self.sizes, strict=True)
        )


@dataclass(frozen=True)
class Weights:
    """Shares of each level among the same (`m`) and among different incidents (`u`).

    `share` is the share of candidate pairs that are the same incident; `same` and `different`
    are the counts behind the shares, documented ones included.
    """

    same: tuple[FloatArray, ...]
    different: tuple[FloatArray, ...]
    share: float

    @property
    def tables(self) -> tuple[FloatArray, ...]:
        """The natural logarithm of m ÷ u for each level of each feature."""
        return tuple(
            np.log(m / m.sum()) - np.log(u / u.sum())
            for m, u in zip(self.same, self.different, strict=True)
        )

    def log_odds(self, features: Features) -> FloatArray:
        """Return each pair's log odds of being the same incident, competition left out."""
        date, place, toll = self.tables
        prior = np.log(self.share) - np.log1p(-self.share)
        agreement = date[features.date] + place[features.place] + toll[features.toll]
        return np.asarray(prior + agreement)


def features(official: Listing, monitor: Listing, pairs: Candidates, days: int) -> Features:
    """Return how each candidate pair agrees.

    Parameters
    ----------
    official, monitor : Listing
        The two lists.
    pairs : Candidates
        The pairs.
    days : int
        The window, in days.

    Returns
    -------
    Features
        Levels of agreement and the similarity of names (nan where one is unknown).
    """
    near = np.where(np.isnan(pairs.km), len(_KM) + 1, np.searchsorted(_KM, pairs.km, "right"))
    names = _names(official, monitor, pairs)
    alike = np.where(np.isnan(names), len(_ALIKE) + 1, np.searchsorted(_ALIKE, names, "right"))
    low_1, high_1 = official.low[pairs.official], official.high[pairs.official]
    low_2, high_2 = monitor.low[pairs.monitor], monitor.high[pairs.monitor]
    unknown = np.isnan(low_1) | np.isnan(low_2)
    gap = np.maximum(low_1, low_2) / np.maximum(np.minimum(high_1, high_2), 0.5)
    meets = np.maximum(low_1, low_2) <= np.minimum(high_1, high_2)
    level = np.where(meets, 0, 1 + np.searchsorted(_GAP, np.nan_to_num(gap), "left"))
    level = np.where(unknown, _GAPS - 1, level)
    size = np.searchsorted(_SIZE, np.nan_to_num(np.fmax(low_1, low_2)), "right")
    return Features(
        date=np.minimum(pairs.days, days).astype(np.int16),
        place=(near * _NAMES + alike).astype(np.int16),
        toll=(level * _SIZES + np.where(unknown, 0, size)).astype(np.int16),
        name=names.astype(np.float32),
        sizes=(days + 1, _NEAR * _NAMES, _GAPS * _SIZES),
    )


def _names(official: Listing, monitor: Listing, pairs: Candidates) -> FloatArray:
    """Compare each distinct pair of names once."""
    code_1, left = pd.factorize(official.place)
    code_2, right = pd.factorize(monitor.place)
    key = code_1[pairs.official].astype(np.int64) * max(len(right), 1) + code_2[pairs.monitor]
    distinct, where = np.unique(key, return_inverse=True)
    one, two = left[distinct // max(len(right), 1)], right[distinct % max(len(right), 1)]
    alike = name_similarity(list(one), list(two)) if len(distinct) else np.empty(0)
    blank = np.array([not a or not b for a, b in zip(one, two, strict=True)], dtype=bool)
    return np.where(blank, np.nan, alike)[where]


def documented(
    sizes: tuple[int, int, int],
) -> tuple[tuple[FloatArray, ...], tuple[FloatArray, ...]]:
    """Return what the same and different incidents look like before any data: a weak prior.

    The same incident: three quarters on the same day, tailing off by 4 a day; within 5 km and
    alike in name as a rule; tolls that meet in three of five. Different ones: spread evenly over
    the calendar, so that one day apart is twice as common as none.
    """
    days, _, _ = sizes
    date = 0.25 ** np.arange(days)
    near = np.array([0.45, 0.25, 0.15, 0.10, 0.05])
    alike = np.array([0.08, 0.10, 0.17, 0.60, 0.05])
    gap = np.array([0.60, 0.15, 0.10, 0.05, 0.10])
    other_near = np.array([0.05, 0.10, 0.25, 0.55, 0.05])
    other_alike = np.array([0.70, 0.15, 0.05, 0.05, 0.05])
    other_gap = np.array([0.35, 0.20, 0.20, 0.15, 0.10])
    even = np.full(_SIZES, 1.0 / _SIZES)
    same = (date / date.sum(), np.outer(near, alike).ravel(), np.outer(gap, even).ravel())
    either = np.where(np.arange(days) == 0, 1.0, 2.0)  # a gap may be a day before or after
    other = (
        either / either.sum(),
        np.outer(other_near, other_alike).ravel(),
        np.outer(other_gap, even).ravel(),
    )
    return same, other


@dataclass(frozen=True)
class Evidence:
    """Everything the weights are learnt from: the candidate pairs, and pairs that are chance.

    `moved` are pairs moved out of the window in time: they keep the places and the tolls of the
    lists, and show how often different incidents agree in those. `ring` are the days of pairs
    too far apart: incidents come in bursts, and different ones fall on one day more often than
    a calendar suggests. `expected` is the number of candidate pairs that chance alone gives.
    For each kind the rows of the official list are kept, to resample by.
    """

    pairs: Features
    rows: IntArray
    moved: Features
    moved_rows: IntArray
    ring: Levels
    ring_rows: IntArray
    expected: float
    official: int

    def learn(
        self,
        draw: FloatArray | None = None,
        *,
        doubt: np.random.Generator | None = None,
        sweeps: int = 100,
    ) -> Weights:
        """Learn the weights by expectation and maximisation.

        Parameters
        ----------
        draw : numpy.ndarray of float or None
            How often each official incident counts (a bootstrap draw); None counts each once.
        doubt : numpy.random.Generator or None
            The source of chance by which the documented values of the same incident are drawn
            from around where they stand, since these two lists may err otherwise than others
            did; None takes them as they are.
        sweeps : int
            The largest number of rounds.

        Returns
        -------
        Weights
            The weights.

        References
        ----------
        Fellegi & Sunter, A Theory for Record Linkage, Journal of the American Statistical
        Association 64 (1969), doi 10.1080/01621459.1969.10501049. Winkler, Using the EM
        Algorithm for Weight Computation in the Fellegi–Sunter Model of Record Linkage (1988).
        """
        each = np.ones(self.official) if draw is None else draw
        prior, other = documented(self.pairs.sizes)
        if doubt is not None:
            prior = _around(prior, doubt)
        _, place, toll = self.moved.counts(each[self.moved_rows])
        date = np.bincount(self.ring, weights=each[self.ring_rows], minlength=len(other[0]))
        counted = (date, place, toll)
        different = tuple(
            np.asarray(a + _FEW * b, dtype=np.float64) for a, b in zip(counted, other, strict=True)
        )
        patterns, counts = _patterns(self.pairs, each[self.rows])
        n = float(counts.sum())
        share = float(np.clip((n - self.expected + 1.0) / (n + 2.0), 0.01, 0.99))
        same = tuple(_FEW * table for table in prior)
        weights = Weights(same=same, different=different, share=share)
        for _ in range(sweeps):
            posterior = 1.0 / (1.0 + np.exp(-weights.log_odds(patterns)))
            found = patterns.counts(counts * posterior)
            share = min(float((counts @ posterior + 1.0) / (n + 2.0)), 0.99)
            moved = abs(share - weights.share)
            same = tuple(a + _FEW * b for a, b in zip(found, prior, strict=True))
            weights = Weights(same=same, different=different, share=share)
            if moved < 1e-7:
                break
        return weights


def _around(
    prior: tuple[FloatArray, ...], generator: np.random.Generator
) -> tuple[FloatArray, ...]:
    """Draw shares around the documented ones, as sure as if a few pairs had been looked into."""
    drawn = [generator.dirichlet(_LOOKED_INTO * shares) for shares in prior]
    return tuple(np.maximum(shares, _RARE) for shares in drawn)


def _patterns(pairs: Features, each: FloatArray) -> tuple[Features, FloatArray]:
    """Return the distinct patterns of agreement and how often each occurs."""
    _, n_place, n_toll = pairs.sizes
    code = (pairs.date.astype(np.int64) * n_place + pairs.place) * n_toll + pairs.toll
    counts = np.bincount(code, weights=each).astype(np.float64)
    distinct = np.flatnonzero(counts)
    rest = distinct // n_toll
    patterns = Features(
        date=(rest // n_place).astype(np.int16),
        place=(rest % n_place).astype(np.int16),
        toll=(distinct % n_toll).astype(np.int16),
        name=np.empty(0, dtype=np.float32),
        sizes=pairs.sizes,
    )
    return patterns, counts[distinct]
