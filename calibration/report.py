"""Report how calibrated the readings are on a recorder's data.

``python calibration/report.py --data FILE`` takes any CSV of a sentence or figure with the
minimum and maximum recorded, and prints, for each profile and baseline: coverage, the randomised
probability integral transform, the interval score at four levels, CRPS and the weighted interval
score (scores relative to the stated figure). The outcome is any whole number of the recorded
range, each equally weighted. ``--picture FILE`` draws the reliability diagram; ``--folds 10``
refits ``documented`` on the other folds, so that no case is scored by a fit that saw it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FloatArray = NDArray[np.float64]
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from calibration.documented import documented_model  # noqa: E402 - after the path
from calibration.evidence import Cases, read_cases  # noqa: E402
from calibration.fitting import fit  # noqa: E402
from calibration.forecasts import (  # noqa: E402
    BANDS,
    LEVELS,
    Scored,
    everyone,
    reader,
    score,
)
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

__all__ = ["cross_validated", "draw_reliability", "main", "table"]


def folded(n: int, folds: int, *, in_order: bool, seed: int = 0) -> list[NDArray[np.int64]]:
    """Return the rows of each fold: shuffled, or blocks in the order of the file."""
    if in_order:
        return [np.asarray(part) for part in np.array_split(np.arange(n), folds)]
    order = np.random.default_rng(seed).permutation(n)
    return [order[fold::folds] for fold in range(folds)]


def cross_validated(cases: Cases, folds: int, *, in_order: bool = False, seed: int = 0) -> Scored:
    """Score ``documented``, refitted for each fold on the cases outside it."""
    shipped = Reading.load("documented")
    ferson = {name: p.estimate for name, p in Reading.load("ferson").parameters.items()}
    vague = {n: shipped.parameters[f"vague.{n}"].estimate for n in ("peak", *_SIDES)}
    spoken = np.array([KINDS[kind] != "vague" for kind in cases.kind])
    parts = []
    for held in folded(len(cases), folds, in_order=in_order, seed=seed):
        rest = np.setdiff1d(np.arange(len(cases)), held)
        fitted = fit(documented_model(ferson, vague), cases.take(rest[spoken[rest]]), errors=False)
        parts.append(score(reader(fitted.reading), cases.take(held)))
    columns = Scored.__slots__
    return Scored(**{c: np.concatenate([getattr(part, c) for part in parts]) for c in columns})


_SIDES = ("spread_below", "spread_above")


def table(scored: Mapping[str, Scored]) -> str:
    """Return the table as text: one row per forecast."""
    levels = " ".join(f"{100 * level:5.0f}" for level in LEVELS)
    groups = ("coverage, %", "randomised PIT, %", "interval score")
    head = f"{'':24}" + "".join(f"{name:^25}" for name in groups) + f"{'CRPS':>7} {'WIS':>6}"
    lines = [head, f"{'nominal':24}" + f" {levels} " * 3]
    for name, one in scored.items():
        mean = one.means()
        row = [100 * mean["plain"], 100 * mean["pit"]]
        cells = ["".join(f"{x:6.1f}" for x in part) + " " for part in row]
        cells.append("".join(f"{x:6.2f}" for x in mean["interval"]) + " ")
        lines.append(
            f"{name:24}" + "".join(cells) + f"{mean['crps']:7.3f} {mean['wis']:6.3f}".rstrip()
        )
    return "\n".join(lines)


def draw_reliability(levels: FloatArray, series: Mapping[str, FloatArray], n: int) -> Axes:
    """Draw how often the randomised transform lay in each central band, named at the right."""
    ax = quiet(new_axes(figsize=(6.6, 4.9)), keep=("left", "bottom"))
    ax.plot([0, 1], [0, 1], color=FAINT, lw=1, ls=(0, (2, 2)))
    error = 2.0 * np.sqrt(levels * (1.0 - levels) / n)
    ax.fill_between(levels, levels - error, levels + error, color="#e9e9e9", lw=0)
    styles = ((ACCENT, "o"), (SECOND, "s"), (INK, "v"), (FAINT, "^"), ("#4d9a6e", "D"))
    ends = sorted(series, key=lambda name: series[name][-1])
    heights = np.array([series[name][-1] for name in ends])
    for i in range(1, heights.size):
        heights[i] = max(heights[i], heights[i - 1] + 0.075)  # so that names do not overlap
    for (name, held), (colour, marker) in zip(series.items(), styles, strict=False):
        ax.plot(levels, held, color=colour, marker=marker, ms=4, lw=1.4)
        height = float(heights[ends.index(name)])
        ax.text(0.975, height, name, color=INK, fontsize=9, va="center")
    ax.text(0.03, 0.9, "holds more than promised", color=FAINT, fontsize=9)
    ax.text(0.52, 0.05, "holds less than promised", color=FAINT, fontsize=9)
    ax.set_xlim(0, 1.32)
    ax.set_ylim(0, 1.02)
    ticks = [0, 0.25, 0.5, 0.75, 1]
    ax.set_xticks(ticks, [f"{100 * tick:.0f}%" for tick in ticks])
    ax.set_yticks(ticks, [f"{100 * tick:.0f}%" for tick in ticks])
    ax.spines["bottom"].set_bounds(0, 1)
    ax.set_xlabel("level of the interval", color=FAINT, fontsize=9, loc="left")
    ax.set_ylabel("share of recorded tolls it held (randomised)", color=FAINT, fontsize=9)
    return headline(ax, f"Promised and kept: {n} figures (grey: ± 2 s.e.)", width=60)


def main(arguments: Sequence[str] | None = None) -> str:
    """Read the command line, print the table and return it."""
    command = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("--data", required=True, help="a CSV file")
    command.add_argument("--text", help="column of the sentence or figure")
    command.add_argument("--min", help="column of the minimum recorded")
    command.add_argument("--max", help="column of the maximum recorded")
    command.add_argument("--folds", type=int, default=0, help="refit documented on this file")
    command.add_argument("--in-order", action="store_true", help="folds as blocks of the file")
    command.add_argument("--by-form", action="store_true", help="documented by form as well")
    command.add_argument("--picture", type=Path, help="where to draw the reliability diagram")
    asked = command.parse_args(arguments)
    cases = read_cases(asked.data, text=asked.text, least=asked.min, most=asked.max)
    scored: dict[str, Scored] = {}
    if asked.folds:
        held_out = cross_validated(cases, asked.folds, in_order=asked.in_order)
        scored[f"documented, {asked.folds} folds"] = held_out
    scored |= {name: score(forecast, cases) for name, forecast in everyone().items()}
    left_out = ", ".join(f"{n} with {why}" for why, n in cases.left_out.items()) or "none"
    lines = [f"{len(cases)} figures; left out: {left_out}", table(scored)]
    if asked.by_form:
        name, apart = next((n, s) for n, s in scored.items() if n.startswith("documented"))
        rows = np.arange(len(cases))
        if asked.folds:
            rows = np.concatenate(folded(len(cases), asked.folds, in_order=asked.in_order))
        lines += ["", f"{name}, by form", table(by_form(apart, cases.kind[rows]))]
    report = "\n".join(lines)
    print(report)
    if asked.picture:
        first = next(iter(scored))  # documented; refitted, if it was
        shown = {n: s for n, s in scored.items() if n in (first, *_SHOWN)}
        series = {name: one.means()["bands"] for name, one in shown.items()}
        figure = draw_reliability(BANDS, series, len(cases)).get_figure(root=True)
        assert figure is not None
        figure.savefig(asked.picture, dpi=150)
    return report


_SHOWN = ("ferson", "UCDP coder model", "bare figure")


def by_form(scored: Scored, kinds: NDArray[np.int64]) -> dict[str, Scored]:
    """Return the scores of each form apart; `kinds` in the order of the scored cases."""
    return {
        f"{form} ({int((kinds == i).sum())})": Scored(
            **{c: getattr(scored, c)[kinds == i] for c in Scored.__slots__}
        )
        for i, form in enumerate(KINDS)
        if (kinds == i).any()
    }


if __name__ == "__main__":
    main()
