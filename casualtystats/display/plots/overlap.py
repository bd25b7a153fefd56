"""Who is on which lists: every combination as a row of dots and a bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from casualtystats.display.axes import ACCENT, FAINT, INK, headline, new_axes, plain, quiet
from casualtystats.display.plots.shape import column
from casualtystats.display.wording import count
from casualtystats.errors import InvalidValueError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["overlap"]


def overlap(
    lists: Sequence[str],
    patterns: ArrayLike,
    counts: ArrayLike,
    ax: Axes | None = None,
    *,
    most: int = 20,
    title: str = "",
    unit: str = "people",
) -> Axes:
    """Draw how many people each combination of lists holds.

    Parameters
    ----------
    lists : sequence of str
        Names of the lists.
    patterns : array_like of int, shape (k, len(lists))
        One row per combination: 1 where the list has these people, else 0.
    counts : array_like of int, shape (k,)
        How many people have that combination.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a figure with room for every row.
    most : int
        Draw at most so many combinations, the largest; the rest are added up in a last row.
    title : str
        A title.
    unit : str
        What is counted.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. The people on no list have no row: nobody counted them.

    Examples
    --------
    >>> from casualtystats import plots
    >>> ax = plots.overlap(["ministry", "monitor"], [[1, 0], [0, 1], [1, 1]], [40, 210, 31])
    """
    on = np.asarray(patterns, dtype=np.int64)
    number = column(counts)
    if on.ndim != 2 or on.shape != (number.size, len(lists)):
        raise InvalidValueError(
            "patterns", "be one row per count and one column per list", on.shape
        )
    if not np.isin(on, (0, 1)).all():
        raise InvalidValueError("patterns", "hold 0 and 1 only", patterns)
    seen = np.flatnonzero(on.any(axis=1) & (number > 0))
    order = seen[np.argsort(-number[seen], kind="stable")]
    order, left_out = order[:most], order[most:]
    rows = order.size + (left_out.size > 0)
    largest = float(number[order].max(initial=1.0))
    gap = 0.05 * largest
    columns = [-gap * (len(lists) - i) for i in range(len(lists))]
    ax = quiet(new_axes(ax, figsize=(8, 0.8 + 0.3 * (rows + 0.75 * len(lists)))), keep=())
    ax.set_ylim(rows - 0.4, -0.75 * len(lists) - 0.5)
    ax.set_xlim(columns[0] - gap, largest * 1.12)
    for y, i in enumerate(order):
        ax.barh(y, number[i], height=0.66, color=ACCENT)
        _write(ax, float(number[i]), y, count(number[i]))
        _dots(ax, columns, on[i], y)
    if left_out.size:
        rest = float(number[left_out].sum())
        _write(ax, 0.0, rows - 1, f"{count(rest)} more in {left_out.size} smaller combinations")
    for i, (x, name, total) in enumerate(zip(columns, lists, on.T @ number, strict=True)):
        level = -0.75 - 0.75 * (len(lists) - 1 - i)
        ax.plot([x, x], [level, -0.25], color=FAINT, lw=0.7)
        ax.annotate(
            f"{plain(name)}: {count(total)}",
            (x, level),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
            color=INK,
        )
    ax.annotate(
        f"{unit} on exactly these lists; {count(float(number[seen].sum()))} in all. "
        "Those on no list are not drawn: nobody counted them.",
        (0, 0),
        (0, -4),
        xycoords="axes fraction",
        textcoords="offset points",
        va="top",
        fontsize=9,
        color=FAINT,
    )
    return headline(ax, title)


def _dots(ax: Axes, columns: Sequence[float], pattern: ArrayLike, y: int) -> None:
    """Draw a row of dots, those of the combination filled and joined."""
    here = np.asarray(pattern, dtype=bool)
    at = np.asarray(columns)
    ax.plot(at, np.full(at.size, y), "o", ms=7, color=FAINT, alpha=0.25, mew=0)
    ax.plot(at[here], np.full(here.sum(), y), "-o", ms=7, lw=2, color=INK, mew=0)


def _write(ax: Axes, x: float, y: float, words: str) -> None:
    ax.annotate(
        words, (x, y), (4, 0), textcoords="offset points", va="center", fontsize=9.5, color=INK
    )
