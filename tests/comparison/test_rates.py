"""Rates keep their denominators; intervals and ratios agree with R, SciPy and statsmodels."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from casualtystats.comparison.rate_ratio import METHODS, rate_ratio
from casualtystats.comparison.rates import rate
from casualtystats.errors import InvalidTypeError, InvalidValueError, ScopeError

PAIRS = [(352, 3_000), (31, 42), (0, 42), (1, 11)]
EXPOSURES = st.floats(0.1, 50)


def close(found: float, wanted: float) -> bool:
    return found == pytest.approx(wanted, rel=1e-6, abs=1e-6)


@pytest.fixture(scope="module")
def reference(shared_path: Path) -> dict[tuple[str, int, int], dict[str, Any]]:
    found: dict[tuple[str, int, int], dict[str, Any]] = {}
    for name in ("R", "py"):
        pairs = json.loads((shared_path / "reference" / f"rates_{name}.json").read_text())["pairs"]
        found |= {(name, pair["x"], pair["y"]): pair for pair in pairs}
    return found


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_exact_and_midp_agree_with_r(
    x: int, y: int, reference: dict[tuple[str, int, int], dict[str, Any]]
) -> None:
    pair = reference["R", x, y]
    exact, wanted = rate_ratio(x, y), pair["rateratio.test"]
    assert tuple(exact.interval()) == pytest.approx(tuple(wanted["ci"]), rel=1e-6, abs=1e-6)
    assert close(exact.pvalue, wanted["p"])
    assert exact.ratio == pytest.approx(wanted["estimate"])
    midp, wanted = rate_ratio(x, y, method="midp"), pair["exactci_central_midp"]
    assert close(midp.pvalue, wanted["p"])
    # exactci stops its root search early: its ends miss their own equation by up to 3e-4 in
    # probability. Ours solve it to 1e-12 (test_midp_ends_solve_their_equations).
    assert tuple(midp.interval()) == pytest.approx(tuple(wanted["ci"]), rel=5e-3)


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_score_and_e_test_agree_with_python(
    x: int, y: int, reference: dict[tuple[str, int, int], dict[str, Any]]
) -> None:
    pair = reference["py", x, y]
    score = rate_ratio(x, y, method="score")
    low, high = score.interval()
    if x > 0:  # statsmodels collapses to one point at zero counts
        assert close(low, pair["sm_ci_ratio_score"][0])
    else:
        assert low == 0.0
    assert close(high, pair["sm_ci_ratio_score"][1])
    assert close(score.pvalue, pair["sm_test_score"][1])
    wanted = pair["scipy_poisson_means_test(E-test)"]["p"]
    assert close(rate_ratio(x, y, method="e-test").pvalue, wanted)


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_midp_ends_solve_their_equations(x: int, y: int) -> None:
    n = x + y
    low, high = (r / (1 + r) for r in rate_ratio(x, y, method="midp").interval())
    below = stats.binom.cdf(x, n, high) - 0.5 * stats.binom.pmf(x, n, high)
    assert below == pytest.approx(0.025, abs=1e-12)
    if x > 0:
        above = stats.binom.sf(x, n, low) + 0.5 * stats.binom.pmf(x, n, low)
        assert above == pytest.approx(0.025, abs=1e-12)


@given(st.integers(0, 25), st.integers(0, 25), EXPOSURES, EXPOSURES)
def test_e_test_is_its_definition(x: int, y: int, s: float, t: float) -> None:
    """Brute force; SciPy's value may lose ties, even what was seen, to rounding."""
    assume(x + y > 0)
    pooled = (x + y) / (s + t)
    p, q = (stats.poisson(pooled * over).pmf(range(110)) for over in (s, t))
    seen = abs(x / s - y / t) / math.sqrt(x / s**2 + y / t**2)
    strict = loose = 0.0
    for i in range(110):
        for j in range(110 - i):
            spread = math.sqrt(i / s**2 + j / t**2)
            pivot = abs(i / s - j / t) / spread if spread else 0.0
            strict += p[i] * q[j] * (pivot > seen * (1 + 1e-9))
            loose += p[i] * q[j] * (pivot >= seen * (1 - 1e-9))
    assert rate_ratio(x, y, s, t, method="e-test").pvalue == pytest.approx(loose, abs=1e-8)
    theirs = stats.poisson_means_test(x, s, y, t).pvalue
    assert strict - 1e-8 <= theirs <= loose + 1e-8


