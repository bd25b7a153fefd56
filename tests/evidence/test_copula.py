"""Tolls that err partly alike, against the bivariate normal, draws and the two limits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtr

from casualtystats.evidence import copula as module
from casualtystats.evidence.comonotone import comonotone
from casualtystats.evidence.convolve import convolve
from casualtystats.evidence.copula import partly_alike
from casualtystats.toll.lattice import Lattice, normalised
from casualtystats.toll.toll import Toll

ONE = normalised(31, [1, 6, 2, 1])
OTHER = normalised(5, [3, 1, 1, 0, 5])


def spiked(figure: int, share: float = 0.4) -> Lattice:
    """A share stands at the figure, the rest is a hump above it."""
    k = np.arange(0, 5 * figure + 30)
    p = (1 - share) * stats.gamma.pdf(k + 0.5, 4.0, loc=0.6 * figure, scale=0.2 * figure + 1)
    p /= p.sum() / (1 - share)
    p[figure] += share
    return normalised(0, p)


def mixed(n: int, seed: int = 2) -> list[tuple[Lattice, int]]:
    """Many small incidents and a few large ones."""
    figures = np.ceil(np.random.default_rng(seed).pareto(1.0, n) * 3 + 1).clip(1, 600).astype(int)
    sizes, counts = np.unique(figures, return_counts=True)
    return [(spiked(f), c) for f, c in zip(sizes.tolist(), counts.tolist(), strict=True)]


@pytest.mark.parametrize("rho", [0.05, 0.3, 0.62, 0.9])
def test_two_tolls_equal_the_bivariate_normal(rho: float) -> None:
    """P(X = x, Y = y) is the normal probability of a rectangle."""

    def edges(part: Lattice) -> Any:
        reached = np.concatenate([[0.0], np.cumsum(part.probs)]).clip(0, 1)
        return stats.norm.ppf(reached).clip(-12, 12)

    tight: Any = {"abseps": 1e-10, "releps": 1e-10, "maxpts": 10**6}
    tight["cov"] = np.array([[1, rho], [rho, 1]])
    normal = stats.multivariate_normal
    if abs(float(normal.cdf([0.0, 0.0], **tight)) - (0.25 + np.arcsin(rho) / (2 * np.pi))) > 1e-9:
        pytest.skip("this SciPy's bivariate normal is too coarse for a reference")
    a, b = np.meshgrid(edges(ONE), edges(OTHER), indexing="ij")
    corners = normal.cdf(np.dstack([a, b]), **tight)
    joint = np.diff(np.diff(corners, axis=0), axis=1)
    expected = np.zeros(ONE.probs.size + OTHER.probs.size - 1)
    for i, row in enumerate(joint):
        expected[i : i + row.size] += row
    found, error = partly_alike([(ONE, 1), (OTHER, 1)], rho)
    assert error == 0.0
    probs = Toll.from_lattice(found).pmf(36 + np.arange(expected.size))
    np.testing.assert_allclose(probs, expected, atol=1e-8)


@pytest.mark.parametrize(("n", "rho"), [(6, 0.3), (60, 0.25), (250, 0.7)])
def test_agrees_with_draws(n: int, rho: float) -> None:
    parts, draws = mixed(n, seed=n), 60_000
    rng = np.random.default_rng(17)
    common = np.sqrt(rho) * rng.standard_normal(draws)
    sums = np.zeros(draws)
    for part, count in parts:
        reached = np.cumsum(part.probs)
        reached[-1] = 1.0
        for _ in range(count):
            u = ndtr(common + np.sqrt(1 - rho) * rng.standard_normal(draws))
            sums += part.start + np.searchsorted(reached, u)
    found = Toll.from_lattice(partly_alike(parts, rho)[0])
    at = np.unique(np.quantile(sums, [0.005, 0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975, 0.995]))
    seen = np.array([(sums <= x).mean() for x in at])
    scores = (found.cdf(at) - seen) / np.sqrt(seen * (1 - seen) / draws)
    assert np.abs(scores).max() < 4.0


@pytest.mark.parametrize("rho", [0.1, 0.3, 0.7])
def test_interpolation_agrees_with_the_direct_rule(rho: float) -> None:
    parts = mixed(150)
    blocks = list(module._blocks(parts))
    direct = Toll.from_lattice(module._direct(blocks, rho, 400))
    joined, error = module._interpolated(blocks, rho)
    k = direct.values
    off = np.abs(Toll.from_lattice(joined).cdf(k) - direct.cdf(k)).max()
    assert off < 2e-4
    assert error <= module._AGREED / module._GAIN
    assert joined.mean_and_var()[0] == pytest.approx(direct.mean(), rel=1e-5)
    assert joined.mean_and_var()[1] == pytest.approx(direct.var(), rel=1e-3)


def test_more_nodes_change_nothing() -> None:
    blocks = list(module._blocks([(ONE, 2), (spiked(12), 3)]))
    enough = module._direct(blocks, 0.4, 45)
    more = Toll.from_lattice(module._direct(blocks, 0.4, 360))
    np.testing.assert_allclose(more.pmf(enough.values), enough.probs, atol=1e-9)


def test_the_limits_are_independence_and_comonotony() -> None:
    parts = mixed(20)
    at = Toll.from_lattice(convolve(parts)).values
    none = Toll.from_lattice(partly_alike(parts, 1e-9)[0])
    apart = Toll.from_lattice(convolve(parts))
    np.testing.assert_allclose(none.cdf(at), apart.cdf(at), atol=1e-6)
    full, error = partly_alike([(ONE, 1), (OTHER, 1)], 1 - 1e-7)
    alike = Toll.from_lattice(comonotone([(ONE, 1), (OTHER, 1)]))
    away = np.abs(Toll.from_lattice(full).cdf(alike.values) - alike.cdf(alike.values)).max()
    assert 0 < error < 5e-3
    assert away < 5e-3


def test_the_mean_stays_and_the_spread_grows_with_the_correlation() -> None:
    parts = mixed(40)
    mean = sum(n * part.mean_and_var()[0] for part, n in parts)
    spreads = []
    for rho in (0.01, 0.2, 0.5, 0.8):
        found, _ = partly_alike(parts, rho)
        assert found.mean_and_var()[0] == pytest.approx(mean, rel=1e-7)
        spreads.append(found.mean_and_var()[1])
    assert convolve(parts).mean_and_var()[1] < spreads[0]
    assert (np.diff(spreads) > 0).all()
    assert spreads[-1] < comonotone(parts).mean_and_var()[1]


def test_certain_tolls_only_move_the_sum() -> None:
    certain = Lattice(9, 1, np.ones(1))
    alone, error = partly_alike([(certain, 4)], 0.3)
    assert (alone.values.tolist(), error) == ([36], 0.0)
    moved, _ = partly_alike([(ONE, 2), (certain, 4)], 0.3)
    still, _ = partly_alike([(ONE, 2)], 0.3)
    assert moved.start == still.start + 36
    np.testing.assert_array_equal(moved.probs, still.probs)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = mixed(12)
    whole, _ = partly_alike(parts, 0.3)
    monkeypatch.setattr(module, "_BLOCK", 50)
    assert len(list(module._blocks(parts))) > 1
    split, _ = partly_alike(parts, 0.3)
    np.testing.assert_allclose(split.probs, whole.probs, atol=1e-14)
