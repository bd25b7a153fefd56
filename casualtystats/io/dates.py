"""Dates of a table: read by the layout's formats, and no day made up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from casualtystats.io.layout import Version
from casualtystats.io.ledger import Ledger

__all__ = ["read_dates", "text_cells"]

_YEAR = r"\d{4}"
_MONTH = r"\d{4}-\d{2}"
_FIRST, _LAST = 1678, 2261  # years all of whose days pandas has, to the nanosecond
_ZONE = r"(?<=\d)(?:Z|[+-]\d{2}:?\d{2})$"


def text_cells(raw: pd.DataFrame, named: Mapping[str, str], column: str) -> pd.Series:
    """Return a column of the file as text, blank cells missing.

    Parameters
    ----------
    raw : pandas.DataFrame
        The table as text.
    named : mapping of str to str
        For columns of ours, the file's names.
    column : str
        One of ours.

    Returns
    -------
    pandas.Series
        All missing if the file has no such column.
    """
    if column not in named:
        return pd.Series(pd.NA, index=raw.index, dtype="string")
    cells = raw[named[column]].astype("string").str.strip()
    return cells.mask(cells == "")


def read_dates(
    raw: pd.DataFrame,
    named: Mapping[str, str],
    version: Version,
    theirs: Mapping[str, str],
    ledger: Ledger,
) -> dict[str, pd.Series]:
    """Read the dates of a table.

    Parameters
    ----------
    raw : pandas.DataFrame
        The table as text.
    named : mapping of str to str
        For columns of ours, the file's names.
    version : Version
        How the layout writes dates.
    theirs : mapping of str to str
        The file's columns by their plain names.
    ledger : Ledger
        Takes what was not taken as it stands.

    Returns
    -------
    dict of str to pandas.Series
        ``date`` and ``date_end``, missing where unknown: a day is never made up.
    """
    if version.day_parts:
        parts = (raw[theirs[part]].astype("string").str.strip() for part in version.day_parts)
        year, month, day = (part.str.replace(r"\.0+$", "", regex=True) for part in parts)
        stated = year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)
        dates = pd.to_datetime(stated, format="%Y-%m-%d", errors="coerce")
        rule = "a month or a day of 0 is unknown: the date is not made up"
        ledger.note(dates.isna(), "date", "date", "kept missing", rule, found=stated)
        return {"date": dates, "date_end": pd.Series(pd.NaT, index=raw.index)}
    if version.years:
        years = raw[theirs[version.years]].astype("string").str.strip()
        start = pd.to_datetime(years + "-01-01", format="%Y-%m-%d", errors="coerce")
        end = pd.to_datetime(years + "-12-31", format="%Y-%m-%d", errors="coerce")
        return {"date": start, "date_end": end}
    found, last = {}, {}
    for column in ("date", "date_end"):
        cells = text_cells(raw, named, column)
        doubtful = _doubtful(cells)
        found[column] = _read(cells.mask(doubtful), version.dates)
        rule = "other dates of this column have the month first, so which number it is is unknown"
        ledger.note(doubtful, column, "ambiguous date", "kept missing", rule, found=cells)
        ledger.note(
            cells.notna() & found[column].isna() & ~doubtful,
            column,
            "date",
            "kept missing",
            f"dates are written {' or '.join(version.dates)} in this layout",
            found=cells,
        )
        last[column] = _last_day(cells, found[column])
        rule = "a year or a month alone is a period: from its first to its last day"
        first, end = (day.dt.strftime("%Y-%m-%d") for day in (found[column], last[column]))
        used = first + "–" + end
        known = last[column].notna()
        ledger.note(known, column, "partial date", "repaired", rule, found=cells, used=used)
    found["date_end"] = last["date_end"].fillna(found["date_end"]).fillna(last["date"])
    backwards = (found["date_end"] < found["date"]).fillna(value=False)
    rule = "an end before its beginning is kept as it stands"
    ledger.note(backwards, "date_end", "inverted dates", "flagged", rule, found=found["date_end"])
    return found


def _last_day(cells: pd.Series, first: pd.Series) -> pd.Series:
    """Return the last day of what is a year or a month only; missing elsewhere."""
    year = cells.str.fullmatch(_YEAR).fillna(value=False).astype(bool)
    month = cells.str.fullmatch(_MONTH).fillna(value=False).astype(bool)
    last = (first + pd.offsets.YearEnd(0)).where(year, first + pd.offsets.MonthEnd(0))
    return last.where(year | month)


def _doubtful(cells: pd.Series) -> pd.Series:
    """Tell which dates like 05/06/2017 can be read both ways in a column that mixes the two."""
    parts = cells.str.extract(r"^(\d{1,2})/(\d{1,2})/\d{4}$").astype("float64")
    if not ((parts[0] <= 12) & (parts[1] > 12)).any():
        return pd.Series(False, index=cells.index)  # a column of no
    return (parts[0] <= 12) & (parts[1] <= 12) & (parts[0] != parts[1])


def _read(cells: pd.Series, formats: Iterable[str]) -> pd.Series:
    """Read dates by the layout's formats in turn, the first that fits the cell taken."""
    dates = pd.Series(pd.NaT, index=cells.index, dtype="datetime64[ns]")
    for form in formats:
        left = dates.isna() & cells.notna()
        if not left.any():
            break
        written = "ISO8601" if form == "ISO" else form
        local = cells[left].str.replace(_ZONE, "", regex=True)  # the day where it happened
        read = pd.to_datetime(local, format=written, errors="coerce", utc=True)
        read = read.mask((read.dt.year < _FIRST) | (read.dt.year > _LAST))
        dates = dates.mask(left, read.dt.tz_localize(None).astype("datetime64[ns]"))
    return dates
