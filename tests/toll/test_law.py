"""The closed forms: laws of a distribution, and brute force on small lattices."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pareto, powerlaw

from casualtystats.toll.forms import KINDS
from casualtystats.toll.law import FigureLaw, VagueLaw
from casualtystats.toll.reading import Reading

Law = FigureLaw | VagueLaw
shares = st.floats(0.0, 1.0)
spreads = st.floats(0.03, 0.9)
probabilities = st.floats(1e-6, 1.0 - 1e-6)


@st.composite
def figure_laws(draw: st.DrawFn) -> FigureLaw:
    """Any stated figure or range, from 0 to a million."""
    low = draw(st.one_of(st.integers(0, 40), st.integers(41, 1_000_000)))
    high = low + draw(st.sampled_from([0, 0, 1, 7, 400]))
    leaves, up = draw(shares), draw(shares)
    best = draw(st.one_of(st.none(), st.sampled_from([low, high]), st.integers(low, high)))
    ways = (leaves * (1.0 - up), leaves * up, draw(spreads), draw(spreads))
    return FigureLaw(low, high, *ways, best=best)


@st.composite
def vague_laws(draw: st.DrawFn) -> VagueLaw:
    """Any vague word, from "several" to "millions"."""
    return VagueLaw(draw(st.floats(0.6, 3e6)), draw(spreads), draw(spreads))


laws = st.one_of(figure_laws(), vague_laws())


@given(laws, probabilities)
def test_ppf_is_the_smallest_number_that_reaches_q(law: Law, q: float) -> None:
    k = float(law.ppf(q))
    assert k == np.floor(k)
    assert k >= 0
    assert law.cdf(k) >= q
    assert k == 0 or law.cdf(k - 1.0) < q


@pytest.mark.parametrize(
    "law",
    [FigureLaw(10**6, 10**6, 0.1, 0.9, 0.3, 0.9), VagueLaw(3e6, 0.3, 0.9)],
    ids=["figure", "vague"],
)
def test_where_a_float_cannot_tell_people_apart_the_first_of_them_is_returned(law: Law) -> None:
    """Far beyond any toll many numbers in a row have one cdf: a closed form hits any of them."""
    q = 1.0 - np.geomspace(1e-9, 1e-5, 400)
    k = law.ppf(q)
    assert k.max() > 1e13
    assert np.any(law.cdf(k) == law.cdf(k + 20.0))
    assert np.all(law.cdf(k) >= q)
    assert np.all(law.cdf(k - 1.0) < q)
    assert [float(law.ppf(one)) for one in q] == k.tolist()
    assert np.tile(k, 4).tolist() == law.ppf(np.tile(q, 4)).tolist()  # the path of a long column


def test_near_1_a_float_cannot_tell_people_apart_at_any_size() -> None:
    law = FigureLaw(31, 31, 0.1, 0.6, 0.2, 0.3)
    q = 1.0 - np.geomspace(3e-16, 1e-12, 200)
    k = law.ppf(q)
    assert k.min() > 31
    assert np.any(law.cdf(k) == law.cdf(k + 1.0))
    assert np.all(law.cdf(k) >= q)
    assert np.all(law.cdf(k - 1.0) < q)


@given(laws, st.integers(-3, 2_000_000), st.integers(0, 10_000))
def test_cdf_rises_from_0_towards_1(law: Law, k: int, more: int) -> None:
    assert 0.0 <= law.cdf(k) <= law.cdf(k + more) <= 1.0
    assert law.cdf(-1) == 0.0
    assert law.cdf(1e18) > 0.999


@given(laws, probabilities, probabilities)
def test_quantiles_keep_order_and_intervals_nest(law: Law, p: float, q: float) -> None:
    low, high = law.ppf([min(p, q), max(p, q)])
    assert low <= high


@given(figure_laws(), st.lists(probabilities, min_size=1, max_size=6))
def test_a_column_is_its_rows(law: FigureLaw, qs: list[float]) -> None:
    n = len(qs)
    column = FigureLaw(*(np.full(n, part) for part in law.key[1:]))
    assert column.ppf(qs).tolist() == [float(law.ppf(q)) for q in qs]
    ks = column.ppf(qs)
    assert column.cdf(ks) == pytest.approx([float(law.cdf(k)) for k in ks], rel=1e-12)


@given(laws, st.integers(0, 700), st.randoms())
def test_a_long_row_of_people_is_its_parts(law: Law, start: int, random: Random) -> None:
    """Rows longer than 256 take a path of their own, sorted or not."""
    people = [*range(start - 400, start + 400), 10**7]
    assert law.cdf(people) == pytest.approx([float(law.cdf(k)) for k in people], rel=1e-13)
    shuffled = random.sample(people, len(people))
    assert law.cdf(shuffled) == pytest.approx([float(law.cdf(k)) for k in shuffled], rel=1e-13)


@given(figure_laws())
def test_inside_a_range_every_number_is_as_likely(law: FigureLaw) -> None:
    law = replace(law, best=None)
    low, high = int(law.low), int(law.high)
    k = np.arange(low, min(high, low + 50) + 1)
    mass = law.cdf(k) - law.cdf(k - 1)
    assert mass == pytest.approx(mass[0], abs=1e-9)


@given(figure_laws(), st.data())
def test_the_best_figure_is_the_median_and_each_side_of_it_is_even(
    law: FigureLaw, data: st.DataObject
) -> None:
    low, high = int(law.low), int(law.high)
    best = data.draw(st.sampled_from(sorted({low, high, (low + high) // 2, min(low + 3, high)})))
    law, even = replace(law, best=best), replace(law, best=None)
    outside = [low - 2, low - 1, high, high + 1, 3 * high + 5]
    assert law.cdf(outside) == pytest.approx(even.cdf(outside), abs=1e-12)
    if even.cdf(low - 1.0) < 0.499 and even.cdf(high) > 0.501:
        assert law.ppf(0.5) == best
    for side in (
        np.arange(low, min(best, low + 50)),
        np.arange(best + 1, min(high, best + 50) + 1),
    ):
        mass = law.cdf(side) - law.cdf(side - 1)
        assert mass == pytest.approx(np.full(len(side), mass[0] if len(side) else 0), abs=1e-9)


def test_a_best_figure_by_hand() -> None:
    law = FigureLaw(10, 20, 0.0, 0.0, 0.2, 0.2, best=12)
    mass = np.diff(law.cdf(np.arange(9, 21)))
    assert mass[:2] == pytest.approx(0.5 / 2.5)  # half of all on 10, 11 and half of 12
    assert mass[2] == pytest.approx(0.25 / 2.5 + 0.25 / 8.5)
    assert mass[3:] == pytest.approx(0.5 / 8.5)


def test_far_sides_are_scipys_pareto_and_power_law() -> None:
    law = FigureLaw(31, 31, 0.25, 0.4, 0.2, 0.3)
    k = np.array([33, 40, 77, 300])
    beyond = 0.4 * pareto(1 / 0.3, scale=31).sf(k + 0.5)
    assert 1.0 - law.cdf(k) == pytest.approx(beyond, rel=1e-12)
    k = np.array([0, 7, 22, 30])
    assert law.cdf(k) == pytest.approx(0.25 * powerlaw(1 / 0.2, scale=31).cdf(k + 0.5), rel=1e-12)


@given(st.integers(1, 9), shares, spreads)
def test_below_small_figures_by_hand(low: int, below: float, spread: float) -> None:
    law = FigureLaw(low, low, below, 0.0, spread, 0.3)
    k = np.arange(low)
    assert law.cdf(k) == pytest.approx(below * ((k + 0.5) / low) ** (1.0 / spread))


def test_quantiles_by_brute_force() -> None:
    law = FigureLaw(8, 12, 0.1, 0.3, 0.25, 0.35)
    cdf = law.cdf(np.arange(5_000))
    qs = np.linspace(0.003, 0.997, 211)
    assert law.ppf(qs).tolist() == np.searchsorted(cdf, qs).tolist()


def test_vague_density_is_one_piece_and_skewed() -> None:
    law = VagueLaw(24_000.0, 0.2, 0.4)
    k = np.arange(23_900, 24_100)
    mass = law.cdf(k) - law.cdf(k - 1)
    assert np.abs(np.diff(mass)).max() < 1e-2 * mass.max()
    assert k[mass.argmax()] == pytest.approx(24_000, abs=250)
    low, median, high = law.ppf([0.05, 0.5, 0.95])
    assert high / median > median / low


def test_nobody_is_left_upwards_as_easily_as_one() -> None:
    nobody = FigureLaw(0, 0, 0.2, 0.4, 0.3, 0.3)
    one = FigureLaw(1, 1, 0.2, 0.4, 0.3, 0.3)
    assert 1.0 - nobody.cdf(0) == pytest.approx(1.0 - float(one.cdf(1)))


def test_ends_of_the_support() -> None:
    hard = FigureLaw(31, 31, 0.0, 0.0, 0.2, 0.2)
    assert hard.ppf([0.0, 0.3, 1.0]).tolist() == [31, 31, 31]
    soft = FigureLaw(31, 31, 0.2, 0.3, 0.2, 0.2)
    assert soft.ppf([0.0, 1.0]).tolist() == [0, np.inf]
    assert VagueLaw(24.0, 0.2, 0.4).ppf(1.0) == np.inf


def test_keys_tell_laws_apart() -> None:
    law = FigureLaw(31, 31, 0.2, 0.3, 0.2, 0.2)
    assert law.key == FigureLaw(31, 31, 0.2, 0.3, 0.2, 0.2).key
    assert law.key != FigureLaw(31, 31, 0.2, 0.3, 0.2, 0.21).key
    assert VagueLaw(24.0, 0.2, 0.4).key != VagueLaw(24.0, 0.4, 0.2).key


@given(st.integers(0, 2**32 - 1))
def test_a_long_column_has_the_quantiles_of_its_rows(seed: int) -> None:
    """Of many quantiles only those near a step are checked; of few, all of them."""
    rng = np.random.default_rng(seed)
    rows = 1_500
    low = rng.integers(0, 10 ** rng.integers(1, 8), rows).astype(float)
    kind = rng.integers(0, len(KINDS) - 1, rows)
    high = np.where(kind == KINDS.index("range"), low + rng.integers(0, 90, rows), low)
    law = Reading.load(["documented", "ferson"][seed % 2]).figure_law(kind, low, high)
    # levels at which quantiles lie on a step, where rounding decides, among others
    on_step = law.cdf(np.maximum(low + rng.integers(-3, 4, rows), 0.0)).clip(1e-9, 1.0 - 1e-9)
    q = np.where(rng.random(rows) < 0.5, on_step, rng.random(rows))
    whole = law.ppf(q)
    for some in np.array_split(np.arange(rows), 5):
        chosen = np.zeros(rows, dtype=bool)
        chosen[some] = True
        np.testing.assert_array_equal(whole[some], law.part(chosen).ppf(q[some]))


@pytest.mark.parametrize("n", [1.0, 2.0, 40.0])
def test_given_fewer_is_the_law_below_its_figure(n: float) -> None:
    law = FigureLaw(np.array([n, n]), np.array([n, n]), 0.2, 0.5, 0.3, 0.4)
    fewer = law.given_fewer(np.array([True, False]))
    for k in np.arange(0.0, n):
        assert fewer.cdf(k)[0] == pytest.approx(law.cdf(k)[0] / law.cdf(n - 1)[0], rel=1e-12)
    assert fewer.cdf(n - 1)[0] == 1.0
    np.testing.assert_array_equal(fewer.cdf(n)[1], law.cdf(n)[1])


def test_vague_columns_have_the_quantiles_of_their_rows() -> None:
    units = np.arange(1.0, 2_001.0)
    law = Reading.load("documented").vague_law(units)
    whole = law.ppf(np.full(units.size, 0.9))
    chosen = units % 7 == 0
    np.testing.assert_array_equal(whole[chosen], law.part(chosen).ppf(np.full(chosen.sum(), 0.9)))
