"""Draw the pictures of docs/lists.md: ``python docs/draw_lists.py``."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt

import casualtystats as cs

IMAGES = Path(__file__).resolve().parent / "images"


def main() -> None:
    """Draw Kosovo by every method."""
    found = cs.lists.report(cs.load_example("kosovo"), random_state=2)
    figure, ax = plt.subplots(figsize=(9, 8.2), layout="constrained")
    found.plot(ax)
    figure.savefig(IMAGES / "lists_kosovo.png", dpi=110)


if __name__ == "__main__":
    main()
