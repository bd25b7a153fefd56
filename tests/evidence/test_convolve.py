"""Independent sums: exact, whatever the order, the repeats and the steps."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from casualtystats.evidence.convolve import convolve
from casualtystats.toll.lattice import CELLS, Lattice, normalised
from casualtystats.toll.toll import Toll

Q = np.array([1e-6, 0.025, 0.1, 0.5, 0.9, 0.975, 1 - 1e-6])

weights = st.lists(st.integers(0, 30), min_size=1, max_size=7).filter(any)
lattices = st.builds(normalised, st.integers(0, 50), weights, st.sampled_from([1, 1, 2, 3]))
sums = st.lists(st.tuples(lattices, st.integers(1, 4)), min_size=1, max_size=4)


def brute(parts: Sequence[tuple[Lattice, int]]) -> dict[int, Fraction]:
    """The sum by going through every combination, in fractions."""

    def add(one: dict[int, Fraction], two: dict[int, Fraction]) -> dict[int, Fraction]:
        added: dict[int, Fraction] = {}
        for (a, p), (b, q) in product(one.items(), two.items()):
            added[a + b] = added.get(a + b, Fraction(0)) + p * q
        return added

    single = [
        {int(v): Fraction(p) for v, p in zip(part.values, part.probs.tolist(), strict=True)}
        for part, count in parts
        for _ in range(count)
    ]
    return reduce(add, single)


def bell(n: int, middle: float, width: float) -> Lattice:
    """A bell over 0 to n."""
    k = np.arange(n + 1)
    return normalised(0, np.exp(-0.5 * ((k - middle) / width) ** 2))


@given(sums)
def test_equals_every_combination(parts: list[tuple[Lattice, int]]) -> None:
    lattice, expected = convolve(parts), brute(parts)
    found = Toll.from_lattice(lattice)
    for k, p in expected.items():
        assert found.pmf(k) == pytest.approx(float(p), abs=lattice.trimmed + 1e-13)
    assert found.lattice.probs.sum() == pytest.approx(1.0, abs=1e-14)
    possible = [float(k) for k, p in expected.items() if p > 0]
    shown = found.values[found.probs > 0]
    assert set(shown.tolist()) <= set(possible), "impossible sums must have no probability"


@given(sums, st.randoms())
def test_order_and_grouping_do_not_matter(parts: list[tuple[Lattice, int]], random: object) -> None:
    """Each way cuts tails of its own, and counts them: by no more may they differ."""
    whole = convolve(parts)
    values = Toll.from_lattice(whole).values
    backwards = convolve(parts[::-1])
    singles = convolve([(p, 1) for p, count in parts for _ in range(count)])
    halves = [convolve(half) for half in (parts[:1], parts[1:]) if half]
    together = convolve([(half, 1) for half in halves])
    for other in (backwards, singles, together):
        cut = whole.trimmed + other.trimmed
        assert cut < 1e-10
        one, two = (Toll.from_lattice(lattice).pmf(values) for lattice in (whole, other))
        np.testing.assert_allclose(two, one, rtol=1e-12, atol=cut + 1e-13)


@pytest.mark.parametrize(
    ("part", "count", "law"),
    [
        (stats.poisson(3.2), 700, stats.poisson(2240)),
        (stats.binom(11, 0.27), 501, stats.binom(5511, 0.27)),
        (stats.nbinom(2, 0.2), 64, stats.nbinom(128, 0.2)),
        (stats.geom(0.1, loc=-1), 1000, stats.nbinom(1000, 0.1)),
    ],
    ids=["poisson", "binom", "nbinom", "geom"],
)
def test_powers_are_those_of_closed_families(part: Any, count: int, law: Any) -> None:
    found = Toll.from_lattice(convolve([(Toll.from_scipy(part).lattice, count)]))
    k = law.ppf(Q)
    np.testing.assert_allclose(found.cdf(k), law.cdf(k), atol=1e-10)
    np.testing.assert_allclose(found.pmf(k), law.pmf(k), atol=1e-12)
    np.testing.assert_array_equal(found.ppf(Q[1:-1]), law.ppf(Q[1:-1]))
    assert found.mean() == pytest.approx(law.mean(), rel=1e-9)
    assert found.var() == pytest.approx(law.var(), rel=1e-8)
    assert found.trimmed < 3e-12 * count


def test_means_and_variances_add_over_many_unlike_tolls() -> None:
    rng = np.random.default_rng(3)
    parts = [
        (normalised(int(rng.integers(40)), rng.dirichlet(np.full(n, 0.3))), int(rng.integers(1, 9)))
        for n in rng.integers(1, 400, 200)
    ]
    mean, var = convolve(parts).mean_and_var()
    each = [(n, *part.mean_and_var()) for part, n in parts]
    assert mean == pytest.approx(sum(n * m for n, m, _ in each), rel=1e-10)
    assert var == pytest.approx(sum(n * v for n, _, v in each), rel=1e-7)


def test_what_is_cut_is_counted() -> None:
    part = Lattice(3, 1, normalised(0, [1, 2, 1]).probs, trimmed=1e-4)
    certain = Lattice(9, 1, np.ones(1), trimmed=1e-3)
    assert convolve([(part, 10)]).trimmed == pytest.approx(1e-3, rel=1e-6)
    assert convolve([(part, 10), (certain, 2)]).trimmed == pytest.approx(3e-3, rel=1e-6)
    assert convolve([(certain, 2000)]).trimmed == 1.0
    rough = convolve([(bell(400, 200, 30), 64)], tail=1e-5)
    fine = convolve([(bell(400, 200, 30), 64)])
    assert 1e-4 < rough.trimmed < 63 * 2e-5
    assert fine.trimmed < 1e-9
    assert rough.probs.size < fine.probs.size


def test_certain_tolls_only_move_the_sum() -> None:
    certain = Lattice(9, 1, np.ones(1))
    assert convolve([(certain, 5)]).values.tolist() == [45]
    one = normalised(31, [3, 1])
    found = convolve([(one, 1), (certain, 5)])
    assert found.values.tolist() == [76, 77]
    np.testing.assert_array_equal(found.probs, one.probs)


@pytest.mark.parametrize("count", [3, 12])
def test_a_wide_sum_is_coarse_and_as_good_as_its_step(count: int) -> None:
    part = bell(60_000, 21_000, 9_000)
    found = convolve([(part, count)])
    mean, var = part.mean_and_var()
    assert found.step > 1
    assert found.probs.size <= CELLS
    assert found.mean_and_var()[0] == pytest.approx(count * mean, rel=1e-9)
    assert found.mean_and_var()[1] == pytest.approx(count * var, rel=1e-5)
    finer = convolve([(bell(6_000, 2_100, 900), count)])  # a tenth of it, one person a cell
    off = np.abs(Toll.from_lattice(found).ppf(Q[1:-1]) - 10 * Toll.from_lattice(finer).ppf(Q[1:-1]))
    assert finer.step == 1
    assert (off <= found.step + 10 + 5 * count).all()  # the tenth is itself rounded
    assert (off <= 2e-3 * np.sqrt(count * var)).all()


def test_unlike_steps_meet_on_the_finer() -> None:
    even, odd = normalised(0, [1, 1], 2), normalised(1, [1, 1], 3)
    found = convolve([(even, 1), (odd, 1)])
    assert found.values[found.probs > 0].tolist() == [1, 3, 4, 6]
    assert found.probs[found.probs > 0].tolist() == [0.25] * 4
