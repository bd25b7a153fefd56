"""The sum of tolls that err partly alike: a one-factor Gaussian copula, integrated exactly.

Toll i is ``F_i⁻¹(Φ(√ρ·Z + √(1 − ρ)·E_i))`` with a common Z and independent E_i, all standard
normal (Li 2000; Vasicek 2002). Given ``Z = z`` the tolls are independent, so their sum is a
convolution; what is left is one integral over z, and no random number is drawn.

Few tolls: the trapezoid rule on the probabilities themselves, whose error falls
exponentially once its step is as small as what the sum tells about z. Many tolls: the
quantiles of the conditional sum are smooth in z, so a spline joins them between a few values
of z. They rise in z, hence for each quantile the integral over z is one normal probability.
Values of z are added until leaving out every other one hardly changes the answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casualtystats.evidence.convolve import convolve
from casualtystats.toll.lattice import Lattice, fitted, fitting_step, from_points, normalised

__all__ = ["partly_alike"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_REACH = 6.5  # the factor is followed this many standard deviations out: 8e-11 is beyond
_WITHIN = 7.1  # and each toll's own part this many: 1e-12 is beyond
_WORK = 2**23  # cells times nodes up to which the direct rule is cheap
_FEW = 1000  # tolls whose sum may still be rough in z, so that the direct rule is worth its cost
_MOST = 4096  # nodes of the direct rule
_FINEST = 2**20  # cells of a mixture; only the final result is brought to fewer
_FIRST = 21  # values of the factor between which quantiles are first interpolated
_AGREED = 1e-3  # the largest change of a probability from half the values that is accepted
_GAIN = 8.0  # by which halving their distance divides the error, where the sum is least smooth
_HALVINGS = 5
_OWN = np.linspace(-6.0, 6.0, 97)  # quantiles of the conditional sum, as normal scores
_BLOCK = 2**22  # cells whose thresholds are held in one array


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Distributions as thresholds of a normal score, one after the other in one array."""

    kinds: list[tuple[Lattice, int]]
    first: IntArray  # of each kind, its first cell
    lower: FloatArray  # of each cell, the score above which the toll is in it or beyond
    upper: FloatArray  # and the score up to which it is in it or before

    def given(self, centre: float, spread: float) -> Iterator[tuple[Lattice, int]]:
        """Yield the distributions when the normal score has this mean and deviation."""
        from scipy.special import ndtr

        reach = _WITHIN * spread
        inside = np.flatnonzero((self.upper > centre - reach) & (self.lower < centre + reach))
        reached = ndtr((self.upper[inside] - centre) / spread)
        starts = np.searchsorted(inside, self.first)
        p = np.diff(reached, prepend=0.0)
        p[starts] = reached[starts]
        np.maximum(p, 0.0, out=p)
        skipped = (inside[starts] - self.first).tolist()
        ends = [*starts.tolist(), p.size]
        for (lattice, count), skip, a, b in zip(self.kinds, skipped, ends, ends[1:], strict=False):
            start = lattice.start + lattice.step * skip
            yield Lattice(start, lattice.step, p[a:b]), count


def _blocks(kinds: Iterable[tuple[Lattice, int]]) -> Iterator[_Block]:
    """Gather distributions into arrays of bounded size."""
    some: list[tuple[Lattice, int]] = []
    room = _BLOCK
    for lattice, count in kinds:
        some.append((lattice, count))
        room -= lattice.probs.size
        if room < 0:
            yield _block(some)
            some, room = [], _BLOCK
    if some:
        yield _block(some)


def _block(kinds: list[tuple[Lattice, int]]) -> _Block:
    sizes = [lattice.probs.size for lattice, _ in kinds]
    first = np.concatenate([[0], np.cumsum(sizes[:-1], dtype=np.int64)]).astype(np.int64)
    upper = np.concatenate([_scores(lattice.probs) for lattice, _ in kinds])
    lower = np.concatenate([[-np.inf], upper[:-1]])
    lower[first] = -np.inf
    return _Block(kinds, first, lower, upper)


def _scores(p: FloatArray) -> FloatArray:
    """Return the normal score of each running sum, each half from its own end."""
    from scipy.special import ndtri

    below = np.cumsum(p)
    above = np.append(np.cumsum(p[:0:-1])[::-1], 0.0)
    low, high = ndtri(np.minimum(below, 0.5)), -ndtri(np.minimum(above, 0.5))
    return np.maximum.accumulate(np.where(below < 0.5, low, high))


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
    kinds = [(lattice, count) for lattice, count in parts if lattice.probs.size > 1]
    uncertain = sum(count for _, count in kinds)
    if uncertain == 0:
        return Lattice(shift, 1, np.ones(1), min(1.0, lost)), 0.0
    # the sum tells z to within this, at best, were every toll known to the last score
    told = 1.0 / math.sqrt(1.0 + uncertain * rho / (1.0 - rho))
    nodes = math.ceil(2.0 * _REACH / (0.9 * told)) + 1
    cells = sum(lattice.probs.size for lattice, _ in kinds)
    blocks = list(_blocks(kinds))
    few = nodes <= 128 and uncertain <= _FEW
    if few or min(nodes, _MOST) * cells <= _WORK:
        error = 0.0 if nodes <= _MOST else _REACH / _MOST
        found = _direct(blocks, rho, min(nodes, _MOST))
    else:
        found, error = _interpolated(blocks, rho)
    trimmed = min(1.0, lost + found.trimmed)
    return Lattice(found.start + shift, found.step, found.probs, trimmed), error


