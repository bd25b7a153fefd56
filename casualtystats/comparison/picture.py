"""A comparison as a picture: tolls on one axis of people, each with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casualtystats.comparison import sentence
from casualtystats.display import html
from casualtystats.display.wording import count, percent, span

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from casualtystats.comparison.compared import Compared
    from casualtystats.toll.toll import Toll

__all__ = ["Row", "draw", "draw_over_time", "draw_rows", "svg"]

_WIDTH, _ROW, _LEFT, _RIGHT = 360, 34, 8, 352


@dataclass(frozen=True)
class Row:
    """One toll in a picture of several.

    Parameters
    ----------
    name : str
        What it is, written beside it.
    under : str
        Smaller words below the name.
    toll : Toll
        What is drawn.
    strong : bool
        Drawn in the stronger colour.
    """

    name: str
    under: str
    toll: Toll
    strong: bool = False


def draw_rows(
    rows: Sequence[Row],
    ax: Axes | None = None,
    *,
    level: float,
    xlabel: str = "people",
    title: str = "",
    log: bool | None = None,
) -> Axes:
    """Draw tolls as hills on one axis of people, with interval and median of each.

    Parameters
    ----------
    rows : sequence of Row
        Top to bottom.
    ax : Axes, optional
        Where to draw; new axes by default.
    level : float
        The level of the intervals, named on the axis.
    xlabel, title : str
        What is counted, and a title.
    log : bool, optional
        Straight axis, logarithmic axis, or chosen by the sizes.

    Returns
    -------
    Axes
        The axes drawn on.
    """
    from casualtystats.display.axes import ACCENT, INK, headline, new_axes, people, quiet
    from casualtystats.display.bins import make_bars
    from casualtystats.display.plots.shape import (
        common_scale,
        fine,
        hill,
        row_figures,
        row_names,
        whisker,
    )

    ax = quiet(new_axes(ax, figsize=(8, 1.2 + 0.75 * len(rows))))
    scale = common_scale([row.toll for row in rows], level, log=log, zero=True)
    people(ax, scale, label=f"{xlabel}; dot: median, line: {percent(level)} interval")
    ax.set_ylim(-0.35, len(rows) - 0.1)
    for base, row in enumerate(reversed(rows)):
        low, high = row.toll.interval(level)
        median = float(row.toll.median())
        color = INK if row.strong else ACCENT
        if low < high:
            bars = make_bars(*fine(row.toll), scale)
            hill(ax, bars, base=base, height=0.62, interval=(low, high), color=color)
        whisker(ax, base, low, median, high, color=color, heavy=row.strong)
        row_names(ax, base + 0.12, row.name, row.under, bold=True)
        figures = count(median) if low == high else f"{count(median)}  ({span(low, high)})"
        row_figures(ax, base + 0.05, figures)
    return headline(ax, title, width=72)


def draw(comparison: Compared, ax: Axes | None = None, **kwargs: Any) -> Axes:
    """Draw both tolls with their intervals on one axis of people.

    Parameters
    ----------
    comparison : Compared
        What to draw.
    ax : Axes, optional
        Where to draw; new axes by default.
    **kwargs
        ``title xlabel log level`` in place of the comparison's own.

    Returns
    -------
    Axes
        The axes drawn on.
    """
    official, monitor = (
        sentence.named(
            getattr(comparison, f"{side}_name"),
            getattr(comparison, f"{side}_words"),
            stated=getattr(comparison, f"{side}_stated"),
        )
        for side in ("official", "monitor")
    )
    rows = [
        Row("Official", official, comparison.official, strong=True),
        Row("Monitor", monitor, comparison.monitor),
    ]
    ratio = comparison.ratio()
    title = "The two figures do not settle which toll is higher"
    if comparison.conclusion != "not settled":
        size = sentence.times(ratio.low, ratio.high)
        title = f"The monitor's figure is {size} the official one"
    return draw_rows(rows, ax, **{"level": comparison.level, "title": title, **kwargs})


def draw_over_time(
    dates: pd.Series[Any],
    lower: pd.Series[Any],
    median: pd.Series[Any],
    upper: pd.Series[Any],
    ax: Axes | None = None,
    *,
    share: bool = False,
    title: str = "",
) -> Axes:
    """Draw intervals of a ratio, or of a share, over time, with the first and last in figures.

    Parameters
    ----------
    dates, lower, median, upper : Series
        One interval per date.
    ax : Axes, optional
        Where to draw; new axes by default.
    share : bool
        Whether the numbers are shares from 0 to 1 instead of ratios.
    title : str
        A title.

    Returns
    -------
    Axes
        The axes drawn on.
    """
    from casualtystats.display.axes import ACCENT, FAINT, INK, headline, new_axes, quiet

    ax = quiet(new_axes(ax, figsize=(8, 3.6)), keep=("bottom", "left"))
    ax.vlines(dates, lower, upper, color=ACCENT, lw=2.4)
    ax.plot(dates, median, "o", color=ACCENT, ms=7, mec="white", mew=1, zorder=3)
    top = 1.0 if share else float(upper.max()) * 1.12
    ax.set_ylim(0, top)

    def write(y: float) -> str:
        return f"{y:.0%}" if share else f"{y:.2g}"

    ax.yaxis.set_major_formatter(lambda y, _position: f"{y:.0%}" if share else f"{y:g}")
    ax.grid(axis="y", color=FAINT, alpha=0.2, lw=0.6)
    if not share:
        ax.axhline(1, color=INK, lw=1, ls=(0, (4, 3)))
        ax.annotate(
            "equal", (0, 1), (4, 3), xycoords=("axes fraction", "data"), textcoords="offset points"
        )
    ax.margins(x=0.17)
    for i, ha in ((0, "right"), (len(dates) - 1, "left")):
        ax.annotate(
            f"{write(median.iloc[i])}\n({write(lower.iloc[i])}–{write(upper.iloc[i])})",
            (dates.iloc[i], median.iloc[i]),
            (-9 if ha == "right" else 9, 0),
            textcoords="offset points",
            ha=ha,
            va="center",
            color=INK,
        )
    unit = "share of the monitor's deaths" if share else "monitor ÷ official"
    ax.annotate(
        unit, (0, 1), (0, 5), xycoords="axes fraction", textcoords="offset points",
        fontsize=9, color=FAINT,
    )  # fmt: skip
    return headline(ax, title, width=72, pad=20)


def _sides(comparison: Compared) -> list[tuple[str, str, Toll]]:
    return [
        ("Official", comparison.official_words, comparison.official),
        ("Monitor", comparison.monitor_words, comparison.monitor),
    ]


def svg(comparison: Compared) -> str:
    """Return the same picture as a small inline SVG in ``currentColor``.

    Parameters
    ----------
    comparison : Compared
        What to draw.

    Returns
    -------
    str
        SVG, 360 px wide, with a text alternative.
    """
    low, high = _extent(comparison)
    wide = low > 0 and high > 10 * low
    ends = (math.log(low), math.log(high)) if wide else (min(low, 0.0), high)

    def x(value: float) -> float:
        at = math.log(max(value, low)) if wide else value
        return _LEFT + (_RIGHT - _LEFT) * (at - ends[0]) / ((ends[1] - ends[0]) or 1.0)

    parts = []
    for row, (role, words, toll) in enumerate(_sides(comparison)):
        y = _ROW * row + 24
        outer, inner = toll.interval(comparison.level), toll.interval(0.5)
        for (left, right), width in ((outer, 1.5), (inner, 6)):
            parts.append(
                f'<line x1="{x(left) - 0.75:.1f}" x2="{x(right) + 0.75:.1f}" y1="{y}" y2="{y}" '
                f'stroke="currentColor" stroke-width="{width}"/>'
            )
        text = html.escape(f"{role}: {span(outer.low, outer.high)}")
        right_half = x(outer.low) > _WIDTH / 2
        anchor, at = ("end", x(outer.high)) if right_half else ("start", x(outer.low))
        parts.append(
            f'<text x="{at:.1f}" y="{y - 8}" text-anchor="{anchor}" '
            f'fill="currentColor">{text}<title>{html.escape(words)}</title></text>'
        )
    scale = "logarithmic scale" if wide else "linear scale"
    height = 2 * _ROW + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" aria-label="{html.escape(sentence.say(comparison))}" '
        'style="max-width:100%;height:auto;display:block;font:11px system-ui,sans-serif">'
        f"{''.join(parts)}"
        f'<text x="{_RIGHT}" y="{height - 2}" text-anchor="end" fill="currentColor" '
        f'opacity="0.6" font-size="9">people, {scale}</text></svg>'
    )


def _extent(comparison: Compared) -> tuple[float, float]:
    """Return the smallest and the largest end of both intervals."""
    intervals = [toll.interval(comparison.level) for _, _, toll in _sides(comparison)]
    return min(i.low for i in intervals), max(i.high for i in intervals)
