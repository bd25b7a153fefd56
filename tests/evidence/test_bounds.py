"""Bounds over every dependence, against linear programs and rearrangements."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from casualtystats.evidence.bounds import envelope, quantile_bounds
from casualtystats.evidence.comonotone import comonotone
from casualtystats.evidence.convolve import convolve
from casualtystats.evidence.copula import partly_alike
from casualtystats.toll.lattice import Lattice, normalised
from casualtystats.toll.toll import Toll

Q = np.array([0.005, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.995])
weights = st.lists(st.integers(0, 30), min_size=1, max_size=7).filter(any)
lattices = st.builds(normalised, st.integers(0, 50), weights)
sums = st.lists(st.tuples(lattices, st.integers(1, 4)), min_size=1, max_size=4)


def hump(figure: int) -> Lattice:
    """A share stands at the figure, the rest is skewed around it."""
    k = np.arange(0, 6 * figure + 60)
    p = np.diff(np.exp(-np.exp(-(k + 0.5 - 1.1 * figure) / (0.25 * figure + 1))), prepend=0)
    p *= 0.55 / p.sum()
    p[figure] += 0.45
    return normalised(0, p)


def extremes(one: Lattice, other: Lattice) -> tuple[Any, Any, Any]:
    """The least and the largest P(sum <= s) over all couplings, by linear programs."""
    n, m = one.probs.size, other.probs.size
    total = (one.values[:, None] + other.values).ravel()
    margins = np.zeros((n + m, n * m))
    for i in range(n):
        margins[i, i * m : (i + 1) * m] = 1
    for j in range(m):
        margins[n + j, j::m] = 1
    fixed = np.concatenate([one.probs, other.probs])
    at = np.unique(total)
    least, most = [], []
    for s in at:
        cost = (total <= s).astype(float)
        least.append(linprog(cost, A_eq=margins, b_eq=fixed).fun)
        most.append(linprog(-cost, A_eq=margins, b_eq=fixed).fun)

    return at, np.array(least), -np.array(most, dtype=np.float64)


@pytest.mark.parametrize("seed", range(5))
def test_two_tolls_have_the_sharp_bounds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = (normalised(n, rng.dirichlet(np.full(n, 0.6))) for n in (5, 8))
    at, least, most = extremes(one, other)
    lower, upper = quantile_bounds([(one, 1), (other, 1)], Q)
    assert lower.tolist() == [at[np.argmax(most >= q - 1e-9)] for q in Q]
    assert upper.tolist() == [at[np.argmax(least >= q - 1e-9)] for q in Q]


def test_the_bounds_are_sharp_where_a_level_is_a_boundary() -> None:
    """Every sum of quarters below: which side of a jump a quantile takes decides."""
    q = np.array([0.25, 0.5, 0.75])
    for weights in ([1, 1], [2, 1, 1], [1, 0, 3]):
        for others in ([1, 3], [1, 1, 2], [1, 1, 1, 1]):
            one, other = normalised(3, weights), normalised(10, others)
            at, least, most = extremes(one, other)
            lower, upper = quantile_bounds([(one, 1), (other, 1)], q)
            assert lower.tolist() == [at[np.argmax(most >= level - 1e-9)] for level in q]
            assert upper.tolist() == [at[np.argmax(least >= level - 1e-9)] for level in q]


def rearranged(parts: list[tuple[Lattice, int]], q: float, *, upper: bool) -> float:
    """A quantile that some dependence attains, by Puccetti and Rüschendorf's rearrangements."""
    n = 1000
    levels = q + (1 - q) * np.arange(n) / n if upper else q * np.arange(1, n + 1) / n
    columns = [
        np.asarray(Toll.from_lattice(part).ppf(levels))
        for part, count in parts
        for _ in range(count)
    ]
    rng = np.random.default_rng(0)
    x = np.column_stack([rng.permutation(column) for column in columns])
    for _ in range(12):
        for j in range(x.shape[1]):
            rest = x.sum(axis=1) - x[:, j]
            x[np.argsort(rest), j] = np.sort(x[:, j])[::-1]
    return float(x.sum(axis=1).min() if upper else x.sum(axis=1).max())


@pytest.mark.parametrize("figures", [[31, 31, 31], [5, 30, 300], [31] * 10, [3, 10, 10, 90, 400]])
@pytest.mark.parametrize("tail", [0.025, 0.1])
def test_more_tolls_have_bounds_that_are_nearly_attained(figures: list[int], tail: float) -> None:
    parts = [(hump(f), 1) for f in figures]
    lower, upper = quantile_bounds(parts, [tail, 1 - tail])
    low = rearranged(parts, tail, upper=False)
    high = rearranged(parts, 1 - tail, upper=True)
    slack = 1 + 0.004 * sum(figures)  # a thousand levels and a dozen rounds are not all
    assert lower[0] <= low <= lower[0] + slack
    assert upper[1] - slack <= high <= upper[1]


@given(sums)
def test_no_dependence_leaves_the_bounds(parts: list[tuple[Lattice, int]]) -> None:
    lower, upper = quantile_bounds(parts, Q)
    assert (lower <= upper).all()
    assert (np.diff(lower) >= 0).all()
    assert (np.diff(upper) >= 0).all()
    for found in (convolve(parts), comonotone(parts), partly_alike(parts, 0.4)[0]):
        toll = Toll.from_lattice(found)
        k = toll.ppf(Q)
        # at the very edge of a step the last digit decides
        near = np.minimum(np.abs(toll.cdf(k) - Q), np.abs(toll.cdf(k - 1) - Q)) < 1e-9
        assert ((lower <= k) | near).all()
        assert ((k <= upper) | near).all()


@given(sums, st.floats(0.02, 0.999), st.floats(0.02, 0.999))
def test_the_envelope_is_a_distribution_whose_intervals_are_the_bounds(
    parts: list[tuple[Lattice, int]], level: float, other: float
) -> None:
    law = envelope(parts, level)
    mean = law.centre
    toll = Toll.from_law(law, level=level)
    lower, upper = quantile_bounds(parts, [(1 - level) / 2, (1 + level) / 2])
    assert tuple(toll.interval()) == (lower[0], upper[1])
    wider, narrower = toll.interval(max(level, other)), toll.interval(min(level, other))
    assert wider.low <= narrower.low <= narrower.high <= wider.high
    exact = quantile_bounds(parts, [(1 - other) / 2, (1 + other) / 2])
    given_ = toll.interval(other)
    assert given_.low <= exact[0][0]  # between grid levels it is wider, never narrower
    assert given_.high >= exact[1][1]
    assert mean == pytest.approx(sum(n * part.mean_and_var()[0] for part, n in parts))
    k = toll.ppf(Q)
    assert (toll.cdf(k) >= Q).all()
    assert (toll.cdf(k - 1) < Q).all()
    assert np.isfinite(toll.mean())


def test_one_toll_and_certain_tolls_need_no_bounds() -> None:
    one = hump(31)
    lower, upper = quantile_bounds([(one, 1)], Q)
    np.testing.assert_array_equal(lower, Toll.from_lattice(one).ppf(Q))
    np.testing.assert_array_equal(upper, lower)
    certain = Lattice(9, 1, np.ones(1))
    moved = quantile_bounds([(one, 1), (certain, 3)], Q)
    np.testing.assert_array_equal(moved[0], lower + 27)
    for bound in quantile_bounds([(certain, 3)], Q):
        assert set(bound.tolist()) == {27.0}
