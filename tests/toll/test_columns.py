"""Columns: the same numbers as row by row, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.text.claim import Claim
from casualtystats.toll.columns import estimate_columns
from casualtystats.toll.estimate import estimate
from casualtystats.toll.forms import KINDS
from casualtystats.toll.reading import Reading

NAN = float("nan")
TAGS = {"up_to": ("at_most", ("up_to",)), "nearly": ("less_than", ("nearly",))}


@st.composite
def claims(draw: st.DrawFn) -> tuple[str, Claim]:
    """A claim, and its form as columns name it."""
    kind = draw(st.sampled_from(KINDS))
    form, tags = TAGS.get(kind, (kind, ()))
    n = draw(st.one_of(st.integers(0, 60), st.integers(0, 10**7)))
    n += kind in ("less_than", "at_least")  # nobody is fewer than 0, and all are at least 0
    rest: dict[str, Any]
    if kind == "vague":
        rest = {"unit": draw(st.sampled_from([1, 10, 12, 20, 100, 1000, 10_000]))}
    elif kind == "range":
        high = n + draw(st.integers(0, 500))
        best = draw(st.one_of(st.none(), st.integers(n, high)))
        rest = {"low": n, "high": high, "best": best}
    elif form in ("at_most", "less_than"):
        best = draw(st.one_of(st.none(), st.integers(0, n))) if form == "at_most" else None
        rest = {"high": n, "best": best}
    elif form in ("at_least", "more_than"):
        best = draw(st.one_of(st.none(), st.integers(n, 2 * n))) if form == "at_least" else None
        rest = {"low": n, "best": best}
    else:
        rest = {"low": n, "high": n}
    return kind, Claim(form=form, tags=tags, **rest)  # type: ignore[arg-type]


def column(values: list[int | None]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Unstated figures as NaN."""
    return np.array([NAN if value is None else value for value in values], dtype=np.float64)


@given(
    st.lists(claims(), min_size=1, max_size=12),
    st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]),
    st.sampled_from(Reading.names()),
)
def test_columns_are_estimates_row_by_row(
    rows: list[tuple[str, Claim]], level: float, reading: str
) -> None:
    rows = rows + rows[:1]  # at least one repeat
    lower, median, upper = estimate_columns(
        column([claim.low for _, claim in rows]),
        column([claim.high for _, claim in rows]),
        [kind for kind, _ in rows],
        column([claim.unit for _, claim in rows]),
        best=column([claim.best for _, claim in rows]),
        level=level,
        reading=reading,
    )
    for i, (_, claim) in enumerate(rows):
        toll = estimate(claim, reading=reading)
        assert (lower[i], upper[i]) == tuple(toll.interval(level=level))
        assert median[i] == toll.median()


def test_columns_agree_with_the_lattice() -> None:
    n = np.array([0, 1, 3, 26, 31, 42, 352])
    lower, median, upper = estimate_columns(n, n, np.full(n.size, "exact"), level=0.9)
    for i, figure in enumerate(n):
        lattice = estimate(int(figure)).lattice
        cdf = np.cumsum(lattice.probs)
        found = [lattice.start + np.searchsorted(cdf, q) for q in (0.05, 0.5, 0.95)]
        assert [lower[i], median[i], upper[i]] == found


def test_unknown_rows_stay_unknown() -> None:
    form = pd.Series(["exact", "at_least", "vague", None])
    found = estimate_columns([NAN, 31, NAN, 5], [NAN, NAN, NAN, 5], form, [1, 1, NAN, 1])
    for quantile in found:
        assert np.isnan(quantile).tolist() == [True, False, True, True]


def test_an_empty_column_gives_empty_columns() -> None:
    assert [q.size for q in estimate_columns([], [], [])] == [0, 0, 0]


@pytest.mark.parametrize("kind", ["object", "string", "category"])
def test_forms_come_in_any_dtype_of_text(kind: str) -> None:
    form = pd.Series(["exact", "at_least", "exact"], dtype=kind)
    whole = estimate_columns([31, 31, 31], [31, NAN, 31], form)
    assert whole.lower[0] == whole.lower[2] != whole.lower[1]
    nullable = estimate_columns(
        pd.array([31, 31, 31], dtype="Int64"), pd.array([31, None, 31], dtype="Int64"), form
    )
    assert nullable.upper.tolist() == whole.upper.tolist()


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (([-3], [-3], ["exact"]), InvalidValueError, "low must be whole numbers of people"),
        (([1.5], [2], ["range"]), InvalidValueError, "First at row 0; 1 such rows"),
        (([np.inf], [2], ["range"]), InvalidValueError, "low must be whole numbers"),
        (([9], [2], ["range"]), InvalidValueError, "low must be at most high"),
        (([9], [NAN], ["range"]), InvalidValueError, "low must be given with high in a range"),
        (([9], [9], ["exactly"]), InvalidValueError, "form must hold only exact about"),
        (([NAN], [0], ["less_than"]), InvalidValueError, "high must be 1 or more in less_than"),
        (([9], [9, 8], ["exact"]), InvalidValueError, "high must have the shape of form"),
        (([0], [NAN], ["at_least"]), InvalidValueError, "low must be 1 or more in at_least"),
        (([9], [9], ["vague"]), InvalidValueError, "unit must be given for vague words"),
        ((["many"], [9], ["exact"]), InvalidTypeError, "low must be a column of numbers"),
    ],
)
def test_bad_columns_are_named(
    arguments: tuple[Any, ...], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        estimate_columns(*arguments)


def test_a_best_outside_its_range_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="best must lie between low and high; got 9"):
        estimate_columns([2, 5], [8, 8], ["range", "range"], best=[4, 9])


def test_levels_are_fractions() -> None:
    with pytest.raises(InvalidValueError, match=r"Did you mean 0\.95"):
        estimate_columns([1], [1], ["exact"], level=95)
