"""Toll: laws that hold for every distribution, and references it must agree with."""

from __future__ import annotations

import copy
import math
import operator
import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.text.claim import Claim
from casualtystats.toll.toll import Toll
from tests.toll.tolls import SpikedLogistic, SpikedPareto, chances, exact_pmf, levels, tolls

Q = np.array([1e-9, 1e-4, 0.025, 0.1, 0.25, 0.5, 0.61, 0.9, 0.975, 0.9999])

# ------------------------------------------------------------------ brute force


@given(tolls)
def test_moments_equal_brute_force(toll: Toll) -> None:
    pmf = exact_pmf(toll)
    mean = sum(v * p for v, p in pmf.items())
    var = sum((v - mean) ** 2 * p for v, p in pmf.items())
    assert toll.mean() == pytest.approx(float(mean), rel=1e-12)
    assert toll.var() == pytest.approx(float(var), rel=1e-12, abs=1e-12)
    assert toll.std() == pytest.approx(math.sqrt(var), rel=1e-12, abs=1e-12)
    square = sum(v**2 * p for v, p in pmf.items())
    assert toll.moment(2) == pytest.approx(float(square), rel=1e-12)
    shares = [float(p) for p in pmf.values() if p]
    assert toll.entropy() == pytest.approx(-sum(p * math.log(p) for p in shares), abs=1e-12)
    over = sum(p for v, p in pmf.items() if v > 99)
    assert toll.expect(lambda n: n > 99) == pytest.approx(float(over), abs=1e-12)


@given(tolls, st.integers(-3, 480))
def test_probabilities_equal_brute_force(toll: Toll, k: int) -> None:
    pmf = exact_pmf(toll)
    upto = float(sum(p for v, p in pmf.items() if v <= k))
    assert toll.pmf(k) == pytest.approx(float(pmf.get(k, Fraction(0))), abs=1e-12)
    assert toll.cdf(k) == pytest.approx(upto, abs=1e-12)
    assert toll.sf(k) == pytest.approx(1.0 - upto, abs=1e-12)
    assert toll.pmf(k + 0.5) == 0.0
    assert toll.cdf(k + 0.5) == toll.cdf(k)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=12), st.integers(0, 50))
@example([6, 3, 1], 31)  # 0.6 + 0.3 is 0.9
@example([1] * 10, 7)
def test_quantiles_are_right_at_the_boundaries(weights: list[int], start: int) -> None:
    """At q = n / total exactly, the quantile is the value where the fractions reach it."""
    toll, total, reached = Toll(start, np.array(weights) / sum(weights)), sum(weights), 0
    for cell, weight in enumerate(weights[:-1]):
        reached += weight
        assert toll.ppf(reached / total) == start + cell
        assert toll.ppf(reached / total + 1e-9) == start + cell + 1
        assert toll.isf(1 - reached / total + 1e-9) == start + cell


# ----------------------------------------------------------------- laws of a cdf


@given(tolls, chances)
@example(Toll(31, [0.6, 0.3, 0.1]), 0.9)
def test_cdf_and_ppf_are_inverse_as_far_as_steps_allow(toll: Toll, q: float) -> None:
    k = toll.ppf(q)
    assert toll.cdf(k) >= q
    assert q == 0.0 or toll.cdf(k - 1) < q
    assert toll.sf(toll.isf(q)) <= q
    assert toll.ppf(toll.cdf(k)) <= k


@given(tolls, st.lists(chances, min_size=2, max_size=6))
def test_ppf_rises(toll: Toll, q: list[float]) -> None:
    assert (np.diff(toll.ppf(np.sort(q))) >= 0).all()
    assert (np.diff(toll.isf(np.sort(q))) <= 0).all()


@given(tolls, levels, levels)
def test_intervals_nest_and_hold_their_level(toll: Toll, a: float, b: float) -> None:
    narrow, wide = toll.interval(min(a, b)), toll.interval(max(a, b))
    assert wide.low <= narrow.low <= narrow.high <= wide.high
    for interval in (narrow, wide, toll.hdi(a)):
        assert toll.cdf(interval.high) - toll.cdf(interval.low - 1) >= interval.level - 1e-12


