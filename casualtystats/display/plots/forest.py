"""Reports and tolls as rows of dot and interval, each with its words and its source."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casualtystats.display.axes import ACCENT, BAND, FAINT, INK, headline, new_axes, people, quiet
from casualtystats.display.bins import Scale
from casualtystats.display.plots.shape import Distribution, row_figures, row_names, whisker
from casualtystats.display.wording import count, percent, span
from casualtystats.errors import InvalidValueError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ForestRow", "forest"]


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One row of a forest plot.

    Parameters
    ----------
    label : str
        The words, verbatim.
    median, low, high : float
        The estimate and its interval, in people; `high` may be infinite.
    source : str
        Who said it, written under the words.
    result : bool
        Whether this row is what the others lead to: drawn heavier, its interval shaded behind
        all rows.
    """

    label: str
    median: float
    low: float
    high: float
    source: str = ""
    result: bool = False

    @classmethod
    def of(
        cls, toll: Distribution, *, level: float = 0.95, source: str = "", result: bool = False
    ) -> ForestRow:
        """Return the row of a toll.

        Parameters
        ----------
        toll : Distribution
            Anything with ``label``, ``median()`` and ``interval(level)``.
        level : float
            The level of the interval.
        source : str
            Who said it.
        result : bool
            Whether this row is what the others lead to.

        Returns
        -------
        ForestRow
            The row.
        """
        low, high = toll.interval(level)
        return cls(toll.label, toll.median(), low, high, source, result)


def forest(
    rows: Sequence[ForestRow | Distribution],
    ax: Axes | None = None,
    *,
    level: float = 0.95,
    log: bool | None = None,
    xlabel: str = "people",
    title: str = "",
) -> Axes:
    """Draw rows of dot and interval on one axis.

    Parameters
    ----------
    rows : sequence of ForestRow or Distribution
        Top to bottom. A toll is made a row at `level`; a `ForestRow` is drawn as it is.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a figure with room for every row.
    level : float
        The level of the intervals, a fraction, named on the axis.
    log : bool or None
        Straight axis, logarithmic axis, or chosen: logarithmic if the largest figure is more
        than 40 times the smallest.
    xlabel : str
        What is counted.
    title : str
        A title.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Examples
    --------
    >>> from casualtystats import plots
    >>> ax = plots.forest(
    ...     [
    ...         plots.ForestRow("at least 31", 34, 31, 75, source="ministry"),
    ...         plots.ForestRow("42", 42, 38, 55, source="activists"),
    ...         plots.ForestRow("fused", 42, 31, 68, result=True),
    ...     ]
    ... )
    >>> len(ax.texts) >= 6  # words, sources and figures are written beside the rows
    True
    """
    if not rows:
        raise InvalidValueError("rows", "hold at least one row", rows)
    drawn = [r if isinstance(r, ForestRow) else ForestRow.of(r, level=level) for r in rows]
    scale = _scale(drawn, log=log)
    ax = quiet(new_axes(ax, figsize=(8, 1.1 + 0.52 * len(drawn))))
    people(ax, scale, label=f"{xlabel}; dot: median, line: {percent(level)} interval")
    ax.set_ylim(len(drawn) - 0.45, -0.55)
    for y, row in enumerate(drawn):
        ax.axhline(y, color=FAINT, lw=0.4, alpha=0.35, zorder=0)
        if row.result:
            ax.axvspan(
                max(row.low, scale.low),
                min(row.high, scale.high),
                color=BAND,
                zorder=-1,
                alpha=0.6,
                lw=0,
            )
        color = INK if row.result else ACCENT
        whisker(ax, y, row.low, row.median, row.high, color=color, heavy=row.result)
        words = row.label if row.result else _quoted(row.label)
        row_names(ax, y, words, row.source, bold=row.result)
        row_figures(ax, y, f"{count(row.median)}  ({span(row.low, row.high)})", bold=row.result)
    return headline(ax, title)


def _scale(rows: Sequence[ForestRow], *, log: bool | None) -> Scale:
    ends = [x for r in rows for x in (r.low, r.median, r.high) if math.isfinite(x)]
    if not ends:
        raise InvalidValueError("rows", "hold a finite figure", rows)
    low, high = min(ends), max(ends)
    least = min(max(r.median, 1.0) for r in rows)
    if log is None:
        log = low >= 0 and high > 40 * least
    open_end = any(math.isinf(r.high) for r in rows)
    if log:
        return Scale(max(low * 0.8 - 0.4, -0.5), high * (2.0 if open_end else 1.15) + 1, log=True)
    if 0 < low < 0.6 * high:
        low = 0.0
    pad = max(0.04 * (high - low), 0.5)
    return Scale(
        low if low == 0 else low - pad,
        high + pad + (0.2 * (high - low) if open_end else 0),
        log=False,
    )


def _quoted(words: str) -> str:
    return f"“{words}”" if words and not words.startswith(("“", '"', "«")) else words