@given(st.integers(1, 60), st.integers(1, 60), EXPOSURES, EXPOSURES, st.floats(0.3, 0.98))
def test_exact_ends_are_clopper_pearson(x: int, y: int, s: float, t: float, level: float) -> None:
    low, high = rate_ratio(x, y, s, t).interval(level)
    share = stats.binomtest(x, x + y).proportion_ci(level, method="exact")
    assert low == pytest.approx(share.low / (1 - share.low) * t / s)
    assert high == pytest.approx(share.high / (1 - share.high) * t / s)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=20)
@given(x=st.integers(0, 25), y=st.integers(0, 25), s=EXPOSURES, t=EXPOSURES)
def test_laws_of_every_method(method: Any, x: int, y: int, s: float, t: float) -> None:
    answer = rate_ratio(x, y, s, t, method=method)
    mirrored = rate_ratio(y, x, t, s, method=method)
    low, high = answer.interval(0.9)
    assert 0 <= low <= high
    assert math.isinf(high) == (y == 0)
    assert (low == 0) == (x == 0)
    if x + y > 0 and y > 0:
        assert low <= answer.ratio * (1 + 1e-9)
        assert answer.ratio <= high * (1 + 1e-9)
    back = mirrored.interval(0.9)
    assert low == pytest.approx(1 / back.high if back.high else math.inf, rel=1e-6)
    assert 0 <= answer.pvalue <= 1
    assert answer.pvalue == pytest.approx(mirrored.pvalue, abs=1e-9)
    # the unit of the exposures does not matter
    scaled = rate_ratio(x, y, s * 7, t * 7, method=method).interval(0.9)
    assert scaled.low == pytest.approx(low, rel=1e-6)


def test_e_test_interval_ends_where_the_test_rejects() -> None:
    answer = rate_ratio(31, 42, 3.0, 2.5, method="e-test")
    low, high = answer.interval(0.9)
    for side, end, outside in ((1, low, low * (1 - 1e-9)), (-1, high, high * (1 + 1e-9))):
        assert answer._e_test(outside, side) < 0.05 <= answer._e_test(end, side)


def test_e_test_interval_of_few_against_many_has_a_lower_end() -> None:
    """The two-sided test rejects no low ratio here: its interval would begin at 0."""
    answer = rate_ratio(1, 11, method="e-test")
    low, high = answer.interval()
    assert answer._e_test(1e-6) > 0.9
    exact, midp = (rate_ratio(1, 11, method=m).interval() for m in ("exact", "midp"))
    assert exact.low < midp.low < low < high < midp.high < exact.high


def test_e_test_intervals_cover() -> None:
    """By enumeration at the true ratio; the test is approximate, so the bound is not 0.95."""
    for first, second in ((2.0, 30.0), (5.0, 9.0)):
        x = np.arange(stats.poisson.isf(1e-6, first) + 1).astype(int)
        y = np.arange(stats.poisson.isf(1e-6, second) + 1).astype(int)
        held = 0.0
        for a in x:
            for b in y:
                weight = stats.poisson.pmf(a, first) * stats.poisson.pmf(b, second)
                if weight < 1e-6 or a + b == 0:
                    continue
                seen = rate_ratio(int(a), int(b), method="e-test")
                ends = seen._e_test(first / second, 1), seen._e_test(first / second, -1)
                held += weight * (min(ends) >= 0.025)
        assert 0.94 < held < 0.985


@pytest.mark.parametrize("method", ["midp", "score"])
def test_intervals_agree_with_their_own_test(method: Any) -> None:
    """The end of the interval at level 1 - p, where p is the p-value, lies at a ratio of 1."""
    answer = rate_ratio(31, 42, 3.0, 2.5, method=method)
    assert answer.interval(1 - answer.pvalue).high == pytest.approx(1.0, rel=1e-6)


def test_no_events_say_nothing() -> None:
    for method in METHODS:
        answer = rate_ratio(0, 0, 3, 4, method=method)
        assert math.isnan(answer.ratio)
        assert tuple(answer.interval()) == (0, math.inf)
        assert answer.pvalue == 1


