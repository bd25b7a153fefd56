"""Pools: linear keeps disagreement, log multiplies evidence, neither cares about order."""

from __future__ import annotations

from functools import partial
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import InvalidValueError
from casualtystats.evidence.pools import linear, log, reciprocal
from casualtystats.toll.toll import Toll
from tests.evidence.strategies import choruses, voice

K = np.arange(0, 40)
overlapping = st.builds(Toll, st.just(3), st.lists(st.floats(0.05, 1), min_size=2, max_size=6))


def flat(n: Any) -> Any:
    return np.ones_like(n)


# --------------------------------------------------------------------- linear


@given(choruses())
def test_linear_is_the_weighted_mean_of_the_probabilities(voices: Any) -> None:
    weights = np.array([v.weight for v in voices])
    expected = weights / weights.sum() @ np.array([v.toll.pmf(K) for v in voices])
    np.testing.assert_allclose(linear(voices).pmf(K), expected, atol=1e-14)


@given(choruses(most=3))
def test_linear_does_not_depend_on_order(voices: Any) -> None:
    first = linear(voices)
    for order in permutations(voices):
        np.testing.assert_allclose(linear(order).pmf(K), first.pmf(K), atol=1e-14)


@given(choruses(), st.floats(0.1, 50))
def test_only_relative_weights_matter(voices: Any, factor: float) -> None:
    scaled = [voice(v.toll, v.name, v.weight * factor) for v in voices]
    np.testing.assert_allclose(linear(scaled).pmf(K), linear(voices).pmf(K), atol=1e-13)


def test_linear_keeps_disagreement() -> None:
    toll = linear([voice(Toll.exact(12)), voice(Toll.exact(72))])
    assert toll.interval().low == 12
    assert toll.interval().high == 72
    assert float(toll.cdf(71) - toll.cdf(12)) == 0.0


def test_linear_keeps_small_tolls_exact_beside_very_large_ones() -> None:
    from scipy import stats

    far = Toll.from_scipy(stats.poisson(30_000_000))
    toll = linear([voice(Toll.exact(31), weight=0.9), voice(far, weight=0.1)])
    assert float(toll.ppf(0.5)) == 31
    assert float(toll.cdf(30)) == 0.0
    assert float(toll.cdf(31)) == pytest.approx(0.9, abs=1e-12)
    assert float(toll.ppf(0.95)) == float(far.ppf(0.5))


# ------------------------------------------------------------------------ log


@given(choruses(tolls=overlapping, most=3))
def test_log_multiplies_evidence_and_counts_the_prior_once(voices: Any) -> None:
    w = np.array([v.weight for v in voices])
    w *= w.size / w.sum()
    support = np.arange(3, 3 + min(v.toll.probs.size for v in voices))
    prior = 1.0 / (1.0 + support)
    brute = prior.copy()
    for said, weight in zip(voices, w, strict=True):
        brute *= (said.toll.pmf(support) / prior) ** weight
    np.testing.assert_allclose(log(voices).pmf(support), brute / brute.sum(), rtol=1e-9)


@given(choruses(tolls=overlapping, most=3))
def test_log_does_not_depend_on_order(voices: Any) -> None:
    first = log(voices)
    for order in permutations(voices):
        np.testing.assert_allclose(log(order).pmf(K), first.pmf(K), atol=1e-13)


@given(overlapping)
def test_a_voice_that_only_knows_the_prior_adds_nothing(toll: Any) -> None:
    support = np.arange(0, 30)
    ignorant = Toll(0, reciprocal(support.astype(float)))
    pooled = log([voice(toll, "knows"), voice(ignorant, "does not")])
    np.testing.assert_allclose(pooled.pmf(K[:30]), toll.pmf(K[:30]), atol=1e-12)


def test_counting_the_prior_twice_would_give_another_answer() -> None:
    voices = [voice(Toll(10, np.ones(30)), "a"), voice(Toll(10, np.ones(30)), "b")]
    plain = log(voices, prior=flat)
    np.testing.assert_allclose(plain.pmf(np.arange(10, 40)), 1 / 30)
    assert log(voices).mean() > plain.mean() + 1
    assert "prior (reciprocal)" in log(voices).notes[0]
    assert "prior (flat)" in plain.notes[0]
    assert "prior (given)" in log(voices, prior=partial(flat)).notes[0]


def test_agreement_narrows() -> None:
    from scipy import stats

    voices = [voice(Toll.from_scipy(stats.poisson(m)), str(m)) for m in (36, 40, 44)]
    widths = [v.toll.interval().width for v in voices]
    assert log(voices).interval().width < 0.7 * min(widths)
    assert linear(voices).interval().width > max(widths)


def test_log_of_normal_tolls_is_precision_weighting() -> None:
    from scipy import stats

    means, sds = np.array([90.0, 104.0]), np.array([6.0, 9.0])
    voices = [
        voice(Toll.from_scipy(stats.norm(m, s), discretise="round"), str(m))
        for m, s in zip(means, sds, strict=True)
    ]
    precision = 1 / sds**2
    pooled = log(voices, prior=flat)
    assert pooled.mean() == pytest.approx(means @ precision / precision.sum(), abs=0.01)
    assert pooled.std() == pytest.approx(precision.sum() ** -0.5, rel=1e-3)


def test_log_refuses_what_cannot_both_hold() -> None:
    with pytest.raises(InvalidValueError, match="leave a toll possible for pool='log'") as found:
        log([voice(Toll.exact(12), "A", n=12), voice(Toll.exact(72), "B", n=72)])
    assert "A: 12; B: 72" in str(found.value)
    gap = [voice(Toll.from_pmf([1, 5], [1, 1])), voice(Toll.from_pmf([2, 4], [1, 1]))]
    with pytest.raises(InvalidValueError, match="contradict each other"):
        log(gap)


def test_log_works_on_coarse_lattices() -> None:
    from scipy import stats

    voices = [voice(Toll.from_scipy(stats.poisson(m)), str(m)) for m in (9e8, 9.0003e8)]
    assert max(v.toll.step for v in voices) > 1
    assert log(voices).mean() == pytest.approx(9.00015e8, rel=1e-6)


def test_one_voice_speaks_for_itself() -> None:
    only = voice(Toll(31, [0.6, 0.4]))
    assert log([only]).key == only.toll.key
    assert linear([only]).key == only.toll.key
