"""One to one: how sure each pair is once every other pair competes, and the best assignment.

A matching is a set of pairs in which no incident occurs twice. Its probability is taken as
proportional to the product of its pairs' odds, which is the monomer–dimer model on the graph
of candidate pairs. Belief propagation gives the probability of each pair: exact where the
graph has no rings. Small rings are counted out, and the rest is close.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casualtystats.comparison.match_clusters import count_out

__all__ = ["Assignment", "assign", "competing", "marginals"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_LARGEST = 30.0  # log odds beyond this are as good as certain
_FURTHEST = 10.0  # log odds are moved by at most this to reach a number of matches
_NEAR_ENOUGH = 1e-4  # relative to the number of matches
_TRIES = 40


def marginals(
    left: IntArray,
    right: IntArray,
    log_odds: FloatArray,
    *,
    sweeps: int = 200,
    tolerance: float = 1e-6,
) -> FloatArray:
    """Return the probability of each pair under one-to-one competition.

    Parameters
    ----------
    left, right : numpy.ndarray of int, shape (n,)
        The two incidents of each pair.
    log_odds : numpy.ndarray of float, shape (n,)
        Log odds of each pair on its own.
    sweeps : int
        The largest number of rounds of messages.
    tolerance : float
        The largest change of a probability at which the rounds stop.

    Returns
    -------
    numpy.ndarray of float
        Probabilities; those of one incident's pairs sum to at most 1.

    References
    ----------
    Bayati, Gamarnik, Katz, Nair & Tetali, Simple deterministic approximation algorithms for
    counting matchings, STOC 2007, doi 10.1145/1250790.1250809.

    Examples
    --------
    >>> two_for_one = marginals(np.array([0, 0]), np.array([0, 1]), np.log([3.0, 1.0]))
    >>> two_for_one.round(3).tolist()
    [0.6, 0.2]
    """
    if not len(left):
        return np.empty(0)
    return _Rivals(left, right).probability(log_odds, sweeps=sweeps, tolerance=tolerance)


def competing(
    left: IntArray,
    right: IntArray,
    log_odds: FloatArray,
    *,
    matches: float,
    around: float = 0.0,
    tolerance: float = 1e-6,
    rings: bool = True,
) -> tuple[FloatArray, float]:
    """Return probabilities that, after competition, sum to `matches`.

    The odds of a pair on its own say how many pairs are matches; competition would lower that
    number, because it is counted in the odds already. So all log odds are moved by one number.

    Parameters
    ----------
    left, right : numpy.ndarray of int, shape (n,)
        The two incidents of each pair.
    log_odds : numpy.ndarray of float, shape (n,)
        Log odds of each pair on its own.
    matches : float
        The expected number of matches.
    around : float
        A shift the result may be near, to get there sooner.
    tolerance : float
        The largest change of a probability at which messages stop.
    rings : bool
        Whether to count out small rings, or to leave them to the messages.

    Returns
    -------
    (numpy.ndarray of float, float)
        The probabilities, and the number by which log odds were moved: at most 10 either way.
    """
    if not len(left):
        return np.empty(0), 0.0
    rivals = _Rivals(left, right)
    shift = float(np.clip(around, -_FURTHEST, _FURTHEST))
    for counted in (False, True) if rings else (False,):
        low, high = -_FURTHEST, _FURTHEST
        before: tuple[float, float] | None = None
        for _ in range(_TRIES):
            probability = rivals.probability(log_odds + shift, tolerance=tolerance, rings=counted)
            over = float(probability.sum()) - matches
            if abs(over) <= _NEAR_ENOUGH * max(matches, 1.0) or high - low < 1e-6:
                break
            low, high = (low, shift) if over > 0 else (shift, high)
            slope = float((probability * (1.0 - probability)).sum())
            if before is not None and before[1] != over:
                slope = (over - before[1]) / (shift - before[0])
            before = shift, over
            aim = shift - over / max(slope, 1e-9)
            shift = aim if low < aim < high else (low + high) / 2.0
    return probability, shift


class _Rivals:
    """Pairs that compete for incidents; messages are kept from one question to the next."""

    def __init__(self, left: IntArray, right: IntArray) -> None:
        self.left, self.right = left, right
        self.sizes = int(left.max()) + 1, int(right.max()) + 1
        self.free: FloatArray | None = None

    def probability(
        self,
        log_odds: FloatArray,
        *,
        sweeps: int = 200,
        tolerance: float = 1e-6,
        rings: bool = True,
    ) -> FloatArray:
        """Return the probability of each pair: by messages, and by counting in small rings."""
        odds = np.exp(np.clip(log_odds, -_LARGEST, _LARGEST))
        from_right = 1.0 / (1.0 + odds) if self.free is None else self.free
        probability = np.zeros(len(odds))
        for _ in range(sweeps):
            from_left = _message(self.left, self.sizes[0], odds * from_right)
            from_right = _message(self.right, self.sizes[1], odds * from_left)
            bond = odds * from_left * from_right
            updated = bond / (1.0 + bond)
            moved = float(np.abs(updated - probability).max())
            probability = updated
            if moved < tolerance:
                break
        self.free = from_right
        if not rings:
            return probability
        # What the left side hears changes once more with the last message from the right.
        from_left = _message(self.left, self.sizes[0], odds * from_right)
        return count_out(self.left, self.right, odds, (from_left, from_right))


def _message(node: IntArray, n: int, incoming: FloatArray) -> FloatArray:
    """Return, for each pair, how free its node is of all its other pairs."""
    others = np.bincount(node, weights=incoming, minlength=n)[node] - incoming
    return 1.0 / (1.0 + np.maximum(others, 0.0))


@dataclass(frozen=True)
class Assignment:
    """The best one-to-one choice: which pairs it takes, and which lie in oversized components."""

    chosen: NDArray[np.bool_]
    oversized: NDArray[np.bool_]
    component: IntArray


def assign(left: IntArray, right: IntArray, log_odds: FloatArray, *, largest: int) -> Assignment:
    """Choose the most probable one-to-one set of pairs, component by component.

    Parameters
    ----------
    left, right : numpy.ndarray of int, shape (n,)
        The two incidents of each pair.
    log_odds : numpy.ndarray of float, shape (n,)
        Log odds of each pair; a pair below 0 is better left open.
    largest : int
        The largest number of incidents in a component; in a larger one nothing is chosen.

    Returns
    -------
    Assignment
        The choice.
    """
    from scipy.optimize import linear_sum_assignment
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    chosen = np.zeros(len(left), dtype=bool)
    oversized = np.zeros(len(left), dtype=bool)
    if not len(left):
        return Assignment(chosen, oversized, np.empty(0, dtype=np.int64))
    n_left = int(left.max()) + 1
    n = n_left + int(right.max()) + 1
    graph = coo_array((np.ones(len(left)), (left, right + n_left)), shape=(n, n))
    _, label = connected_components(graph, directed=False)
    component = label[left].astype(np.int64)
    members = np.bincount(label, minlength=int(label.max()) + 1)
    order = np.argsort(component, kind="stable")
    starts = np.flatnonzero(np.diff(component[order], prepend=-1))
    for pairs in np.split(order, starts[1:]):
        if len(pairs) == 1:
            chosen[pairs] = log_odds[pairs] > 0
        elif members[component[pairs[0]]] > largest:
            oversized[pairs] = True
        else:
            rows, row = np.unique(left[pairs], return_inverse=True)
            columns, column = np.unique(right[pairs], return_inverse=True)
            gain = np.zeros((len(rows), len(columns)))
            gain[row, column] = np.maximum(log_odds[pairs], 0.0)
            best_row, best_column = linear_sum_assignment(gain, maximize=True)
            taken = np.zeros_like(gain, dtype=bool)
            taken[best_row, best_column] = gain[best_row, best_column] > 0
            chosen[pairs] = taken[row, column]
    return Assignment(chosen, oversized, component)
