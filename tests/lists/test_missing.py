"""The interpolated distribution is the one that adding up every number gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from casualtystats.lists.missing import tabulate_missing

FloatArray = NDArray[np.float64]

hills = st.lists(
    st.tuples(st.floats(1.0, 40_000.0), st.floats(0.02, 1.5), st.floats(-8.0, 0.0)),
    min_size=1,
    max_size=5,
)


@given(hills, st.integers(1, 60_000), st.sampled_from([0, 1, 17]))
def test_equals_adding_up_every_number(
    parts: list[tuple[float, float, float]], more: int, start: int
) -> None:
    def curves(x: FloatArray) -> FloatArray:
        logs = np.log(x + 1.0)
        return np.array([w - (logs - np.log(m)) ** 2 / (2 * s * s) for m, s, w in parts])

    stop = start + more
    found = tabulate_missing(curves, start, stop)
    every = np.arange(start, stop + 1, dtype=np.float64)
    mass = np.exp(curves(every))
    whole = mass.sum()
    if whole < 1e-250:
        return
    assert found.start == start
    assert found.last == stop
    np.testing.assert_allclose(found.probs, mass.sum(axis=0) / whole, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.weights, mass.sum(axis=1) / whole, rtol=0, atol=1e-8)
    heavy = found.weights > 1e-4
    means = (mass @ every)[heavy] / mass.sum(axis=1)[heavy]
    np.testing.assert_allclose(found.means[heavy], means, rtol=1e-6)


def test_sharp_peaks_are_not_stepped_over() -> None:
    """Two peaks 30 wide at 20,000 and 50,000 of 10⁵: far narrower than a panel."""

    def curves(x: FloatArray) -> FloatArray:
        return np.array([-((x - 20_000) ** 2) / 1800, -((x - 50_000) ** 2) / 1800])

    found = tabulate_missing(curves, 1, 100_000)
    assert found.weights == pytest.approx([0.5, 0.5], abs=1e-7)
    assert found.means == pytest.approx([20_000, 50_000], abs=1e-3)


@pytest.mark.parametrize("exponent", [1.5, 3.0, 4.5])
def test_open_end_stops_when_little_is_left_and_says_how_much(exponent: float) -> None:
    def curves(x: FloatArray) -> FloatArray:
        return -exponent * np.log(x + 3.0)[None, :]

    found = tabulate_missing(curves, 1, None, ceiling=300_000)
    from scipy.special import zeta

    whole, left = zeta(exponent, 4.0), zeta(exponent, found.last + 4.0)
    assert found.beyond == pytest.approx(left / (whole - left), rel=0.02)
    assert found.exponent == pytest.approx(exponent, rel=0.01)
    assert (found.last < 300_000) == (exponent > 3.5)


def test_a_huge_range_shares_cells() -> None:
    found = tabulate_missing(lambda x: -2.5 * np.log(x)[None, :], 1, 10_000_000)
    assert found.step == 3
    assert found.probs.sum() == pytest.approx(1.0)
    assert found.last <= 10_000_000
