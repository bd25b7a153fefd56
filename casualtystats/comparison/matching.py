"""Matching: two lists matched one to one, and how sure of it one can be."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from casualtystats.comparison.match_listing import Listing
from casualtystats.comparison.match_overlap import shared
from casualtystats.comparison.match_share import Network, acknowledged
from casualtystats.display.html import card
from casualtystats.errors import CasualtyStatsWarning, InvalidValueError

__all__ = ["Matching"]

_GAPS = ("tolls meet", "tolls within 1.5×", "tolls within 3×", "tolls far apart", "toll unknown")


@dataclass(frozen=True, eq=False)
class Matching:
    """Which official incident is which of the monitor's, with probabilities and reasons.

    Attributes
    ----------
    pairs : pandas.DataFrame
        The matches: labels of both lists, `probability` after competition, days and km apart,
        name similarity, the weight of each agreement (natural logarithm of how many times more
        often the same incident looks so than two different ones) and the reasons in words.
    ambiguous : pandas.DataFrame
        Pairs that may be matches but compete with others or lie in an oversized component.
    unmatched_official, unmatched_monitor : pandas.DataFrame
        Incidents in no pair: their label, the probability of being on the other list all the
        same, and why they are not matched.
    probability : numpy.ndarray
        The probability of every candidate pair, in the order of `network`.
    accept : float
        The probability from which a pair counts as a match.
    """

    official: pd.DataFrame
    monitor: pd.DataFrame
    listings: tuple[Listing, Listing]
    network: Network
    probability: NDArray[np.float64]
    shift: float
    matched: NDArray[np.bool_]
    possible: NDArray[np.bool_]
    oversized: NDArray[np.bool_]
    window: tuple[int, float]
    accept: float = 0.5

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """The matches, most probable first."""
        return self._table(self.matched)

    @cached_property
    def ambiguous(self) -> pd.DataFrame:
        """Pairs that may be matches, of incidents that are in none, most probable first."""
        taken_1 = np.zeros(len(self.official), dtype=bool)
        taken_2 = np.zeros(len(self.monitor), dtype=bool)
        pairs = self.network.pairs
        taken_1[pairs.official[self.matched]] = True
        taken_2[pairs.monitor[self.matched]] = True
        free = ~(taken_1[pairs.official] | taken_2[pairs.monitor])
        return self._table(self.possible & free)

    @cached_property
    def unmatched_official(self) -> pd.DataFrame:
        """Official incidents in no pair."""
        return self._unmatched(0)

    @cached_property
    def unmatched_monitor(self) -> pd.DataFrame:
        """The monitor's incidents in no pair."""
        return self._unmatched(1)

    @property
    def expected_matches(self) -> float:
        """The expected number of incidents on both lists: the sum of the probabilities."""
        return float(self.probability.sum())

    def acknowledged(
        self, *, level: float = 0.95, draws: int = 400, random_state: Any = 0
    ) -> pd.DataFrame:
        """Return how much of the monitor's list the official list acknowledges.

        The uncertainty of the matching is carried: the worth of each agreement is redrawn from
        what the lists say about it, matches are redrawn with their probabilities, and tolls
        stated as ranges are redrawn evenly over them (an open end counts as its stated one).
        Matches are drawn one incident at a time, which makes the intervals slightly too wide
        where incidents compete. What lies outside the window of days and km is not found, and
        makes the shares too small.

        Parameters
        ----------
        level : float
            The level of the intervals, a fraction.
        draws : int
            How many times everything is redrawn.
        random_state : int or numpy.random.Generator
            The randomness; 0 by default, so that a result can be repeated.

        Returns
        -------
        pandas.DataFrame
            Rows ``incidents`` (share of the monitor's incidents that are on the official list),
            ``deaths in acknowledged incidents`` (share of the monitor's deaths that occurred in
            those) and ``deaths conceded`` (official deaths in those incidents ÷ the monitor's
            deaths in all of its incidents); columns ``lower median upper level``.

        Raises
        ------
        InvalidValueError
            If the monitor's list is empty.
        """
        return acknowledged(
            self.network,
            self.listings,
            probability=self.probability,
            shift=self.shift,
            level=level,
            draws=draws,
            random_state=random_state,
        )

    def overlap(self, *, repeats: Literal["once", "apart"] = "once") -> pd.DataFrame:
        """Return the overlap of the two lists as `casualtystats.lists` takes it.

        An incident is on both lists if it is in a matched pair, or if it is on the other list
        with a probability of at least `accept` and only which entry it is stays open: one
        entry there is then set off against it, as long as the probabilities of its rivals add
        up to so many. All that is not on both is on one list only, but
        for repeats, which are no further incidents. How unsure the matching is, is not in these
        counts: `expected_matches` beside them says what the probabilities add up to.

        Parameters
        ----------
        repeats : {"once", "apart"}
            What to do with an entry that is not matched and says the same as another entry of
            its own list, in days, place and toll, each of them known: count the two once, or
            as two incidents that happen to be alike.

        Returns
        -------
        pandas.DataFrame
            Columns ``official monitor count``: 1 and 0 for on and off each list.

        Raises
        ------
        InvalidValueError
            If `repeats` is neither.

        Warns
        -----
        CasualtyStatsWarning
            If entries are repeats; or if entries that are counted as incidents of their own
            would be matches but for others of their list that are as good, and so may be
            repeats in other words.
        """
        if repeats not in ("once", "apart"):
            raise InvalidValueError("repeats", "be 'once' or 'apart'", repeats)
        found = shared(
            self.network,
            self.listings,
            probability=self.probability,
            matched=self.matched,
            possible=self.possible,
            shift=self.shift,
            accept=self.accept,
        )
        left_out = found.repeats if repeats == "once" else (0, 0)
        for name, again, rival in zip(
            ("official", "monitor"), found.repeats, found.rivals, strict=True
        ):
            _warn(name, again, rival, repeats)
        only = [
            len(frame) - found.both - again
            for frame, again in zip((self.official, self.monitor), left_out, strict=True)
        ]
        counts = [found.both, *only]
        return pd.DataFrame({"official": [1, 1, 0], "monitor": [1, 0, 1], "count": counts})

    def summary(self) -> pd.Series:
        """Return the counts of the matching."""
        return pd.Series(
            {
                "official incidents": len(self.official),
                "monitor incidents": len(self.monitor),
                "candidate pairs kept": len(self.probability),
                "matched": int(self.matched.sum()),
                "expected matches": self.expected_matches,
                "ambiguous pairs": len(self.ambiguous),
                "unmatched official": len(self.unmatched_official),
                "unmatched monitor": len(self.unmatched_monitor),
            }
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the matches as a table: `pairs`."""
        return self.pairs

    def __repr__(self) -> str:
        return (
            f"Matching({int(self.matched.sum()):,} of {len(self.official):,} official and "
            f"{len(self.monitor):,} monitored incidents matched; "
            f"{self.expected_matches:,.1f} expected, {len(self.ambiguous):,} pairs ambiguous)"
        )

    def _repr_html_(self) -> str:
        rows = [(str(name), f"{value:,.4g}") for name, value in self.summary().items()]
        return card("Incidents matched one to one", rows)

    def _table(self, which: NDArray[np.bool_]) -> pd.DataFrame:
        rows = np.flatnonzero(which)
        rows = rows[np.argsort(-self.probability[rows], kind="stable")]
        pairs, agreement = self.network.pairs, self.network.features
        date, place, toll = self.network.weights.tables
        table = pd.DataFrame(
            {
                "official": self.official.index.take(pairs.official[rows]),
                "monitor": self.monitor.index.take(pairs.monitor[rows]),
                "probability": self.probability[rows],
                "days": pairs.days[rows],
                "km": pairs.km[rows],
                "name_similarity": agreement.name[rows],
                "date_weight": date[agreement.date[rows]],
                "place_weight": place[agreement.place[rows]],
                "toll_weight": toll[agreement.toll[rows]],
            }
        )
        sizes = len(agreement.sizes) and agreement.sizes[2] // len(_GAPS)
        gaps = [_GAPS[level // sizes] for level in agreement.toll[rows]]
        clash = np.where(self.oversized[rows], "; in a component too large to assign", "")
        said = zip(table["days"], table["km"], table["name_similarity"], gaps, clash, strict=True)
        table["reasons"] = pd.Series([_reasons(*one) for one in said], dtype="string")
        return table

    def _unmatched(self, side: int) -> pd.DataFrame:
        frame = (self.official, self.monitor)[side]
        other = ("monitor", "official")[side]
        listing = self.listings[side]
        rows = (self.network.pairs.official, self.network.pairs.monitor)[side]
        n = len(frame)
        prob = np.minimum(np.bincount(rows, weights=self.probability, minlength=n), 1.0)
        taken = np.bincount(rows[self.matched], minlength=n) > 0
        maybe = np.bincount(rows[self.possible], minlength=n) > 0
        near = np.bincount(rows, minlength=n) > 0
        why = np.select(
            [~listing.has_day, maybe, near],
            [
                "no date",
                "ambiguous: see the ambiguous pairs",
                f"unlike every {other} incident near",
            ],
            default=f"no {other} incident within the window",
        )
        table = pd.DataFrame({"prob_matched": prob, "why": why}, index=frame.index)
        return table[~taken].astype({"why": "string"})


def _warn(name: str, again: int, rival: int, repeats: str) -> None:
    """Say which entries of a list may tell of one incident twice."""
    told = []
    if again:
        how = "once with it" if repeats == "once" else "as incidents of their own"
        told.append(
            f"{again:,} {name} entries say the same as another of their list and are counted {how}"
        )
    if rival:
        told.append(
            f"{rival:,} {name} entries would be matches but for others of their list, and are "
            "counted as incidents of their own"
        )
    if told:
        warnings.warn(
            f"{'; '.join(told)}: drop what are duplicates from the {name} list before matching it",
            CasualtyStatsWarning,
            stacklevel=3,
        )


def _reasons(days: int, km: float, name: float, gap: str, clash: str) -> str:
    when = "same day" if days == 0 else f"{days} day{'s' if days > 1 else ''} apart"
    where = "" if np.isnan(km) else f"; {km:.3g} km apart"
    called = "" if np.isnan(name) else f"; names {name:.0%} alike"
    return f"{when}{where}{called}; {gap}{clash}"
