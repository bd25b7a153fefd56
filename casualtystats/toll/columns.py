"""Columns of stated figures to columns of estimates, by the closed form and without lattices."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.toll.forms import KINDS, ONE_END
from casualtystats.toll.interval import check_level
from casualtystats.toll.lattice import PEOPLE
from casualtystats.toll.reading import Reading

__all__ = ["Estimates", "estimate_columns"]

FloatArray = NDArray[np.float64]

_VAGUE = KINDS.index("vague")
_RANGE = KINDS.index("range")
_FEWER = KINDS.index("less_than")
_LEAST = KINDS.index("at_least")
_ENDS = [KINDS.index(kind) for kind in ONE_END]
_UNKNOWN = -1


class Estimates(NamedTuple):
    """Columns of one length, in people; NaN where nothing was stated."""

    lower: FloatArray
    median: FloatArray
    upper: FloatArray


def estimate_columns(
    low: ArrayLike,
    high: ArrayLike,
    form: ArrayLike,
    unit: ArrayLike | None = None,
    *,
    best: ArrayLike | None = None,
    level: float = 0.95,
    reading: str | Path | Reading = "documented",
) -> Estimates:
    """Estimate a column of claims: the median and the equal-tailed interval of each.

    The numbers are those of `casualtystats.estimate`, row by row. Equal rows are worked out
    once, so that the cost is that of the distinct claims and of finding them.

    Parameters
    ----------
    low, high : array_like of float, shape (n,)
        The bounds stated, in people, as in `Claim`; NaN is open or unstated.
    form : array_like of str, shape (n,)
        ``exact about at_least more_than at_most up_to less_than nearly range vague``; a missing
        form gives a missing estimate.
    unit : array_like of float, shape (n,), or None
        For vague words, the unit they count in; ignored elsewhere.
    best : array_like of float, shape (n,), or None
        The best figure of a range, or beside one end; NaN where none is stated, ignored
        elsewhere.
    level : float
        The level of the interval, a fraction.
    reading : str, pathlib.Path or Reading
        What the words mean in numbers.

    Returns
    -------
    Estimates
        Columns ``lower``, ``median`` and ``upper``. A row that states neither a figure nor a
        unit is NaN: unknown is never 0.

    Raises
    ------
    InvalidValueError
        If a figure is negative or fractional, a range inverted, its best outside, a form
        unknown, or a row says fewer than 0, or at least 0.

    Examples
    --------
    >>> import numpy as np
    >>> lower, median, upper = estimate_columns(
    ...     [31, 352, np.nan], [31, np.nan, np.nan], ["exact", "at_least", "vague"], [0, 0, 1000]
    ... )
    >>> lower.tolist(), upper.tolist()
    ([14.0, 205.0, 1131.0], [66.0, 795.0, 11555.0])
    """
    tail = (1.0 - check_level(level)) / 2.0
    loaded = Reading.load(reading)
    kind, first, last = _stated(low, high, form, unit)
    middle = _middle(best, kind, first, last)
    of_row, kind, first, last, middle = _distinct(kind, first, last, middle)
    quantiles = np.full((3, kind.size), np.nan)
    probabilities = np.array([tail, 0.5, 1.0 - tail])[:, None]
    vague = (kind == _VAGUE) & np.isfinite(first)
    if vague.any():
        quantiles[:, vague] = loaded.vague_law(first[vague]).ppf(probabilities)
    figure = (kind != _VAGUE) & (kind != _UNKNOWN) & np.isfinite(first)
    if middle is not None:
        ended = figure & np.isin(kind, _ENDS) & np.isfinite(middle) & (middle != first)
        if ended.any():
            quantiles[:, ended] = loaded.one_end_law(first[ended], middle[ended]).ppf(probabilities)
        figure &= ~ended
        middle = np.where(kind == _RANGE, middle, np.nan)
    if figure.any():
        between = None if middle is None else middle[figure]
        law = loaded.figure_law(kind[figure], first[figure], last[figure], between)
        quantiles[:, figure] = law.ppf(probabilities)
    return Estimates(*(row[of_row] for row in quantiles))


def _stated(
    low: ArrayLike, high: ArrayLike, form: ArrayLike, unit: ArrayLike | None
) -> tuple[NDArray[np.int64], FloatArray, FloatArray]:
    """Return form, lower and upper figure of each row; of vague rows, the unit twice."""
    kind = _kinds(form)
    first, last = _people(low, "low", kind.shape), _people(high, "high", kind.shape)
    figure = np.where(np.isnan(first), last, first)
    ranged = kind == _RANGE
    if (ranged & (first > last)).any():
        raise InvalidValueError("low", "be at most high", *_example(ranged & (first > last), first))
    if (ranged & (np.isnan(first) | np.isnan(last))).any():
        missing = ranged & (np.isnan(first) | np.isnan(last))
        raise InvalidValueError("low", "be given with high in a range", *_example(missing, first))
    nobody = (kind == _FEWER) & (figure < 1.0)
    if nobody.any():
        raise InvalidValueError("high", "be 1 or more in less_than", *_example(nobody, figure))
    nothing = (kind == _LEAST) & (figure < 1.0)
    if nothing.any():
        raise InvalidValueError("low", "be 1 or more in at_least", *_example(nothing, figure))
    vague = kind == _VAGUE
    if vague.any():
        if unit is None:
            raise InvalidValueError("unit", "be given for vague words", unit)
        counted = _people(unit, "unit", kind.shape)
        figure = np.where(vague, np.where(counted > 0.0, counted, np.nan), figure)
    return kind, figure, np.where(ranged, last, figure)


def _middle(
    best: ArrayLike | None, kind: NDArray[np.int64], first: FloatArray, last: FloatArray
) -> FloatArray | None:
    """Return the best figure of each range or end, NaN for other rows; None if none is given."""
    if best is None:
        return None
    ended = np.isin(kind, _ENDS)
    middle = np.where((kind == _RANGE) | ended, _people(best, "best", kind.shape), np.nan)
    with np.errstate(invalid="ignore"):
        outside = ((middle < first) & (~ended | (kind == _LEAST))) | (
            (middle > last) & (kind != _LEAST)
        )
    if outside.any():
        raise InvalidValueError("best", "lie between low and high", *_example(outside, middle))
    return middle


def _kinds(form: ArrayLike) -> NDArray[np.int64]:
    values: Any = form if isinstance(form, pd.Series | pd.Categorical) else np.asarray(form)
    codes, names = pd.factorize(values)
    place = {name: i for i, name in enumerate(KINDS)}
    unknown = [name for name in names if name not in place]
    if unknown:
        raise InvalidValueError("form", f"hold only {' '.join(KINDS)}", unknown[0])
    table = np.array([*(place[name] for name in names), _UNKNOWN], dtype=np.int64)
    return np.asarray(table[codes])  # a missing form has code -1, the last of the table


def _people(column: ArrayLike, name: str, shape: tuple[int, ...]) -> FloatArray:
    try:
        people = np.asarray(pd.to_numeric(pd.Series(column), errors="raise"), dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidTypeError(name, "be a column of numbers", column) from None
    if people.shape != shape:
        raise InvalidValueError(name, f"have the shape of form, {shape}", people.shape)
    with np.errstate(invalid="ignore"):
        wrong = (people < 0.0) | (np.floor(people) != people) & ~np.isnan(people)
        wrong |= people > PEOPLE
    if wrong.any():
        raise InvalidValueError(
            name, f"be whole numbers of people, 0 to {PEOPLE:,}", *_example(wrong, people)
        )
    return people


def _example(wrong: NDArray[np.bool_], column: FloatArray) -> tuple[float, str]:
    row = int(np.argmax(wrong))
    return float(column[row]), f"First at row {row}; {int(wrong.sum())} such rows."


def _distinct(
    kind: NDArray[np.int64], first: FloatArray, last: FloatArray, middle: FloatArray | None
) -> tuple[NDArray[np.intp], NDArray[np.int64], FloatArray, FloatArray, FloatArray | None]:
    """Return where each row is among the distinct rows, and the distinct rows."""
    if middle is not None:
        columns = pd.DataFrame({"kind": kind, "first": first, "last": last, "middle": middle})
        grouped = columns.groupby(list(columns), dropna=False, sort=False)
        number = np.asarray(grouped.ngroup(), dtype=np.intp)
        row = np.unique(number, return_index=True)[1]
        return number, kind[row], first[row], last[row], middle[row]
    one, ones = pd.factorize(first, use_na_sentinel=False)
    two, twos = (one, ones)
    if not np.array_equal(first, last, equal_nan=True):
        two, twos = pd.factorize(last, use_na_sentinel=False)
    kinds = len(KINDS) + 1
    packed = (one.astype(np.int64) * len(twos) + two) * kinds + (kind + 1)
    of_row, keys = pd.factorize(packed)
    rest, code = np.divmod(keys, kinds)
    at_one, at_two = np.divmod(rest, len(twos))
    return of_row, code - 1, np.asarray(ones)[at_one], np.asarray(twos)[at_two], None
