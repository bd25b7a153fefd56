"""Which lists depend on which: every decomposable graph on three to six lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

__all__ = ["GraphFamily", "decomposable_graphs", "model_name"]


@dataclass(frozen=True, slots=True)
class GraphFamily:
    """All decomposable graphs on some lists.

    The probability of a pattern under such a graph is the product over its cliques divided by
    the product over its separators. Row g of `powers` holds the power to which the margin of
    each set of lists is raised in graph g: 1 for a clique, minus the multiplicity for a
    separator, else 0. Sets are numbered as cells are: list j has the value 2 ** j.

    Parameters
    ----------
    n_lists : int
        The number of lists, the vertices.
    edges : numpy.ndarray of int, shape (n_graphs,)
        The edges of each graph, one bit per pair in the order of `itertools.combinations`.
    powers : numpy.ndarray of int, shape (n_graphs, 2 ** n_lists)
        The power of each margin.
    names : tuple of str
        The cliques of each graph, such as ``"[123,14]"``, lists numbered from 1.

    Examples
    --------
    >>> family = decomposable_graphs(3)
    >>> family.names
    ('[1,2,3]', '[12,3]', '[13,2]', '[12,13]', '[23,1]', '[12,23]', '[13,23]', '[123]')
    >>> family.powers[3]
    array([ 0, -1,  0,  1,  0,  1,  0,  0], dtype=int8)
    """

    n_lists: int
    edges: NDArray[np.int64]
    powers: NDArray[np.int8]
    names: tuple[str, ...]

    @property
    def saturated(self) -> int:
        """The row of the graph in which every list depends on every other."""
        return int(np.argmax(self.edges))


@lru_cache(maxsize=8)
def decomposable_graphs(n_lists: int) -> GraphFamily:
    """Return every decomposable graph on `n_lists` vertices.

    A graph is decomposable if its vertices can be taken away one by one, each having at that
    moment neighbours that are all joined to each other. Taking vertex v with neighbours B away
    splits the margin of {v} and B off, joined to the rest by the margin of B.

    Parameters
    ----------
    n_lists : int
        The number of lists, at most 6.

    Returns
    -------
    GraphFamily
        The 2, 8, 61, 822 or 18,154 graphs on 2 to 6 lists.

    References
    ----------
    Dirac, G. A. (1961), "On rigid circuit graphs", doi 10.1007/BF02992776.

    Examples
    --------
    >>> [len(decomposable_graphs(n).names) for n in (2, 3, 4, 5)]
    [2, 8, 61, 822]
    """
    pairs = list(combinations(range(n_lists), 2))
    edges = np.arange(1 << len(pairs), dtype=np.int64)
    joined = np.zeros((edges.size, n_lists), dtype=np.int64)
    for bit, (a, b) in enumerate(pairs):
        present = edges >> bit & 1
        joined[:, a] |= present << b
        joined[:, b] |= present << a
    left = np.full(edges.size, (1 << n_lists) - 1, dtype=np.int64)
    powers = np.zeros((edges.size, 1 << n_lists), dtype=np.int8)
    rows = np.arange(edges.size)
    for _ in range(n_lists):
        vertex = _first_removable(joined, left)
        keep = vertex >= 0
        edges, joined, left, powers = edges[keep], joined[keep], left[keep], powers[keep]
        vertex, rows = vertex[keep], rows[: int(keep.sum())]
        around = joined[rows, vertex] & left
        np.add.at(powers, (rows, around | 1 << vertex), 1)
        np.add.at(powers, (rows, around), -1)
        left &= ~(1 << vertex)
    powers[:, 0] = 0  # the margin of no list is 1
    for array in (edges, powers):
        array.flags.writeable = False
    return GraphFamily(n_lists, edges, powers, _names(powers))


def _first_removable(joined: NDArray[np.int64], left: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a vertex of each graph whose remaining neighbours are all joined, or -1."""
    n_lists = joined.shape[1]
    found = np.full(left.size, -1, dtype=np.int64)
    for v in reversed(range(n_lists)):
        around = joined[:, v] & left
        complete = (left >> v & 1).astype(bool)
        for u in range(n_lists):
            strangers = around & ~(joined[:, u] | 1 << u)
            complete &= ~((around >> u & 1).astype(bool) & (strangers > 0))
        found[complete] = v
    return found


def _names(powers: NDArray[np.int8]) -> tuple[str, ...]:
    sets = [tuple(_members(s)) for s in range(powers.shape[1])]
    order = sorted(range(len(sets)), key=lambda s: (-len(sets[s]), sets[s]))
    words = ["".join(str(j + 1) for j in sets[s]) for s in order]
    positive = powers[:, order] > 0
    return tuple(f"[{','.join(words[s] for s in np.flatnonzero(row))}]" for row in positive)


def _members(cell: int) -> list[int]:
    return [j for j in range(cell.bit_length()) if cell >> j & 1]


def model_name(generators: list[int]) -> str:
    """Write sets of lists the field's way: largest first, lists numbered from 1.

    Parameters
    ----------
    generators : list of int
        Sets of lists, list j having the value 2 ** j.

    Returns
    -------
    str
        Such as ``"[123,14,34]"``; from ten lists on the numbers are joined by ``"+"``.

    Examples
    --------
    >>> model_name([0b1100, 0b0111, 0b1001])
    '[123,14,34]'
    """
    sets = sorted((_members(g) for g in generators), key=lambda s: (-len(s), s))
    join = "" if all(j < 9 for s in sets for j in s) else "+"
    return f"[{','.join(join.join(str(j + 1) for j in s) for s in sets)}]"
