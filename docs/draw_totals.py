"""Draw the picture of docs/totals.md: ``python docs/draw_totals.py``."""

from __future__ import annotations

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
from picture import save

import casualtystats as cs
from casualtystats import plots

STATED: list[int | str] = [
    "at least 31",
    "dozens",
    "more than 100",
    "about 200",
    "several",
    7,
    3,
    12,
]


def main() -> None:
    """Draw one total under eight assumptions about how its incidents err together."""
    incidents = [cs.estimate(figure) for figure in STATED * 12]
    rows = []
    for rho in (0, 0.1, 0.3, 0.5, 0.7, 0.9, 1, "unknown"):
        toll = cs.total(incidents, correlation=rho)
        low, high = toll.interval(0.95)
        rows.append(plots.ForestRow(f"correlation {rho}", toll.median(), low, high))
    ax = plots.forest(rows, log=False, xlabel="people killed in 96 incidents")
    for text in ax.texts:
        text.set_text(text.get_text().replace("“", "").replace("”", ""))
    save(plt.gcf(), "totals_correlation", dpi=110)
    plt.close("all")


if __name__ == "__main__":
    main()
