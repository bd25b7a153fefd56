"""Draw the pictures of docs/fusing.md: ``python docs/draw_fusing.py``."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
from picture import save

import casualtystats as cs
from casualtystats import plots
from casualtystats.display.axes import FAINT, INK, headline

POOLS = {
    "linear": "linear",
    "log": "log",
    "random_effects": "random effects",
    "envelope": "envelope",
    "lowest": "lowest",
    "hierarchy": "hierarchy",
}
NAMED: dict[str, Any] = {
    "xycoords": ("data", "axes fraction"),
    "textcoords": "offset points",
    "fontsize": 9,
    "color": INK,
}


def reports_of(table: Any) -> list[cs.Report]:
    """Make a report of each row of an example table."""
    fields = ["text", "source", "role", "date", "origin", "actor", "place", "incident", "url"]
    known = table[fields].astype(object).where(table[fields].notna(), None)
    return [cs.Report(row.pop("text"), **row) for row in known.to_dict("records")]


def panel(ax: Any, reports: list[cs.Report], title: str) -> None:
    """Draw what each pool makes of some reports, and the figures they state above it."""
    fused = [cs.fuse(reports, pool=pool, ignore="actor") for pool in POOLS]
    plots.ridgeline(
        fused, ax, labels=list(POOLS.values()), level=0.9, log=False, xlabel="people killed"
    )
    headline(ax, title, pad=38)
    ax.annotate("stated", (ax.get_xlim()[0], 1), xytext=(-10, 3), ha="right", **NAMED)
    ends = {end for r in reports for end in (r.claim.low, r.claim.high) if end is not None}
    room = (ax.get_xlim()[1] - ax.get_xlim()[0]) / 18
    taken: list[float] = []  # the last figure written in each row of figures
    for n in sorted(ends):
        ax.axvline(n, color=FAINT, linewidth=0.6, alpha=0.6, zorder=0)
        row = next((i for i, last in enumerate(taken) if n - last > room), len(taken))
        taken[row : row + 1] = [n]
        ax.annotate(str(n), (n, 1), xytext=(0, 3 + 11 * row), ha="center", **NAMED)


def main() -> None:
    """Draw and save."""
    abukamal = reports_of(cs.load_example("abukamal"))
    akirshi = cs.load_example("akirshi")
    totals = reports_of(akirshi[akirshi["counts"] == "all"])
    figure, axes = plt.subplots(1, 2, figsize=(12, 5.4), layout="constrained")
    panel(axes[0], abukamal, "Al-Bukamal: reports state 18 to 73")
    panel(axes[1], totals, "Al-Ekirshi: reports state 12 to 26")
    save(figure, "fusing_pools", dpi=150)


if __name__ == "__main__":
    main()
