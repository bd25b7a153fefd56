"""What other recorders say about the law of a plain figure, and how the reading fares there.

``--ged FILE`` fits the law of a plain figure to the ranges of a sample of UCDP GED (best against
low to high), without the priors of ``documented``: the slopes with size and digits are where some
of those priors are from. ``--out FOLDER`` writes two made-up recorders with the published
marginals of Iraq Body Count and of Airwars, for ``report.py``. They are no data: sizes, and what
is not published of the ranges, are assumed.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from calibration.documented import documented_model  # noqa: E402 - after the path
from calibration.evidence import read_cases  # noqa: E402
from calibration.fitting import Fit, Model, fit  # noqa: E402
from casualtystats.toll.reading import Reading  # noqa: E402

__all__ = ["airwars_like", "ged_fit", "ibc_like", "main"]

Row = tuple[str, int, int]  # figure or sentence, least, most
FloatArray = NDArray[np.float64]

SHOWN = ("stays_size", "stays_digits", "spread_size", "spread_digits")
_BY_SIZE = ("exact.stays", "exact.up", "spread_below", "spread_above", *SHOWN)
_VAGUE_PRIOR = (0.0, 3.0)

# Iraq Body Count, 51,607 incidents of 2003 to February 2017, counted by us: the share recorded
# as a range, by size; where the size is 20 to 49 and there is a range, its ends have a ratio of
# 1.24 in the median and 4.9 at the 90 % point, which this mixture of exponentials has.
_IBC_RANGED = ((1, 0.014), (4, 0.10), (9, 0.28), (19, 0.36), (49, 0.40), (99, 0.48))
_IBC_LARGEST = 0.78
_IBC_NEAR, _IBC_FAR, _IBC_SHARE_FAR = 0.178, 1.2, 0.376


def ged_fit(path: str | Path) -> Fit:
    """Return the law of a plain figure fitted to best, low and high of UCDP GED."""
    events = read_cases(path, text="best", least="low", most="high")
    some = events.take(np.flatnonzero(events.low >= 1))
    lent = {name: p.estimate for name, p in Reading.load("ferson").parameters.items()}
    whole = documented_model(lent, {"peak": 2.0, "spread_below": 0.2, "spread_above": 0.35})
    priors = dict.fromkeys(whole.free, _VAGUE_PRIOR)
    priors |= {name: (0.0, 1e-3) for name in whole.free if name not in _BY_SIZE}
    free = {n: (v if n in _BY_SIZE else 0.0) for n, v in whole.free.items()}
    return fit(Model(free, whole.sums, priors, whole.never), some)


def _sizes(rng: np.random.Generator, n: int, slope: float) -> NDArray[np.int64]:
    people = np.arange(1, 3_001)
    share = people**-slope
    return np.asarray(rng.choice(people, n, p=share / share.sum()))


def ibc_like(n: int, seed: int = 7) -> list[Row]:
    """Return figures and ranges with the marginals of Iraq Body Count; either end is reported."""
    rng = np.random.default_rng(seed)
    least = _sizes(rng, n, 2.0)
    bounds, shares = zip(*_IBC_RANGED, strict=True)
    share = np.append(shares, _IBC_LARGEST)[np.searchsorted(bounds, least)]
    spread = np.where(rng.random(n) < _IBC_SHARE_FAR, _IBC_FAR, _IBC_NEAR)
    wide = np.maximum(least + 1, np.round(least * np.exp(rng.exponential(spread))))
    most = np.where(rng.random(n) < share, wide, least).astype(int)
    figure = np.where(rng.random(n) < 0.5, least, most)
    return [(str(f), int(a), int(b)) for f, a, b in zip(figure, least, most, strict=True)]


def airwars_like(n: int, seed: int = 7) -> list[Row]:
    """Return sentences and ranges as at Airwars: a third are ranges, larger tolls more widely.

    "At least N" states the minimum and "up to N" the maximum, as the incident pages code them.
    """
    rng = np.random.default_rng(seed)
    least = _sizes(rng, n, 1.8)
    ranged = rng.random(n) < 1.0 / (1.0 + np.exp(1.3 - 0.55 * np.log(least)))
    wide = np.round(least * np.exp(rng.exponential(0.25 + 0.08 * np.log(least))))
    most = np.where(ranged, np.maximum(least + 1, wide), least).astype(int)
    rows: list[Row] = []
    for a, b, u in zip(least.tolist(), most.tolist(), rng.random(n).tolist(), strict=True):
        plain, floor, ceiling, both = f"{a}", f"At least {a}", f"Up to {b}", f"{a} to {b}"
        if a == b:
            words = plain if u < 0.7 else floor if u < 0.95 else ceiling
        else:
            kinds = ((0.4, floor), (0.55, ceiling), (0.8, both), (0.9, plain), (1.0, f"{b}"))
            words = next(said for up_to, said in kinds if u <= up_to)
        rows.append((f"{words} people were killed", a, b))
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line; print the slopes, or write the made-up recorders."""
    command = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("--ged", help="a CSV with best, low and high")
    command.add_argument("--out", type=Path, help="folder for the made-up recorders")
    command.add_argument("--least", type=int, default=1, help="keep recorded tolls from this on")
    command.add_argument("--rows", type=int, default=20_000, help="incidents made up, of any size")
    asked = command.parse_args(arguments)
    if asked.ged:
        fitted = ged_fit(asked.ged)
        print(f"plain figures of GED, {fitted.n} events")
        names = list(fitted.model.free)
        errors = np.sqrt(np.diag(fitted.covariance))
        for name in SHOWN:
            i = names.index(name)
            print(f"  {name:16s}{fitted.theta[i]:7.2f} ({errors[i]:.2f})")
    if asked.out:
        for name, make in (("ibc_like", ibc_like), ("airwars_like", airwars_like)):
            rows = [row for row in make(asked.rows) if row[2] >= asked.least]
            with (asked.out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([("figure", "min", "max"), *rows])
            print(f"{asked.out / name}.csv: {len(rows)} incidents")


if __name__ == "__main__":
    main()
