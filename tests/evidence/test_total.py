"""total: what it takes, what it refuses, and what it says it did."""

from __future__ import annotations

import math
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import (
    CasualtyStatsWarning,
    InvalidTypeError,
    InvalidValueError,
    ScopeError,
)
from casualtystats.evidence.fuse import fuse
from casualtystats.evidence.report import Report
from casualtystats.evidence.total import total
from casualtystats.text.claim import Claim
from casualtystats.toll.estimate import estimate
from casualtystats.toll.toll import Toll
from tests.evidence.strategies import figure, small_tolls
from tests.toll.tolls import SpikedPareto

RHOS: list[Any] = [0, 0.3, 1, "unknown"]
tolls = st.lists(small_tolls, min_size=1, max_size=5)


def hump(n: int) -> Toll:
    """A toll around `n`."""
    k = np.arange(0, 3 * n)
    return Toll(0, np.exp(-0.5 * ((k - n) / (0.3 * n)) ** 2), label=f"about {n}")


# ------------------------------------------------------------------------- laws


@given(tolls, st.permutations(range(5)))
def test_order_does_not_matter(parts: list[Toll], order: list[int]) -> None:
    shuffled = [parts[i] for i in order if i < len(parts)]
    for rho in RHOS:
        one, other = (total(some, correlation=rho) for some in (parts, shuffled))
        np.testing.assert_allclose(other.cdf(one.values), one.cdf(one.values), atol=1e-9)


@given(tolls, tolls)
def test_parts_may_be_summed_apart_without_correlation_and_with_all_of_it(
    some: list[Toll], others: list[Toll]
) -> None:
    for rho in (0, 1):
        whole = total([*some, *others], correlation=rho)
        halves = [total(part, correlation=rho) for part in (others, some)]
        together = total(halves, correlation=rho)
        np.testing.assert_allclose(together.cdf(whole.values), whole.cdf(whole.values), atol=1e-11)


@given(tolls, st.integers(0, 500))
def test_a_certain_toll_moves_the_sum(parts: list[Toll], by: int) -> None:
    for rho in RHOS:
        still = total(parts, correlation=rho)
        moved = total([*parts, Toll.exact(by)], correlation=rho)
        assert tuple(moved.interval(0.9)) == tuple(end + by for end in still.interval(0.9))


@given(tolls)
def test_the_mean_adds_and_more_correlation_is_wider(parts: list[Toll]) -> None:
    mean = sum(toll.mean() for toll in parts)
    spreads = []
    for rho in (0, 0.2, 0.5, 0.9, 1):
        found = total(parts, correlation=rho)
        assert found.mean() == pytest.approx(mean, rel=1e-9)
        spreads.append(found.std())
    assert (np.diff(spreads) >= -1e-7).all()


@given(tolls, st.floats(0.3, 0.99))
def test_unknown_correlation_contains_every_other(parts: list[Toll], level: float) -> None:
    low, high = total(parts, correlation="unknown", level=level).interval()
    for rho in (0, 0.3, 0.8, 1):
        other = total(parts, correlation=rho).interval(level * (1 - 1e-9))
        assert low <= other.low
        assert other.high <= high


def test_one_toll_is_its_own_sum_whatever_the_correlation() -> None:
    toll = hump(31)
    for rho in RHOS:
        found = total([toll], correlation=rho)
        q = np.array([0.025, 0.5, 0.975]) if rho != "unknown" else np.array([0.025, 0.975])
        np.testing.assert_array_equal(found.ppf(q), toll.ppf(q))


def test_equal_laws_are_raised_to_powers() -> None:
    toll = hump(12)
    copies = [Toll(toll.start, toll.probs) for _ in range(300)]
    for rho in (0, 0.3, 1):
        np.testing.assert_array_equal(
            total(copies, correlation=rho).probs, total([toll] * 300, correlation=rho).probs
        )


def test_many_tolls_against_the_normal_limit() -> None:
    """A thousand alike: independent sums are normal, correlated ones spread with the factor."""
    parts = [hump(20 + i % 7) for i in range(1000)]
    apart = total(parts, correlation=0)
    spread = math.sqrt(sum(toll.var() for toll in parts))
    assert apart.std() == pytest.approx(spread, rel=1e-7)
    assert apart.interval(0.95).width == pytest.approx(2 * 1.96 * spread, rel=0.01)
    alike = total(parts, correlation=0.3)
    # these humps are nearly normal, so covariances are nearly 0.3 of full ones
    each = sum(toll.std() for toll in parts)
    assert alike.std() == pytest.approx(math.sqrt(0.7 * spread**2 + 0.3 * each**2), rel=0.01)


