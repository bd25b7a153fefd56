"""Axes in and axes out: matplotlib loaded when first needed, its settings never touched."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from casualtystats.display.wording import count
from casualtystats.errors import InvalidTypeError, MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from casualtystats.display.bins import Scale

__all__ = [
    "ACCENT",
    "BAND",
    "FAINT",
    "INK",
    "SECOND",
    "headline",
    "new_axes",
    "people",
    "plain",
    "quiet",
]

# Blue and orange of Okabe and Ito, told apart by colour-blind readers and, one being much
# darker than the other, on a grey print too.
INK = "#1a1a1a"
FAINT = "#6b6b6b"
ACCENT = "#0b5a8f"
SECOND = "#e69f00"
BAND = "#c9dbe8"


def new_axes(ax: Axes | None = None, *, figsize: tuple[float, float] | None = None) -> Axes:
    """Return `ax`, or the axes of a new figure.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a new figure.
    figsize : tuple of float or None
        Width and height of a new figure, in inches.

    Returns
    -------
    matplotlib.axes.Axes
        The axes to draw on.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    if ax is not None:
        if not hasattr(ax, "spines"):
            raise InvalidTypeError("ax", "be Axes of matplotlib", ax)
        return ax
    try:
        from matplotlib import pyplot as plt
    except ImportError as absent:
        raise MissingExtraError("matplotlib", "plot") from absent
    _, made = plt.subplots(figsize=figsize, layout="constrained")
    return made


def quiet(ax: Axes, *, keep: tuple[str, ...] = ("bottom",)) -> Axes:
    """Take away what is not data: spines but those in `keep`, and the ticks of the others.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes to calm down.
    keep : tuple of str
        The spines that stay.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes.
    """
    for side, spine in ax.spines.items():
        spine.set_visible(side in keep)
        spine.set_color(FAINT)
    ax.tick_params(colors=FAINT, labelcolor=INK, labelsize=9, length=3)
    if "left" not in keep:
        ax.tick_params(left=False, labelleft=False)
    if "bottom" not in keep:
        ax.tick_params(bottom=False, labelbottom=False)
    return ax


def people(ax: Axes, scale: Scale, *, label: str = "people") -> Axes:
    """Lay an axis of people along the bottom, in whole numbers with thousands separators.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes whose x axis is set.
    scale : Scale
        What is drawn, and whether straight or logarithmic.
    label : str
        What the axis counts; a logarithmic axis adds that it is one.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes.
    """
    if scale.log:
        ax.set_xscale("function", functions=(np.log1p, np.expm1))
    ax.set_xlim(scale.low, scale.high)
    ticks = scale.ticks(8)
    ax.set_xticks(ticks, [count(t) for t in ticks])
    ax.set_xticks([], minor=True)
    words = textwrap.fill(plain(label), 66)
    if scale.log:
        words += "\n(logarithmic axis: equal steps are equal ratios)"
    ax.set_xlabel(words, color=FAINT, fontsize=9)
    return ax


def headline(ax: Axes, title: str, *, width: int = 52, pad: float = 8) -> Axes:
    """Set a title on the left, broken into lines that fit.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes to entitle.
    title : str
        The words; dollar signs are dollars, not mathematics.
    width : int
        Characters in a line.
    pad : float
        Points between title and axes.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes.
    """
    if title:
        words = "\n".join(textwrap.wrap(plain(title), width)) or plain(title)
        ax.set_title(words, loc="left", fontsize=11, fontweight="bold", color=INK, pad=pad)
    return ax


def plain(text: str) -> str:
    """Return `text` so that matplotlib writes it as it stands: "$" is no mathematics.

    Parameters
    ----------
    text : str
        Words from anywhere.

    Returns
    -------
    str
        The words on one line, dollar signs escaped.
    """
    return " ".join(text.split()).replace("\\", "\\\\").replace("$", r"\$")
