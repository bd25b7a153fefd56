"""Draw the pictures of docs/calibration.md: ``python calibration/pictures.py --data FILE``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from calibration.evidence import Cases, read_cases  # noqa: E402
from calibration.forecasts import BANDS, bare, coder, reader, score  # noqa: E402
from calibration.report import cross_validated, draw_reliability  # noqa: E402
from casualtystats.display.axes import (  # noqa: E402
    ACCENT,
    FAINT,
    INK,
    SECOND,
    headline,
    new_axes,
    quiet,
)
from casualtystats.toll.forms import KINDS  # noqa: E402
from casualtystats.toll.reading import Reading  # noqa: E402
from casualtystats.toll.ucdp import UcdpLaw  # noqa: E402
from docs.picture import save as save_picture  # noqa: E402


def save(ax: Axes, name: str) -> None:
    """Write a picture."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    save_picture(figure, f"calibration_{name}", dpi=150)


def reliability(cases: Cases) -> None:
    """Show how often intervals held what was recorded, at every level."""
    scored = {
        "documented, on cases\nits fit did not see": cross_validated(cases, 10),
        "UCDP coder model": score(coder, cases),
        "ferson": score(reader("ferson"), cases),
        "the bare figure": score(bare, cases),
    }
    series = {name: one.means()["bands"] for name, one in scored.items()}
    save(draw_reliability(BANDS, series, len(cases)), "reliability")


def shares(cases: Cases) -> None:
    """Show the share of recorded tolls below, at and above a plain figure, by its size."""
    plain = cases.take(np.flatnonzero(cases.kind == KINDS.index("exact")))
    case, y, weight = plain.outcomes()
    reading, bins = Reading.load("documented"), [(1, 2), (3, 3), (4, 4), (5, 5), (6, 8), (9, 49)]
    ax = quiet(new_axes(figsize=(7.2, 4.2)), keep=("left", "bottom"))
    for place, (first, last) in enumerate(bins):
        rows = np.flatnonzero((plain.low >= first) & (plain.low <= last))
        mine = np.isin(case, rows)
        n, w = plain.low[case[mine]], weight[mine] / rows.size
        law = reading.figure_law(np.zeros(rows.size, dtype=int), plain.low[rows], plain.low[rows])
        seen = [w @ (y[mine] < n), w @ (y[mine] == n), w @ (y[mine] > n)]
        under, upto = law.cdf(plain.low[rows] - 1).mean(), law.cdf(plain.low[rows]).mean()
        read = [under, upto - under, 1.0 - upto]
        for offset, (colour, marker) in enumerate(((SECOND, "v"), (INK, "o"), (ACCENT, "^"))):
            x = place + 0.22 * (offset - 1)
            se = np.sqrt(seen[offset] * (1.0 - seen[offset]) / rows.size)
            ax.plot([x, x], [seen[offset] - se, seen[offset] + se], color=colour, lw=1.2)
            ax.plot(x, seen[offset], marker, color=colour, ms=7)
            ax.plot([x - 0.09, x + 0.09], [read[offset]] * 2, color=colour, lw=2.4)
        ax.text(place, -0.135, f"{rows.size} strikes", ha="center", fontsize=8, color=FAINT)
    names = [f"{a}" if a == b else f"{a}–{b}" for a, b in bins]
    ax.set_xticks(range(len(bins)), names)
    ax.set_ylim(-0.04, 0.8)
    ax.set_yticks([0, 0.25, 0.5, 0.75], ["0", "25%", "50%", "75%"])
    ax.set_xlabel("\nfigure the press stated", color=FAINT, fontsize=9)
    ax.set_ylabel("share of recorded tolls", color=FAINT, fontsize=9)
    handles = [
        Line2D([], [], color=c, marker=m, ls="", ms=7, label=f"recorded {where} the figure")
        for c, m, where in ((SECOND, "v", "below"), (INK, "o", "at"), (ACCENT, "^", "above"))
    ]
    handles.append(Line2D([], [], color=FAINT, lw=2.4, label="the reading (bars ± 1 s.e.)"))
    ax.legend(handles=handles, frameon=False, fontsize=8.5, ncols=2, loc="upper right")
    headline(ax, "Of plain figures, the smallest grow and larger ones shrink on record", width=72)
    save(ax, "shares")


FORMS = (
    ("31", "exact"),
    ("about 31", "about"),
    ("at least 31", "at_least"),
    ("more than 31", "more_than"),
    ("up to 31", "up_to"),
    ("at most 31", "at_most"),
    ("fewer than 31", "less_than"),
    ("nearly 31", "nearly"),
    ("28–34", "range"),
)


def forms() -> None:
    """Show what each form means to readers, and what documentation ends up recording."""
    ax = quiet(new_axes(figsize=(7.2, 5.0)))
    for row, (words, form) in enumerate(reversed(FORMS)):
        ends = (28, 34) if form == "range" else (31, 31)
        for name, colour, lift in (("ferson", SECOND, 0.16), ("documented", ACCENT, -0.16)):
            law = Reading.load(name).figure_law(KINDS.index(form), *ends)
            q = law.ppf([0.05, 0.25, 0.5, 0.75, 0.95])
            height = row + lift
            ax.plot([q[0], q[4]], [height, height], color=colour, lw=1.4, solid_capstyle="butt")
            ax.plot(
                [q[1] - 0.25, q[3] + 0.25], [height] * 2, color=colour, lw=6, solid_capstyle="butt"
            )
            ax.plot(q[2], height, "o", color="white", mec=colour, mew=1.6, ms=6)
        ax.text(12.5, row, words, va="center", ha="right", fontsize=10, color=INK)
    ax.axvline(31, color=FAINT, lw=0.8, ls=(0, (2, 2)), zorder=0)
    ax.text(
        32.6, len(FORMS) - 1 + 0.22, "what readers take it to mean", color="#9a6a00", fontsize=9
    )
    ax.text(56.0, len(FORMS) - 1 - 0.24, "what ends up on record", color=ACCENT, fontsize=9)
    ax.set_xlim(13, 72)
    ax.set_ylim(-0.6, len(FORMS) - 0.3)
    ax.set_xlabel("people killed (thin: 90 %, thick: 50 %, ring: median)", color=FAINT, fontsize=9)
    headline(ax, "Words are sharp, records are not", width=60)
    save(ax, "forms")


