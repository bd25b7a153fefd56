"""The joint law of two tolls against brute force over the product of their lattices."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.comparison.joint import Joint, check_correlation
from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.toll.toll import Toll
from tests.comparison.strategies import small_tolls

CORRELATIONS = st.sampled_from([-1.0, -0.7, 0.0, 0.35, 0.95, 1.0])


def cells(joint: Joint) -> list[tuple[int, int, float]]:
    """Every (official, monitor, probability), by SciPy's bivariate normal where tied."""
    from scipy import stats

    rho = joint.correlation
    edges = []
    for toll in (joint.official, joint.monitor):
        upto = np.concatenate([[0.0], np.minimum(np.cumsum(toll.probs), 1.0)])
        upto[-1] = 1.0
        edges.append(upto)

    def corner(u: float, v: float) -> float:
        if min(u, v) <= 0 or max(u, v) >= 1:
            return min(u, v) if min(u, v) <= 0 else u * v
        if abs(rho) == 1:
            return min(u, v) if rho > 0 else max(u + v - 1, 0.0)
        point = stats.norm.ppf([u, v])
        return float(stats.multivariate_normal.cdf(point, cov=[[1, rho], [rho, 1]]))

    found = []
    for (i, o), (j, m) in product(
        enumerate(joint.official.values), enumerate(joint.monitor.values)
    ):
        (a, b), (c, d) = edges[0][i : i + 2], edges[1][j : j + 2]
        found.append((int(o), int(m), corner(b, d) - corner(a, d) - corner(b, c) + corner(a, c)))
    return found


def exact_ratio(official: int, monitor: int) -> Fraction | float:
    if official == 0:
        return Fraction(1) if monitor == 0 else math.inf
    return Fraction(monitor, official)


@given(small_tolls(), small_tolls(), CORRELATIONS)
def test_probabilities_are_sums_over_the_product(o: Toll, m: Toll, rho: float) -> None:
    joint = Joint(o, m, rho)
    brute = cells(joint)
    assert joint.prob_exceeds == pytest.approx(sum(p for a, b, p in brute if b > a), abs=1e-7)
    assert joint.prob_equal == pytest.approx(sum(p for a, b, p in brute if b == a), abs=1e-7)


@given(small_tolls(), small_tolls(), CORRELATIONS, st.floats(0.01, 0.99))
def test_quantiles_are_those_of_the_product(o: Toll, m: Toll, rho: float, q: float) -> None:
    joint = Joint(o, m, rho)
    brute = cells(joint)
    for key, found in (
        (exact_ratio, joint.ratio_ppf(q)),
        (lambda a, b: b - a, joint.difference_ppf(q)),
    ):
        values = sorted({key(a, b) for a, b, _ in brute})
        upto = [sum(p for a, b, p in brute if key(a, b) <= v) for v in values]
        if min(abs(p - q) for p in upto) < 1e-6:
            continue  # q stands on a step: either neighbour is right
        wanted = next((v for v, p in zip(values, upto, strict=True) if p >= q), values[-1])
        assert found == float(wanted)


@given(small_tolls(60), small_tolls(200), CORRELATIONS, st.floats(0.02, 0.98))
def test_a_quantile_reaches_its_probability(o: Toll, m: Toll, rho: float, q: float) -> None:
    """The search sums settled cells once; the plain sum must agree where it ends."""
    joint = Joint(o, m, rho)
    ratio = joint.ratio_ppf(q)
    assert joint.ratio_cdf(ratio) >= q - 1e-12
    if 0 < ratio < math.inf:
        assert joint.ratio_cdf(ratio * (1 - 1e-9)) < q + 1e-12


@given(small_tolls(), small_tolls(), CORRELATIONS)
def test_ratio_quantiles_rise(o: Toll, m: Toll, rho: float) -> None:
    joint = Joint(o, m, rho)
    found = [joint.ratio_ppf(q) for q in (0.02, 0.3, 0.5, 0.77, 0.99)]
    assert found == sorted(found)


@given(small_tolls(), small_tolls(), st.floats(0.05, 20))
def test_bounds_hold_for_every_dependence_and_are_reached(o: Toll, m: Toll, r: float) -> None:
    """Against linear programming over all couplings of the two lattices."""
    from scipy.optimize import linprog

    joint = Joint(o, m)
    values = o.values[o.probs > 0]
    found = joint.below_bounds(np.floor(r * values))
    rows, columns = np.meshgrid(o.values, m.values, indexing="ij")
    cost = (columns <= np.floor(r * rows)).astype(float).ravel()
    cells = np.arange(rows.size).reshape(rows.shape)
    sums = np.zeros((sum(rows.shape), rows.size))
    for i, line in enumerate([*cells, *cells.T]):
        sums[i, line] = 1
    margins = np.concatenate([o.probs, m.probs])
    for sign, bound in zip((1, -1), found, strict=True):
        best = linprog(sign * cost, A_eq=sums, b_eq=margins)
        assert best.fun is not None
        assert sign * best.fun == pytest.approx(bound, abs=1e-8)


