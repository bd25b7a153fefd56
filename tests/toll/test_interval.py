"""Interval: two ends and a level, and no arithmetic that would mislead."""

from __future__ import annotations

import copy
import math
import operator
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.toll.interval import Interval, check_level

finite = st.floats(-1e9, 1e9)


@given(finite, finite, st.floats(0.001, 0.999), finite)
def test_unpacks_contains_and_keeps_its_level(a: float, b: float, level: float, x: float) -> None:
    interval = Interval(min(a, b), max(a, b), level)
    low, high = interval
    assert (low, high, interval.level) == (min(a, b), max(a, b), level)
    assert (x in interval) == (low <= x <= high)
    assert low in interval
    assert high in interval
    assert interval.width == high - low
    assert pickle.loads(pickle.dumps(interval)) == interval  # noqa: S301 -- just pickled
    assert copy.deepcopy(interval) == interval
    assert hash(interval) == hash(Interval(low, high, level))


@pytest.mark.parametrize("other", [Interval(1, 2, 0.9), 3, 1.5])
@pytest.mark.parametrize("act", [operator.add, operator.sub])
def test_sums_are_refused_from_both_sides(other: Any, act: Callable[[Any, Any], Any]) -> None:
    for left, right in ((Interval(31, 44, 0.9), other), (other, Interval(31, 44, 0.9))):
        with pytest.raises(InvalidTypeError, match=r"cs\.total"):
            act(left, right)
    with pytest.raises(InvalidTypeError, match="sum of intervals"):
        sum([Interval(31, 44, 0.9)])


def test_ends_in_the_wrong_order_or_unknown_are_refused() -> None:
    for low, high in ((44.0, 31.0), (math.nan, 31.0), (31.0, math.nan)):
        with pytest.raises(InvalidValueError, match="low must be at most high"):
            Interval(low, high, 0.9)


@pytest.mark.parametrize(
    ("level", "hint"), [(95, "Did you mean 0.95"), (90.0, "0.9"), (1.0, "0.95"), (0, ""), (-1, "")]
)
def test_a_level_is_a_fraction(level: float, hint: str) -> None:
    with pytest.raises(InvalidValueError, match="fraction between 0 and 1") as caught:
        check_level(level)
    assert hint in str(caught.value)
    with pytest.raises(InvalidValueError, match="level"):
        Interval(1, 2, level)


@pytest.mark.parametrize("level", ["wide", None, [0.9]])
def test_a_level_is_a_number(level: Any) -> None:
    with pytest.raises(InvalidTypeError, match="level must be a number"):
        check_level(level)


def test_unknown_level_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="fraction"):
        check_level(math.nan)


def test_one_line_for_people() -> None:
    assert repr(Interval(1100, 7900, 0.95)) == "Interval(1,100–7,900, level=0.95)"
    assert repr(Interval(0.7381, math.inf, 0.9)) == "Interval(0.7381–∞, level=0.9)"
