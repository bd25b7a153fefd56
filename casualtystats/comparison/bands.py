"""Bands: what is sure and what may be, as bars of people side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casualtystats.display.wording import span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Band", "draw_bands"]


@dataclass(frozen=True)
class Band:
    """One row of bands.

    Parameters
    ----------
    name, under : str
        What it is, and smaller words below.
    ends : (float, float, float, float)
        Low end, what is sure, what may be, high end: ascending, in people. The bar is solid
        up to what is sure, hatched on to what may be; a line joins the ends where they differ.
    start : float
        Where the bar begins, in people; 0 unless bands are stacked.
    """

    name: str
    under: str
    ends: tuple[float, float, float, float]
    start: float = 0.0


def draw_bands(
    bands: Sequence[Band],
    ax: Axes | None = None,
    *,
    xlabel: str = "people",
    title: str = "",
) -> Axes:
    """Draw bands, top to bottom, on one straight axis of people that begins at 0.

    Parameters
    ----------
    bands : sequence of Band
        Top to bottom.
    ax : Axes, optional
        Where to draw; new axes by default.
    xlabel, title : str
        What is counted, and a title.

    Returns
    -------
    Axes
        The axes drawn on.
    """
    from casualtystats.display.axes import ACCENT, INK, headline, new_axes, people, quiet
    from casualtystats.display.bins import Scale
    from casualtystats.display.plots.shape import row_figures, row_names

    ax = quiet(new_axes(ax, figsize=(8, 1.3 + 0.62 * len(bands))))
    people(ax, Scale(0.0, max(band.ends[3] for band in bands) * 1.04 + 1, log=False), label=xlabel)
    ax.set_ylim(len(bands) - 0.4, -0.6)
    for y, band in enumerate(bands):
        low, sure, may, high = band.ends
        ax.barh(y, sure - band.start, left=band.start, height=0.5, color=ACCENT)
        ax.barh(
            y,
            may - sure,
            left=sure,
            height=0.5,
            color="white",
            hatch="////",
            edgecolor=ACCENT,
            lw=1,
        )
        if (low, high) != (sure, may):
            ax.plot([low, high], [y + 0.38] * 2, color=INK, lw=1.6, solid_capstyle="butt")
        row_names(ax, y, band.name, band.under, bold=True)
        row_figures(ax, y, span(low, high))
    return headline(ax, title, width=72)