def sizes() -> None:
    """Show the 90 % interval relative to the figure, from 1 to 100,000."""
    ax = quiet(new_axes(figsize=(7.2, 4.4)), keep=("left", "bottom"))
    reading = Reading.load("documented")
    round_ones = np.array([1, 2, 3, 5, 7, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 1e5])
    sharp = np.array([31, 42, 68, 123, 257, 352, 683, 1234, 2357, 5683, 12_345, 56_837, 98_765.0])
    drawn = ((round_ones, SECOND, "-", "o"), (sharp, ACCENT, "-", "s"))
    for n, colour, style, marker in drawn:
        law = reading.figure_law(np.zeros(n.size, dtype=int), n, n)
        for q in (0.05, 0.95):
            ax.plot(n, law.ppf(q) / n, style, color=colour, marker=marker, ms=4, lw=1.2)
    n = np.unique(np.geomspace(1, 1e5, 60).round())
    laws = [UcdpLaw(int(one), word_codes=False) for one in n]
    for q in (0.05, 0.95):
        ax.plot(
            n, [float(law.ppf(q)) / f for law, f in zip(laws, n, strict=True)], color=FAINT, lw=1
        )
    ax.axhline(1, color=INK, lw=0.8)
    ax.axvspan(1, 50, color="#eeeeee", zorder=0)
    ax.text(1.15, 0.335, "sizes in the press sentences", fontsize=8.5, color=FAINT)
    ax.text(1.1e5, 1.34, "round figures\n(one digit)", color="#9a6a00", fontsize=9, va="center")
    ax.text(1.1e5, 0.87, "sharp figures\n(all digits)", color=ACCENT, fontsize=9, va="center")
    ax.text(60, 2.35, "UCDP coder model", color=FAINT, fontsize=9)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(1, 9e5)
    ax.set_ylim(0.3, 5.2)
    ax.set_xticks([1, 10, 100, 1e3, 1e4, 1e5], ["1", "10", "100", "1,000", "10,000", "100,000"])
    ax.set_yticks([0.5, 1, 2, 4], ["half", "the figure", "twice", "4 times"])
    ax.set_yticks([], minor=True)
    ax.set_xlabel("figure stated, plainly", color=FAINT, fontsize=9)
    headline(ax, "The 90 % interval, relative to the figure", width=60)
    save(ax, "sizes")


def vague() -> None:
    """Show the law of vague words beside the figures that recorders and programs write."""
    table = pd.read_csv(HERE / "vague_codings.csv")
    table["ratio"] = table["code"] / table["unit"]
    law = Reading.load("documented").vague_law(1_000_000)
    x = np.geomspace(0.6, 16, 500)
    cdf = law.cdf(x * 1e6)
    density = np.gradient(cdf, np.log(x))
    ax = quiet(new_axes(figsize=(7.2, 4.2)))
    ax.fill_between(x, density, color="#c9dbe8", lw=0)
    ax.plot(x, density, color=ACCENT, lw=1.6)
    marks = {"lowest": ("v", FAINT), "low": ("<", FAINT), "best": ("o", INK), "high": (">", FAINT)}
    rows = {word: -0.09 * (i + 1) for i, word in enumerate(dict.fromkeys(table["word"]))}
    for (kind, word), group in table.groupby(["kind", "word"]):
        marker, colour = marks[str(kind)]
        ax.plot(group["ratio"], np.full(len(group), rows[str(word)]), marker, color=colour, ms=5)
    for word, row in rows.items():
        ax.text(0.58, row, word, fontsize=8.5, va="center", ha="right", color=INK)
    low, median, high = law.ppf([0.05, 0.5, 0.95]) / 1e6
    for at, words in ((low, "5 %"), (median, "median"), (high, "95 %")):
        height = float(np.interp(at, x, density))
        ax.plot([at, at], [0, height], color=ACCENT, lw=0.9, ls=(0, (2, 2)))
        side = "left" if at > median else "right" if at < median else "center"
        ax.text(at, height + 0.04, f"{words}\n{at:.1f}", color=ACCENT, fontsize=8.5, ha=side)
    ax.set_xscale("log")
    ax.set_xlim(0.6, 16)
    ax.set_ylim(min(rows.values()) - 0.08, 1.05)
    ax.set_xticks([1, 2, 3, 5, 10], ["1", "2", "3", "5", "10"])
    ax.set_xticks([], minor=True)
    label = "multiples of the unit counted in (circles: best figures in use; triangles: the ends)"
    ax.set_xlabel(label, color=FAINT, fontsize=9)
    headline(ax, "Several, dozens, thousands: how many of the unit?", width=60)
    save(ax, "vague")


def main() -> None:
    """Draw all."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("--data", required=True, help="CSV of sentences, minimum, maximum")
    cases = read_cases(command.parse_args().data)
    reliability(cases)
    shares(cases)
    forms()
    sizes()
    vague()


if __name__ == "__main__":
    main()
