"""The distribution of the missing, from log-probabilities that are smooth in their number.

Graph averaging needs the sum of hundreds of curves at every number of missing people up to
tens of thousands. The curves are smooth in the logarithm of that number, so they are evaluated
at a few nodes per panel and interpolated between them. Points between the nodes measure the
error, and a panel that misses the tolerance is halved until it does not, or until all its
numbers are evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["MissingLattice", "tabulate_missing"]

FloatArray = NDArray[np.float64]
Curves = Callable[[FloatArray], FloatArray]

_NODES = 16
_CHECKS = 5
_GROWTH = 1.6  # how much further each panel reaches than the one before
_EXACT = 48  # panels this short are evaluated at every number
_TOLERANCE = 1e-9  # of a probability, relative to the largest around it
_FORGET = 45.0  # panels whose log-probability is this far below the peak need no care
_CELLS = 1 << 22  # the most cells of a lattice; beyond, several people share a cell
_TAIL = 1e-7  # what may be left of mass, and of mean, beyond an open-ended lattice
_CHUNK = 8192  # cells filled at a time, so that their interpolation stays in cache


@dataclass(frozen=True, slots=True)
class MissingLattice:
    """The distribution of the number of missing people, and the weight of each curve.

    Parameters
    ----------
    start, step : int
        The first number of missing people, and the people per cell.
    probs : numpy.ndarray of float, shape (n_cells,)
        The probability of each cell; they sum to 1.
    weights : numpy.ndarray of float, shape (n_curves,)
        The share of the whole that each curve contributes; they sum to 1.
    means : numpy.ndarray of float, shape (n_curves,)
        The mean number of missing people under each curve.
    beyond : float
        The mass past the last cell, relative to the mass up to it, by the power law that the
        curves follow there.
    exponent : float
        That power: probabilities fall as ``missing ** -exponent``.
    """

    start: int
    step: int
    probs: FloatArray
    weights: FloatArray
    means: FloatArray
    beyond: float
    exponent: float

    @property
    def last(self) -> int:
        """The largest number of missing people that was considered."""
        return self.start + self.step * (self.probs.size - 1)


@dataclass(frozen=True, slots=True, eq=False)
class _Panel:
    """Numbers from `low` to `high`, both included, with the curves at the nodes among them."""

    low: int
    high: int
    nodes: FloatArray
    total: FloatArray  # log of the sum of the curves, at the nodes
    shares: FloatArray  # of each curve in that sum, (n_curves, n_nodes)
    error: float

    @property
    def exact(self) -> bool:
        return self.nodes.size == self.high - self.low + 1


def tabulate_missing(
    curves: Curves, start: int, stop: int | None, *, ceiling: int = _CELLS
) -> MissingLattice:
    """Tabulate the distribution whose log-probability is the log of a sum of curves.

    Parameters
    ----------
    curves : callable
        From numbers of missing people, shape (m,), to log-probabilities up to one constant,
        shape (n_curves, m).
    start : int
        The smallest number of missing people, 0 or more.
    stop : int or None
        The largest. None goes on until what lies beyond matters neither to the mass nor, if it
        exists, to the mean, or until `ceiling`.
    ceiling : int
        Where an open-ended lattice stops at the latest.

    Returns
    -------
    MissingLattice
        The distribution and what each curve contributes.
    """
    panels: list[_Panel] = []
    peak, mass, mode = -np.inf, 0.0, 1.0
    beyond, exponent = 0.0, np.inf
    for low, high in _spans(start, ceiling if stop is None else stop):
        refined = _refine(curves, low, high, peak)
        top = max(float(p.total.max()) for p in refined)
        if top > peak:
            mass, peak, mode = mass * np.exp(peak - top), top, float(max(low, 1))
        mass += sum(_mass(p, peak) for p in refined)
        panels += refined
        beyond, exponent = _tail(panels[-1], peak, mass)
        # Where the mean exists, what the tail adds to it has to be small as well.
        reach = high / mode * (exponent - 1) / (exponent - 2) if exponent > 2 else 1.0
        if stop is None and beyond * max(reach, 1.0) < _TAIL:
            break
    return _assemble(panels, start, peak, beyond, exponent)


def _spans(start: int, stop: int) -> Iterator[tuple[int, int]]:
    low = start
    while low <= stop:
        high = min(max(low + _EXACT - 1, int(low * _GROWTH)), stop)
        yield low, high
        low = high + 1


def _refine(curves: Curves, low: int, high: int, peak: float) -> list[_Panel]:
    panel = _evaluate(curves, low, high)
    if panel.exact or panel.error <= _TOLERANCE:
        return [panel]
    if float(panel.total.max()) < peak - _FORGET:
        return [panel]
    middle = max(int(np.sqrt(float(max(low, 1)) * high)), low)
    return [*_refine(curves, low, middle, peak), *_refine(curves, middle + 1, high, peak)]


def _evaluate(curves: Curves, low: int, high: int) -> _Panel:
    if high - low < _EXACT:
        x = np.arange(low, high + 1, dtype=np.float64)
        total, shares = _sum(curves(x))
        return _Panel(low, high, x, total, shares, 0.0)
    nodes = _nodes(low, high)
    checks = np.sqrt(nodes[1:-1:3] * nodes[2::3])[:_CHECKS]
    total, shares = _sum(curves(np.concatenate([nodes, checks])))
    n = nodes.size
    basis = _basis(nodes, checks)
    misses = np.abs(basis @ total[:n] - total[n:])
    shares_off = np.abs(shares[:, :n] @ basis.T - shares[:, n:]).max(axis=0)
    return _Panel(
        low, high, nodes, total[:n], shares[:, :n], float(np.maximum(misses, shares_off).max())
    )


def _sum(logs: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the log of the sum of the curves and the share of each."""
    top = logs.max(axis=0)
    shares = np.exp(logs - top)
    sums = shares.sum(axis=0)
    return top + np.log(sums), shares / sums


