"""An official and a monitor's figure on one honest axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casualtystats.display.axes import ACCENT, FAINT, INK, SECOND, headline, new_axes, people, quiet
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

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["strip"]


def strip(
    official: Distribution,
    monitor: Distribution,
    ax: Axes | None = None,
    *,
    level: float = 0.95,
    log: bool | None = None,
    xlabel: str = "people",
    names: tuple[str, str] = ("official", "monitor"),
    title: str = "",
    note: str = "",
) -> Axes:
    """Draw an official figure above a monitor's, on one axis that begins at 0.

    Parameters
    ----------
    official, monitor : Distribution
        The two tolls.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a figure.
    level : float
        The level of the intervals, a fraction.
    log : bool or None
        Straight axis, logarithmic axis, or chosen: straight and from 0 up to a ratio of 40, so
        that a length on the page is a number of people; logarithmic beyond.
    xlabel : str
        What is counted.
    names : (str, str)
        Who stands behind each figure.
    title : str
        A title.
    note : str
        A finding to write under the pair, such as the ratio and its interval.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Examples
    --------
    >>> import numpy as np
    >>> from casualtystats import plots
    >>> low = plots.Shape(np.array([352]), np.array([1.0]), "at least 352")
    >>> high = plots.Shape(np.arange(2000, 7000), np.full(5000, 1 / 5000), "several thousand")
    >>> ax = plots.strip(low, high, xlabel="civilians killed")
    """
    pair = (official, monitor)
    scale = common_scale(pair, level, log=log, zero=True)
    ax = quiet(new_axes(ax, figsize=(8, 3.0 + (0.3 if note else 0))))
    drawn = [make_bars(*fine(toll), scale, cells=160) for toll in pair]
    told = f"{xlabel}; dot: median, line: {percent(level)} interval{broken_note(drawn)}"
    people(ax, scale, label=told)
    ax.set_ylim(1.55 if note else 1.35, -0.95)
    rows = zip(pair, names, (SECOND, ACCENT), strict=True)
    for y, (toll, name, color) in enumerate(rows):
        low, high = toll.interval(level)
        hill(ax, drawn[y], base=y, height=-0.75, interval=(low, high), color=color)
        ax.axhline(y, color=FAINT, lw=0.5)
        whisker(ax, y + 0.13, low, toll.median(), high, color=INK)
        row_names(ax, y, f"“{toll.label}”" if toll.label else name, name if toll.label else "")
        row_figures(ax, y, f"{count(toll.median())}\n({span(low, high)})")
    if note:
        ax.annotate(
            note,
            (0, 0.02),
            xycoords="axes fraction",
            va="bottom",
            fontsize=10,
            color=INK,
            fontweight="bold",
        )
    return headline(ax, title)
