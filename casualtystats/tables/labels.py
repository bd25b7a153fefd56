"""Labels: what names an incident or a group, of which a blank one names nothing."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import pandas as pd

from casualtystats.errors import CasualtyStatsWarning

__all__ = ["blank_as_missing", "cells_of", "warn_of_likeness", "with_labels"]


def blank_as_missing(column: pd.Series) -> pd.Series:
    """Return a column whose cells of nothing but white space are missing.

    A CSV file cannot tell a missing label from an empty one, and a spreadsheet shows neither.

    Parameters
    ----------
    column : Series
        Labels of any kind; not changed.

    Returns
    -------
    Series
        The same labels, word for word but for blank ones.

    Examples
    --------
    >>> blank_as_missing(pd.Series(["a", "", " ", " b "])).isna().tolist()
    [False, True, True, False]
    """
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column
    blank = [isinstance(cell, str) and not cell.strip() for cell in column]
    return column.mask(pd.Series(blank, index=column.index, dtype=bool)) if any(blank) else column


def with_labels(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return a table in which blank labels of the columns `by` are missing.

    Parameters
    ----------
    frame : DataFrame
        The table; not changed.
    by : sequence of str
        The columns of labels.

    Returns
    -------
    DataFrame
        The table, its other columns as they were.
    """
    return frame.assign(**{name: blank_as_missing(frame[name]) for name in by})


def cells_of(column: pd.Series) -> list[Any]:
    """Return the cells of a column as Python has them.

    Parameters
    ----------
    column : Series
        Of any dtype; not changed.

    Returns
    -------
    list
        None where a cell is missing or blank; Arrow's columns may hold NaN beside null.

    Examples
    --------
    >>> cells_of(pd.Series(["a", " ", None]))
    ['a', None, None]
    """
    cells = blank_as_missing(column).astype(object)
    return list(cells.where(cells.notna(), None))


def warn_of_likeness(frame: pd.DataFrame, by: Sequence[str]) -> None:
    """Say where labels differ by case, spaces or type only, and so name two things.

    Parameters
    ----------
    frame : DataFrame
        The table.
    by : sequence of str
        The columns of labels.

    Warns
    -----
    CasualtyStatsWarning
        For each column that writes a label in several ways.
    """
    for name in by:
        written: dict[str, dict[str, None]] = {}
        for cell in cells_of(frame[name].drop_duplicates()):
            if cell is not None:
                plain = " ".join(str(cell).casefold().split())
                written.setdefault(plain, {})[repr(cell)] = None
        alike = [list(ways) for ways in written.values() if len(ways) > 1]
        if alike:
            warnings.warn(
                f"{len(alike):,} labels of {name!r} are written in several ways, such as "
                f"{' and '.join(alike[0])}, and stay apart: write them alike if they are one",
                CasualtyStatsWarning,
                stacklevel=2,
            )