@given(tolls, levels)
def test_hdi_is_the_shortest(toll: Toll, level: float) -> None:
    values, p = toll.values, toll.probs
    shortest = min(
        values[j] - values[i]
        for i in range(p.size)
        for j in range(i, p.size)
        if p[i : j + 1].sum() >= level - 1e-12
    )
    assert toll.hdi(level).width == shortest
    assert toll.hdi(level).width <= toll.interval(level).width


@given(tolls, st.integers(1, 1000))
def test_translation_moves_everything_by_as_much(toll: Toll, by: int) -> None:
    moved = Toll(toll.start + by, toll.probs, step=toll.step)
    assert moved.mean() == pytest.approx(toll.mean() + by, rel=1e-13)
    assert moved.var() == pytest.approx(toll.var(), rel=1e-13)
    assert (moved.ppf(Q) == toll.ppf(Q) + by).all()
    assert moved.hdi(0.8).low == toll.hdi(0.8).low + by


@given(tolls, st.integers(2, 9))
def test_a_step_is_a_scale(toll: Toll, factor: int) -> None:
    scaled = Toll(toll.start * factor, toll.probs, step=toll.step * factor)
    assert scaled.mean() == pytest.approx(factor * toll.mean(), rel=1e-13)
    assert scaled.var() == pytest.approx(factor**2 * toll.var(), rel=1e-13, abs=1e-12)
    assert (scaled.ppf(Q) == factor * toll.ppf(Q)).all()


# ---------------------------------------------------------------------- SciPy

NAMED = [
    stats.poisson(31.4),
    stats.binom(352, 0.37),
    stats.nbinom(3.5, 0.04),
    stats.geom(0.03),
    stats.hypergeom(400, 120, 60),
    stats.randint(17, 42),
    stats.betabinom(90, 2.3, 4.1),
    stats.logser(0.97),
    stats.planck(0.05),
    stats.boltzmann(0.1, 60),
    stats.zipfian(2.5, 900),
    stats.nhypergeom(300, 40, 20),
]


@pytest.mark.parametrize("frozen", NAMED, ids=lambda frozen: frozen.dist.name)
def test_agrees_with_scipys_named_distributions(frozen: Any) -> None:
    toll = Toll.from_scipy(frozen)
    k = np.unique(frozen.ppf([0.001, 0.1, 0.5, 0.77, 0.999]))
    for name in ("pmf", "cdf", "sf", "logpmf", "logcdf", "logsf"):
        ours, theirs = getattr(toll, name)(k), getattr(frozen, name)(k)
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9, err_msg=name)
    q = np.array([0.013, 0.24, 0.5, 0.811, 0.993])
    np.testing.assert_array_equal(toll.ppf(q), frozen.ppf(q))
    np.testing.assert_array_equal(toll.isf(q), frozen.isf(q))
    assert toll.mean() == pytest.approx(frozen.mean(), rel=1e-9)
    assert toll.var() == pytest.approx(frozen.var(), rel=1e-9)
    assert toll.std() == pytest.approx(frozen.std(), rel=1e-9)
    assert toll.median() == frozen.median()
    assert toll.moment(3) == pytest.approx(frozen.moment(3), rel=1e-9)
    np.testing.assert_allclose(toll.stats("mvsk"), frozen.stats("mvsk"), rtol=1e-7, atol=1e-9)
    assert toll.entropy() == pytest.approx(float(frozen.entropy()), rel=1e-9)
    assert tuple(toll.interval(0.83)) == pytest.approx(frozen.interval(0.83))
    assert toll.expect(np.sqrt, lb=20) == pytest.approx(frozen.expect(np.sqrt, lb=20), rel=1e-8)
    assert toll.trimmed < 1e-9


def test_boundaries_where_scipys_quantile_is_itself() -> None:
    """At q = cdf(k) the quantile is k, for every k that has probability."""
    frozen = stats.randint(17, 42)
    toll = Toll.from_scipy(frozen)
    q = np.arange(1, 25) / 25
    np.testing.assert_array_equal(toll.ppf(q), 16.0 + np.arange(1, 25))


