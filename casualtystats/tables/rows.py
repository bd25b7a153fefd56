"""One row in, one row (or one per claim) out: parse, estimate and compare on pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from casualtystats.comparison.compare import compare
from casualtystats.errors import CasualtyStatsError, InvalidTypeError
from casualtystats.tables.figures import Figures, read_figures
from casualtystats.tables.schema import CLAIMS, COMPARISONS, ESTIMATES
from casualtystats.text.claim import Claim
from casualtystats.text.parse import parse
from casualtystats.toll.estimate import estimate

__all__ = ["compare_rows", "estimate_rows", "parse_rows"]

_NONE = dict.fromkeys(CLAIMS.names)


def parse_rows(frame: pd.DataFrame, *, text: str, lang: str, keep: Sequence[str]) -> pd.DataFrame:
    """Return one row per claim of each row's text."""
    positions: list[int] = []
    rows: list[dict[str, Any]] = []
    read: dict[str, list[dict[str, Any]]] = {}  # agencies' texts come many times over
    for position, cell in enumerate(frame[text].astype(object)):
        if isinstance(cell, str):
            if cell not in read:
                read[cell] = _claims(cell, lang)
            found = read[cell]
        elif pd.api.types.is_scalar(cell) and pd.isna(cell):
            continue
        else:
            found = [{**_NONE, "problem": str(InvalidTypeError(text, "be a text", cell))}]
        positions += [position] * len(found)
        rows += found
    index = frame.index.take(np.array(positions, dtype=np.intp))
    out = pd.DataFrame(rows, columns=list(CLAIMS.names), index=index, dtype=object)
    return _with(CLAIMS.cast(out), frame, keep, positions)


def estimate_rows(
    frame: pd.DataFrame,
    *,
    figure: str | None,
    level: float,
    reading: Any,
    scheme: str | None,
    keep: Sequence[str],
) -> pd.DataFrame:
    """Return the estimate of each row's figure; each distinct figure is estimated once."""
    figures = read_figures(frame, figure)
    table = [_estimate(value, problem, level, reading, scheme) for value, problem in _each(figures)]
    out = _spread(table, figures.codes, ESTIMATES.names, frame.index)
    return _with(ESTIMATES.cast(out), frame, keep)


def compare_rows(
    frame: pd.DataFrame,
    *,
    official: str,
    monitor: str,
    level: float,
    correlation: float,
    reading: Any,
    keep: Sequence[str],
) -> pd.DataFrame:
    """Return the comparison of each row's two figures; each distinct pair is compared once."""
    left, right = read_figures(frame, official), read_figures(frame, monitor)
    code = left.codes * max(len(right.said), 1) + right.codes
    pairs, where = np.unique(code, return_inverse=True)
    table = []
    for pair in pairs:
        i, j = divmod(int(pair), max(len(right.said), 1))
        problem = "; ".join(p for p in (left.problems[i], right.problems[j]) if p)
        sides = (left.said[i], right.said[j])
        table.append(_compare(sides, problem, level, correlation, reading))
    out = _spread(table, where.astype(np.int64), COMPARISONS.names, frame.index)
    return _with(COMPARISONS.cast(out), frame, keep)


def _claims(text: str, lang: str) -> list[dict[str, Any]]:
    claims = parse(text, lang=lang)
    numbers = {id(claim): number for number, claim in enumerate(claims)}
    return [
        {
            "claim": number,
            "text": claim.text,
            "start": claim.span[0],
            "end": claim.span[1],
            "form": claim.form,
            "low": claim.low,
            "best": claim.best,
            "high": claim.high,
            "unit": claim.unit,
            "outcome": claim.outcome,
            "victims": " ".join(claim.victims),
            "tags": " ".join(claim.tags),
            "attribution": claim.attribution,
            "parent": _parent(claim, claims, numbers),
            "rule": claim.rule,
            "lang": claim.lang,
            "problem": None,
        }
        for number, claim in enumerate(claims)
    ]


def _parent(claim: Claim, claims: list[Claim], numbers: dict[int, int]) -> int | None:
    if claim.parent is None:
        return None
    known = numbers.get(id(claim.parent))
    if known is not None:
        return known
    return next((i for i, other in enumerate(claims) if other.span == claim.parent.span), None)


def _each(figures: Figures) -> zip[tuple[Any, str]]:
    return zip(figures.said, figures.problems, strict=True)


def _estimate(
    value: Any, problem: str, level: float, reading: Any, scheme: str | None
) -> tuple[Any, ...]:
    nothing = (np.nan, np.nan, np.nan, np.nan, problem or None)
    if problem or value is None:
        return nothing
    try:
        toll = estimate(value, level=level, reading=reading, scheme=scheme)
        low, high = toll.interval(level)
        return (low, float(toll.median()), high, level, None)
    except CasualtyStatsError as error:
        return (*nothing[:-1], str(error))


def _compare(
    sides: tuple[Any, Any], problem: str, level: float, correlation: float, reading: Any
) -> tuple[Any, ...]:
    nothing = (*[np.nan] * 8, problem or None)
    if problem or sides[0] is None or sides[1] is None:
        return nothing
    try:
        result = compare(*sides, level=level, correlation=correlation, reading=reading)
        ratio, difference = result.ratio(level), result.difference(level)
        return (
            ratio.low,
            float(result.median_ratio),
            ratio.high,
            difference.low,
            float(result.median_difference),
            difference.high,
            result.prob_exceeds,
            level,
            None,
        )
    except CasualtyStatsError as error:
        return (*nothing[:-1], str(error))


def _spread(
    table: list[tuple[Any, ...]], codes: Any, names: tuple[str, ...], index: pd.Index
) -> pd.DataFrame:
    """Lay the distinct results out over the rows that share them."""
    columns = list(zip(*table, strict=True)) if table else [()] * len(names)
    return pd.DataFrame(
        {
            name: pd.Series(list(column), dtype=object).take(codes).to_numpy()
            for name, column in zip(names, columns, strict=True)
        },
        index=index,
    )


def _with(
    out: pd.DataFrame, frame: pd.DataFrame, keep: Sequence[str], positions: Any = None
) -> pd.DataFrame:
    """Put columns of the input behind the result."""
    if not keep:
        return out
    kept = frame[list(keep)]
    if positions is not None:
        kept = kept.take(np.array(positions, dtype=np.intp))
    return pd.concat([out, kept.set_axis(out.index, axis=0)], axis=1)
