from __future__ import annotations

import numpy as np
import pytest
from scipy.special import betaln, gammaln

from casualtystats.lists import OverlapTable
from casualtystats.lists.gibbs import Chains, Prior
from casualtystats.lists.tempering import Sampler

PATTERNS = np.array([[c >> j & 1 for j in range(3)] for c in range(1, 8)], dtype=float)


def test_data_drawn_from_the_parameters_give_the_prior_back() -> None:
    """Geweke (2004): drawing data and parameters in turn leaves the prior as it is.

    An error in any full conditional, or in how small shares are kept, moves some mean.
    """
    generator = np.random.default_rng(3)
    prior = Prior(classes=3, shape=0.5, rate=0.5)
    state = Chains(prior, 3, 300, generator)
    kept = []
    for turn in range(2200):
        joint, _ = state.log_joint(PATTERNS)
        shares = np.exp(joint).sum(axis=1)
        people = generator.multinomial(20, shares / shares.sum(axis=1, keepdims=True))
        state.step(PATTERNS, people)
        state.slide(PATTERNS, people, state.fit(PATTERNS))
        if turn >= 700:
            first = np.exp(state.log_share[:, 0])
            chance = state.chance[:, 0]
            kept.append(
                [
                    np.log(state.concentration),
                    state.concentration,
                    first,
                    first**2,
                    chance[:, 0],
                    state.chance[:, 2, 1],
                    chance[:, 0] * chance[:, 1],
                    first * chance[:, 2],
                ]
            )
    found = np.array(kept).mean(axis=0)
    error = found.std(axis=1, ddof=1) / np.sqrt(found.shape[1])
    alpha = np.random.default_rng(4).gamma(0.5, 2.0, 2_000_000)
    share, square = (1 / (1 + alpha)).mean(), (2 / ((1 + alpha) * (2 + alpha))).mean()
    expected = [np.log(alpha).mean(), 1.0, share, square, 0.5, 0.5, 0.25, share / 2]
    assert np.abs((found.mean(axis=1) - expected) / error).max() < 4.5


def test_one_class_has_a_closed_form() -> None:
    """With one class the lists are independent: the posterior of the missing is known."""
    overlap = OverlapTable(("a", "b", "c"), np.array([0, 31, 22, 9, 40, 12, 8, 5]))
    sizes = np.array(list(overlap.on_list().values()))
    n, missing = overlap.observed, np.arange(3000.0)
    logs = gammaln(n + missing) - gammaln(missing + 1)
    logs += betaln(1 + sizes[:, None], 1 + n + missing - sizes[:, None]).sum(axis=0)
    exact = np.exp(logs - logs.max())
    exact /= exact.sum()
    sampler = Sampler(overlap, Prior(classes=1), 20, 3, np.random.default_rng(1))
    sampler.warm_up(100)
    drawn = sampler.draw(1500, 2)
    mean = float(exact @ missing)
    error = drawn.mean(axis=1).std(ddof=1) / np.sqrt(20)
    assert abs(drawn.mean() - mean) < 4 * error
    assert error < 0.02 * mean
    for quantile in (0.05, 0.5, 0.95):
        assert (drawn <= np.searchsorted(exact.cumsum(), quantile)).mean() == pytest.approx(
            quantile, abs=0.03
        )


def test_shares_sum_to_one_and_small_ones_are_kept() -> None:
    state = Chains(Prior(classes=6, shape=0.01), 3, 50, np.random.default_rng(0))
    for _ in range(60):
        state.step(PATTERNS, np.array([9, 8, 7, 6, 5, 4, 3]))
    assert np.exp(state.log_share).sum(axis=1) == pytest.approx(np.ones(50))
    assert state.log_share.min() < -40  # a float next to 1 would have lost it
    assert np.isfinite(state.log_share).all()


def test_sliding_a_class_that_next_to_nobody_is_in_costs_nothing() -> None:
    """Its prior is flat in the logarithm there, also where a share is below any float."""
    state = Chains(Prior(classes=4), 3, 1, np.random.default_rng(0))
    state.concentration = np.array([1e-9])
    for depth in (-20.0, -900.0):
        here = np.array([[0.0, depth, 2 * depth, 3 * depth]])
        there = here + np.array([[0.0, -7.0, 0.0, 0.0]])
        assert state._log_prior(there) - state._log_prior(here) == pytest.approx(0, abs=1e-5)
