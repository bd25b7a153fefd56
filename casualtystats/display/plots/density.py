"""One toll as a distribution: hill, spikes, interval and median."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from casualtystats.display.axes import ACCENT, FAINT, INK, headline, new_axes, people, quiet
from casualtystats.display.bins import Bars, Scale, choose_scale, make_bars
from casualtystats.display.plots.shape import Shape, column, hill, whisker
from casualtystats.display.wording import count, percent, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["density"]


def density(
    values: ArrayLike,
    probs: ArrayLike,
    *,
    interval: tuple[float, float] | None = None,
    level: float = 0.95,
    median: float | None = None,
    label: str = "",
    ax: Axes | None = None,
    log: bool | None = None,
    xlabel: str = "people",
    color: str = ACCENT,
) -> Axes:
    """Draw the distribution of one toll.

    Parameters
    ----------
    values, probs : array_like, shape (n,)
        Ascending numbers of people and their probabilities.
    interval : (float, float) or None
        The ends of the interval; None takes the equal-tailed interval at `level`.
    level : float
        The level of the interval, a fraction.
    median : float or None
        The median; None computes it.
    label : str
        The title: the words of the figure, verbatim.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a figure.
    log : bool or None
        Straight axis, logarithmic axis, or chosen from the length of the tail.
    xlabel : str
        What is counted.
    color : str
        A matplotlib colour.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Notes
    -----
    Area is probability, also on a logarithmic axis. A single number that holds much probability
    (a figure taken at its word) is a stick with its probability written beside it. It shares the
    scale of the bars, unless they could not be seen beside it: then it is broken, and the axis
    says so. What lies beyond the drawn end is said there.

    Examples
    --------
    >>> from casualtystats import plots
    >>> ax = plots.density([30, 31, 32], [0.1, 0.6, 0.3], label="31 people")
    >>> ax.get_title(loc="left")
    '31 people'
    """
    shape = Shape(column(values), column(probs), label)
    low, high = interval if interval is not None else shape.interval(level)
    middle = shape.median() if median is None else median
    scale = choose_scale(shape.values, shape.probs, low, high, log=log)
    bars = make_bars(shape.values, shape.probs, scale)
    ax = quiet(new_axes(ax, figsize=(7, 3.2)))
    people(ax, scale, label=xlabel + _footnote(bars, scale))
    ax.set_ylim(-0.3, 1.08)
    ax.axhline(0, color=FAINT, lw=0.6)
    hill(ax, bars, interval=(low, high), color=color)
    _name_spikes(ax, bars, scale)
    whisker(ax, -0.09, low, middle, high, color=INK)
    words = f"{percent(level)} interval {span(low, high)}, median {count(middle)}"
    right = float(scale.position(low)) > 0.45
    ax.annotate(
        words,
        (min(high, scale.high) if right else low, -0.16),
        ha="right" if right else "left",
        va="top",
        fontsize=10,
        color=INK,
    )
    return headline(ax, label, width=68)


def _footnote(bars: Bars, scale: Scale) -> str:
    """Say what a reader could not see."""
    words = ""
    _, sticks = bars.drawn()
    if sticks:
        words += "; sticks are single numbers, with the probability of each"
    if any(stick.broken for stick in sticks):
        words += " (broken ones are not to scale)"
    if bars.above >= 0.0005:
        words += f"; {percent(bars.above)} lies above {count(scale.high)}"
    return words


def _name_spikes(ax: Axes, bars: Bars, scale: Scale) -> None:
    """Write beside each stick its number and probability, none over another or over a stick."""
    hill_top, drawn = bars.drawn()
    sticks = [(float(scale.position(stick.value)), stick.height) for stick in drawn]
    edges = scale.position(bars.edges)
    tops = hill_top * bars.height / max(float(bars.height.max(initial=0.0)), 1e-300)
    taken: list[tuple[float, float, float]] = []

    def floor(start: float, end: float) -> float:
        """How high the hill reaches between two places."""
        return float(tops[(edges[1:] > start) & (edges[:-1] < end)].max(initial=0.0))

    def free(start: float, end: float, y: float) -> bool:
        return (
            start > 0
            and end < 1
            and floor(start, end) < y - 0.08
            and not any(start < x < end and top > y - 0.09 for x, top in sticks)
            and not any(start < b and end > a and abs(y - at) < 0.1 for a, b, at in taken)
        )

    for value, mass, top, _ in sorted(drawn, key=lambda stick: -stick.mass)[:6]:
        words = f"{count(value)}: {percent(mass)}"
        x, width = float(scale.position(value)), 0.0155 * len(words)
        starts = (x + 0.008, x - width - 0.008)
        heights = (top, *(max(top, floor(at, at + width) + 0.1) for at in starts))
        places = [
            (start, y)
            for y in (*heights, 1.13, 1.24, 1.35)
            for start in starts
            if free(start, start + width, y)
        ]
        if not places:
            continue
        start, y = places[0]
        taken.append((start, start + width, y))
        ax.set_ylim(top=max(ax.get_ylim()[1], y + 0.03))
        ax.annotate(
            words,
            (value, y),
            (-5 if start < x else 5, 0),
            textcoords="offset points",
            ha="right" if start < x else "left",
            va="top",
            fontsize=10,
            color=INK,
        )
        if y > top:
            ax.plot([value, value], [top, y], color=FAINT, lw=0.6)