def test_continuous_distributions_are_refused_or_rounded_by_name() -> None:
    frozen = stats.lognorm(0.6, scale=40)
    with pytest.raises(InvalidTypeError, match="People are whole"):
        Toll.from_scipy(frozen)
    toll = Toll.from_scipy(frozen, discretise="round")
    assert toll.pmf(31) == pytest.approx(frozen.cdf(31.5) - frozen.cdf(30.5), abs=1e-9)
    assert toll.pmf(0) == pytest.approx(frozen.cdf(0.5), abs=1e-9)
    assert toll.mean() == pytest.approx(frozen.mean(), rel=1e-3)
    with pytest.raises(InvalidValueError, match="discretise"):
        Toll.from_scipy(frozen, discretise="floor")
    with pytest.raises(InvalidValueError, match="below 0 people"):
        Toll.from_scipy(stats.norm(10, 5), discretise="round")
    with pytest.raises(InvalidValueError, match="below 0 people"):
        Toll.from_scipy(stats.poisson(3, loc=-2))
    with pytest.raises(InvalidTypeError, match="frozen distribution"):
        Toll.from_scipy("poisson")


def test_scalars_give_numbers_and_arrays_arrays() -> None:
    for toll in (Toll(31, [0.6, 0.3, 0.1]), Toll.from_law(SpikedPareto(31, 0.5, 9.0))):
        for name in ("pmf", "cdf", "sf", "logpmf", "logcdf", "logsf", "ppf", "isf"):
            method = getattr(toll, name)
            assert type(method(0.5)) is float, name
            assert method([0.5]).shape == (1,), name
            assert method(np.full((2, 3), 0.5)).shape == (2, 3), name
            assert math.isnan(method(math.nan)), name
    assert np.isnan(toll.ppf([-0.1, 1.1])).all()
    assert toll.ppf(0) == toll.support()[0] == 31


def test_draws_follow_the_distribution_and_never_touch_the_global_seed() -> None:
    toll = Toll(31, [0.5, 0.0, 0.2, 0.3])
    np.random.seed(3)  # noqa: NPY002 -- to see that it is left alone
    before = np.random.get_state()[1].copy()  # type: ignore[index]  # noqa: NPY002
    draws = toll.rvs(20_000, random_state=5)
    assert (np.random.get_state()[1] == before).all()  # type: ignore[index]  # noqa: NPY002
    counts = np.bincount(draws - 31, minlength=4)
    assert counts[1] == 0
    assert stats.chisquare(counts[[0, 2, 3]], 20_000 * np.array([0.5, 0.2, 0.3])).pvalue > 1e-4
    assert type(toll.rvs(random_state=1)) is int
    assert toll.rvs((2, 3), random_state=np.random.RandomState(1)).shape == (2, 3)
    generator = np.random.default_rng(7)
    assert (toll.rvs(9, generator) != toll.rvs(9, generator)).any()
    assert (toll.rvs(9, random_state=4) == toll.rvs(9, random_state=4)).all()
    with pytest.raises(InvalidTypeError, match="random_state"):
        toll.rvs(3, random_state="chance")


# -------------------------------------------------------------- laws and lattices

