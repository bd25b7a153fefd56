"""How the answers of all methods are drawn side by side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from casualtystats.display.axes import ACCENT, FAINT, SECOND, headline, new_axes, people, quiet
from casualtystats.display.bins import Scale
from casualtystats.display.plots.shape import row_figures, row_names, whisker
from casualtystats.display.wording import count, percent, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_report"]

_WIDE = 12.0  # times the observed, from which the axis is logarithmic


def draw_report(
    frame: pd.DataFrame, observed: int, ax: Axes | None = None, *, title: str = ""
) -> Axes:
    """Draw every answer as a line and a point, those without a list under those with all.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns `method without point lower upper level refused`.
    observed : int
        People on at least one list.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a new figure.
    title : str
        A title.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    rows = frame.to_dict("records")
    ends = [float(r[k]) for r in rows for k in ("point", "upper") if math.isfinite(r[k])]
    most = max([float(observed), *ends])
    log = most > _WIDE * observed
    scale = Scale(0.85 * observed if log else 0.0, 1.08 * most, log=log)
    made = quiet(new_axes(ax, figsize=(8, 1.2 + 0.34 * len(rows))))
    level = percent(float(frame["level"].iloc[0]))
    people(made, scale, label=f"people; dotted: observed; dot: estimate, line: {level} interval")
    made.set_ylim(len(rows) - 0.45, -0.55)
    made.axvline(observed, color=FAINT, lw=1, ls=":")
    for y, row in enumerate(rows):
        whole = row["without"] == ""
        name = str(row["method"]) if whole else f"without {row['without']}"
        row_names(made, y, name, bold=whole)
        if not math.isfinite(row["point"]):
            row_figures(made, y, "no answer", bold=False)
            continue
        low, point, high = (float(row[k]) for k in ("lower", "point", "upper"))
        whisker(made, y, low, point, high, color=ACCENT if whole else SECOND, heavy=whole)
        row_figures(made, y, f"{count(point)}  ({span(low, high)})", bold=whole)
    return headline(made, title)
