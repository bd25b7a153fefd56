from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.lists import chapman


def two(only_a: int, only_b: int, both: int) -> pd.DataFrame:
    return pd.DataFrame({"a": [1, 0, 1], "b": [0, 1, 1], "count": [only_a, only_b, both]})


def test_formula_by_hand() -> None:
    estimate = chapman(two(52, 31, 17))
    assert estimate.point == pytest.approx(70 * 49 / 18 - 1)
    variance = 70 * 49 * 52 * 31 / (18**2 * 19)
    assert estimate.models["stderr"].item() == pytest.approx(math.sqrt(variance))


def test_unbiased_when_lists_together_cover_everybody() -> None:
    """Chapman's estimate is exactly unbiased if n1 + n2 >= N (his 1951 theorem)."""
    total, first, second = 60, 35, 30
    overlap = np.arange(max(0, first + second - total), min(first, second) + 1)
    chances = hypergeom(total, first, second).pmf(overlap)
    points = [chapman(two(first - m, second - m, m)).point for m in overlap.tolist()]
    assert float(chances @ points) == pytest.approx(total)


def chance(total: int, first: int, second: int, both: int) -> Fraction:
    """The hypergeometric probability, counted out."""
    ways = math.comb(first, both) * math.comb(total - first, second - both)
    return Fraction(ways, math.comb(total, second))


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 30), st.floats(0.5, 0.99))
def test_the_interval_is_every_total_under_which_the_overlap_is_not_too_rare(
    a: int, b: int, both: int, level: float
) -> None:
    first, second, observed = a + both, b + both, a + b + both
    found = chapman(two(a, b, both))
    low, high = (int(end) for end in found.interval(level))

    def rare(total: int) -> bool:
        few = sum(chance(total, first, second, m) for m in range(both + 1))
        many = 1 - few + chance(total, first, second, both)
        return bool(min(few, many) < (1 - level) / 2 - 1e-9)

    assert not rare(low) or low == observed or low == math.floor(found.point)
    assert low == observed or rare(low - 1)
    assert not rare(high) or high == math.floor(found.point)
    assert rare(high + 2)  # one more than a total that the estimate itself may reach


@pytest.mark.parametrize(("total", "first", "second"), [(30, 27, 27), (30, 9, 20), (200, 150, 40)])
def test_the_interval_holds_the_total_at_least_as_often_as_it_says(
    total: int, first: int, second: int
) -> None:
    overlap = np.arange(max(1, first + second - total), min(first, second) + 1)
    chances = hypergeom(total, first, second).pmf(overlap)
    for level in (0.5, 0.9, 0.95):
        ends = [chapman(two(first - m, second - m, m)).interval(level) for m in overlap.tolist()]
        held = [low <= total <= high for low, high in ends]
        assert float(chances @ held) >= level


def test_lists_that_agree_leave_room_for_people_on_neither() -> None:
    low, high = chapman(two(0, 5, 1)).interval()
    assert (low, high > 50) == (6, True)


@given(st.integers(0, 80), st.integers(0, 80), st.integers(1, 80))
def test_symmetric_never_below_observed_and_nested(a: int, b: int, both: int) -> None:
    estimate, mirror = chapman(two(a, b, both)), chapman(two(b, a, both))
    assert estimate.point == pytest.approx(mirror.point)
    assert estimate.point >= estimate.observed - 1e-9
    inner, outer = estimate.interval(0.5), estimate.interval(0.95)
    assert outer.low <= inner.low <= estimate.point + 1e-9
    assert estimate.point - 1e-9 <= inner.high <= outer.high
    assert outer.low >= estimate.observed - 1e-9


def test_few_matches_are_warned_of_and_none_refused() -> None:
    assert "only 3 people are on both lists" in chapman(two(20, 20, 3)).warnings
    with pytest.raises(NotIdentifiedError, match="both lists"):
        chapman(two(20, 30, 0))


def test_two_of_three_lists() -> None:
    three = {"a": range(60), "b": range(40, 90), "c": range(200)}
    assert (
        chapman(three, lists=["a", "b"]).point
        == chapman({"a": range(60), "b": range(40, 90)}).point
    )
    with pytest.raises(InvalidValueError, match="name two lists"):
        chapman(three)


def test_beyond_all_people_no_end_is_given() -> None:
    low, high = chapman(two(10**6 - 1, 10**6 - 1, 1)).interval()
    assert low > 10**9
    assert math.isinf(high)
