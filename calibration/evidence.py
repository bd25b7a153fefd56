"""The evidence: what was stated, and what was recorded.

A case is one stated figure and the range of tolls that a recorder ended up with. The outcome is
any whole number of that range, each equally weighted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from casualtystats.errors import CasualtyStatsError
from casualtystats.text.claim import Claim
from casualtystats.text.parse import parse
from casualtystats.toll.estimate import as_claim
from casualtystats.toll.forms import KINDS, kind_of

FloatArray = NDArray[np.float64]

ASIDE = {"subset", "cumulative", "prior", "perpetrator", "added", "denied"}
TEXT = [
    "figure",
    "stated",
    "phrase",
    "claim",
    "sentence",
    "narrative",
    "text",
    "words",
    "description",
]
LEAST = ["min", "minimum", "deaths_min", "killed_min", "min_killed", "low", "lower"]
MOST = ["max", "maximum", "deaths_max", "killed_max", "max_killed", "high", "upper"]
NODES = 41  # outcomes taken of a very wide range, evenly spread


@dataclass(frozen=True)
class Cases:
    """Stated figures beside recorded ranges, as columns of equal length."""

    claims: tuple[Claim, ...]
    least: FloatArray
    most: FloatArray
    left_out: dict[str, int]

    def __len__(self) -> int:
        return len(self.claims)

    @property
    def kind(self) -> NDArray[np.int64]:
        """The form of each figure, as a position in `KINDS`."""
        return np.array([KINDS.index(kind_of(claim)) for claim in self.claims], dtype=np.int64)

    @property
    def low(self) -> FloatArray:
        """The lower end stated; for vague words, one unit."""
        return np.array([ends(claim)[0] for claim in self.claims], dtype=np.float64)

    @property
    def high(self) -> FloatArray:
        """The upper end stated; for vague words, one unit."""
        return np.array([ends(claim)[1] for claim in self.claims], dtype=np.float64)

    @property
    def size(self) -> FloatArray:
        """The figure that scores are relative to: the stated one, at least 1."""
        return np.maximum((self.low + self.high) / 2.0, 1.0)

    def outcomes(self) -> tuple[NDArray[np.int64], FloatArray, FloatArray]:
        """Return case number, outcome and weight of every outcome; weights sum to 1 a case."""
        spans = [
            np.unique(np.linspace(a, b, int(min(b - a + 1, NODES))).round())
            for a, b in zip(self.least, self.most, strict=True)
        ]
        case = np.repeat(np.arange(len(spans)), [span.size for span in spans])
        weight = np.concatenate([np.full(span.size, 1.0 / span.size) for span in spans])
        return case, np.concatenate(spans), weight

    def take(self, index: Sequence[int] | NDArray[Any]) -> Cases:
        """Return the cases at `index`."""
        rows = np.asarray(index)
        claims = tuple(self.claims[i] for i in rows)
        return Cases(claims, self.least[rows], self.most[rows], {})


def ends(claim: Claim) -> tuple[int, int]:
    """Return the ends a claim states; a single figure twice, and one unit for vague words."""
    low = claim.low if claim.low is not None else claim.high
    low = low if low is not None else claim.unit or 0
    return low, claim.high if claim.form == "range" and claim.high is not None else low


def headline(cell: Any) -> Claim | None:
    """Return the figure of the dead that a cell states, or None.

    Of several, the largest that is neither a part, nor of another time, nor denied: a sentence
    that counts three men, two children and a woman has no headline, and three is nearest.
    "A teacher was killed" tells of a person and counts nobody: it is no toll.
    """
    if isinstance(cell, int | float | np.integer | np.floating):
        return as_claim(cell) if np.isfinite(cell) else None
    if not isinstance(cell, str):
        return None
    dead = [c for c in parse(cell) if c.outcome == "killed" and _readable(c)]
    counted = [c for c in dead if ends(c)[1] != 1 or not c.text.lower().startswith(("a ", "an "))]
    whole = [c for c in counted if not ASIDE & set(c.tags)] or counted
    if dead:
        return max(whole, key=lambda claim: ends(claim)[1], default=None)
    try:  # a bare figure, without a verb
        claim = as_claim(cell)
    except CasualtyStatsError:
        return None
    return claim if claim.outcome in (None, "killed") and _readable(claim) else None


def _readable(claim: Claim) -> bool:
    return claim.unit is not None or claim.low is not None or claim.high is not None


def _column(frame: pd.DataFrame, named: str | None, usual: Iterable[str], role: str) -> str:
    if named is not None:
        if named not in frame.columns:
            raise SystemExit(f"{role} must be a column of the file; got {named!r}.")
        return named
    plain = {re.sub(r"\W+", "_", str(name)).strip("_").lower(): name for name in frame.columns}
    for candidate in usual:
        if candidate in plain:
            return str(plain[candidate])
    raise SystemExit(
        f"{role} must be among the columns; got {list(frame.columns)}. Name it with --{role}."
    )


def read_cases(
    path: str | Path,
    *,
    text: str | None = None,
    least: str | None = None,
    most: str | None = None,
) -> Cases:
    """Read a CSV of (sentence or figure, min, max); rows without all three are left out."""
    frame = pd.read_csv(path)
    words = frame[_column(frame, text, TEXT, "text")]
    low = pd.to_numeric(frame[_column(frame, least, LEAST, "min")], errors="coerce")
    high = pd.to_numeric(frame[_column(frame, most, MOST, "max")], errors="coerce")
    left_out: Counter[str] = Counter()
    kept: list[tuple[Claim, float, float]] = []
    for cell, a, b in zip(words, low, high, strict=True):
        claim = headline(cell)
        if not (np.isfinite(a) and np.isfinite(b)):
            left_out["no recorded range"] += 1
        elif claim is None:
            left_out["no figure of the dead in the words"] += 1
        elif a > b:
            left_out["range is inverted"] += 1
        else:
            kept.append((claim, float(a), float(b)))
    if not kept:
        raise SystemExit(f"The file must hold at least one usable row; left out: {dict(left_out)}.")
    return Cases(
        tuple(claim for claim, _, _ in kept),
        np.array([a for _, a, _ in kept]),
        np.array([b for _, _, b in kept]),
        dict(left_out),
    )


HEDGES = {
    **dict.fromkeys(("about", "around", "approximately", "roughly"), "about"),
    **dict.fromkeys(("almost", "nearly"), "nearly"),
    **dict.fromkeys(("at_least", "no_less_than"), "at_least"),
    **dict.fromkeys(("over", "above"), "more_than"),
    **dict.fromkeys(("at_most", "no_more_than"), "at_most"),
    "below": "less_than",
    **dict.fromkeys(("exactly", "precisely", ""), "exact"),
}
_ASIDE_UNITS = ("timeAbs", "percent", "temperature", "ranking")


def read_ferson(path: str | Path) -> Cases:
    """Read the answers of Ferson et al. (2015): what range people mean by a hedged number.

    Whole numbers from 5 to 5,000 of anything but dates, shares, temperatures and ranks; ends
    given in the wrong order are swapped; answers off by more than a factor of 10 are left out.
    """
    frame = pd.read_csv(path)
    frame["Hedge"] = frame["Hedge"].fillna("")
    n = frame["ActValue"]
    plain = ~frame["Group"].isin(_ASIDE_UNITS) & n.between(5, 5_000) & (n == n.round())
    least = frame[["MinValue", "MaxValue"]].min(axis=1)
    most = frame[["MinValue", "MaxValue"]].max(axis=1)
    near = (least >= n / 10) & (most <= n * 10)
    keep = frame[plain & near & frame["Hedge"].isin(list(HEDGES))]
    claims = []
    for hedge, value in zip(keep["Hedge"], keep["ActValue"], strict=True):
        kind, number = HEDGES[hedge], int(value)
        form: Any = "less_than" if kind == "nearly" else kind
        claims.append(
            Claim(
                low=None if kind in ("at_most", "less_than", "nearly") else number,
                high=None if kind in ("at_least", "more_than") else number,
                form=form,
                tags=("nearly",) if kind == "nearly" else (),
            )
        )
    return Cases(
        tuple(claims),
        np.ceil(least[keep.index].to_numpy()),
        np.maximum(np.floor(most[keep.index].to_numpy()), np.ceil(least[keep.index].to_numpy())),
        {"cleaned away": len(frame) - len(keep)},
    )