@given(small_tolls(), small_tolls(), CORRELATIONS, st.floats(0.3, 0.95))
def test_ratio_bounds_hold_every_copula(o: Toll, m: Toll, rho: float, level: float) -> None:
    joint = Joint(o, m, rho)
    low, high = joint.ratio_bounds(level)
    tail = (1 - level) / 2
    assert low <= joint.ratio_ppf(tail + 1e-9)
    assert joint.ratio_ppf(1 - tail - 1e-9) <= high


@given(small_tolls(), small_tolls())
def test_overlap_is_symmetric_and_one_for_itself(o: Toll, m: Toll) -> None:
    assert Joint(o, m).overlap == pytest.approx(Joint(m, o).overlap)
    assert Joint(o, o).overlap == pytest.approx(1.0)
    wanted = sum(
        min(float(np.sum(o.probs[o.values == k])), float(np.sum(m.probs[m.values == k])))
        for k in range(20)
    )
    assert Joint(o, m).overlap == pytest.approx(wanted)


def test_a_quantile_is_the_exact_fraction() -> None:
    joint = Joint(Toll.from_pmf([7, 13], [0.5, 0.5]), Toll.from_pmf([100, 101], [0.5, 0.5]))
    assert joint.ratio_ppf(0.25) == 100 / 13
    assert joint.ratio_ppf(0.75) == 100 / 7
    assert joint.ratio_ppf(0.76) == 101 / 7


def test_none_against_none_is_a_ratio_of_one() -> None:
    """Each quarter: 0/0 counts as 1, 0/3, 10/0 is infinite, 10/3."""
    joint = Joint(Toll.from_pmf([0, 3], [0.5, 0.5]), Toll.from_pmf([0, 10], [0.5, 0.5]))
    assert [joint.ratio_ppf(q) for q in (0.2, 0.4, 0.6, 0.8)] == [0.0, 1.0, 10 / 3, math.inf]
    assert joint.ratio_cdf(0.5) == pytest.approx(0.25)
    assert joint.ratio_cdf(1.0) == pytest.approx(0.5)
    assert joint.prob_official_zero == pytest.approx(0.25)
    coarse = Joint(joint.official, Toll(0, [1, 0, 1], step=4))
    assert [coarse.ratio_ppf(q) for q in (0.2, 0.4, 0.6)] == [0.0, 1.0, 8 / 3]


def test_ratio_bounds_know_that_none_against_none_is_one() -> None:
    o, m = Toll.from_pmf([0, 10], [0.2, 0.8]), Toll.from_pmf([0, 5], [0.9, 0.1])
    together = Joint(o, m, 1.0)
    assert together.ratio_ppf(0.85) == 1.0
    assert together.ratio_bounds(0.7)[1] >= 1.0


def test_large_lattices_agree_with_simulation() -> None:
    rng = np.random.default_rng(20170331)
    o = Toll(300, np.exp(-np.arange(400) / 60))
    m = Toll(1_000, np.exp(-(((np.arange(9_000) - 2_000) / 1_500) ** 2)))
    ratio = rng.choice(m.values, 400_000, p=m.probs) / rng.choice(o.values, 400_000, p=o.probs)
    for q in (0.05, 0.5, 0.9):
        assert Joint(o, m).ratio_ppf(q) == pytest.approx(np.quantile(ratio, q), rel=0.01)


def test_correlation_narrows_the_ratio() -> None:
    o = Toll(50, np.exp(-(((np.arange(200) - 60) / 30) ** 2)))
    m = Toll(150, np.exp(-(((np.arange(600) - 200) / 90) ** 2)))
    widths = [
        Joint(o, m, rho).ratio_ppf(0.95) - Joint(o, m, rho).ratio_ppf(0.05)
        for rho in (-0.9, 0.0, 0.5, 0.9)
    ]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize("wrong", [1.2, -3, 30])
def test_correlation_out_of_range(wrong: float) -> None:
    with pytest.raises(InvalidValueError, match="correlation must lie between -1 and 1"):
        check_correlation(wrong)


def test_correlation_not_a_number() -> None:
    with pytest.raises(InvalidTypeError, match="correlation must be a number"):
        check_correlation("high")  # type: ignore[arg-type]
