"""What a picture needs to know of a toll, and the strokes that draw it."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.display.axes import FAINT, INK, plain
from casualtystats.display.bins import Bars, Scale, choose_scale
from casualtystats.errors import InvalidValueError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FINE = 20_000  # cells of a lattice made for a picture

__all__ = [
    "Distribution",
    "Shape",
    "broken_note",
    "common_scale",
    "fine",
    "hill",
    "row_figures",
    "row_names",
    "whisker",
]


class OnLattice(Protocol):
    """Anything with numbers and their probabilities."""

    @property
    def values(self) -> ArrayLike:
        """Ascending numbers of people."""

    @property
    def probs(self) -> ArrayLike:
        """Their probabilities."""


class Distribution(OnLattice, Protocol):
    """What is drawn of a toll: its lattice, its words, its median and its intervals."""

    @property
    def label(self) -> str:
        """The words it is labelled with."""

    def median(self) -> float:
        """Return the median."""

    def interval(self, level: float = ...) -> Iterable[float]:
        """Return the two ends of the interval at `level`."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A distribution to be drawn, from numbers alone.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Ascending numbers, in people.
    probs : ndarray, shape (n,)
        Their probabilities, adding up to 1.
    label : str
        The words it is labelled with.

    Examples
    --------
    >>> import numpy as np
    >>> shape = Shape(np.array([30, 31, 32]), np.array([0.1, 0.6, 0.3]), "31")
    >>> shape.median(), shape.interval(0.5)
    (31.0, (31.0, 32.0))
    """

    values: NDArray[Any]
    probs: NDArray[Any]
    label: str = ""

    def median(self) -> float:
        """Return the median.

        Returns
        -------
        float
            People.
        """
        return self._quantile(0.5)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the ends of the equal-tailed interval.

        Parameters
        ----------
        level : float
            Its probability, a fraction.

        Returns
        -------
        low, high : float
            People.
        """
        return self._quantile((1 - level) / 2), self._quantile((1 + level) / 2)

    def _quantile(self, q: float) -> float:
        cumulative = np.cumsum(self.probs)
        index = np.searchsorted(cumulative, q * cumulative[-1] - 1e-12)
        return float(self.values[min(int(index), self.values.size - 1)])


def common_scale(
    shapes: Sequence[Distribution], level: float, *, log: bool | None, zero: bool = False
) -> Scale:
    """Return one scale on which every one of `shapes` and its interval can be seen.

    Parameters
    ----------
    shapes : sequence of Distribution
        At least one.
    level : float
        The level of the intervals.
    log : bool or None
        Straight, logarithmic, or chosen from the lengths.
    zero : bool
        Whether a straight scale begins at 0.

    Returns
    -------
    Scale
        The scale.
    """
    if not shapes:
        raise InvalidValueError("tolls", "hold at least one toll", shapes)
    scales = [choose_scale(s.values, s.probs, *s.interval(level), log=False) for s in shapes]
    low, high = min(s.low for s in scales), max(s.high for s in scales)
    if log is None:
        least = min(max(s.median(), 1.0) for s in shapes)
        most = max(h for s in shapes for h in s.interval(level) if math.isfinite(h))
        log = low >= -1 and most > 40 * least
    if log:
        return Scale(max(low, -0.5), high * 1.05, log=True)
    if zero and low > 0:
        low = 0.0
    return Scale(low, high, log=False)


def hill(
    ax: Axes,
    bars: Bars,
    *,
    base: float = 0.0,
    height: float = 1.0,
    interval: tuple[float, float],
    color: str,
) -> None:
    """Fill bars standing on `base`, darker inside the interval, with spikes as sticks."""
    tall, sticks = bars.drawn()
    peak = float(bars.height.max(initial=0.0))
    if peak > 0:
        tops = base + height * tall * bars.height / peak
        middle = (bars.edges[:-1] + bars.edges[1:]) / 2
        inside = (middle >= interval[0]) & (middle <= interval[1])
        for chosen, alpha in ((inside, 0.55), (~inside, 0.2)):
            drawn = np.where(chosen, tops, base)
            ax.stairs(drawn, bars.edges, baseline=base, fill=True, color=color, alpha=alpha, lw=0)
    for stick in sticks:
        top = base + height * stick.height
        ax.plot([stick.value] * 2, [base, top], color=color, lw=3, solid_capstyle="butt")
        if stick.broken:
            cut = base + height * (tall + stick.height) / 2
            ax.plot([stick.value], [cut], marker=(2, 0, -60), ms=9, mew=2.5, mec="white")


