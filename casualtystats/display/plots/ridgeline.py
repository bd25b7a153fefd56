"""Many tolls under one another on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from casualtystats.display.axes import ACCENT, FAINT, INK, headline, new_axes, people, quiet
from casualtystats.display.bins import make_bars
from casualtystats.display.plots.shape import (
    Distribution,
    broken_note,
    common_scale,
    fine,
    hill,
    row_figures,
    row_names,
    whisker,
)
from casualtystats.display.wording import count, percent, span
from casualtystats.errors import InvalidValueError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ridgeline"]


def ridgeline(
    tolls: Sequence[Distribution],
    ax: Axes | None = None,
    *,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
    log: bool | None = None,
    xlabel: str = "people",
    title: str = "",
    color: str = ACCENT,
) -> Axes:
    """Draw the distributions of several tolls as ridges on one axis.

    Parameters
    ----------
    tolls : sequence of Distribution
        Top to bottom.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a figure with room for every ridge.
    labels : sequence of str or None
        A label per toll; None takes each toll's own.
    level : float
        The level of the intervals drawn under the ridges, a fraction.
    log : bool or None
        Straight axis, logarithmic axis, or chosen.
    xlabel : str
        What is counted.
    title : str
        A title.
    color : str
        A matplotlib colour.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Each ridge has its own height: compare where they lie, not how tall
        they are.

    Examples
    --------
    >>> import numpy as np
    >>> from casualtystats import plots
    >>> values = np.arange(20, 60)
    >>> tolls = [
    ...     plots.Shape(values, np.exp(-abs(values - m) / 4.0), f"about {m}") for m in (31, 42)
    ... ]
    >>> ax = plots.ridgeline(tolls, xlabel="people killed")
    """
    tolls = list(tolls)
    scale = common_scale(tolls, level, log=log)
    names = [t.label for t in tolls] if labels is None else list(labels)
    if len(names) != len(tolls):
        raise InvalidValueError("labels", "be one per toll", names, f"There are {len(tolls)}.")
    ax = quiet(new_axes(ax, figsize=(8, 1.1 + 0.75 * len(tolls))))
    drawn = [make_bars(*fine(toll), scale, cells=160) for toll in tolls]
    told = f"{xlabel}; dot: median, line: {percent(level)} interval{broken_note(drawn)}"
    people(ax, scale, label=told)
    ax.set_ylim(len(tolls) - 0.62, -0.85)
    for y, (toll, name) in enumerate(zip(tolls, names, strict=True)):
        low, high = toll.interval(level)
        hill(ax, drawn[y], base=y, height=-0.78, interval=(low, high), color=color)
        ax.axhline(y, color=FAINT, lw=0.5)
        whisker(ax, y + 0.11, low, toll.median(), high, color=INK)
        row_names(ax, y, name)
        row_figures(ax, y, f"{count(toll.median())}  ({span(low, high)})")
    return headline(ax, title)
