"""Comparison: an official and a monitor's toll side by side, and what follows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from casualtystats.comparison import picture, sentence
from casualtystats.comparison.joint import Joint
from casualtystats.display import html
from casualtystats.toll.interval import Interval, check_level
from casualtystats.toll.toll import Toll

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Comparison"]


@dataclass(frozen=True, repr=False)
class Comparison:
    """What an official and a monitor's figure say about each other, both kept.

    Made by `casualtystats.compare`. Every number is an exact sum over the two lattices.

    Parameters
    ----------
    official, monitor : Toll
        The two sides.
    official_words, monitor_words : str
        Each side's figure in its own words.
    official_name, monitor_name : str
        Who states it, if known.
    level : float
        The default probability of intervals, a fraction.
    correlation : float
        How the errors of the two sides go together, from -1 to 1; 0 is independence.
    notes : tuple of str
        What was assumed on the way, in order.
    codebooks : DataFrame or None
        The same comparison under coding schemes, one row each; None if none were asked for.
    official_stated, monitor_stated : bool
        Whether someone stated the words of that side; words that describe a sum or an estimate
        are never shown as a quotation.

    Examples
    --------
    >>> from casualtystats.comparison.compare import compare
    >>> result = compare(official=Toll.exact(200), monitor=Toll.from_pmf([300, 500], [1, 1]))
    >>> result.ratio(level=0.9)
    Interval(1.5–2.5, level=0.9)
    >>> result.break_even(level=0.9)
    Interval(0.3333–0.6, level=0.9)
    >>> result.prob_exceeds
    1.0
    """

    official: Toll
    monitor: Toll
    official_words: str = ""
    monitor_words: str = ""
    official_name: str = ""
    monitor_name: str = ""
    level: float = 0.95
    correlation: float = 0.0
    notes: tuple[str, ...] = ()
    codebooks: pd.DataFrame | None = field(default=None, compare=False)
    official_stated: bool = True
    monitor_stated: bool = True

    @cached_property
    def _joint(self) -> Joint:
        return Joint(self.official, self.monitor, self.correlation)

    @property
    def _blind(self) -> bool:
        """Whether a side is a sum of unknown dependence, of which only intervals are known."""
        return any(toll.only_bounds for toll in (self.official, self.monitor))

    def _tails(self, level: float | None) -> tuple[float, float, float]:
        level = self.level if level is None else check_level(level)
        tail = (1.0 - level) / 2.0
        return level, tail, 1.0 - tail

    def ratio(self, level: float | None = None) -> Interval:
        """Return the interval of monitor ÷ official.

        An official toll of 0 makes the ratio infinite; 0 against 0 counts as 1.

        Parameters
        ----------
        level : float, optional
            Probability of the interval, a fraction; the comparison's own by default.

        Returns
        -------
        Interval
            Equal-tailed. Its upper end is infinite if 0 is a possible official toll.
        """
        level, low, high = self._tails(level)
        return Interval(self._joint.ratio_ppf(low), self._joint.ratio_ppf(high), level)

    def ratio_bounds(self, level: float | None = None) -> Interval:
        """Return an interval of monitor ÷ official that holds however the two sides err.

        Whatever the dependence between the two sides' errors, the ratio lies in it with at
        least the given probability: it is wider than `ratio`, which takes a correlation.

        Parameters
        ----------
        level : float, optional
            Probability of the interval, a fraction; the comparison's own by default.

        Returns
        -------
        Interval
            Its `kind` is ``"any dependence"``.
        """
        level, _, _ = self._tails(level)
        low, high = self._joint.ratio_bounds(level)
        return Interval(low, high, level, "any dependence")

    def log_ratio(self, level: float | None = None) -> Interval:
        """Return the interval of the natural logarithm of monitor ÷ official.

        Parameters
        ----------
        level : float, optional
            Probability of the interval, a fraction; the comparison's own by default.

        Returns
        -------
        Interval
            Its ends are infinite where the ratio is 0 or infinite.
        """
        ratio = self.ratio(level)
        return Interval(_log(ratio.low), _log(ratio.high), ratio.level)

    def difference(self, level: float | None = None) -> Interval:
        """Return the interval of monitor − official, in people.

        Parameters
        ----------
        level : float, optional
            Probability of the interval, a fraction; the comparison's own by default.

        Returns
        -------
        Interval
            Equal-tailed; below 0 where the official toll is the larger one.
        """
        level, low, high = self._tails(level)
        ends = [float(self._joint.difference_ppf(q)) for q in (low, high)]
        return Interval(ends[0], ends[1], level)

    def break_even(self, level: float | None = None) -> Interval:
        """Return the share of the monitor's deaths that must be wrong for the official figure.

        If a share s of the deaths the monitor counts were counted wrongly, (1 − s) × monitor
        would remain; the official figure holds when that is no more than the official toll.
        The smallest such s is max(0, 1 − official ÷ monitor): 0 where the official toll is the
        larger one already, 1 where the official side counts none.

        Parameters
        ----------
        level : float, optional
            Probability of the interval, a fraction; the comparison's own by default.

        Returns
        -------
        Interval
            Of a share, from 0 to 1.
        """
        ratio = self.ratio(level)
        return Interval(_share(ratio.low), _share(ratio.high), ratio.level)

    @property
    def prob_exceeds(self) -> float:
        """P(monitor > official); NaN if a side is a sum of unknown dependence."""
        return math.nan if self._blind else self._joint.prob_exceeds

    @property
    def prob_equal(self) -> float:
        """P(monitor = official); NaN if a side is a sum of unknown dependence."""
        return math.nan if self._blind else self._joint.prob_equal

    @property
    def prob_below(self) -> float:
        """P(monitor < official)."""
        if self._blind:
            return math.nan
        return max(1.0 - self._joint.prob_exceeds - self._joint.prob_equal, 0.0)

    @property
    def overlap(self) -> float:
        """The probability that the two distributions share: 0 if disjoint, 1 if the same."""
        return math.nan if self._blind else self._joint.overlap

    @property
    def median_ratio(self) -> float:
        """The median of monitor ÷ official; NaN if a side is a sum of unknown dependence."""
        return math.nan if self._blind else self._joint.ratio_ppf(0.5)

    @property
    def median_difference(self) -> float:
        """The median of monitor − official, in people; NaN as `median_ratio` is."""
        return math.nan if self._blind else float(self._joint.difference_ppf(0.5))

    @property
    def conclusion(self) -> str:
        """``monitor higher``, ``official higher`` or ``not settled``, at the own level."""
        ratio = self.ratio()
        if ratio.low > 1:
            return "monitor higher"
        return "official higher" if ratio.high < 1 else "not settled"

    def to_frame(self, level: float | None = None) -> pd.DataFrame:
        """Return the two sides and their ratio, difference and break-even as a tidy table.

        Parameters
        ----------
        level : float, optional
            Probability of the intervals, a fraction; the comparison's own by default.

        Returns
        -------
        DataFrame
            One row per quantity, with columns ``quantity words lower median upper level unit``.
        """
        ratio, level = self.median_ratio, self._tails(level)[0]
        rows: list[tuple[str, str, Interval, float, str]] = [
            ("official", self.official_words, self.official.interval(level),
             _median(self.official), "people"),
            ("monitor", self.monitor_words, self.monitor.interval(level),
             _median(self.monitor), "people"),
            ("ratio", "monitor ÷ official", self.ratio(level), ratio, "times"),
            ("log_ratio", "ln(monitor ÷ official)", self.log_ratio(level), _log(ratio), ""),
            ("difference", "monitor − official", self.difference(level),
             self.median_difference, "people"),
            ("break_even", "share of the monitor's deaths", self.break_even(level),
             _share(ratio), "share"),
        ]  # fmt: skip
        return pd.DataFrame(
            [
                {
                    "quantity": quantity,
                    "words": words,
                    "lower": interval.low,
                    "median": median,
                    "upper": interval.high,
                    "level": level,
                    "unit": unit,
                }
                for quantity, words, interval, median, unit in rows
            ]
        )

    def summary(self, level: float | None = None) -> pd.Series[Any]:
        """Return the comparison in one row of numbers.

        Parameters
        ----------
        level : float, optional
            Probability of the intervals, a fraction; the comparison's own by default.

        Returns
        -------
        Series
            Medians and interval ends of both sides and of what follows, the probabilities,
            and the conclusion.
        """
        entries: dict[str, Any] = {}
        for row in self.to_frame(level).to_dict("records"):
            for end in ("lower", "median", "upper"):
                entries[f"{row['quantity']}_{end}"] = row[end]
        entries |= {
            "prob_exceeds": self.prob_exceeds,
            "prob_equal": self.prob_equal,
            "overlap": self.overlap,
            "level": self._tails(level)[0],
            "correlation": self.correlation,
            "conclusion": self.conclusion,
        }
        return pd.Series(entries, dtype=object)

    def plot(self, ax: Axes | None = None, **kwargs: Any) -> Axes:
        """Draw both tolls with their intervals on one axis of people.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; new axes by default.
        **kwargs
            ``title xlabel log level`` in place of the comparison's own.

        Returns
        -------
        Axes
            The axes drawn on.
        """
        return picture.draw(self, ax, **kwargs)

    def __str__(self) -> str:
        return sentence.say(self)

    def __repr__(self) -> str:
        ratio = self.ratio()
        return (
            f"Comparison({self.official_words!r} ↔ {self.monitor_words!r}: "
            f"ratio {sentence.times(ratio.low, ratio.high)}, level={self.level:g})"
        )

    def _repr_html_(self) -> str:
        return html.card("Official ↔ monitor", sentence.rows(self), picture.svg(self))


def _median(toll: Toll) -> float:
    return math.nan if toll.only_bounds else float(toll.median())


def _log(ratio: float) -> float:
    return -math.inf if ratio == 0 else math.log(ratio)


def _share(ratio: float) -> float:
    """Return the smallest share of the monitor's deaths to drop to reach the official toll."""
    if math.isnan(ratio):
        return ratio
    return max(0.0, 1.0 - 1.0 / ratio) if ratio > 0 else 0.0
