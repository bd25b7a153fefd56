"""A comparison in a sentence that a journalist can use, and in the lines of a card."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from casualtystats.display.wording import UNKNOWN, count, figure, percent, span

if TYPE_CHECKING:
    from casualtystats.comparison.compared import Compared
    from casualtystats.toll.interval import Interval

__all__ = ["named", "rows", "say", "shares_of", "times"]


def say(comparison: Compared) -> str:
    """Return what the comparison comes to, naming both figures in their own words.

    Parameters
    ----------
    comparison : Compared
        The comparison to put into words.

    Returns
    -------
    str
        One or two plain sentences.
    """
    monitor = f"the monitor's figure ({_monitor(comparison)})"
    official = f"the official one ({_official(comparison)})"
    ratio, level = comparison.ratio(), f"{percent(comparison.level)} interval"
    size = times(ratio.low, ratio.high)
    if ratio.low < ratio.high:
        middle = comparison.median_ratio
        told = f", median {_factor(middle)}" if math.isfinite(middle) else ""
        size += f" ({level}{told})"
    if comparison.prob_equal > 1 - 1e-12:
        text = f"{monitor} and {official} are the same."
    elif ratio.high == 0:
        text = f"{monitor} is none: {official} is the higher one."
    elif float(comparison.official.cdf(0)) == 1:
        gap = comparison.difference()
        said = f"{monitor} exceeds {official} by {span(*gap)} people"
        said += f" ({level})" if gap.low < gap.high else ""
        text = f"{said}; against none, no ratio can be given."
    elif comparison.conclusion == "not settled":
        text = (
            f"{monitor} and {official} do not settle which toll is higher: monitor ÷ official "
            f"is {size}{_how_likely(comparison)}."
        )
    else:
        text = f"{monitor} is {size} {official}"
        if comparison.conclusion == "monitor higher":
            shares = shares_of(comparison.break_even())
            text += (
                f"; for the official figure to hold, {shares} of the deaths the monitor counts "
                "would have to be wrong."
            )
        else:
            text += ": the official figure is the higher one."
    return text[0].upper() + text[1:]


def _how_likely(comparison: Compared) -> str:
    if math.isnan(comparison.prob_exceeds):
        return ""
    return (
        f", and the monitor's is the higher one with probability {percent(comparison.prob_exceeds)}"
    )


def _probability(comparison: Compared) -> str:
    known = not math.isnan(comparison.prob_exceeds)
    return percent(comparison.prob_exceeds) if known else UNKNOWN


def rows(comparison: Compared) -> list[tuple[str, str]]:
    """Return names and values for a card."""
    level = percent(comparison.level)
    ratio, gap = comparison.ratio(), comparison.difference()
    lines = [
        ("in words", say(comparison)),
        ("official", _official(comparison)),
        ("monitor", _monitor(comparison)),
        (f"monitor ÷ official, {level}", times(ratio.low, ratio.high)),
        (f"monitor − official, {level}", f"{span(gap.low, gap.high)} people"),
        ("monitor higher with probability", _probability(comparison)),
        (f"must be wrong to break even, {level}", shares_of(comparison.break_even())),
    ]
    if comparison.codebooks is not None:
        flips = comparison.codebooks.loc[comparison.codebooks["flips"].eq(True), "scheme"]
        lines.append(("conclusion differs under", ", ".join(flips) or "no codebook with a rule"))
    return lines + [("assumed", note) for note in comparison.notes]


def times(low: float, high: float) -> str:
    """Write an interval of ratios as "5.7 to 22 times"."""
    first, last = _factor(low), _factor(high)
    if math.isinf(low):
        return "infinitely many times"
    if math.isinf(high):
        return "any number of times" if low == 0 else f"{first} or more times"
    return f"{first} times" if first == last else f"{first} to {last} times"


def shares_of(shares: Interval) -> str:
    """Write an interval of shares as "81–95%"."""
    low, high = _whole_percent(shares.low), _whole_percent(shares.high)
    return low if low == high else f"{low.removesuffix('%')}–{high}"


def _factor(ratio: float) -> str:
    """Write a ratio with two significant digits, whole from ten up, and 1 only if it is 1."""
    if math.isinf(ratio) or ratio == 0:
        return count(ratio)
    if ratio >= 9.95:
        return count(ratio)
    digits = next((d for d in range(2, 12) if float(f"{ratio:.{d}g}") != 1.0), 2)
    return figure(float(f"{ratio:.{digits}g}")) if digits <= 4 else f"{ratio:.{digits}g}"


def _whole_percent(share: float) -> str:
    """Write a share in whole percent, but never round it to none or to all."""
    return f"{share:.0%}" if 0.01 <= share <= 0.99 else percent(share)


def named(name: str, words: str, *, stated: bool = True) -> str:
    """Write who states a figure and its words, quoted if they are words that someone stated."""
    quoted = words if not stated or words.replace(",", "").isdigit() else f"“{words}”"
    return f"{name}: {quoted}" if name else quoted


def _official(comparison: Compared) -> str:
    stated = comparison.official_stated
    return named(comparison.official_name, comparison.official_words, stated=stated)


def _monitor(comparison: Compared) -> str:
    stated = comparison.monitor_stated
    return named(comparison.monitor_name, comparison.monitor_words, stated=stated)
