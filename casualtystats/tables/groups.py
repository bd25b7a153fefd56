"""Many rows in, one row per group out: fuse and total on pandas."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from casualtystats.errors import CasualtyStatsError, InvalidValueError
from casualtystats.evidence.fuse import fuse
from casualtystats.evidence.report import Report
from casualtystats.evidence.total import total
from casualtystats.tables.figures import Figures, read_figures
from casualtystats.tables.labels import blank_as_missing, with_labels
from casualtystats.tables.schema import FUSED, TOTALS, Schema
from casualtystats.tables.summands import Texts, set_aside
from casualtystats.text.claim import Claim
from casualtystats.toll.estimate import estimate
from casualtystats.toll.toll import Toll

__all__ = ["FuseOptions", "TotalOptions", "fuse_groups", "total_groups"]

_SCOPE = ("source", "role", "date", "origin", "actor", "place", "period", "standard", "url")


@dataclass(frozen=True, kw_only=True)
class FuseOptions:
    """How the reports of each incident become one toll; see `fuse`."""

    figure: str | None
    pool: Any = "linear"
    weights: Any = None
    bias: Any = None
    reading: Any = "documented"
    level: float = 0.95
    ignore: str | Collection[str] = ()


@dataclass(frozen=True, kw_only=True)
class TotalOptions:
    """How the tolls of each group are summed; see `total`."""

    fusing: FuseOptions
    incident: str | None
    correlation: Any
    ignore: str | Collection[str] = ()


def fuse_groups(frame: pd.DataFrame, *, by: Sequence[str], options: FuseOptions) -> pd.DataFrame:
    """Return one row per incident, under the incident's name."""
    reports = _Reports.read(frame, by, options)
    rows = []
    for inside, _ in _groups(frame, by):
        found = reports.fuse(inside)
        used = found.reports if found.toll is not None else np.nan
        rows.append((*_numbers(found.toll, options.level), used, found.notes, found.problem))
    return _table(rows, FUSED, frame, by)


def total_groups(frame: pd.DataFrame, *, by: Sequence[str], options: TotalOptions) -> pd.DataFrame:
    """Return one row per group, under the group's name; without `by` one row for all."""
    fusing = options.fusing
    reports = _Reports.read(frame, [options.incident] if options.incident else [], fusing)
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
        told += [f"{len(failed):,} of {len(found):,} with a problem: {failed[0]}"] if failed else []
        mean = _mean(summed, tolls, options)
        counts = (len(tolls), len(found) - len(tolls))
        rows.append((mean, *_numbers(summed, fusing.level), *counts, "; ".join(told) or None))
    return _table(rows, TOTALS, frame, by, apart=False)


@dataclass(frozen=True, slots=True)
class _Found:
    """A toll, how many reports it rests on, what was applied, and what could not be used."""

    toll: Toll | None = None
    reports: int = 0
    notes: str | None = None
    problem: str | None = None


@dataclass
class _Reports:
    """The figures of a table with what is known of their sources; estimates made once."""

    frame: pd.DataFrame
    figures: Figures
    options: FuseOptions
    scope: dict[str, list[Any]]
    incidents: list[Any] | None
    tolls: dict[int, _Found]

    @classmethod
    def read(cls, frame: pd.DataFrame, by: Sequence[str], options: FuseOptions) -> _Reports:
        scope = {name: _cells(frame[name]) for name in _SCOPE if name in frame.columns}
        incidents = _cells(frame[by[0]].astype("string")) if len(by) == 1 else None
        return cls(frame, read_figures(frame, options.figure), options, scope, incidents, {})

    def alone(self, row: int) -> _Found:
        """Estimate one row's figure; equal figures share one toll."""
        code = int(self.figures.codes[row])
        said, problem = self.figures.said[code], self.figures.problems[code]
        if said is None:
            return _Found(problem=problem or None)
        if code not in self.tolls:
            try:
                toll = estimate(said, level=self.options.level, reading=self.options.reading)
                self.tolls[code] = _Found(toll, 1)
            except CasualtyStatsError as error:
                self.tolls[code] = _Found(problem=str(error))
        return self.tolls[code]

    def fuse(self, rows: Sequence[int]) -> _Found:
        """Fuse the reports of one incident."""
        options, failed, reports = self.options, [], []
        for row in rows:
            code = int(self.figures.codes[row])
            said, problem = self.figures.said[code], self.figures.problems[code]
            try:
                reports += [] if said is None else [self._report(row, said)]
            except CasualtyStatsError as error:
                problem = str(error)
            failed += [problem] if problem else []
        told = [f"{len(failed)} reports left out: {failed[0]}"] if failed else []
        if not reports:
            return _Found(problem="; ".join(told) or None)
        try:
            with warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always")
                toll = fuse(
                    reports,
                    pool=options.pool,
                    weights=options.weights,
                    bias=options.bias,
                    reading=options.reading,
                    level=options.level,
                    ignore=options.ignore,
                )
        except CasualtyStatsError as error:
            return _Found(problem="; ".join([*told, str(error)]))
        notes = [*toll.notes, *(str(w.message) for w in warned)]
        return _Found(toll, len(reports), "; ".join(notes) or None, "; ".join(told) or None)

    def _report(self, row: int, value: Any) -> Report:
        known = {name: cells[row] for name, cells in self.scope.items() if cells[row] is not None}
        date = known.pop("date", None)
        texts = {name: str(cell) for name, cell in known.items()}
        if isinstance(value, Claim) and "text" in self.frame.columns and not value.text:
            words = self.frame["text"].iloc[row]
            value = replace(value, text=words if isinstance(words, str) else "")
        incident = self.incidents[row] if self.incidents else None
        return Report(value, date=_date(date), incident=incident, **texts)  # type: ignore[arg-type]


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


def _mean(summed: Toll | None, tolls: list[Toll], options: TotalOptions) -> float:
    """Return the mean of the sum; bounds have none of their own, and the parts' adds up."""
    if summed is None:
        return np.nan
    bounds = options.correlation == "unknown"
    return float(sum(toll.mean() for toll in tolls) if bounds else summed.mean())


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
    return list(zip(*(_cells(frame[name]) for name in by), strict=True))


def _cells(column: pd.Series) -> list[Any]:
    """Return the cells, None where missing or blank; Arrow's may hold NaN beside null."""
    cells = blank_as_missing(column).astype(object)
    return list(cells.where(cells.notna(), None))


def _date(cell: Any) -> dt.date | str | None:
    if isinstance(cell, (pd.Timestamp, dt.datetime)):
        return cell.date()
    return None if cell is None else (cell if isinstance(cell, (dt.date, str)) else str(cell))


def _numbers(toll: Toll | None, level: float) -> tuple[float, float, float, float]:
    if toll is None:
        return (np.nan, np.nan, np.nan, np.nan)
    low, high = toll.interval(level)
    return low, float(toll.median()), high, level


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
        missing = np.array([cell is None for cell in _cells(names[name])], dtype=bool)
        if missing.any():
            names[name] = names[name].mask(missing)
    clash = [name for name in by if name in schema.columns]
    if clash:
        raise InvalidValueError("by", f"not name a column of the result: {' '.join(clash)}", by)
    return pd.concat([names, out], axis=1).set_index(list(by))
