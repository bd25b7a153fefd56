"""Pairs that compete in a ring: their probabilities by counting every matching of the ring.

Messages between pairs are exact on trees only. Where incidents of one place and week compete in
rings, every matching of a small cluster is counted instead, one incident of the larger side
after the other, with the set of the smaller side's incidents that are taken as the state. What
lies outside the cluster comes in as messages.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["count_out"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_TIES = -1.0, 0.002, 0.01, 0.05, 0.2  # how likely pairs are that tie incidents into a cluster
_SMALL, _LARGE = 8, 24  # incidents of the smaller and the larger side of a cluster, at most
_HELD = 4_000_000  # numbers held at once


def count_out(
    left: IntArray, right: IntArray, odds: FloatArray, messages: tuple[FloatArray, FloatArray]
) -> FloatArray:
    """Return the probability of each pair, exact within small clusters that have rings.

    Parameters
    ----------
    left, right : numpy.ndarray of int, shape (n,)
        The two incidents of each pair.
    odds : numpy.ndarray of float, shape (n,)
        Odds of each pair on its own.
    messages : (numpy.ndarray of float, numpy.ndarray of float)
        For each pair, how free its left and its right incident are of all other pairs.

    Returns
    -------
    numpy.ndarray of float
        Probabilities; those of one incident's pairs sum to at most 1.
    """
    from_left, from_right = messages
    bond = odds * from_left * from_right
    probability = bond / (1.0 + bond)
    nodes = int(left.max()) + 1, int(right.max()) + 1
    cluster = _clusters(left, right, probability, nodes)
    inside, outside = np.flatnonzero(cluster >= 0), cluster < 0
    if not inside.size:
        return probability
    sides = (left, nodes[0], odds * from_right), (right, nodes[1], odds * from_left)
    held = [
        1.0 + np.bincount(node[outside], weights=pull[outside], minlength=n)
        for node, n, pull in sides
    ]
    tied = odds[inside] / (held[0][left[inside]] * held[1][right[inside]])
    exact = probability.copy()
    exact[inside] = _by_shape(left[inside], right[inside], cluster[inside], tied)
    # Pairs from a cluster to elsewhere share what the cluster leaves free.
    scale = np.ones(len(odds))
    for node, n, _ in sides:
        before, after = (
            np.bincount(node[inside], weights=p[inside], minlength=n) for p in (probability, exact)
        )
        free = np.maximum(1.0 - after, 0.0) / np.maximum(1.0 - before, 1e-12)
        scale = np.minimum(scale, free[node]) if node is right else free[node]
    exact[outside] *= scale[outside]
    return np.asarray(np.minimum(exact, 1.0))


def _clusters(
    left: IntArray, right: IntArray, probability: FloatArray, nodes: tuple[int, int]
) -> IntArray:
    """Return each pair's cluster, or -1.

    A cluster is tied together by all pairs if that leaves it small enough to be counted out,
    else by the stronger ones only.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n_left, n = nodes[0], sum(nodes)
    cluster = np.full(left.size, -1, dtype=np.int64)
    rest = np.arange(left.size)
    for number, least in enumerate(_TIES):
        rest = rest[probability[rest] > least]
        if not rest.size:
            break
        one, two = left[rest], right[rest] + n_left
        ties = coo_array((np.ones(rest.size), (one, two)), shape=(n, n))
        count, label = connected_components(ties, directed=False)
        sizes = [np.bincount(part, minlength=count) for part in np.split(label, [n_left])]
        small = (np.minimum(*sizes) <= _SMALL) & (np.maximum(*sizes) <= _LARGE)
        same = (cluster < 0) & (label[left] == label[right + n_left])
        edges = np.bincount(label[left[same]], minlength=count)
        ring = small & (edges >= sizes[0] + sizes[1])
        chosen = same & ring[label[left]]
        cluster[chosen] = number * n + label[left[chosen]]
        rest = rest[~small[label[one]]]
    return cluster


def _by_shape(left: IntArray, right: IntArray, cluster: IntArray, odds: FloatArray) -> FloatArray:
    """Count out clusters of one shape together; return the probability of each pair."""
    _, which = np.unique(cluster, return_inverse=True)
    row, n_rows = _rank(which, left)
    column, n_columns = _rank(which, right)
    turned = (n_columns > n_rows)[which]
    row, column = np.where(turned, column, row), np.where(turned, row, column)
    shape = np.stack([np.maximum(n_rows, n_columns), np.minimum(n_rows, n_columns)], axis=1)
    found = np.empty(len(odds))
    shapes, kind = np.unique(shape, axis=0, return_inverse=True)
    for k, (rows, columns) in enumerate(shapes.tolist()):
        members = np.flatnonzero(kind.ravel() == k)
        most = max(_HELD // ((rows + 1) << columns), 1)
        for begin in range(0, members.size, most):
            some = members[begin : begin + most]
            place = np.full(shape.shape[0], -1)
            place[some] = np.arange(some.size)
            pairs = np.flatnonzero(place[which] >= 0)
            table = np.zeros((some.size, rows, columns))
            at = place[which[pairs]], row[pairs], column[pairs]
            table[at] = odds[pairs]
            found[pairs] = _matchings(table)[at]
    return found


def _rank(which: IntArray, node: IntArray) -> tuple[IntArray, IntArray]:
    """Return the number of each incident within its cluster, and how many each cluster has."""
    width = int(node.max()) + 1
    distinct, where = np.unique(which * width + node, return_inverse=True)
    of = distinct // width
    first = np.searchsorted(of, np.arange(int(which.max()) + 1))
    return (np.arange(distinct.size) - first[of])[where], np.bincount(of)


def _matchings(odds: FloatArray) -> FloatArray:
    """Return the probability of each pair in tables of odds, shape (n, rows, columns)."""
    n, rows, columns = odds.shape
    sets = np.arange(1 << columns)
    lacking = [np.flatnonzero(sets >> j & 1 == 0) for j in range(columns)]
    # The weight of all matchings of the rows before each that take exactly a set of columns …
    before = np.zeros((rows + 1, n, sets.size))
    before[0, :, 0] = 1.0
    for i in range(rows):
        before[i + 1] = before[i]
        for j, free in enumerate(lacking):
            before[i + 1][:, free | 1 << j] += odds[:, i, j, None] * before[i][:, free]
    # … and of those of the rows after it, when a set of columns is taken already.
    after = np.ones((n, sets.size))
    found = np.empty_like(odds)
    for i in reversed(range(rows)):
        rest: Any = after.copy()
        for j, free in enumerate(lacking):
            weighted = odds[:, i, j, None] * after[:, free | 1 << j]
            found[:, i, j] = (before[i][:, free] * weighted).sum(axis=1)
            rest[:, free] += weighted
        after = rest
    return np.asarray(found / after[:, 0, None, None])
