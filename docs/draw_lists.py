"""Draw the pictures of docs/lists.md: ``python docs/draw_lists.py``."""

from __future__ import annotations

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
from picture import save

import casualtystats as cs


def main() -> None:
    """Draw Kosovo by every method."""
    found = cs.lists.report(cs.load_example("kosovo"), random_state=2)
    figure, ax = plt.subplots(figsize=(9, 8.2), layout="constrained")
    found.plot(ax)
    save(figure, "lists_kosovo", dpi=110)


if __name__ == "__main__":
    main()
