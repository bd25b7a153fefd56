"""Do intervals hold what they promise? Nominal level against observed share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from casualtystats.display.axes import ACCENT, FAINT, INK, SECOND, headline, new_axes, plain, quiet
from casualtystats.display.plots.shape import column
from casualtystats.display.wording import percent
from casualtystats.errors import InvalidValueError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["reliability"]

_MARKERS = "osD^v"
_COLORS = (ACCENT, SECOND, INK, "#4d9a6a", FAINT)


def reliability(
    nominal: ArrayLike,
    observed: ArrayLike | Mapping[str, ArrayLike],
    *,
    n: int | None = None,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    label: str = "",
    ax: Axes | None = None,
    title: str = "",
) -> Axes:
    """Draw the observed coverage of intervals against their nominal level.

    Parameters
    ----------
    nominal : array_like of float, shape (k,)
        Levels of the intervals, fractions.
    observed : array_like of float, shape (k,), or mapping of str to such
        The share of truths inside; several named series may be drawn.
    n : int or None
        Number of truths: draws the range in which a perfect series of `n` independent truths
        would fall about 95 times in 100.
    low, high : array_like of float, shape (k,), or None
        An interval for each observed share, such as a bootstrap over incidents.
    label : str
        Name of the series, if there is one.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a figure.
    title : str
        A title.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Examples
    --------
    >>> from casualtystats import plots
    >>> ax = plots.reliability([0.5, 0.8, 0.95], [0.55, 0.82, 0.94], n=311)
    """
    levels = column(nominal)
    series = observed if isinstance(observed, Mapping) else {label: observed}
    order = np.argsort(levels)
    ax = quiet(new_axes(ax, figsize=(5.2, 5.0)), keep=("bottom", "left"))
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_aspect("equal")
    if n is not None:
        _expected_band(ax, n)
    ax.plot([0, 1], [0, 1], color=FAINT, lw=1, ls=(0, (2, 2)))
    ax.annotate(
        "as promised",
        (0.05, 0.05),
        (0, 6),
        textcoords="offset points",
        rotation=45,
        rotation_mode="anchor",
        fontsize=9,
        color=FAINT,
    )
    ax.annotate(
        "too wide:\nholds more than promised", (0.04, 0.96), va="top", fontsize=9, color=FAINT
    )
    ax.annotate("too narrow:\nfalse precision", (0.97, 0.06), ha="right", fontsize=9, color=FAINT)
    for i, (name, shares) in enumerate(series.items()):
        share = column(shares)
        if share.shape != levels.shape:
            raise InvalidValueError("observed", "be one share per level", shares)
        color = _COLORS[i % len(_COLORS)]
        ax.plot(
            levels[order],
            share[order],
            color=color,
            marker=_MARKERS[i % 5],
            ms=6,
            lw=1.5,
            clip_on=False,
            zorder=3,
        )
        if name:
            ax.annotate(
                plain(name),
                (levels[order][0], share[order][0]),
                (-9, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=9.5,
                color=INK,
            )
        if len(series) == 1:
            for x, y in zip(levels, share, strict=True):
                ax.annotate(
                    f"{percent(x)}: {percent(y)}",
                    (x, y),
                    (8, -3),
                    textcoords="offset points",
                    va="top",
                    fontsize=9,
                    color=INK,
                )
    if low is not None and high is not None:
        ax.vlines(levels, column(low), column(high), color=_COLORS[0], lw=2.2)
    quarters = [0, 0.25, 0.5, 0.75, 1]
    ax.set_xticks(quarters, [percent(t) for t in quarters])
    ax.set_yticks(quarters, [percent(t) for t in quarters])
    size = f" ({n:,} of them)" if n is not None else ""
    ax.set_xlabel("level of the interval", color=FAINT, fontsize=9)
    ax.set_ylabel(f"share of recorded tolls inside it{size}", color=FAINT, fontsize=9)
    return headline(ax, title, width=52)


def _expected_band(ax: Axes, n: int) -> None:
    from scipy import stats

    if n <= 0:
        raise InvalidValueError("n", "be a positive number of truths", n)
    grid = np.linspace(0, 1, 201)
    ax.fill_between(
        grid,
        stats.beta.ppf(0.025, n * grid + 0.5, n * (1 - grid) + 0.5),
        stats.beta.ppf(0.975, n * grid + 0.5, n * (1 - grid) + 0.5),
        color=FAINT,
        alpha=0.18,
        lw=0,
    )
