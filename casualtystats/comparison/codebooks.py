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
from casualtystats.text.claim import Claim
from casualtystats.toll.scheme import Scheme

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
    holds no numbers: nothing is guessed.
    """
    if isinstance(schemes, str) and schemes != "all":
        raise InvalidValueError(
            "schemes", 'be "all" or a list of names', schemes, f"Try schemes=[{schemes!r}]."
        )
    names = Scheme.names() if isinstance(schemes, str) else tuple(schemes)
    rows = [_row(name, result, official, monitor) for name in names]
    columns = ["scheme", *_NUMBERS, "ratio_lower", "ratio_best", "ratio_upper"]
    table = pd.DataFrame(rows, columns=[*columns, "conclusion", "flips", "note"])
    table = table.astype(dict.fromkeys(_NUMBERS, "Int64") | {"flips": "boolean"})
    return replace(result, codebooks=table)


def _row(name: str, result: Comparison, official: Side, monitor: Side) -> dict[str, Any]:
    row: dict[str, Any] = {"scheme": name, "note": ""}
    coded = []
    for side in (official, monitor):
        if side.claim is None:
            return row | {"note": f"the {side.role} side is not a single stated figure"}
        try:
            coded.append(_code(name, side.claim))
        except SchemeError as error:
            return row | {"note": f"no rule for the {side.role} words: {error}"}
    row |= dict(zip(_NUMBERS, coded[0] + coded[1], strict=True))
    ours, theirs = coded
    bounds = (_divide(theirs[0], ours[2]), _divide(theirs[1], ours[1]), _divide(theirs[2], ours[0]))
    row |= dict(zip(("ratio_lower", "ratio_best", "ratio_upper"), bounds, strict=True))
    if bounds[0] is not None and bounds[0] > 1:
        row["conclusion"] = "monitor higher"
    elif bounds[2] is not None and bounds[2] < 1:
        row["conclusion"] = "official higher"
    else:
        row["conclusion"] = "not settled"
    return row | {"flips": row["conclusion"] != result.conclusion}


def _code(name: str, claim: Claim) -> tuple[int | None, ...]:
    return tuple(Scheme.load(name).code(claim))


def _divide(monitor: int | None, official: int | None) -> float | None:
    """Return monitor ÷ official as `Comparison.ratio` does; None if an end is open."""
    if monitor is None or official is None:
        return None
    if official == 0:
        return 1.0 if monitor == 0 else math.inf
    return monitor / official
