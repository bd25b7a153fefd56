"""A list of incidents as arrays, for matching: nothing guessed, and nothing left out unseen."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from casualtystats.errors import InvalidValueError
from casualtystats.toll.lattice import PEOPLE

__all__ = ["Listing"]

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

_FIRST, _LAST = 1678, 2261  # years all of whose days pandas has, to the nanosecond
_ZONE = re.compile(r"(?<=\d)(?:Z|[+-]\d{2}:?\d{2})$")  # the day where it happened
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?")


@dataclass(frozen=True)
class Listing:
    """One side's list as arrays, row by row.

    `first` and `last` are days since 1970 (`has_day` says where known), `latitude` and
    `longitude` degrees or nan, `place` names (empty where unknown), `low` and `high` people or
    nan (an open upper end is infinite).
    """

    first: IntArray
    last: IntArray
    has_day: NDArray[np.bool_]
    latitude: FloatArray
    longitude: FloatArray
    place: NDArray[np.object_]
    low: FloatArray
    high: FloatArray

    @classmethod
    def of(cls, frame: pd.DataFrame, side: str) -> Listing:
        """Read the columns of the incident schema; absent columns are unknown in every row.

        A cell that is no date, no number or no possible toll is refused: left out, it would look
        like an incident that only the other side has.
        """
        if "date" not in frame.columns:
            raise InvalidValueError(
                side, "have a date column", list(frame.columns), "Rename it to date."
            )
        first = _dates(frame, "date", side)
        last = first
        if "date_end" in frame.columns:
            end = _dates(frame, "date_end", side)
            last = end.where(end >= first, first)
        low, best, high = (_people(frame, name, side) for name in ("low", "best", "high"))
        _refuse(low > high, frame, "low", side, "have low at most high")
        bottom = np.where(np.isnan(low), best, low)
        top = np.where(np.isnan(high), best, high)
        open_above = np.where(np.isnan(top) & ~np.isnan(bottom), np.inf, top)
        open_below = np.where(np.isnan(bottom) & ~np.isnan(top), 0.0, bottom)
        place = np.full(len(frame), "", dtype=object)
        if "place" in frame.columns:
            names = frame["place"].astype("string").fillna("").to_numpy(dtype=object)
            place = np.array([name.strip() for name in names], dtype=object)
        return cls(
            first=_days(first),
            last=_days(last),
            has_day=first.notna().to_numpy(),
            latitude=_degrees(frame, "latitude", side, 90.0),
            longitude=_degrees(frame, "longitude", side, 180.0),
            place=place,
            low=np.minimum(open_below, open_above),
            high=np.maximum(open_below, open_above),
        )

    @property
    def has_point(self) -> NDArray[np.bool_]:
        """Where both coordinates are known."""
        return ~(np.isnan(self.latitude) | np.isnan(self.longitude))

    def take(self, rows: IntArray) -> Listing:
        """Return the listing of some of the rows."""
        return Listing(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def __len__(self) -> int:
        return len(self.first)


def _days(dates: pd.Series) -> IntArray:
    days = dates.to_numpy().astype("datetime64[D]").astype(np.int64)
    return np.where(dates.isna().to_numpy(), 0, days)


def _dates(frame: pd.DataFrame, column: str, side: str) -> pd.Series:
    """Return days; texts are read as YYYY-MM-DD only, for 05/06/2017 is two different days."""
    cells = frame[column]
    if pd.api.types.is_datetime64_any_dtype(cells):
        local: pd.Series = cells.dt.tz_localize(None).astype("datetime64[ns]")
        return local
    cells = cells.astype(object)
    cells = cells.map(
        lambda cell: _ZONE.sub("", cell.strip()) or None if isinstance(cell, str) else cell
    )
    known = cells.notna().to_numpy(dtype=bool)
    clear = cells.map(_is_clear).to_numpy(dtype=bool)
    days = pd.to_datetime(cells.where(clear), errors="coerce", utc=True, format="ISO8601")
    days = days.mask((days.dt.year < _FIRST) | (days.dt.year > _LAST))
    unread = known & days.isna().to_numpy(dtype=bool)
    rule = f"have dates, or texts as YYYY-MM-DD, in {column!r}"
    _refuse(unread, frame, column, side, rule)
    return days.dt.tz_localize(None).astype("datetime64[ns]")


def _written(cell: Any) -> Any:
    return _ZONE.sub("", cell.strip()) or None if isinstance(cell, str) else cell


def _is_clear(cell: Any) -> bool:
    return _DAY.fullmatch(cell) is not None if isinstance(cell, str) else isinstance(cell, dt.date)


def _people(frame: pd.DataFrame, column: str, side: str) -> FloatArray:
    numbers = _numbers(frame, column, side)
    with np.errstate(invalid="ignore"):
        wrong = (
            (numbers > PEOPLE) | (numbers < 0) | (np.floor(numbers) != numbers) & ~np.isnan(numbers)
        )
    _refuse(wrong, frame, column, side, f"have whole numbers of people, 0 or more, in {column!r}")
    return numbers


def _degrees(frame: pd.DataFrame, column: str, side: str, most: float) -> FloatArray:
    numbers = _numbers(frame, column, side)
    with np.errstate(invalid="ignore"):
        wrong = np.abs(numbers) > most
    _refuse(wrong, frame, column, side, f"have degrees up to {most:g} in {column!r}")
    return numbers


def _numbers(frame: pd.DataFrame, column: str, side: str) -> FloatArray:
    if column not in frame.columns:
        return np.full(len(frame), np.nan)
    cells = frame[column].astype(object)
    cells = cells.mask(cells.map(lambda cell: isinstance(cell, str) and not cell.strip()))
    numbers = pd.to_numeric(cells, errors="coerce").astype("Float64")
    unread = (numbers.isna() & cells.notna()).to_numpy(dtype=bool)
    _refuse(unread, frame, column, side, f"have numbers in {column!r}")
    return np.asarray(numbers.to_numpy(dtype=np.float64, na_value=np.nan))


def _refuse(
    wrong: NDArray[np.bool_], frame: pd.DataFrame, column: str, side: str, rule: str
) -> None:
    """Refuse a table of which some cells break a rule, and show the first."""
    if wrong.any():
        row = int(wrong.argmax())
        hint = f"First at row {row}; {int(wrong.sum())} such rows. The loaders of cs.io read more."
        raise InvalidValueError(side, rule, frame[column].tolist()[row], hint)
