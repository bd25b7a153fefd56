"""An interval that knows its level and refuses arithmetic that would mislead."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from casualtystats.errors import InvalidTypeError, InvalidValueError

__all__ = ["Interval", "check_level"]


def check_level(level: float) -> float:
    """Return `level` as a float if it is a fraction strictly between 0 and 1.

    Parameters
    ----------
    level : float
        The probability an interval should hold, as a fraction.

    Returns
    -------
    float
        The same level.

    Raises
    ------
    InvalidValueError
        If `level` is not strictly between 0 and 1, with a hint for percentages.
    InvalidTypeError
        If `level` is not a number.

    Examples
    --------
    >>> check_level(0.9)
    0.9
    """
    try:
        fraction = float(level)
    except (TypeError, ValueError):
        raise InvalidTypeError("level", "be a number", level, "Try level=0.95.") from None
    if not 0.0 < fraction < 1.0:
        percent = 1.0 < fraction < 100.0
        hint = f"Did you mean {fraction / 100:g}?" if percent else "Try level=0.95."
        raise InvalidValueError("level", "be a fraction between 0 and 1", level, hint)
    return fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of values and the probability it is meant to hold.

    It unpacks to two numbers and tells whether a value lies inside. It refuses ``+`` and
    ``-``: the sum of intervals is not the interval of the sum. Sum the tolls instead, with
    `casualtystats.total`.

    Parameters
    ----------
    low, high : float
        The ends, both included, in the unit of what was estimated (people, a ratio, a share).
        ``math.inf`` as `high` means that no finite upper end can be given.
    level : float
        The probability the interval is meant to hold, a fraction.
    kind : str
        How it was made: ``"equal-tailed"``, ``"highest density"``, ``"exact"``, …

    Examples
    --------
    >>> interval = Interval(31, 44, 0.9)
    >>> low, high = interval
    >>> 36 in interval
    True
    >>> interval
    Interval(31–44, level=0.9)
    """

    low: float
    high: float
    level: float
    kind: str = "equal-tailed"

    def __post_init__(self) -> None:
        check_level(self.level)
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise InvalidValueError(
                "low", "be at most high, and neither unknown", (self.low, self.high)
            )

    def __iter__(self) -> Iterator[float]:
        return iter((self.low, self.high))

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def width(self) -> float:
        """The distance between the ends, in the unit of the interval."""
        return self.high - self.low

    def _refuse(self, _other: Any) -> NoReturn:
        raise InvalidTypeError(
            "interval",
            "not be added or subtracted",
            self,
            "The sum of intervals is not the interval of the sum: use cs.total on the tolls.",
        )

    __add__ = __radd__ = __sub__ = __rsub__ = _refuse

    def __repr__(self) -> str:
        return f"Interval({_number(self.low)}–{_number(self.high)}, level={self.level:g})"


def _number(value: float) -> str:
    """Write a number for people: whole when whole, otherwise in four digits or more."""
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 1000 else f"{value:.4g}"
