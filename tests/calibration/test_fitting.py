"""Fitting: the likelihood by hand, and parameters found again in drawn data."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from calibration.documented import PRIORS, documented_model
from calibration.evidence import Cases
from calibration.fitting import Fit, Likelihood, fit
from calibration.vague import _match, _quantile
from casualtystats.text.claim import Claim
from casualtystats.toll.forms import KINDS
from casualtystats.toll.reading import Reading

LENT = {"more_than.stays": -3.0, "at_least.stays": -1.5}
VAGUE = {"peak": 2.0, "spread_below": 0.2, "spread_above": 0.3}


def cases_of(figures: list[int], least: list[int], most: list[int]) -> Cases:
    """Plain figures with the ranges recorded."""
    claims = tuple(Claim(low=n, high=n, best=n) for n in figures)
    return Cases(claims, np.array(least, dtype=float), np.array(most, dtype=float), {})


def test_likelihood_by_hand() -> None:
    reading = Reading.load("documented")
    law = reading.figure_law(0, 31, 31)
    p = {k: float(law.cdf(k) - law.cdf(k - 1)) for k in (30, 31, 32)}
    found = Likelihood(cases_of([31, 31], [31, 30], [31, 32])).by_case(reading)
    assert found == pytest.approx([np.log(p[31]), np.mean(np.log(list(p.values())))])


def test_parameters_are_found_again() -> None:
    model = documented_model(LENT, VAGUE)
    model = dataclasses.replace(model, priors={n: p for n, p in model.priors.items() if n in FIXED})
    rng = np.random.default_rng(17)
    truth = np.array(
        [-0.2, -1.0, 2.0, -0.5, 0.3, -0.2, 2.3, 1.0, -2.0, 0.4, -0.8, -1.1, -0.15, -0.2]
    )
    n = np.exp(rng.uniform(0.7, 6.0, 6_000)).round().astype(int)
    law = model.reading(truth).figure_law(np.zeros(n.size, dtype=int), n, n)
    y = law.ppf(rng.uniform(size=n.size)).astype(int)
    found = fit(model, cases_of(n.tolist(), y.tolist(), y.tolist()))
    errors = np.sqrt(np.diag(found.covariance))
    names = list(model.free)
    for name in ("exact.stays", "stays_size", "up_small", "spread_below", "spread_above"):
        i = names.index(name)
        assert 0.0 < errors[i] < 0.5
        assert abs(found.theta[i] - truth[i]) < 4.0 * errors[i]


# what plain figures say nothing about, held by its prior
FIXED = {"hedged.stays", "lower.up", "upper.up", "range.stays", "range.up", "exact.up"}


def test_a_prior_holds_what_data_do_not_say() -> None:
    found = fit(
        documented_model(LENT, VAGUE), cases_of([5, 31, 7, 4], [5, 20, 7, 3], [5, 44, 9, 4])
    )
    i = list(found.model.free).index("range.stays")
    (mean, sd), _ = PRIORS["range.stays"]
    assert found.theta[i] == pytest.approx(mean, abs=1e-3)
    assert np.sqrt(found.covariance[i, i]) == pytest.approx(sd, rel=1e-3)


def test_errors_follow_sums_of_parameters() -> None:
    model = documented_model(LENT, VAGUE)
    theta = np.array(list(model.free.values()))
    found = Fit(model, theta, np.diag(np.arange(theta.size) + 1.0), 0.0, 1)
    errors = found.errors()
    names = list(model.free)
    assert errors["more_than.stays"] == pytest.approx(np.sqrt(names.index("hedged.stays") + 1))
    assert errors["at_least.up_small"] == 0.0


def test_cases_behind_a_parameter() -> None:
    cases = cases_of([5, 31, 7], [5, 20, 7], [5, 44, 9])
    model = documented_model(LENT, VAGUE)
    n = Fit(model, np.zeros(len(model.free)), np.eye(len(model.free)), 0.0, 3).cases_behind(cases)
    assert n["exact.stays"] == 3
    assert n["at_least.stays"] == 0
    assert n["shared.spread_size"] == 3


def test_vague_law_passes_through_its_quantiles() -> None:
    peak, down, up = _match(np.log(1.4), np.log(2.9), np.log(8.9))
    found = [np.exp(_quantile(q, np.log(peak), down, up)) for q in (0.05, 0.5, 0.95)]
    assert found == pytest.approx([1.4, 2.9, 8.9])
    assert KINDS[-1] == "vague"
