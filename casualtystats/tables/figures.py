"""From the columns of a row to the figure it states: words, a number, a claim, low best high."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from casualtystats.errors import CasualtyStatsError, InvalidValueError
from casualtystats.text.claim import Claim

__all__ = ["Figures", "figure_columns", "read_figures", "stated"]

_CLAIM = ("form", "low", "best", "high", "unit", "outcome", "victims", "tags")
_STATED = ("low", "best", "high")
_NUMBERS = (int, float, np.number, Decimal)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ].*)?|\d{1,2}/\d{1,2}/(\d{2}|\d{4})")


@dataclass(frozen=True)
class Figures:
    """What each row states, distinct statements once.

    Row i states ``said[codes[i]]``: a text, a whole number, a Claim, or None where nothing is
    stated; ``problems[codes[i]]`` says why a statement cannot be used, and is empty if it can.
    """

    codes: NDArray[np.int64]
    said: list[Any]
    problems: list[str]


def figure_columns(columns: Sequence[Hashable], figure: str | None) -> tuple[str, ...]:
    """Return the columns that hold the figure.

    Parameters
    ----------
    columns : sequence
        The columns of the table.
    figure : str or None
        The column of words or numbers, if the caller names one.

    Returns
    -------
    tuple of str
        That column; or the columns of claims, as `parse_frame` returns them; or those of
        ``low best high`` that are there.

    Raises
    ------
    InvalidValueError
        If there are none of these.
    """
    if figure is not None:
        if figure not in columns:
            raise InvalidValueError("figure", "be a column of the frame", figure)
        return (figure,)
    if "form" in columns:
        return tuple(name for name in _CLAIM if name in columns)
    found = tuple(name for name in _STATED if name in columns)
    if found:
        return found
    raise InvalidValueError(
        "frame",
        "have columns low, best or high, or those of parse_frame",
        list(columns),
        "Name the column of words or numbers with figure=.",
    )


def read_figures(frame: pd.DataFrame, figure: str | None) -> Figures:
    """Read what each row of a table states.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    figure : str or None
        The column of words or numbers; None takes the columns of claims, or ``low best high``.

    Returns
    -------
    Figures
        The statements.
    """
    columns = figure_columns(list(frame.columns), figure)
    read = _read_claim if "form" in columns and figure is None else _read_stated
    if figure is not None:
        read = _read_cell
    codes, rows = _distinct(frame[list(columns)])
    said: list[Any] = []
    problems: list[str] = []
    for row in rows:
        value, problem = _attempt(read, dict(zip(columns, row, strict=True)))
        said.append(value)
        problems.append(problem)
    return Figures(codes=codes, said=said, problems=problems)


def stated(low: int | None, best: int | None, high: int | None) -> Claim | None:
    """Return the claim that three figures of a codebook make, or None if none is stated.

    Parameters
    ----------
    low, best, high : int or None
        People. A best alone is exact; one end is at least or at most, and keeps the best beside
        it. A low of 0 alone excludes no toll, and states nothing.

    Returns
    -------
    Claim or None
        The claim.

    Raises
    ------
    InvalidValueError
        If the best lies outside its range, or the range is the wrong way round.

    Examples
    --------
    >>> stated(31, None, 44), stated(None, 12, None), stated(31, None, None)
    (Claim('31–44': range 31–44), Claim('12': exact 12), Claim('at least 31': at_least 31))
    >>> stated(None, 12, 30), stated(0, None, None)
    (Claim('at most 30, best 12': at_most 30), None)
    """
    if best is not None and not (low or 0) <= best <= (best if high is None else high):
        hint = "The loaders of cs.io put such rows in order, by codebook, and say so."
        raise InvalidValueError("best", "lie between low and high", (low, best, high), hint)
    if low is not None and high is not None:
        if low == high:
            return Claim(low=low, high=high, best=low, form="exact", text=str(low))
        return Claim(low=low, high=high, best=best, form="range", text=f"{low}–{high}")
    also = "" if best is None else f", best {best}"
    if low and low != best:
        return Claim(low=low, form="at_least", best=best or low, text=f"at least {low}{also}")
    if high is not None and high != best:
        return Claim(
            high=high,
            form="at_most",
            best=high if best is None else best,
            text=f"at most {high}{also}",
        )
    if best is not None:
        return Claim(low=best, high=best, best=best, form="exact", text=str(best))
    return None


def _distinct(frame: pd.DataFrame) -> tuple[NDArray[np.int64], list[tuple[Any, ...]]]:
    """Return a code for each row and the distinct rows, missing cells as None."""
    codes = np.zeros(len(frame), dtype=np.int64)
    levels: list[NDArray[np.object_]] = []
    for column in frame.columns:
        code, values = _factorize(frame[column])
        pair, combined = np.unique(codes * (len(values) + 1) + code, return_inverse=True)
        before, here = pair // (len(values) + 1), pair % (len(values) + 1)
        levels = [level[before] for level in levels]
        level = np.full(len(values) + 1, None, dtype=object)
        for number, value in enumerate(values):  # one by one: a list stays one cell
            level[number] = value
        levels.append(level[here])
        codes = combined.astype(np.int64)
    return codes, list(zip(*levels, strict=True)) if levels else []


def _factorize(column: pd.Series) -> tuple[NDArray[np.int64], list[Any]]:
    """Give every distinct cell of a column a number; missing ones get the one behind the last.

    True equals 1 and 1.0 equals 1 to pandas, but not here: the kind of an object decides too.
    """
    cells = column.astype(object).where(column.notna(), None)
    numbers: dict[tuple[type, Any], int] = {}
    values: list[Any] = []
    code = []
    for cell in cells:
        key = None if cell is None else (type(cell), cell)
        try:
            number = -1 if key is None else numbers.setdefault(key, len(numbers))
        except TypeError:  # a list or a dict is no figure, but what stood there is shown
            number = numbers.setdefault((type(cell), repr(cell)), len(numbers))
        if number == len(values):
            values.append(cell)
        code.append(number)
    found = np.array(code, dtype=np.int64)
    return np.where(found < 0, len(values), found), values


def _attempt(read: Callable[[dict[str, Any]], Any], row: dict[str, Any]) -> tuple[Any, str]:
    try:
        return read(row), ""
    except CasualtyStatsError as error:
        return None, str(error)


def _read_cell(row: dict[str, Any]) -> Any:
    ((name, cell),) = row.items()
    if isinstance(cell, str):
        if _DATE.fullmatch(cell.strip()):
            hint = "A spreadsheet may have made it of a range; the loaders of cs.io undo that."
            raise InvalidValueError(str(name), "be words or a number, not a date", cell, hint)
        number = _number(cell)
        return number if number is not None else (cell if cell.strip() else None)
    return cell if isinstance(cell, Claim) else _whole(str(name), cell)


def _number(text: str) -> int | None:
    """Read digits alone ("31", "31.0"), as a column of numbers with gaps is often stored."""
    digits = text.strip().removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _read_stated(row: dict[str, Any]) -> Claim | None:
    return stated(*(_whole(name, row.get(name)) for name in _STATED))


def _read_claim(row: dict[str, Any]) -> Claim | None:
    if row["form"] is None:
        return None
    low, best, high, unit = (_whole(name, row.get(name)) for name in (*_STATED, "unit"))
    return Claim(
        low=low,
        best=best,
        high=high,
        unit=unit,
        form=row["form"],
        outcome=row.get("outcome"),
        victims=tuple((row.get("victims") or "").split()),
        tags=tuple((row.get("tags") or "").split()),
    )


def _whole(name: str, cell: Any) -> int | None:
    """Return a whole number of people, None where missing, or say what is wrong."""
    if cell is None:
        return None
    if isinstance(cell, str):
        number = _number(cell)
        if number is None and cell.strip():
            raise InvalidValueError(name, "be a whole number of people", cell)
        return number
    if isinstance(cell, (bool, np.bool_)) or not isinstance(cell, _NUMBERS):
        raise InvalidValueError(name, "be words or a whole number of people", cell)
    if not math.isfinite(cell) or cell != int(cell) or cell < 0:
        raise InvalidValueError(name, "be a whole number of people, 0 or more", cell)
    return int(cell)
