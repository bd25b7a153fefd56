"""A mixture against brute force, on one lattice and in closed form."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import InvalidValueError
from casualtystats.toll.mixture import MixtureLaw, mixture
from casualtystats.toll.toll import Toll

tolls = st.builds(Toll, st.integers(0, 30), st.lists(st.floats(0.05, 1), min_size=1, max_size=8))
mixes = st.lists(st.tuples(tolls, st.floats(0.0, 4.0)), min_size=1, max_size=5).filter(
    lambda pairs: any(weight > 0 for _, weight in pairs)
)
K = np.arange(0, 50)
Q = np.array([1e-9, 0.025, 0.3, 0.5, 0.87, 0.975, 1 - 1e-9])


def brute(pairs: Any) -> Any:
    w = np.array([weight for _, weight in pairs])
    return w / w.sum() @ np.array([toll.pmf(K) for toll, _ in pairs])


@given(mixes)
def test_the_probabilities_are_the_weighted_mean(pairs: Any) -> None:
    mixed = mixture(*map(list, zip(*pairs, strict=True)))
    np.testing.assert_allclose(mixed.pmf(K), brute(pairs), atol=1e-14)
    means = np.array([toll.mean() for toll, _ in pairs])
    weights = np.array([weight for _, weight in pairs])
    assert mixed.mean() == pytest.approx(means @ (weights / weights.sum()))


@given(mixes)
def test_the_closed_form_is_the_lattice(pairs: Any) -> None:
    parts, weights = zip(*((t, w) for t, w in pairs if w > 0), strict=True)
    shares = tuple(float(s) for s in np.array(weights) / sum(weights))
    law = MixtureLaw(tuple(parts), shares)
    mixed = mixture(parts, weights)
    np.testing.assert_allclose(law.cdf(K), mixed.cdf(K), atol=1e-14)
    k = law.ppf(Q)
    assert (law.cdf(k) >= Q - 1e-12).all()
    assert (law.cdf(k - 1) < Q + 1e-12).all()
    assert Toll.from_law(law).key == Toll.from_law(MixtureLaw(tuple(parts), shares)).key


def test_parts_of_very_different_size_keep_their_people() -> None:
    small, large = Toll(31, [0.5, 0.5]), Toll(2_000_000, np.ones(900))
    mixed = mixture([small, large], [2, 2])
    assert mixed.step > 1
    assert [float(mixed.ppf(q)) for q in (0.2, 0.45, 0.75)] == [31, 32, 2_000_449]
    assert float(mixed.cdf(32)) == pytest.approx(0.5, abs=1e-12)
    assert mixed.mean() == pytest.approx((31.5 + 2_000_449.5) / 2, rel=1e-3)


def test_open_ends_stay_open() -> None:
    from scipy import stats

    class Geometric:
        key = ("geometric",)

        def cdf(self, k: Any) -> Any:
            return stats.geom.cdf(k, 0.01)

        def ppf(self, q: Any) -> Any:
            return stats.geom.ppf(q, 0.01)

    law = MixtureLaw((Geometric(), Toll.exact(31)), (0.5, 0.5))
    assert law.ppf(1.0) == np.inf
    assert float(law.cdf(law.ppf(0.9))) >= 0.9 > float(law.cdf(law.ppf(0.9) - 1))


def test_what_it_remembers_is_passed_on() -> None:
    mixed = mixture([Toll.exact(1), Toll.exact(3)], notes=("mixed",), label="1 or 3", level=0.8)
    assert (mixed.notes, mixed.label, mixed.level) == (("mixed",), "1 or 3", 0.8)


@pytest.mark.parametrize("weights", [[1], [0, 0], [-1, 2], [float("nan"), 1]])
def test_weights_that_do_not_fit_are_refused(weights: Any) -> None:
    with pytest.raises(InvalidValueError, match="weights must be one number per toll"):
        mixture([Toll.exact(1), Toll.exact(3)], weights)


def test_nothing_cannot_be_mixed() -> None:
    with pytest.raises(InvalidValueError, match="tolls must hold at least one"):
        mixture([])