def fine(toll: OnLattice) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lattice of a toll, finer where its own is coarse and a closed form knows more.

    Parameters
    ----------
    toll : OnLattice
        If it has a ``law`` and a ``cdf``, its coarse lattice is made anew, person by person over
        the part that a picture can show.

    Returns
    -------
    values, probs : ndarray, shape (n,)
        What lies beyond the part made anew is one last value.
    """
    values, probs = column(toll.values), column(toll.probs)
    cdf = getattr(toll, "cdf", None)
    coarse = values.size > 1 and values[1] - values[0] > 1
    if cdf is None or getattr(toll, "law", None) is None or not coarse:
        return values, probs
    first, last = values[np.searchsorted(np.cumsum(probs), [0.001, 0.998])]
    stride = max(1, math.ceil((last - first) / _FINE))
    ends = np.arange(first, last + stride, stride)
    mass = np.diff(np.asarray(cdf(ends), dtype=np.float64), prepend=0.0)
    beyond = max(1.0 - float(mass.sum()), 0.0)
    return np.append(ends - (stride - 1) / 2, max(values[-1], ends[-1] + stride)), np.append(
        mass, beyond
    )


def broken_note(shapes: Sequence[Bars]) -> str:
    """Say that a broken stick is not to scale, if one of these pictures has one."""
    broken = any(stick.broken for bars in shapes for stick in bars.drawn()[1])
    return "; a broken stick is a number too probable for the scale" if broken else ""


def whisker(
    ax: Axes,
    y: float,
    low: float,
    median: float,
    high: float,
    *,
    color: str,
    heavy: bool = False,
) -> None:
    """Draw an interval as a line with its median as a dot; an open end is an arrow."""
    left, right = sorted(ax.get_xlim())
    shown = min(high, right) if math.isfinite(high) else right
    ax.plot(
        [max(low, left), shown],
        [y, y],
        color=color,
        lw=4 if heavy else 2.2,
        solid_capstyle="round",
        zorder=3,
    )
    if high > right:
        ax.annotate(
            "",
            (right, y),
            (-10, 0),
            textcoords="offset points",
            arrowprops={"arrowstyle": "-|>", "color": color, "shrinkA": 0, "shrinkB": 0},
        )
    ax.plot(
        [median],
        [y],
        marker="D" if heavy else "o",
        ms=8 if heavy else 7,
        color=color,
        mec="white",
        mew=1,
        zorder=4,
    )


def row_names(ax: Axes, y: float, words: str, source: str = "", *, bold: bool = False) -> None:
    """Write a row's words, and fainter its source below them, left of the axes."""
    lines = textwrap.wrap(plain(words), 34) or [""]
    if len(lines) > 3:
        lines = [*lines[:2], lines[2][:33] + "…"]
    _beside(ax, y, "\n".join(lines), left=True, rise="above" if source else "middle", bold=bold)
    if source:
        short = textwrap.shorten(plain(source), 42, placeholder="…")
        _beside(ax, y, short, left=True, rise="below", faint=True)


def row_figures(ax: Axes, y: float, words: str, *, bold: bool = False) -> None:
    """Write a row's figures right of the axes."""
    _beside(ax, y, words, left=False, rise="middle", bold=bold)


def _beside(
    ax: Axes,
    y: float,
    words: str,
    *,
    left: bool,
    rise: Literal["above", "middle", "below"],
    bold: bool = False,
    faint: bool = False,
) -> None:
    ax.annotate(
        words,
        (0 if left else 1, y),
        (-8 if left else 8, {"above": -1, "middle": 0, "below": -2}[rise]),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="right" if left else "left",
        va={"above": "bottom", "middle": "center", "below": "top"}[rise],
        fontsize=8.5 if faint else 10,
        color=FAINT if faint else INK,
        fontweight="bold" if bold else "normal",
        linespacing=1.05,
    )


def column(values: ArrayLike) -> NDArray[np.float64]:
    """Return numbers as one float column, missing ones as NaN."""
    return np.atleast_1d(np.asarray(values, dtype=np.float64))
