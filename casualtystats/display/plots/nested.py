"""Intervals of one toll, at several levels, where no distribution stands behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from casualtystats.display.axes import ACCENT, INK, headline, new_axes, people, quiet
from casualtystats.display.strips import strip_scale
from casualtystats.display.wording import percent, span
from casualtystats.errors import InvalidValueError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["nested"]


def nested(
    intervals: Mapping[float, tuple[float, float]],
    *,
    label: str = "",
    ax: Axes | None = None,
    xlabel: str = "people",
    color: str = ACCENT,
) -> Axes:
    """Draw the intervals of a toll as bars, one below the other, the widest last.

    Parameters
    ----------
    intervals : mapping of float to (float, float)
        For each level, a fraction, the ends of its interval, in people.
    label : str
        The title: the words of the figure, verbatim.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a figure.
    xlabel : str
        What is counted.
    color : str
        A matplotlib colour.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. There is no median and no shape, since neither is known.

    Raises
    ------
    InvalidValueError
        If there is no interval with finite ends.

    Examples
    --------
    >>> from casualtystats import plots
    >>> ax = plots.nested({0.5: (31, 44), 0.95: (20, 90)}, label="the sum of both")
    >>> [text.get_text() for text in ax.texts]
    ['50%: 31–44', '95%: 20–90']
    """
    scale = strip_scale(end for ends in intervals.values() for end in ends)
    if scale is None:
        raise InvalidValueError("intervals", "hold one with finite ends", dict(intervals))
    ax = quiet(new_axes(ax, figsize=(7, 0.8 + 0.6 * len(intervals))))
    people(ax, scale, label=xlabel)
    for row, (level, (low, high)) in enumerate(sorted(intervals.items())):
        ax.plot([low, min(high, scale.high)], [-row, -row], color=color, lw=5)
        right = float(scale.position(low)) > 0.45
        ax.annotate(
            f"{percent(level)}: {span(low, high)}",
            (min(high, scale.high) if right else low, -row + 0.2),
            ha="right" if right else "left",
            fontsize=10,
            color=INK,
        )
    ax.set_ylim(-len(intervals) + 0.5, 0.75)
    return headline(ax, label, width=68)
