"""Draw the picture of the first page and of the README: ``python docs/draw_story.py``."""

from __future__ import annotations

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
from picture import save

import casualtystats as cs

FIGURES = ["at least 26", "at least 31", "over 40", "42", "at least 352", "several thousand"]


def main() -> None:
    """Draw and save."""
    figure, ax = plt.subplots(figsize=(9, 5), layout="constrained")
    tolls = [cs.estimate(figure) for figure in FIGURES]
    cs.plots.ridgeline(
        tolls, ax, level=0.9, title="What six figures of one news story may stand for"
    )
    save(figure, "story_figures", dpi=120)


if __name__ == "__main__":
    main()
