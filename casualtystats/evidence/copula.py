"""The sum of tolls that err partly alike: a one-factor Gaussian copula, integrated exactly.

Toll i is ``F_i⁻¹(Φ(√ρ·Z + √(1 − ρ)·E_i))`` with a common Z and independent E_i, all standard
normal (Li 2000; Vasicek 2002). Given ``Z = z`` the tolls are independent, so their sum is a
convolution; what is left is one integral over z, and no random number is drawn.

Few tolls: the trapezoid rule on the probabilities themselves, whose error falls
exponentially once its step is as small as what the sum tells about z. Many tolls: the
quantiles of the conditional sum are smooth in z, so they are interpolated between some
twenty-five values of z. They rise in z, hence for each quantile the integral over z is one
normal probability. Nodes are added until halving them no longer changes the answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casualtystats.evidence.convolve import convolve
from casualtystats.toll.lattice import Lattice, fitting_step, from_points, normalised

__all__ = ["partly_alike"]

FloatArray = NDArray[np.float64]

_REACH = 6.5  # the factor is followed this many standard deviations out: 8e-11 is beyond
_WITHIN = 7.1  # and each toll's own part this many: 1e-12 is beyond
_WORK = 2**23  # cells times nodes up to which the direct rule is cheap
_MOST = 4096  # nodes of the direct rule
_SPACING = 0.52  # the first spacing of nodes between which quantiles are interpolated
_AGREED = 2e-4  # the largest change of a probability on halving the nodes that is accepted
_HALVINGS = 4
_OWN = np.linspace(-6.0, 6.0, 65)  # quantiles of the conditional sum, as normal scores


@dataclass(frozen=True, slots=True)
class _Kind:
    """A distribution as thresholds of a normal score, and how many tolls have it."""

    lattice: Lattice
    count: int
    thresholds: FloatArray

    def given(self, centre: float, spread: float) -> Lattice:
        """Return the distribution when the normal score has this mean and deviation."""
        ends = np.array([centre - _WITHIN * spread, centre + _WITHIN * spread])
        first, last = np.searchsorted(self.thresholds, ends)
        first, last = int(first), min(int(last), self.thresholds.size - 1)
        from scipy.special import ndtr

        reached = ndtr((self.thresholds[first:last] - centre) / spread)
        p = np.diff(reached, prepend=0.0, append=1.0).clip(0.0)
        lattice = self.lattice
        return Lattice(lattice.start + lattice.step * first, lattice.step, p / p.sum())


def _kind(lattice: Lattice, count: int) -> _Kind:
    from scipy.special import ndtri

    below, above = np.cumsum(lattice.probs), np.cumsum(lattice.probs[::-1])[::-1]
    above = np.append(above[1:], 0.0)
    with np.errstate(invalid="ignore"):
        low, high = ndtri(np.minimum(below, 0.5)), -ndtri(np.minimum(above, 0.5))
    thresholds = np.where(below < 0.5, low, high)
    thresholds[-1] = np.inf
    return _Kind(lattice, count, np.maximum.accumulate(thresholds))


def partly_alike(parts: Sequence[tuple[Lattice, int]], rho: float) -> tuple[Lattice, float]:
    """Return the distribution of the sum at correlation `rho`, and its numerical error.

    Parameters
    ----------
    parts : sequence of (Lattice, int)
        Distinct distributions, and how many tolls have each.
    rho : float
        The correlation of the normal scores of any two tolls, above 0 and below 1.

    Returns
    -------
    lattice : Lattice
        The distribution of the sum.
    error : float
        An estimate of the largest error of a cumulative probability.

    References
    ----------
    Li, D. X. (2000). "On Default Correlation: A Copula Function Approach". Journal of Fixed
    Income 9(4), 43–54. doi:10.3905/jfi.2000.319253.

    Vasicek, O. (2002). "The Distribution of Loan Portfolio Value". Risk 15(12), 160–162.

    Trefethen, L. N. and Weideman, J. A. C. (2014). "The Exponentially Convergent Trapezoidal
    Rule". SIAM Review 56(3), 385–458. doi:10.1137/130932132.
    """
    shift = sum(count * lattice.start for lattice, count in parts if lattice.probs.size == 1)
    lost = sum(count * lattice.trimmed for lattice, count in parts)
    kinds = [_kind(lattice, count) for lattice, count in parts if lattice.probs.size > 1]
    uncertain = sum(kind.count for kind in kinds)
    if uncertain == 0:
        return Lattice(shift, 1, np.ones(1), min(1.0, lost)), 0.0
    # the sum tells z to within this, at best, were every toll known to the last score
    told = 1.0 / math.sqrt(1.0 + uncertain * rho / (1.0 - rho))
    nodes = math.ceil(2.0 * _REACH / (0.9 * told)) + 1
    cells = sum(kind.lattice.probs.size for kind in kinds)
    if nodes <= 128 or min(nodes, _MOST) * cells <= _WORK:
        error = 0.0 if nodes <= _MOST else _REACH / _MOST
        found = _direct(kinds, rho, min(nodes, _MOST))
    else:
        found, error = _interpolated(kinds, rho)
    trimmed = min(1.0, lost + found.trimmed)
    return Lattice(found.start + shift, found.step, found.probs, trimmed), error


def _given(kinds: Sequence[_Kind], rho: float, z: float) -> Lattice:
    """Return the sum when the common factor is `z`: independent tolls."""
    centre, spread = math.sqrt(rho) * z, math.sqrt(1.0 - rho)
    return convolve((kind.given(centre, spread), kind.count) for kind in kinds)


def _direct(kinds: Sequence[_Kind], rho: float, nodes: int) -> Lattice:
    """Mix the conditional sums with the weights of the trapezoid rule."""
    z = np.linspace(-_REACH, _REACH, nodes)
    weights = np.exp(-0.5 * z**2)
    weights /= weights.sum()
    sums = [_given(kinds, rho, float(node)) for node in z]
    values = np.concatenate([part.values for part in sums])
    probs = np.concatenate([w * part.probs for w, part in zip(weights, sums, strict=True)])
    lost = sum(w * part.trimmed for w, part in zip(weights, sums, strict=True))
    return from_points(values, probs, trimmed=float(lost))


def _interpolated(kinds: Sequence[_Kind], rho: float) -> tuple[Lattice, float]:
    """Interpolate the quantiles of the conditional sum between values of the factor."""
    z = np.linspace(-_REACH, _REACH, 2 * round(_REACH / _SPACING) + 1)
    sums = {float(node): _given(kinds, rho, float(node)) for node in z}
    for halving in range(_HALVINGS + 1):
        rows = np.array([_quantiles(sums[float(node)]) for node in z])
        edges, step = _edges(kinds, rows)
        fine = _mixed(z, rows, edges)
        error = float(np.abs(fine - _mixed(z[::2], rows[::2], edges)).max())
        if error <= _AGREED or halving == _HALVINGS:
            break
        between = (z[1:] + z[:-1]) / 2.0
        sums |= {float(node): _given(kinds, rho, float(node)) for node in between}
        z = np.array(sorted(sums))
    lost = max(part.trimmed for part in sums.values())
    start = int(edges[0] + step / 2.0)
    return normalised(start, np.diff(fine).clip(0.0), step, min(1.0, lost)), error / 4.0


def _quantiles(lattice: Lattice) -> FloatArray:
    """Return the quantiles at the scores of `_OWN`, each cell spread evenly over its width."""
    from scipy.special import ndtr

    reached = np.concatenate([[0.0], np.cumsum(lattice.probs)])
    edges = lattice.start + lattice.step * (np.arange(reached.size) - 0.5)
    return np.asarray(np.interp(ndtr(_OWN), reached, edges))


def _edges(kinds: Sequence[_Kind], rows: FloatArray) -> tuple[FloatArray, int]:
    """Return the edges of the cells of the sum: half a step to either side of its values."""
    origin = sum(kind.count * kind.lattice.start for kind in kinds)
    step = math.gcd(*(kind.lattice.step for kind in kinds))
    low, high = float(rows.min()), float(rows.max())
    step = fitting_step(math.ceil(high - low) + 4 * step, step)
    first = math.floor((low - origin) / step) - 1
    size = math.ceil((high - low) / step) + 4
    return np.asarray(origin + step * (np.arange(size) + first - 0.5)), step


def _mixed(z: FloatArray, rows: FloatArray, edges: FloatArray) -> FloatArray:
    """Return the cdf of the sum at `edges`, from quantiles `rows` at factors `z`."""
    from scipy.interpolate import CubicSpline
    from scipy.special import ndtr

    dense = np.linspace(z[0], z[-1], 32 * (z.size - 1) + 1)
    curves = np.maximum.accumulate(CubicSpline(z, rows, axis=0)(dense), axis=0)
    weights = np.exp(-0.5 * _OWN**2)
    weights /= weights.sum()
    cdf = np.zeros(edges.size)
    for weight, curve in zip(weights, curves.T, strict=True):
        cdf += weight * ndtr(np.interp(edges, curve, dense, left=-np.inf, right=np.inf))
    return np.asarray(np.clip(cdf, 0.0, 1.0))