LAWS = [
    SpikedPareto(31, 0.5, 9.0),
    SpikedPareto(0, 0.2, 2.5),
    SpikedPareto(352, 0.0, 40.0),
    SpikedPareto(2000, 0.3, 4000.0),  # too wide for one person a cell
    SpikedPareto(7, 0.9, 30_000.0),
    SpikedLogistic(20_011, 0.4, 31_000.0, 9_000.0),
    SpikedLogistic(350, 0.3, 380.0, 25.0),
]


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_closed_form_equals_the_lattice(law: Any) -> None:
    closed = Toll.from_law(law)
    lattice = Toll.from_lattice(closed.lattice)
    q = np.concatenate([np.linspace(0.001, 0.999, 601), law.cdf(law.ppf([0.3, 0.6, 0.9]))])
    # within a step, at a level that is off by what the lattice leaves out
    low, high = closed.ppf((q - closed.trimmed).clip(0)), closed.ppf(q + closed.trimmed)
    assert (low - lattice.ppf(q)).max() <= closed.step - 1
    assert (lattice.ppf(q) - high).max() <= closed.step - 1
    if closed.step == 1:
        k = closed.values
        np.testing.assert_allclose(closed.cdf(k), lattice.cdf(k), atol=2e-9)
        np.testing.assert_allclose(closed.pmf(k), lattice.pmf(k), atol=1e-9)
        assert closed.trimmed <= 2e-9
    assert closed.probs.size <= 65_536


@given(st.integers(0, 500), st.floats(0.0, 0.95), st.floats(0.5, 60.0), chances, levels)
def test_closed_form_keeps_the_laws(
    at: int, spike: float, scale: float, q: float, level: float
) -> None:
    toll = Toll.from_law(SpikedPareto(at, spike, scale))
    k = toll.ppf(q)
    if math.isfinite(k):
        assert toll.cdf(k) >= q
        assert k == at or q > 1 - 1e-12 or toll.cdf(k - 1) < q
    low, high = toll.interval(level)
    assert low <= toll.median() <= high
    assert toll._lattice is None, "quantiles of a law must not build a lattice"


@pytest.mark.parametrize("law", LAWS[3:6], ids=repr)
def test_a_coarse_lattice_keeps_its_stated_bounds(law: Any) -> None:
    """Quantiles within a step, the mean within half a step, the variance within step² / 4."""
    toll = Toll.from_law(law)
    assert toll.step > 1
    k = np.arange(toll.start, toll.lattice.end + 1, dtype=np.int64)
    p = np.diff(law.cdf(k), prepend=0.0)
    p /= p.sum()
    mean = float(k @ p)
    var = float((k - mean) ** 2 @ p)
    assert abs(toll.mean() - mean) < 0.01 * toll.step  # stated: half a step
    assert -1e-3 * var < toll.var() - var < toll.step**2 / 4 + 1e-3 * var


@given(
    st.lists(st.integers(0, 10**8), min_size=2, max_size=40, unique=True),
    st.integers(0, 2**32 - 1),
)
def test_coarse_points_keep_mean_and_quantiles(values: list[int], seed: int) -> None:
    weights = np.random.default_rng(seed).dirichlet(np.ones(len(values)))
    toll = Toll.from_pmf(values, weights)
    order = np.argsort(values)
    v, reached = np.array(values)[order], np.cumsum(weights[order])
    mean = float(np.array(values) @ weights)
    assert toll.mean() == pytest.approx(mean, rel=1e-12)
    spread = float((np.array(values) - mean) ** 2 @ weights)
    assert spread * (1 - 1e-9) <= toll.var() <= spread * (1 + 1e-9) + toll.step**2 / 4
    q = (np.concatenate([[0.0], reached[:-1]]) + reached) / 2
    assert np.abs(toll.ppf(q) - v).max() <= toll.step - 1
    assert toll.step == 1 or max(values) - min(values) >= 65_536


def test_one_person_a_cell_up_to_the_limit() -> None:
    assert Toll.from_pmf([0, 65_535], [0.5, 0.5]).step == 1
    assert Toll.from_pmf([0, 65_536], [0.5, 0.5]).step == 2
    assert Toll.from_pmf([0, 10**8], [0.5, 0.5]).step == 2048


def test_what_lies_beyond_the_lattice_is_said() -> None:
    law = SpikedPareto(31, 0.5, 400.0)
    toll = Toll.from_law(law)
    assert toll.trimmed == pytest.approx(1.0 - float(law.cdf(toll.lattice.end)), rel=1e-6)
    assert 0 < toll.trimmed < 1e-8
    assert toll.support() == (31, math.inf)
    assert Toll(3, [1, 2]).trimmed == 0.0


# ------------------------------------------------------------------- constructors