def _given(blocks: Sequence[_Block], rho: float, z: float) -> Lattice:
    """Return the sum when the common factor is `z`: independent tolls."""
    centre, spread = math.sqrt(rho) * z, math.sqrt(1.0 - rho)
    return convolve(part for block in blocks for part in block.given(centre, spread))


def _direct(blocks: Sequence[_Block], rho: float, nodes: int) -> Lattice:
    """Mix the conditional sums with the weights of the trapezoid rule."""
    z = np.linspace(-_REACH, _REACH, nodes)
    weights = np.exp(-0.5 * z**2)
    weights /= weights.sum()
    sums = [_given(blocks, rho, node) for node in z.tolist()]
    values = np.concatenate([part.values for part in sums])
    probs = np.concatenate([w * part.probs for w, part in zip(weights, sums, strict=True)])
    lost = sum(w * part.trimmed for w, part in zip(weights, sums, strict=True))
    step = fitting_step(int(values.max() - values.min()), 1, _FINEST)
    return fitted(from_points(values, probs, step=step, trimmed=float(lost)))


def _interpolated(blocks: Sequence[_Block], rho: float) -> tuple[Lattice, float]:
    """Interpolate the quantiles of the conditional sum between values of the factor."""
    z = np.linspace(-_REACH, _REACH, _FIRST)
    sums = {node: _given(blocks, rho, node) for node in z.tolist()}
    for halving in range(_HALVINGS + 1):
        rows = np.array([_quantiles(sums[node]) for node in z.tolist()])
        edges, step = _edges(blocks, rows)
        some = edges[:: max(1, edges.size // 4096)]
        apart = _mixed(z, rows, some) - _mixed(z[::2], rows[::2], some)
        error = float(np.abs(apart).max())
        if error <= _AGREED or halving == _HALVINGS:
            break
        between = ((z[1:] + z[:-1]) / 2.0).tolist()
        sums |= {node: _given(blocks, rho, node) for node in between}
        z = np.array(sorted(sums))
    cdf = _mixed(z, rows, edges)
    lost = max(part.trimmed for part in sums.values())
    start = round(edges[0] + step / 2.0)
    return normalised(start, np.diff(cdf).clip(0.0), step, min(1.0, lost)), error / _GAIN


def _quantiles(lattice: Lattice) -> FloatArray:
    """Return the quantiles at the scores of `_OWN`, each cell spread evenly over its width."""
    from scipy.special import ndtr

    reached = np.concatenate([[0.0], np.cumsum(lattice.probs)])
    edges = lattice.start + lattice.step * (np.arange(reached.size) - 0.5)
    return np.asarray(np.interp(ndtr(_OWN), reached, edges))


def _edges(blocks: Sequence[_Block], rows: FloatArray) -> tuple[FloatArray, int]:
    """Return the edges of the cells of the sum: half a step to either side of its values."""
    kinds = [part for block in blocks for part in block.kinds]
    origin = sum(count * lattice.start for lattice, count in kinds)
    step = math.gcd(*(lattice.step for lattice, _ in kinds))
    low, high = float(rows.min()), float(rows.max())
    step = fitting_step(math.ceil(high - low) + 4 * step, step)
    first = math.floor((low - origin) / step) - 1
    size = math.ceil((high - low) / step) + 4
    return np.asarray(origin + step * (np.arange(size) + first - 0.5)), step


def _mixed(z: FloatArray, rows: FloatArray, edges: FloatArray) -> FloatArray:
    """Return the cdf of the sum at `edges`, from quantiles `rows` at factors `z`."""
    from scipy.interpolate import make_interp_spline
    from scipy.special import ndtr

    dense = np.linspace(z[0], z[-1], 16 * (z.size - 1) + 1)
    curves = np.maximum.accumulate(make_interp_spline(z, rows, k=5)(dense), axis=0)
    weights = np.exp(-0.5 * _OWN**2)
    weights /= weights.sum()
    cdf = np.zeros(edges.size)
    for weight, curve in zip(weights, curves.T, strict=True):
        first, last = np.searchsorted(edges, curve[[0, -1]])
        cdf[first:last] += weight * ndtr(np.interp(edges[first:last], curve, dense))
        cdf[last:] += weight
    return np.asarray(np.clip(cdf, 0.0, 1.0))
