"""One row in, one row (or one per claim) out: parse, estimate and compare on pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from casualtystats.comparison.compare import compare
from casualtystats.errors import CasualtyStatsError, InvalidTypeError
from casualtystats.evidence.report import Report
from casualtystats.tables.figures import Figures, read_figures
from casualtystats.tables.schema import CLAIMS, COMPARISONS, ESTIMATES
from casualtystats.text.claim import Claim
from casualtystats.text.parse import parse
from casualtystats.toll.estimate import estimate

__all__ = ["compare_rows", "estimate_rows", "parse_rows"]

_NONE = (None,) * (len(CLAIMS.names) - 1)


def parse_rows(frame: pd.DataFrame, *, text: str, lang: str, keep: Sequence[str]) -> pd.DataFrame:
    """Return one row per claim of each row's text."""
    positions: list[int] = []
    rows: list[tuple[Any, ...]] = []
    cells = frame[text].astype(object)
    again = cells.where(cells.map(lambda cell: isinstance(cell, str)), None).duplicated(keep=False)
    read: dict[str, list[tuple[Any, ...]]] = {}  # agencies' texts come many times over
    for position, (cell, repeats) in enumerate(zip(cells, again, strict=True)):
        if isinstance(cell, str):
            found = read.get(cell) if repeats else None
            if found is None:
                found = _claims(cell, lang)
                if repeats:
                    read[cell] = found
        elif pd.api.types.is_scalar(cell) and pd.isna(cell):
            continue
        else:
            found = [(*_NONE, str(InvalidTypeError(text, "be a text", cell)))]
        positions += [position] * len(found)
        rows += found
    index = frame.index.take(np.array(positions, dtype=np.intp))
    columns = dict(zip(CLAIMS.names, zip(*rows, strict=True), strict=True)) if rows else {}
    out = pd.DataFrame(
        {
            name: pd.array(columns.get(name, ()), dtype=dtype)  # type: ignore[call-overload]
            for name, dtype in CLAIMS.columns.items()
        },
        index=index,
    )
    return _with(out, frame, keep, positions)


def estimate_rows(
    frame: pd.DataFrame,
    *,
    figure: str | None,
    level: float,
    reading: Any,
    scheme: str | None,
    lang: str,
    keep: Sequence[str],
) -> pd.DataFrame:
    """Return the estimate of each row's figure; each distinct figure is estimated once."""
    figures = read_figures(frame, figure)
    how = {"level": level, "reading": reading, "scheme": scheme, "lang": lang}
    table = [_estimate(value, problem, how) for value, problem in _each(figures)]
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
    lang: str,
    keep: Sequence[str],
) -> pd.DataFrame:
    """Return the comparison of each row's two figures; each distinct pair is compared once."""
    left, right = read_figures(frame, official), read_figures(frame, monitor)
    code = left.codes * max(len(right.said), 1) + right.codes
    pairs, where = np.unique(code, return_inverse=True)
    how = {"level": level, "correlation": correlation, "reading": reading}
    table = []
    for pair in pairs:
        i, j = divmod(int(pair), max(len(right.said), 1))
        problem = "; ".join(p for p in (left.problems[i], right.problems[j]) if p)
        sides = (left.said[i], right.said[j])
        table.append(_compare(sides, problem, lang, how))
    out = _spread(table, where.astype(np.int64), COMPARISONS.names, frame.index)
    return _with(COMPARISONS.cast(out), frame, keep)


def _claims(text: str, lang: str) -> list[tuple[Any, ...]]:
    """Return the claims of a text, each as a row of the schema."""
    claims = parse(text, lang=lang)
    numbers = {id(claim): number for number, claim in enumerate(claims)}
    return [
        (
            number,
            claim.text,
            *claim.span,
            claim.form,
            claim.low,
            claim.best,
            claim.high,
            claim.unit,
            claim.outcome,
            " ".join(claim.victims),
            " ".join(claim.tags),
            claim.attribution,
            _parent(claim, claims, numbers),
            claim.rule,
            claim.lang,
            None,
        )
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


def _estimate(value: Any, problem: str, how: dict[str, Any]) -> tuple[Any, ...]:
    nothing = (np.nan, np.nan, np.nan, np.nan, problem or None)
    if problem or value is None:
        return nothing
    try:
        toll = estimate(value, **how)
        low, high = toll.interval(how["level"])
        return (low, float(toll.median()), high, how["level"], None)
    except CasualtyStatsError as error:
        return (*nothing[:-1], str(error))


def _compare(
    sides: tuple[Any, Any], problem: str, lang: str, how: dict[str, Any]
) -> tuple[Any, ...]:
    nothing = (*[np.nan] * 8, problem or None)
    if problem or sides[0] is None or sides[1] is None:
        return nothing
    try:
        official, monitor = (
            Report(side, lang=lang) if isinstance(side, str) else side for side in sides
        )
        level = how["level"]
        result = compare(official, monitor, **how)
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
