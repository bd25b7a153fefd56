from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.display.wording import count, figure, percent, span

finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)


@given(st.integers(-(10**12), 10**12))
def test_a_whole_count_reads_back_exactly(n: int) -> None:
    assert int(count(n).replace(",", "").replace("−", "-")) == n


@given(finite.filter(lambda x: abs(x) > 1e-12))
def test_a_figure_reads_back_within_four_significant_digits(x: float) -> None:
    back = float(figure(x).replace(",", "").replace("−", "-"))
    assert abs(back - x) <= 0.0005001 * abs(x)
    assert "e" not in figure(x)


@given(st.floats(0, 1))
def test_a_share_is_never_rounded_to_certainty(x: float) -> None:
    written = percent(x)
    assert (written == "0%") == (x == 0)
    assert (written == "100%") == (x == 1)


@given(st.floats(0.0001, 0.9999))
def test_a_share_reads_back(x: float) -> None:
    assert abs(float(percent(x).rstrip("%")) / 100 - x) <= 0.00051


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_span_holds_both_ends_in_order(a: int, b: int) -> None:
    low, high = sorted((a, b))
    ends = span(low, high).split("–")
    assert ends == [count(low)] if low == high else ends == [count(low), count(high)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (count(12.5), "12"),
        (count(-0.2), "0"),
        (count(-1234), "−1,234"),
        (figure(0), "0"),
        (figure(100), "100"),
        (figure(0.5), "0.5"),
        (figure(999_960), "1,000,000"),
        (figure(math.nan), "unknown"),
        (span(math.nan, 4), "unknown to 4"),
        (span(0, math.inf), "0 or more"),
        (span(-math.inf, math.inf), "−∞ to ∞"),
        (percent(0.505e-2), "0.51%"),
        (percent(12.5), "1,250%"),
        (percent(-0.031), "−3.1%"),
        (percent(math.inf), "∞%"),
    ],
)
def test_written_for_people(written: str, expected: str) -> None:
    assert written == expected


def test_unknown_is_never_written_as_zero() -> None:
    for write in (count, figure, percent):
        assert write(math.nan) == "unknown"
