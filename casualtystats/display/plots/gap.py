"""Official and monitor over time, and the gap between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from casualtystats.display.axes import (
    ACCENT,
    FAINT,
    INK,
    SECOND,
    headline,
    new_axes,
    plain,
    quiet,
)
from casualtystats.display.bins import Scale
from casualtystats.display.plots.shape import column
from casualtystats.display.wording import count, span
from casualtystats.errors import InvalidValueError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Line", "gap_over_time"]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A series of tolls over time.

    Parameters
    ----------
    dates : array_like of dates, shape (n,)
        Anything `pandas.to_datetime` reads.
    median : array_like of float, shape (n,)
        People; NaN where unknown, which leaves a gap in the line.
    low, high : array_like of float, shape (n,), or None
        The ends of the intervals.
    label : str
        Whose figures they are, written at the end of the line.
    """

    dates: Any
    median: ArrayLike
    low: ArrayLike | None = None
    high: ArrayLike | None = None
    label: str = ""

    def __post_init__(self) -> None:
        n = len(pd.to_datetime(pd.Index(self.dates)))
        for name in ("median", "low", "high"):
            given = getattr(self, name)
            if given is not None and column(given).size != n:
                raise InvalidValueError(name, "be one number per date", given)
        if (self.low is None) != (self.high is None):
            raise InvalidValueError("low", "come with high", self.low)


def gap_over_time(
    official: Line,
    monitor: Line,
    ax: Axes | None = None,
    *,
    ylabel: str = "people killed",
    title: str = "",
    note: str = "",
    log: bool = False,
    step: bool = False,
) -> Axes:
    """Draw two series and the gap between them.

    Parameters
    ----------
    official, monitor : Line
        The two series; their dates need not agree.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a figure.
    ylabel : str
        What is counted, written above the axis.
    title : str
        A title.
    note : str
        A finding about the gap, written beside the bracket at its last common date; empty
        writes the difference of the medians there.
    log : bool
        A logarithmic axis: equal distances are equal ratios. The default is straight, from 0.
    step : bool
        Hold each figure until the next one is published, as cumulative statements are.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Examples
    --------
    >>> from casualtystats import plots
    >>> ax = plots.gap_over_time(
    ...     plots.Line(["2017-01-31", "2017-03-31"], [199, 352], label="official"),
    ...     plots.Line(
    ...         ["2017-01-31", "2017-03-31"],
    ...         [2300, 3000],
    ...         [2100, 2700],
    ...         [2600, 3400],
    ...         label="monitor",
    ...     ),
    ... )
    """
    ax = quiet(new_axes(ax, figsize=(8, 4.2)), keep=("bottom",))
    ends = []
    for line, color, style in ((monitor, ACCENT, "-"), (official, SECOND, (0, (5, 1.5)))):
        dates = pd.to_datetime(pd.Index(line.dates)).to_numpy()
        order = np.argsort(dates)
        days, median = dates[order], column(line.median)[order]
        drawing: dict[str, Any] = {"drawstyle": "steps-post"} if step else {}
        ax.plot(days, median, color=color, lw=2.2, ls=style, **drawing)
        ax.plot(days, median, "o", color=color, ms=4 if days.size > 1 else 7)
        low = high = None
        if line.low is not None and line.high is not None:
            low, high = column(line.low)[order], column(line.high)[order]
            band = {"step": "post"} if step else {}
            ax.fill_between(days, low, high, color=color, alpha=0.2, lw=0, **band)  # type: ignore[arg-type]
            if step:  # the last figure is not held by anything yet: its interval has no width
                ax.vlines(days[-1], low[-1], high[-1], color=color, lw=2.2, alpha=0.5)
        ends.append(_end(line.label, days, median, low, high))
    _write_axis(ax, ylabel, log=log)
    _bracket(ax, monitor, official, note)
    _name_ends(ax, ends, log=log)
    return headline(ax, title, width=72, pad=22)


def _end(
    label: str,
    days: NDArray[Any],
    median: NDArray[np.float64],
    low: NDArray[np.float64] | None,
    high: NDArray[np.float64] | None,
) -> tuple[Any, float, str]:
    known = np.flatnonzero(np.isfinite(median))
    if known.size == 0:
        raise InvalidValueError("median", "hold a known figure", median)
    last = known[-1]
    words = f"{plain(label)}\n{count(median[last])}".strip()
    if low is not None and high is not None:
        words += f" ({span(low[last], high[last])})"
    return days[last], float(median[last]), words