# ----------------------------------------------------------------- what it takes


def test_takes_whatever_estimate_takes() -> None:
    claim = figure(42)
    parts = [31, claim, (20, 30), Report(figure(11), source="wire"), Toll.exact(3)]
    found = total(parts, correlation=0)
    expected = [
        estimate(31),
        estimate(claim),
        estimate((20, 30)),
        estimate(figure(11)),
        Toll.exact(3),
    ]
    assert found.mean() == pytest.approx(sum(toll.mean() for toll in expected), rel=1e-9)
    assert len(found.inputs) == 5
    assert [toll.key for toll in found.inputs] == [toll.key for toll in expected]
    assert claim in found.claims
    assert found.inputs[3].inputs == (parts[3],)
    assert total(iter([31, 42]), correlation=0).label == "total of 2"


def test_the_result_keeps_its_inputs_and_says_how_it_was_made() -> None:
    parts = [hump(31), hump(42)]
    for rho, words in ((0, "independently"), (0.3, "copula"), (1, "alike"), ("unknown", "widest")):
        found = total(parts, correlation=rho, level=0.8, label="both")  # type: ignore[arg-type]
        assert found.inputs == tuple(parts)
        assert (found.label, found.level, found.interval().level) == ("both", 0.8, 0.8)
        assert found.notes[0].startswith(f"correlation {rho}")
        assert words in found.notes[0]
        again = pickle.loads(pickle.dumps(found))  # noqa: S301 -- just pickled
        assert again.interval() == found.interval()
    mean = sum(toll.mean() for toll in parts)
    assert f"{mean:.4g}" in found.notes[1]
    assert found.median() == round(mean)


def test_what_is_left_out_or_blurred_is_said() -> None:
    coarse = total([Toll.from_pmf([0, 10**6], [1, 1]), hump(31)], correlation=0)
    assert coarse.step > 1
    assert f"cells of {coarse.step} people" in " ".join(coarse.notes)
    cut = total([Toll(3, [1, 2], trimmed=0.01), hump(31)], correlation=0.5)
    assert cut.trimmed == pytest.approx(0.01, rel=1e-6)
    assert "0.01 are left out" in " ".join(cut.notes)
    assert len(total([hump(31), hump(3)], correlation=0).notes) == 1


def test_many_tolls_keep_more_of_their_tails() -> None:
    toll = Toll.from_law(SpikedPareto(2000, 0.3, 4000.0))
    assert toll.trimmed > 5e-8
    many = total([toll] * 1000, correlation=0)
    assert many.trimmed < 5e-6
    assert many.mean() == pytest.approx(1000 * (2000 + 0.7 * 4000 / 3), rel=1e-3)


# --------------------------------------------------------------- what it refuses


@pytest.mark.parametrize("bad", [-0.1, -1.0, 1.1, 30, math.nan])
def test_impossible_correlations_are_refused(bad: float) -> None:
    with pytest.raises(InvalidValueError, match="correlation must be from 0 to 1"):
        total([31, 42], correlation=bad)


def test_a_negative_correlation_is_refused_with_the_reason() -> None:
    with pytest.raises(InvalidValueError, match="cannot all err against one another"):
        total([31, 42], correlation=-0.2)


@pytest.mark.parametrize("bad", ["high", None, True, [0.3]])
def test_a_correlation_is_a_number_or_unknown(bad: Any) -> None:
    with pytest.raises(InvalidTypeError, match="correlation must be a number or 'unknown'"):
        total([31, 42], correlation=bad)


def test_the_correlation_has_no_default() -> None:
    with pytest.raises(TypeError, match="correlation"):
        total([31, 42])  # type: ignore[call-arg]


def test_nothing_to_add_is_unknown_not_zero() -> None:
    for rho in RHOS:
        with pytest.raises(InvalidValueError, match="unknown, not 0"):
            total([], correlation=rho)