def test_samples_are_counted_not_smoothed() -> None:
    toll = Toll.from_samples(np.array([[31, 31], [42, 40]]))
    assert toll.pmf([31, 40, 41, 42]).tolist() == [0.5, 0.25, 0.0, 0.25]
    for bad in ([31, math.nan], [31.5], [-1], [], [math.inf]):
        with pytest.raises(InvalidValueError, match="samples must"):
            Toll.from_samples(bad)
    with pytest.raises(InvalidTypeError, match="numbers of people"):
        Toll.from_samples(["many"])


def test_values_may_repeat_and_come_in_any_order() -> None:
    toll = Toll.from_pmf([42, 31, 42], [1, 2, 1])
    assert toll.pmf([31, 42]).tolist() == [0.5, 0.5]
    assert Toll.from_pmf(range(31, 34), [1, 1, 2]).mean() == 32.25
    for values, probs in (([31], [0.5, 0.5]), ([31, 42], [0, 0]), ([31, 42], [-1, 2])):
        with pytest.raises(InvalidValueError, match="probs must"):
            Toll.from_pmf(values, probs)
    with pytest.raises(InvalidValueError, match="whole numbers"):
        Toll.from_pmf([31.2], [1])


@pytest.mark.parametrize(
    ("arguments", "options", "argument"),
    [
        ((-1, [1.0]), {}, "start"),
        ((1.5, [1.0]), {}, "start"),
        ((math.nan, [1.0]), {}, "start"),
        ((None, [1.0]), {}, "start"),
        ((1, []), {}, "probs"),
        ((1, [0.0]), {}, "probs"),
        ((1, [0.5, -0.1]), {}, "probs"),
        ((1, [0.5, math.nan]), {}, "probs"),
        ((1, [[0.5, 0.5]]), {}, "probs"),
        ((1, [1.0]), {"step": 0}, "step"),
        ((1, [1.0]), {"level": 95}, "level"),
        ((1, [1.0]), {"trimmed": 1.5}, "trimmed"),
    ],
)
def test_impossible_tolls_are_refused(arguments: Any, options: Any, argument: str) -> None:
    with pytest.raises(InvalidValueError, match=f"^{argument} must"):
        Toll(*arguments, **options)


# ------------------------------------------------------------------ being a value


def test_a_toll_is_immutable() -> None:
    toll = Toll(31, [0.6, 0.4])
    for name in ("start", "probs", "label", "level", "claims", "law", "made_up"):
        with pytest.raises(AttributeError, match="immutable"):
            setattr(toll, name, 1)
    with pytest.raises(AttributeError):
        del toll.label
    with pytest.raises(ValueError, match="read-only"):
        toll.probs[0] = 0.0
    given = np.array([0.6, 0.4])
    toll = Toll(31, given)
    given[0] = 0.0
    assert toll.pmf(31) == 0.6


@pytest.mark.parametrize(
    "toll",
    [
        Toll(31, [0.6, 0.4], step=3, label="x", notes=["n"], level=0.8, claims=[Claim(text="a")]),
        Toll.from_law(SpikedPareto(31, 0.5, 9.0), label="law", inputs=[3]),
    ],
)
def test_copies_and_pickles_keep_everything(toll: Toll) -> None:
    assert copy.copy(toll) is toll
    assert copy.deepcopy(toll) is toll
    again = pickle.loads(pickle.dumps(toll))  # noqa: S301 -- just pickled
    assert not again.probs.flags.writeable
    for name in ("claims", "inputs", "label", "notes", "level", "key", "start", "step", "trimmed"):
        assert getattr(again, name) == getattr(toll, name), name
    np.testing.assert_array_equal(again.probs, toll.probs)


def test_equality_is_identity_and_key_is_content() -> None:
    one, same, other = (Toll(31, p) for p in ([0.6, 0.4], [0.6, 0.4], [0.5, 0.5]))
    assert one != same
    assert len({one, same}) == 2
    assert one.key == same.key != other.key
    assert Toll(32, [0.6, 0.4]).key != one.key
    assert Toll(31, [0.6, 0.4], step=2).key != one.key
    laws = [Toll.from_law(SpikedPareto(31, 0.5, 9.0)) for _ in range(2)]
    assert laws[0].key == laws[1].key
    assert hash(one.key) == hash(same.key)


