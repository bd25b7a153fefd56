"""Random effects as a pool: the pooled interval in whole people, with no false certainty."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casualtystats.errors import InvalidValueError
from casualtystats.evidence.meta_analysis import pool_counts
from casualtystats.evidence.random_effects import random_effects
from casualtystats.toll.toll import Toll
from tests.evidence.strategies import voice


def poissons(*means: float) -> list[Any]:
    from scipy import stats

    return [voice(Toll.from_scipy(stats.poisson(m)), f"source {m}") for m in means]


def test_the_pooled_toll_is_the_pooled_interval_in_whole_people() -> None:
    from scipy import stats

    voices = poissons(31, 38, 42, 60)
    toll = random_effects(voices)
    moments = []
    for said in voices:
        n = np.arange(1, 200)
        p = np.asarray(said.toll.pmf(n))
        mean = p @ np.log(n)
        moments.append((mean, p @ (np.log(n) - mean) ** 2 + p @ (1 / (12 * n**2))))
    pooled = pool_counts(*np.array(moments).T, test="adhoc")
    low, high = pooled.interval(0.95)
    assert [*toll.interval(level=0.95)] == [round(low), round(high)]
    middle, spread = math.log(low * high) / 2, math.log(high / low) / (2 * 1.959964)
    n = np.arange(20, 90)
    expected = stats.norm.cdf((np.log(n + 0.5) - middle) / spread)
    np.testing.assert_allclose(toll.cdf(n), expected, atol=1e-7)
    assert toll.mean() == pytest.approx(math.exp(middle + spread**2 / 2), rel=1e-3)
    assert toll.notes[0].startswith("pool: random effects (PM, adhoc), pooled ")
    assert "prediction interval" in toll.notes[0]


def test_agreement_gives_no_false_certainty() -> None:
    certain = [voice(Toll.exact(42), name) for name in "abc"]
    assert random_effects(certain).interval().width <= 2
    vague = [voice(Toll(30, np.ones(25)), name) for name in "abc"]
    assert random_effects(vague).interval().width > 5


def test_a_certain_figure_does_not_silence_the_others() -> None:
    toll = random_effects([*poissons(40, 60, 80), voice(Toll.exact(20), "certain")])
    assert 22 < toll.median() < 60


def test_what_lies_beyond_the_largest_lattice_is_said() -> None:
    far = [voice(Toll.exact(n), str(n)) for n in (2, 500, 90_000)]
    toll = random_effects(far)
    assert toll.notes[1].startswith("cut at 10,000,000,000: a probability of ")
    assert float(toll.cdf(10**8)) < float(toll.cdf(10**10)) == 1.0


@given(st.integers(2, 400), st.integers(2, 400), st.integers(2, 400))
def test_the_law_is_a_distribution_over_whole_people(a: int, b: int, c: int) -> None:
    assume(len({a, b, c}) > 1)
    toll = random_effects([voice(Toll(n, [0.3, 0.7]), str(i)) for i, n in enumerate((a, b, c))])
    q = np.array([0.001, 0.2, 0.5, 0.8, 0.999])
    k = np.asarray(toll.ppf(q))
    assert (np.diff(k) >= 0).all()
    assert (toll.cdf(k) >= q).all()
    assert ((k == 0) | (np.asarray(toll.cdf(k - 1)) < q)).all()


def test_too_few_voices_and_zeros_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="at least three origins"):
        random_effects(poissons(31, 42))
    with pytest.raises(InvalidValueError, match="be positive counts") as found:
        random_effects([*poissons(31, 42), voice(Toll.exact(0), "nobody", n=0)])
    assert "nobody: 0" in str(found.value)
