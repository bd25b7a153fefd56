"""One to one: how sure each pair is once every other pair competes, and the best assignment.

A matching is a set of pairs in which no incident occurs twice. Its probability is taken as
proportional to the product of its pairs' odds, which is the monomer–dimer model on the graph
of candidate pairs. Belief propagation gives the probability of each pair: exact where the
graph has no cycles, close elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Assignment", "assign", "competing_odds", "marginals"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_LARGEST = 30.0  # log odds beyond this are as good as certain


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
    n_left, n_right = int(left.max()) + 1, int(right.max()) + 1
    w = np.exp(np.clip(log_odds, -_LARGEST, _LARGEST))
    from_right = 1.0 / (1.0 + w)
    probability = np.zeros(len(w))
    for _ in range(sweeps):
        from_left = _message(left, n_left, w * from_right)
        from_right = _message(right, n_right, w * from_left)
        bond = w * from_left * from_right
        updated = bond / (1.0 + bond)
        moved = float(np.abs(updated - probability).max())
        probability = updated
        if moved < tolerance:
            break
    return probability


def competing_odds(
    left: IntArray,
    right: IntArray,
    log_odds: FloatArray,
    *,
    matches: float,
    around: float | None = None,
) -> tuple[FloatArray, float]:
    """Shift log odds so that, after competition, the probabilities sum to `matches`.

    The odds of a pair on its own say how many pairs are matches; competition would lower that
    number, because it is counted in the odds already.

    Parameters
    ----------
    left, right : numpy.ndarray of int, shape (n,)
        The two incidents of each pair.
    log_odds : numpy.ndarray of float, shape (n,)
        Log odds of each pair on its own.
    matches : float
        The expected number of matches.
    around : float or None
        A shift the result is known to be near, to get there sooner.

    Returns
    -------
    (numpy.ndarray of float, float)
        The log odds, all moved by one number, and that number.
    """
    low, high, rounds = (-10.0, 10.0, 13) if around is None else (around - 3.0, around + 3.0, 9)
    for _ in range(rounds):
        middle = (low + high) / 2.0
        total = marginals(left, right, log_odds + middle, tolerance=1e-2).sum()
        low, high = (middle, high) if total < matches else (low, middle)
    shift = (low + high) / 2.0
    return log_odds + shift, shift


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
