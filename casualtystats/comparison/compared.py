"""Compared: what a sentence and a picture need to know of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from casualtystats.toll.interval import Interval
    from casualtystats.toll.toll import Toll

__all__ = ["Compared"]


class Compared(Protocol):
    """Two sides with their words, and what follows from them."""

    @property
    def official(self) -> Toll:
        """The official side."""

    @property
    def monitor(self) -> Toll:
        """The monitor's side."""

    @property
    def official_words(self) -> str:
        """The official figure in its own words."""

    @property
    def monitor_words(self) -> str:
        """The monitor's figure in its own words."""

    @property
    def official_stated(self) -> bool:
        """Whether someone stated those words."""

    @property
    def monitor_stated(self) -> bool:
        """Whether someone stated those words."""

    @property
    def official_name(self) -> str:
        """Who states the official figure, if known."""

    @property
    def monitor_name(self) -> str:
        """Who states the monitor's figure, if known."""

    @property
    def level(self) -> float:
        """The probability of its intervals."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed."""

    @property
    def codebooks(self) -> Any:
        """The comparison under coding schemes, or None."""

    @property
    def conclusion(self) -> str:
        """Which side is the higher one, or that it is not settled."""

    @property
    def prob_exceeds(self) -> float:
        """P(monitor > official)."""

    @property
    def prob_equal(self) -> float:
        """P(monitor = official)."""

    @property
    def median_ratio(self) -> float:
        """The median of monitor ÷ official."""

    def ratio(self) -> Interval:
        """Return the interval of monitor ÷ official."""

    def difference(self) -> Interval:
        """Return the interval of monitor − official."""

    def break_even(self) -> Interval:
        """Return the share of the monitor's deaths that must be wrong."""
