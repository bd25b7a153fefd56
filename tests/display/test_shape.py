from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from casualtystats.display.plots.shape import Shape, common_scale, fine
from casualtystats.errors import InvalidValueError


class Coarse:
    """A log-normal toll on a lattice of 64 people, with its closed form behind it."""

    law: Any = object()

    def __init__(self) -> None:
        self._exact = stats.lognorm(0.8, scale=400)
        self.values: NDArray[Any] = np.arange(0, 200_000, 64)
        self.probs: NDArray[Any] = np.diff(self._exact.cdf(self.values), prepend=0.0)
        self.probs /= self.probs.sum()

    def cdf(self, k: ArrayLike) -> Any:
        return self._exact.cdf(np.asarray(k, dtype=np.float64))


@given(
    weights=st.lists(st.floats(0.01, 1), min_size=1, max_size=60),
    start=st.integers(0, 999),
    level=st.floats(0.05, 0.99),
)
def test_quantiles_are_those_of_counting(weights: list[float], start: int, level: float) -> None:
    p = np.array(weights) / sum(weights)
    values = start + np.arange(p.size)
    shape = Shape(values, p)
    low, high = shape.interval(level)
    tail = (1 - level) / 2
    assert p[values < low].sum() <= tail + 1e-9
    assert p[values > high].sum() <= tail + 1e-9
    assert p[values <= low].sum() >= tail - 1e-9
    assert low <= shape.median() <= high


def test_a_coarse_lattice_is_made_fine_where_a_closed_form_knows_more() -> None:
    coarse = Coarse()
    values, probs = fine(coarse)
    assert probs.sum() == pytest.approx(1)
    assert np.diff(values)[:-1] == pytest.approx(1)
    exact = stats.lognorm(0.8, scale=400)
    for k in (150, 401, 1777):
        assert probs[values <= k].sum() == pytest.approx(exact.cdf(k), abs=1e-9)


def test_a_lattice_without_a_closed_form_stays_as_it_is() -> None:
    coarse = Coarse()
    coarse.law = None
    values, probs = fine(coarse)
    assert np.array_equal(values, coarse.values)
    assert np.array_equal(probs, coarse.probs)


def test_a_common_scale_shows_every_interval() -> None:
    shapes = [Shape(np.arange(s, s + 40), np.full(40, 1 / 40)) for s in (3, 170, 1800)]
    scale = common_scale(shapes, 0.9, log=None)
    assert scale.log
    for shape in shapes:
        low, high = shape.interval(0.9)
        assert scale.low <= low
        assert high <= scale.high
    assert not common_scale(shapes[1:], 0.9, log=None).log
    assert common_scale(shapes, 0.9, log=False, zero=True).low == 0


def test_no_shapes_have_no_scale() -> None:
    with pytest.raises(InvalidValueError):
        common_scale([], 0.9, log=None)