def test_replace_changes_words_not_numbers() -> None:
    toll = Toll(31, [0.6, 0.4], claims=[Claim(text="a")], notes=["read so"])
    other = toll.replace(label="b", level=0.5)
    assert (other.label, other.level, other.notes) == ("b", 0.5, ("read so",))
    assert (toll.label, toll.level) == ("", 0.95)
    assert other.lattice is toll.lattice
    with pytest.raises(TypeError):
        toll.replace(start=3)


@pytest.mark.parametrize("other", [Toll.exact(3), 3, 0.5])
def test_plus_is_refused_with_the_way_out(other: Any) -> None:
    for act in (operator.add, operator.sub):
        for left, right in ((Toll.exact(31), other), (other, Toll.exact(31))):
            with pytest.raises(InvalidTypeError, match=r"cs\.total"):
                act(left, right)
    with pytest.raises(InvalidTypeError, match="correlation"):
        sum([Toll.exact(31)])


def test_the_own_level_is_the_default() -> None:
    toll = Toll(31, np.ones(100), level=0.5)
    assert toll.interval() == toll.interval(level=0.5)
    assert toll.hdi().level == 0.5
    for bad in (95, 0, 1.0):
        with pytest.raises(InvalidValueError, match="level"):
            toll.interval(bad)
        with pytest.raises(InvalidValueError, match="level"):
            toll.hdi(bad)


def test_moments_asked_wrongly() -> None:
    toll = Toll(31, [0.6, 0.4])
    assert toll.stats("m") == pytest.approx(31.4)
    assert np.isnan(Toll.exact(31).stats("sk")).all()
    assert toll.expect(lb=32, conditional=True) == pytest.approx(32)
    with pytest.raises(InvalidValueError, match="moments"):
        toll.stats("x")
    with pytest.raises(InvalidValueError, match="order"):
        toll.moment(1.5)  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="lb"):
        toll.expect(lb=99, conditional=True)


# ------------------------------------------------------------------------ showing


def test_one_line_shows_words_and_interval() -> None:
    toll = Toll.from_pmf([1100, 2400, 7900], [0.1, 0.8, 0.1], label="several thousand")
    assert repr(toll) == "Toll('several thousand': 2,400, 95% 1,100–7,900)"
    assert repr(Toll.exact(31, level=0.9)) == "Toll(31, 90% 31)"


def test_summary_frame_and_card_hold_the_same_numbers() -> None:
    claims = [Claim(low=n, high=n, best=n, text=f"{n} <dead>") for n in (31, 35, 40, 42)]
    toll = Toll(31, np.ones(12), label="<31>", claims=claims, notes=["pooled", "twice"])
    text = toll.summary()
    assert "<31>" in text
    assert "“31 <dead>”; “35 <dead>”; “40 <dead>” and 1 more" in text
    assert "pooled" in text
    assert "twice" in text
    html = toll._repr_html_()
    assert "<31>" not in html
    assert "&lt;31&gt;" in html
    assert "<svg" in html
    row = toll.to_frame()
    assert row.columns.tolist() == ["label", "lower", "median", "upper", "level", "mean", "std"]
    low, high = toll.interval()
    assert row[["lower", "median", "upper"]].to_numpy().tolist() == [[low, toll.median(), high]]


@pytest.mark.parametrize(
    "toll", [Toll.exact(31), Toll(31, [0.6, 0.3, 0.1]), Toll.from_law(SpikedPareto(31, 0.5, 40.0))]
)
def test_plot_takes_axes_and_gives_axes(toll: Toll) -> None:
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    _, ax = plt.subplots()
    assert toll.plot(ax, level=0.9, color="grey") is ax
    fresh = toll.plot()
    assert fresh is not ax
    fresh.figure.canvas.draw()
    plt.close("all")
