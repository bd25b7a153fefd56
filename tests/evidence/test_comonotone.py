"""Tolls that err alike: quantiles add, at every level."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.evidence import comonotone as module
from casualtystats.evidence.comonotone import comonotone, graded
from casualtystats.evidence.convolve import convolve
from casualtystats.evidence.total import total
from casualtystats.toll.estimate import estimate
from casualtystats.toll.lattice import Lattice, normalised
from casualtystats.toll.toll import Toll

weights = st.lists(st.integers(0, 30), min_size=1, max_size=9).filter(any)
lattices = st.builds(normalised, st.integers(0, 50), weights, st.sampled_from([1, 1, 2, 3]))
sums = st.lists(st.tuples(lattices, st.integers(1, 5)), min_size=1, max_size=5)


def added_quantiles(parts: list[tuple[Lattice, int]], q: np.ndarray) -> np.ndarray:
    """The sum of quantiles, straight from the definition."""
    return sum(n * np.asarray(Toll.from_lattice(part).ppf(q)) for part, n in parts)  # type: ignore[return-value]


@given(sums, st.lists(st.floats(1e-6, 1 - 1e-6), min_size=3, max_size=20))
def test_quantiles_add(parts: list[tuple[Lattice, int]], levels: list[float]) -> None:
    q = np.array(levels)
    found = Toll.from_lattice(comonotone(parts))
    near = [np.abs(np.cumsum(part.probs)[:, None] - q).min(axis=0) for part, _ in parts]
    clear = np.min(near, axis=0) > 1e-12  # beside a jump the last digit decides
    np.testing.assert_array_equal(found.ppf(q)[clear], added_quantiles(parts, q)[clear])


@given(sums)
def test_the_mean_adds_and_the_spread_is_the_largest(parts: list[tuple[Lattice, int]]) -> None:
    found, apart = comonotone(parts), convolve(parts)
    mean = sum(n * part.mean_and_var()[0] for part, n in parts)
    spread = sum(n * np.sqrt(part.mean_and_var()[1]) for part, n in parts)
    assert found.mean_and_var()[0] == pytest.approx(mean, rel=1e-12)
    assert found.mean_and_var()[1] >= apart.mean_and_var()[1] * (1 - 1e-12) - 1e-9
    assert np.sqrt(found.mean_and_var()[1]) <= spread * (1 + 1e-12) + 1e-9


@given(sums)
def test_partial_sums_add_up(parts: list[tuple[Lattice, int]]) -> None:
    whole = Toll.from_lattice(comonotone(parts))
    split = [(comonotone([part]), 1) for part in parts]
    again = Toll.from_lattice(comonotone(split[::-1]))
    np.testing.assert_allclose(again.cdf(whole.values), whole.cdf(whole.values), atol=1e-12)


def test_copies_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    part = normalised(31, [5, 3, 2])
    assert comonotone([(part, 7)]).values[[0, -1]].tolist() == [217, 231]
    q = np.array([0.1, 0.6, 0.9])
    np.testing.assert_array_equal(
        Toll.from_lattice(comonotone([(part, 7)])).ppf(q), 7 * Toll.from_lattice(part).ppf(q)
    )
    monkeypatch.setattr(module, "_POINTS", 4)  # a chunk at a time changes nothing
    parts = [(part, 7), (normalised(2, [1, 1, 1]), 3), (normalised(0, [4, 1]), 2)]
    np.testing.assert_array_equal(
        Toll.from_lattice(comonotone(parts)).ppf(q), added_quantiles(parts, q)
    )


def test_a_wide_sum_is_within_its_step() -> None:
    k = np.arange(50_001)
    parts = [(normalised(0, np.exp(-0.5 * ((k - at) / 6_000) ** 2)), 11) for at in (9_000, 30_000)]
    found = Toll.from_lattice(comonotone(parts))
    q = np.linspace(0.001, 0.999, 401)
    assert found.step > 1
    assert np.abs(found.ppf(q) - added_quantiles(parts, q)).max() < found.step + 1


@pytest.mark.parametrize(
    "words",
    [
        ["dozens"] * 1000,
        ["several thousand"] * 300 + ["dozens"] * 40,
        ["hundreds", "dozens", "at least 31", "352"],
    ],
)
def test_quantiles_of_words_add_up_to_within_the_step_that_is_told(words: list[str]) -> None:
    found = total(words, correlation=1)
    q = np.array([0.005, 0.025, 0.2, 0.5, 0.8, 0.975, 0.995])
    exact = sum(words.count(word) * estimate(word).ppf(q) for word in set(words))
    assert np.abs(found.ppf(q) - exact).max() <= found.step
    mean = sum(estimate(word).mean() for word in words)
    assert found.mean() == pytest.approx(mean, rel=1e-3)


@given(st.sampled_from(["dozens", "at least 31", "several thousand", "5", "up to 20,000"]))
def test_a_graded_scale_is_its_law(word: str) -> None:
    law = estimate(word).law
    assert law is not None
    scale = graded(law, 0, 10**7)
    assert scale.probs.sum() == pytest.approx(1.0)
    assert np.all(np.diff(scale.values) > 0)
    near = scale.values < 4_096
    reached = np.cumsum(scale.probs)[near]
    assert reached == pytest.approx(law.cdf(scale.values[near]), abs=1e-6)
    q = np.linspace(0.01, 0.99, 25)
    met = scale.values[np.searchsorted(np.cumsum(scale.probs), q)]
    assert met == pytest.approx(law.ppf(q), rel=2 / 4_096)
    exact = estimate(word).mean()
    assert scale.values @ scale.probs == pytest.approx(exact, rel=1e-3)
