"""The same comparison under every codebook: which conclusions flip."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from casualtystats.comparison.comparison import Comparison
from casualtystats.comparison.side import Side
from casualtystats.errors import InvalidValueError, SchemeError
from casualtystats.toll.scheme import STATUS, Scheme

__all__ = ["under_codebooks"]

_NUMBERS = tuple(
    f"{side}_{end}" for side in ("official", "monitor") for end in ("low", "best", "high")
)


def under_codebooks(
    result: Comparison, official: Side, monitor: Side, schemes: str | Iterable[str]
) -> Comparison:
    """Return `result` with a table of the same comparison under each codebook.

    A codebook fixes low, best and high for the words. Its conclusion is settled where the two
    ranges do not touch. Where it has no rule for the words of a side, the row says so and
    holds no numbers: nothing is guessed. ``status`` is the weakest of the rules used:
    ``verified``, ``derived`` or ``inferred``.
    """
    if isinstance(schemes, str) and schemes != "all":
        raise InvalidValueError(
            "schemes", 'be "all" or a list of names', schemes, f"Try schemes=[{schemes!r}]."
        )
    names = Scheme.names() if isinstance(schemes, str) else tuple(schemes)
    rows = [_row(name, result, official, monitor) for name in names]
    columns = ["scheme", *_NUMBERS, "ratio_lower", "ratio_best", "ratio_upper"]
    table = pd.DataFrame(rows, columns=[*columns, "conclusion", "flips", "status", "note"])
    table = table.astype(dict.fromkeys(_NUMBERS, "Int64") | {"flips": "boolean"})
    return replace(result, codebooks=table)


def _row(name: str, result: Comparison, official: Side, monitor: Side) -> dict[str, Any]:
    row: dict[str, Any] = {"scheme": name, "conclusion": None, "flips": None, "note": ""}
    scheme = Scheme.load(name)
    coded, statuses = [], []
    for side in (official, monitor):
        if side.claim is None:
            return row | {"note": f"the {side.role} side is not a single stated figure"}
        try:
            coding = scheme.code(side.claim)
        except SchemeError as error:
            return row | {"note": f"no rule for the {side.role} words “{side.words}”: {error.hint}"}
        numbers = (coding.low, coding.best, coding.high)
        if numbers == (None, None, None):
            return row | {"note": f"it leaves the {side.role} words “{side.words}” blank"}
        coded.append(numbers)
        statuses.append(coding.status)
    row |= dict(zip(_NUMBERS, coded[0] + coded[1], strict=True))
    row["status"] = max(statuses, key=STATUS.index)
    ours, theirs = (_ends(*numbers) for numbers in coded)
    lower, best, upper = (
        _divide(monitor_end, official_end)
        for monitor_end, official_end in zip(theirs, reversed(ours), strict=True)
    )
    row |= {"ratio_lower": lower, "ratio_best": best, "ratio_upper": upper}
    if lower is not None and lower > 1:
        row["conclusion"] = "monitor higher"
    elif upper is not None and upper < 1:
        row["conclusion"] = "official higher"
    elif lower is not None and upper is not None:
        row["conclusion"] = "not settled"
    else:
        return row | {"note": "the codebook leaves an end open, which other sources would close"}
    return row | {"flips": row["conclusion"] != result.conclusion}


def _ends(
    low: int | None, best: int | None, high: int | None
) -> tuple[int | None, int | None, int | None]:
    """Return low, best and high; a codebook that writes one number means it for all three."""
    if low is None and high is None:
        return best, best, best
    return low, best, high


def _divide(monitor: int | None, official: int | None) -> float | None:
    """Return monitor ÷ official as `Comparison.ratio` does; None if an end is open."""
    if monitor is None or official is None:
        return None
    if official == 0:
        return 1.0 if monitor == 0 else math.inf
    return monitor / official
