from __future__ import annotations

import math

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
    missing = estimate.point - 100
    factor = math.exp(1.959963984540054 * math.sqrt(math.log(1 + variance / missing**2)))
    assert list(estimate.interval()) == pytest.approx(
        [100 + missing / factor, 100 + missing * factor]
    )


def test_unbiased_when_lists_together_cover_everybody() -> None:
    """Chapman's estimate is exactly unbiased if n1 + n2 >= N (his 1951 theorem)."""
    total, first, second = 60, 35, 30
    overlap = np.arange(max(0, first + second - total), min(first, second) + 1)
    chances = hypergeom(total, first, second).pmf(overlap)
    points = [chapman(two(first - m, second - m, m)).point for m in overlap.tolist()]
    assert float(chances @ points) == pytest.approx(total)


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
