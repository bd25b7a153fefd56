"""Many rows in, one row per group out: fuse and total on pandas."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from casualtystats.errors import CasualtyStatsError, InvalidValueError
from casualtystats.evidence.total import total
from casualtystats.tables.labels import cells_of, warn_of_likeness, with_labels
from casualtystats.tables.reports import FuseOptions, Reports, kinds
from casualtystats.tables.schema import FUSED, TOTALS, Schema
from casualtystats.tables.summands import Texts, set_aside
from casualtystats.toll.toll import Toll

__all__ = ["TotalOptions", "fuse_groups", "total_groups"]

_KINDS = 10  # problems that one cell tells of many rows


@dataclass(frozen=True, kw_only=True)
class TotalOptions:
    """How the tolls of each group are summed; see `total`."""

    fusing: FuseOptions
    incident: str | None
    correlation: Any
    ignore: str | Collection[str] = ()


def fuse_groups(frame: pd.DataFrame, *, by: Sequence[str], options: FuseOptions) -> pd.DataFrame:
    """Return one row per incident, under the incident's name."""
    warn_of_likeness(frame, by)
    reports = Reports.read(frame, by, options)
    rows = []
    for inside, _ in _groups(frame, by):
        found = reports.fuse(inside)
        used = found.reports if found.toll is not None else np.nan
        rows.append((*_numbers(found.toll, options.level), used, found.notes, found.problem))
    return _table(rows, FUSED, frame, by)


def total_groups(frame: pd.DataFrame, *, by: Sequence[str], options: TotalOptions) -> pd.DataFrame:
    """Return one row per group, under the group's name; without `by` one row for all."""
    fusing = options.fusing
    warn_of_likeness(frame, [*by, *([options.incident] if options.incident else [])])
    reports = Reports.read(frame, [options.incident] if options.incident else [], fusing)
    texts = Texts(frame, claims=fusing.figure is None and "form" in frame.columns)
    rows = []
    for inside, _ in _groups(frame, by, apart=False):
        units = [one for one, _ in _units(frame, inside, options.incident)]
        found = [reports.fuse(one) if options.incident else reports.alone(one[0]) for one in units]
        stated = [
            (unit[0] if len(unit) == 1 else None, one.toll)
            for unit, one in zip(units, found, strict=True)
            if one.toll is not None
        ]
        tolls, aside = set_aside(stated, texts, options.ignore)
        failed = [one.problem for one in found if one.problem]
        summed, problem = _sum(tolls, options)
        told = [*([problem] if problem else []), *aside]
        if failed:
            some = f"{len(failed):,} of {len(found):,} with a problem"
            told.append(f"{some}: {kinds(failed, _KINDS)}")
        mean = np.nan if summed is None else summed.mean()
        counts = (len(tolls), len(found) - len(tolls))
        rows.append((mean, *_numbers(summed, fusing.level), *counts, "; ".join(told) or None))
    return _table(rows, TOTALS, frame, by, apart=False)


def _sum(tolls: list[Toll], options: TotalOptions) -> tuple[Toll | None, str | None]:
    if not tolls:
        return None, None
    try:
        level = options.fusing.level
        # Increments still here stand beside no total of their text, which `total` cannot know.
        ignore = {*_several(options.ignore), "period"}
        summed = total(tolls, correlation=options.correlation, level=level, ignore=ignore)
    except CasualtyStatsError as error:
        return None, str(error)
    return summed, None


def _several(names: str | Collection[str]) -> Collection[str]:
    return (names,) if isinstance(names, str) else names


def _groups(
    frame: pd.DataFrame, by: Sequence[str], *, apart: bool = True
) -> Iterator[tuple[list[int], Hashable]]:
    """Yield the rows of each group in the order of the table; unnamed ones stay `apart`."""
    if not by:
        yield list(range(len(frame))), None
        return
    groups: dict[Any, list[int]] = {}
    for row, key in enumerate(_keys(frame, by)):
        alone = apart and None in key
        groups.setdefault(("row", row) if alone else ("key", *key), []).append(row)
    for key, rows in groups.items():
        yield rows, key


def _units(
    frame: pd.DataFrame, rows: Sequence[int], incident: str | None
) -> Iterator[tuple[list[int], Hashable]]:
    """Yield what is summed: the rows of each incident, or every row by itself."""
    if incident is None:
        yield from (([row], None) for row in rows)
        return
    for inside, key in _groups(frame.iloc[list(rows)], [incident]):
        yield [rows[i] for i in inside], key


def _keys(frame: pd.DataFrame, by: Sequence[str]) -> list[tuple[Any, ...]]:
    return list(zip(*(cells_of(frame[name]) for name in by), strict=True))


def _numbers(toll: Toll | None, level: float) -> tuple[float, float, float, float]:
    if toll is None:
        return (np.nan, np.nan, np.nan, np.nan)
    low, high = toll.interval(level)
    return low, np.nan if toll.only_bounds else float(toll.median()), high, level


def _table(
    rows: list[tuple[Any, ...]],
    schema: Schema,
    frame: pd.DataFrame,
    by: Sequence[str],
    *,
    apart: bool = True,
) -> pd.DataFrame:
    """Return the result under the names of its groups."""
    out = schema.cast(pd.DataFrame(rows, columns=list(schema.names), dtype=object))
    if not by:
        return out
    first = [inside[0] for inside, _ in _groups(frame, by, apart=apart)]
    names = with_labels(frame[list(by)], by).iloc[first].reset_index(drop=True)
    for name in by:  # one mark for all that is missing: None prints like a group of that name
        missing = np.array([cell is None for cell in cells_of(names[name])], dtype=bool)
        if missing.any():
            names[name] = names[name].mask(missing)
    clash = [name for name in by if name in schema.columns]
    if clash:
        raise InvalidValueError("by", f"not name a column of the result: {' '.join(clash)}", by)
    return pd.concat([names, out], axis=1).set_index(list(by))