def _nodes(low: int, high: int) -> FloatArray:
    """Return Chebyshev points of the second kind in the logarithm, ends included."""
    angle = np.pi * np.arange(_NODES) / (_NODES - 1)
    middle, half = np.log(high * float(low)) / 2, np.log(high / low) / 2
    nodes = np.exp(middle - half * np.cos(angle))
    nodes[0], nodes[-1] = low, high
    return np.asarray(nodes)


def _basis(nodes: FloatArray, x: FloatArray) -> FloatArray:
    """Return the barycentric interpolation from nodes to `x`, shape (x, nodes).

    Where `x` are nodes, as in panels evaluated at every number, it picks them.

    Berrut and Trefethen (2004), "Barycentric Lagrange interpolation", section 5,
    doi 10.1137/S0036144502417715.
    """
    hit = x[:, None] == nodes
    on_node = hit.any(axis=1)
    if on_node.all():
        return np.asarray(hit, dtype=np.float64)
    sign = (-1.0) ** np.arange(nodes.size)
    sign[[0, -1]] /= 2
    gap = np.log(x)[:, None] - np.log(nodes)
    gap[on_node] = 1.0
    basis = np.divide(sign, gap, out=gap)
    basis[on_node] = hit[on_node]
    basis /= basis.sum(axis=1, keepdims=True)
    return np.asarray(basis)


def _mass(panel: _Panel, peak: float) -> float:
    """Return the mass of a panel relative to the peak, by the trapezoid between its nodes."""
    heights = np.exp(panel.total - peak)
    if panel.exact:
        return float(heights.sum())
    return float((heights[1:] + heights[:-1]) @ np.diff(panel.nodes) / 2)


def _tail(panel: _Panel, peak: float, mass: float) -> tuple[float, float]:
    """Return the mass beyond a panel and the power at which probabilities fall there.

    Each curve goes on by its own power, so that a heavy tail counts though it is low yet.
    """
    if panel.nodes.size < 2 or panel.nodes[-2] <= 0:
        return np.inf, 0.0
    x, before = panel.nodes[-1], panel.nodes[-2]
    stride = np.log(x / before)
    exponent = float((panel.total[-2] - panel.total[-1]) / stride)
    last, second = panel.shares[:, -1], panel.shares[:, -2]
    there = (last > 0) & (second > 0)
    powers = exponent + np.log(second[there] / last[there]) / stride
    if (powers <= 1.0).any():
        return np.inf, exponent
    reach = float((last[there] * x / (powers - 1.0)).sum())
    return float(np.exp(panel.total[-1] - peak)) * reach / mass, exponent


def _assemble(
    panels: list[_Panel], start: int, peak: float, beyond: float, exponent: float
) -> MissingLattice:
    """Fill the lattice panel by panel and gather what each curve contributes."""
    stop = panels[-1].high
    step = -(-(stop - start + 1) // _CELLS)
    values = np.arange(start, stop + 1, step, dtype=np.float64)
    probs = np.empty(values.size)
    n_curves = panels[0].shares.shape[0]
    weights, firsts = np.zeros(n_curves), np.zeros(n_curves)
    edges = np.searchsorted(values, [p.low for p in panels] + [stop + 1])
    for panel, left, right in zip(panels, edges[:-1], edges[1:], strict=True):
        mass, first = np.zeros(panel.nodes.size), np.zeros(panel.nodes.size)
        for begin in range(left, right, _CHUNK):
            end = min(begin + _CHUNK, right)
            x = values[begin:end]
            basis = _basis(panel.nodes, x)
            p = np.exp(basis @ panel.total - peak)
            probs[begin:end] = p
            mass += p @ basis
            first += (p * x) @ basis
        weights += panel.shares @ mass
        firsts += panel.shares @ first
    whole = probs.sum()
    weights = np.maximum(weights, 0.0)
    means = np.divide(firsts, weights, out=np.full(n_curves, np.nan), where=weights > 0)
    return MissingLattice(
        start, step, probs / whole, weights / weights.sum(), means, beyond, exponent
    )
