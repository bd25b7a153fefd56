"""Draw the pictures of docs/comparing.md: ``python docs/draw_comparing.py``."""

from __future__ import annotations

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
from picture import save

import casualtystats as cs
from casualtystats.comparison.gap import dated_reports, gap
from casualtystats.comparison.series import OfficialSeries


def main() -> None:
    """Draw the outlook of December 2017, and the gap over time."""
    coalition = OfficialSeries.from_frame(cs.load_example("official_oir"))
    figure, ax = plt.subplots(figsize=(9, 5), layout="constrained")
    coalition.as_of("2017-12-28").outlook().plot(ax)
    save(figure, "comparing_outlook", dpi=110)

    figures = cs.load_example("coalition_vs_monitors")
    chosen = (figures["period"] == "since 2014-08") & (figures["standard"] == "likely")
    both = gap(coalition, dated_reports(figures[chosen]), ignore="standard")
    figure, ax = plt.subplots(figsize=(9, 4.6), layout="constrained")
    title = "Civilians killed by the Coalition (CJTF-OIR) since 2014, as published"
    both.plot(ax, title=title)  # with the name that its line bears
    save(figure, "comparing_gap", dpi=110)


if __name__ == "__main__":
    main()