def _write_axis(ax: Axes, ylabel: str, *, log: bool) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    if log:
        ax.set_yscale("log")
        bottom, top = ax.get_ylim()
    else:
        bottom, top = 0.0, ax.get_ylim()[1]
    ticks = [t for t in Scale(bottom, top, log).ticks(9) if t > 0 or not log]
    ax.set_yticks(ticks, [count(t) for t in ticks])
    ax.set_yticks([], minor=True)
    ax.set_ylim(bottom, top)
    ax.tick_params(left=False, labelleft=True)
    ax.grid(axis="y", color=FAINT, alpha=0.25, lw=0.6)
    ax.set_axisbelow(True)
    first, last = ax.dataLim.intervalx
    if first == last:
        ax.set_xlim(first - 15, last + 15)  # one date: a month around it
    locator = AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    words = f"{ylabel} (logarithmic: equal distances are equal ratios)" if log else ylabel
    ax.annotate(
        words,
        (0, 1),
        (0, 4),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=9,
        color=FAINT,
    )


def _bracket(ax: Axes, monitor: Line, official: Line, note: str) -> None:
    """Mark the gap at the last date both series have reached."""
    series = [_dated(line, line.median) for line in (monitor, official)]
    last = min(s.index[-1] for s in series)
    above, below = (
        float(s[s.index <= last].iloc[-1]) if (s.index <= last).any() else np.nan for s in series
    )
    if not np.isfinite([above, below]).all() or above == below:
        return
    day = last.to_datetime64()
    ax.annotate(
        "",
        (day, above),
        (day, below),
        arrowprops={"arrowstyle": "<->", "color": INK, "lw": 1, "shrinkA": 4, "shrinkB": 4},
    )
    words = note or f"gap {count(abs(above - below))}"
    upper, lower = (monitor, official) if above > below else (official, monitor)
    top = _edge(upper, upper.low, last, min) or max(above, below)
    bottom = _edge(lower, lower.high, last, max) or min(above, below)
    if bottom >= top:  # the bands overlap, so there is no room between them
        top, bottom = max(above, below), min(above, below)
    middle = (top * bottom) ** 0.5 if ax.get_yscale() == "log" else (top + bottom) / 2
    ax.annotate(
        plain(words),
        (day, middle),
        (-8, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=10,
        color=INK,
    )


def _dated(line: Line, numbers: ArrayLike) -> pd.Series:
    known = pd.Series(column(numbers), pd.to_datetime(pd.Index(line.dates)))
    return known.dropna().sort_index()


def _edge(
    line: Line, numbers: ArrayLike | None, last: Any, nearest: Callable[[Any], Any]
) -> float | None:
    """Return where a band comes nearest to the other, left of the bracket where words stand."""
    if numbers is None:
        return None
    known = _dated(line, numbers)
    known = known[known.index <= last].iloc[-2:]
    return float(nearest(known)) if known.size else None


def _name_ends(ax: Axes, ends: Sequence[tuple[Any, float, str]], *, log: bool) -> None:
    """Write each series' name and last figure right of the axes, apart from each other."""
    bottom, top = ax.get_ylim()

    def height(y: float) -> float:
        if log:
            return float(np.log(y / bottom) / np.log(top / bottom))
        return (y - bottom) / (top - bottom)

    at = [height(y) for _, y, _ in ends]
    near = 0.19 - abs(at[0] - at[1])
    if near > 0:
        up = 1 if at[0] >= at[1] else -1
        at = [at[0] + up * near / 2, at[1] - up * near / 2]
        out = max(max(at) - 0.96, 0.0) - max(0.04 - min(at), 0.0)
        at = [y - out for y in at]
    for (_, _, words), y, color in zip(ends, at, (ACCENT, SECOND), strict=True):
        ax.annotate(
            words,
            (1, y),
            (6, 0),
            xycoords="axes fraction",
            textcoords="offset points",
            va="center",
            fontsize=10,
            color=INK,
            linespacing=1.15,
            bbox={"boxstyle": "square,pad=0.1", "fc": "none", "ec": "none"},
        )
        ax.plot([1], [y], ">", color=color, ms=6, transform=ax.transAxes, clip_on=False)