@pytest.mark.parametrize(
    ("count", "exposure", "denominator", "percent"),
    [
        (396, 42_089, "engagements", 0.94),
        (102, 42_089, "engagements", 0.242),
        (102, 20_205, "strikes", 0.505),
        (102, 396, "reports", 25.8),
    ],
)
def test_the_coalitions_rates(count: int, exposure: int, denominator: str, percent: float) -> None:
    found = rate(count, exposure, denominator=denominator)
    assert found.value * 100 == pytest.approx(percent, rel=3e-3)
    assert found.kind == ("share" if denominator == "reports" else "per unit")
    assert found.value in found.interval()


@given(st.integers(0, 80), st.integers(80, 400), st.floats(0.3, 0.98))
def test_a_share_has_clopper_pearsons_interval(x: int, n: int, level: float) -> None:
    wanted = stats.binomtest(x, n).proportion_ci(level, method="exact")
    found = rate(x, n, denominator="reports").interval(level)
    assert tuple(found) == pytest.approx((wanted.low, wanted.high))


@pytest.mark.parametrize("x", [0, 1, 5, 11, 31, 42, 352, 3_000])
def test_garwood_agrees_with_r(x: int, shared_path: Path) -> None:
    single = json.loads((shared_path / "reference" / "rates_R.json").read_text())["single"]
    wanted = next(row["garwood"] for row in single if row["x"] == x)
    found = rate(x, 7, denominator="strikes").interval()
    assert (found.low * 7, found.high * 7) == pytest.approx(tuple(wanted), rel=1e-9, abs=1e-12)


def test_unlike_denominators_are_refused() -> None:
    per_engagement = rate(102, 42_089, denominator="engagements")
    one_in_five = rate(21, 103, denominator="strikes")
    with pytest.raises(ScopeError, match="same denominator") as raised:
        one_in_five.ratio(per_engagement)
    assert raised.value.fields == ("denominator",)
    assert "strikes ↔ engagements" in str(raised.value)


def test_unlike_events_are_refused() -> None:
    reported = rate(396, 20_205, denominator="strikes", counted="reports")
    credible = rate(102, 20_205, denominator="Strikes", counted="credible reports")
    with pytest.raises(ScopeError) as raised:
        reported.ratio(credible)
    assert raised.value.fields == ("counted",)


def test_thirty_one_times_not_eighty_three() -> None:
    """One strike in five against one in 157, both per strike."""
    answer = rate(21, 103, denominator="strikes").ratio(rate(89, 14_000, denominator="strikes"))
    assert answer.ratio == pytest.approx(32.07, abs=0.01)
    assert 31 in answer.interval()
    assert 83 not in answer.interval()


@pytest.mark.parametrize("count", [-1, 2.5, math.nan, math.inf])
def test_counts_that_cannot_be(count: Any) -> None:
    with pytest.raises(InvalidValueError, match="count must be a whole number"):
        rate(count, 10, denominator="strikes")
    with pytest.raises(InvalidValueError, match="count2 must be a whole number"):
        rate_ratio(3, count)


@pytest.mark.parametrize("wrong", ["12", None, True])
def test_counts_of_the_wrong_kind(wrong: Any) -> None:
    with pytest.raises(InvalidTypeError):
        rate(wrong, 10, denominator="strikes")
    with pytest.raises(InvalidTypeError):
        rate_ratio(1, 1, wrong)


def test_other_refusals() -> None:
    with pytest.raises(InvalidValueError, match="at least the count"):
        rate(12, 10, denominator="reports")
    with pytest.raises(InvalidValueError, match="denominator must name"):
        rate(1, 10, denominator=" ")
    with pytest.raises(InvalidValueError, match="kind must be"):
        rate(1, 10, denominator="strikes", kind="odds")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="exposure2 must be a positive number"):
        rate_ratio(1, 2, 1, 0)
    with pytest.raises(InvalidValueError, match="method must be one of"):
        rate_ratio(1, 2, method="wald")  # type: ignore[arg-type]
    assert rate(12, 10, denominator="reports", kind="per unit").value == 1.2
    assert "1.2 (" in str(rate(12, 10, denominator="strikes", counted="deaths"))