@pytest.mark.parametrize("bad", [Toll.exact(3), "31 killed", 31, None, {"a": 31}])
def test_one_thing_is_not_several(bad: Any) -> None:
    with pytest.raises(InvalidTypeError, match="tolls must be several tolls"):
        total(bad, correlation=0)


def test_bad_levels_are_refused() -> None:
    with pytest.raises(InvalidValueError, match=r"Did you mean 0\.95"):
        total([31], correlation=0, level=95)


def scoped(n: int, **scope: Any) -> Toll:
    """A toll whose claim states a scope."""
    return Toll.exact(n, claims=[Claim(low=n, high=n, best=n, text=str(n), **scope)])


def test_killed_and_injured_are_not_added() -> None:
    killed, injured, unstated = scoped(31, outcome="killed"), scoped(42, outcome="injured"), 7
    with pytest.raises(ScopeError, match="differ in outcome") as caught:
        total([killed, unstated, injured], correlation=0)
    assert caught.value.fields == ("outcome",)
    assert total([killed, unstated, killed], correlation=0).mean() > 62
    both = total([killed, injured], correlation=0, ignore="outcome")
    assert both.mean() == 73
    nested = total([killed, 3], correlation=1)
    with pytest.raises(ScopeError):
        total([nested, injured], correlation=1)


def test_unlike_victims_and_standards_are_not_added() -> None:
    children = scoped(3, outcome="killed", victims=("children",))
    men = scoped(4, outcome="killed", victims=("men",))
    with pytest.raises(ScopeError) as caught:
        total([children, men], correlation=0)
    assert caught.value.fields == ("victims",)
    assert total([children, men], correlation=0, ignore=("victims",)).mean() == 7
    confirmed = Report(figure(5), standard="confirmed")
    with pytest.raises(ScopeError) as caught:
        total([confirmed, Report(figure(6), standard="reported")], correlation=0)
    assert caught.value.fields == ("standard",)


def test_other_places_and_periods_are_what_totals_are_for() -> None:
    reports = [Report(figure(5), place="Raqqa", period="2016"), Report(figure(6), place="Mosul")]
    assert len(total(reports, correlation=0).inputs) == 2


def test_an_incident_counted_twice_is_pointed_out() -> None:
    twice = [Report(figure(5), incident="A17"), Report(figure(6), incident="A17")]
    with pytest.warns(CasualtyStatsWarning, match="'A17' is in two of the tolls"):
        total(twice, correlation=0)
    total([Report(figure(5), incident="A17"), Report(figure(6), incident="B2")], correlation=0)


def test_a_sum_of_unknown_correlation_claims_no_median_and_is_no_summand() -> None:
    parts = [estimate("at least 31"), estimate("dozens"), estimate(12)]
    bounds = total(parts, correlation="unknown", label="all")
    assert bounds.only_bounds
    assert bounds.mean() == pytest.approx(total(parts, correlation=0).mean(), rel=1e-4)
    assert bounds.stats("mv")[0] == bounds.mean() == bounds.expect() == bounds.moment(1)
    assert np.isnan([bounds.moment(2), bounds.expect(lambda n: n), bounds.expect(lb=3)]).all()
    assert total(parts[:1], correlation="unknown").median() == parts[0].median()
    assert np.isnan([bounds.var(), bounds.std(), bounds.to_frame()["median"].item()]).all()
    assert repr(bounds).endswith("whatever the dependence)")
    assert "median  " not in bounds.summary()
    assert "<svg" not in bounds._repr_html_()  # no shape is known
    drawn = [text.get_text() for text in bounds.plot(level=0.9).texts]
    assert [words.split(":")[0] for words in drawn] == ["50%", "80%", "90%"]
    with pytest.raises(InvalidValueError, match="tolls must be no sums of unknown correlation"):
        total([bounds, estimate(5)], correlation=0)
    known = total(parts, correlation=0)
    assert not known.only_bounds
    assert total([known, estimate(5)], correlation=0).mean() > known.mean()


def test_the_parts_of_a_report_hold_its_toll_up_in_a_sum_too() -> None:
    report = Report("at least 12, including 15 women and 14 men")
    assert len(report.sub) == 2
    summed = total([report, Toll.exact(5)], correlation=0)
    assert summed.interval(0.999).low >= 29 + 5
    assert summed.inputs[0].interval() == fuse([report]).interval()
