"""Axes in and axes out: matplotlib loaded when first needed, its settings never touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casualtystats.display.wording import count
from casualtystats.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ACCENT", "BAND", "FAINT", "INK", "SECOND", "new_axes", "people", "quiet"]

# Blue and orange of Okabe and Ito, told apart by colour-blind readers and, one being much
# darker than the other, on a grey print too.
INK = "#1a1a1a"
FAINT = "#6b6b6b"
ACCENT = "#0b5a8f"
SECOND = "#d98200"
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


def people(ax: Axes, which: str = "x", *, label: str = "") -> Axes:
    """Write an axis in whole people with thousands separators.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes whose ticks are written.
    which : str
        ``"x"`` or ``"y"``.
    label : str
        What the axis counts; a logarithmic axis adds that it is one.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes.
    """
    axis = ax.xaxis if which == "x" else ax.yaxis
    log = axis.get_scale() == "log"

    def write(x: float, _: Any) -> str:
        return count(x)

    axis.set_major_formatter(write)
    if log:
        from matplotlib.ticker import NullFormatter

        axis.set_minor_formatter(NullFormatter())
    words = f"{label} (logarithmic: equal steps are equal ratios)" if label and log else label
    axis.set_label_text(words, color=FAINT, fontsize=9)
    return ax
