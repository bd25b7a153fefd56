"""Hierarchical log-linear models: which of them there are, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casualtystats.errors import InvalidValueError
from casualtystats.lists.graphs import model_name

__all__ = ["Model", "Terms", "all_models", "name_of", "neighbours", "read_model"]

Model = frozenset[int]  # sets of two lists or more, list j having the value 2 ** j


@dataclass(frozen=True, slots=True)
class Terms:
    """The columns of a log-linear design: the constant, the lists, and sets of lists.

    Parameters
    ----------
    n_lists : int
        The number of lists.
    sets : tuple of int
        The set of lists that each column stands for, list j having the value 2 ** j; the
        first, the constant, is 0.

    Examples
    --------
    >>> Terms.up_to(3, 2).sets
    (0, 1, 2, 4, 3, 5, 6)
    >>> Terms.up_to(2, 1).design()
    array([[1., 0., 0.],
           [1., 1., 0.],
           [1., 0., 1.],
           [1., 1., 1.]])
    """

    n_lists: int
    sets: tuple[int, ...]

    @classmethod
    def up_to(cls, n_lists: int, order: int) -> Terms:
        """Return the terms of up to `order` lists."""
        sets = [
            sum(1 << j for j in members)
            for size in range(order + 1)
            for members in combinations(range(n_lists), size)
        ]
        return cls(n_lists, tuple(sets))

    @classmethod
    def of(cls, n_lists: int, models: Sequence[Model]) -> Terms:
        """Return the terms that some models need, and no others."""
        used = sorted({s for m in models for s in m}, key=lambda s: (s.bit_count(), s))
        return cls(n_lists, (0, *(1 << j for j in range(n_lists)), *used))

    def design(self) -> NDArray[np.float64]:
        """Return the design of all cells, that of people on no list first."""
        cells = np.arange(1 << self.n_lists)[:, None]
        sets = np.array(self.sets)
        return np.asarray((cells & sets) == sets, dtype=np.float64)

    def include(self, models: Sequence[Model]) -> NDArray[np.bool_]:
        """Return which columns each model has, shape (n_models, n_terms)."""
        place = {s: i for i, s in enumerate(self.sets)}
        chosen = np.zeros((len(models), len(self.sets)), dtype=bool)
        chosen[:, : self.n_lists + 1] = True
        for row, model in zip(chosen, models, strict=True):
            row[[place[s] for s in model]] = True
        return chosen


@lru_cache(maxsize=16)
def all_models(n_lists: int, order: int) -> tuple[Model, ...]:
    """Return every hierarchical model with terms of up to two or three lists.

    A model is hierarchical if with a set of lists it holds all its subsets. All lists have
    their own term; the model with a term for all lists at once is not among them, as it says
    nothing about the people on no list.

    Parameters
    ----------
    n_lists : int
        The number of lists.
    order : int
        The most lists in one term: 1, 2 or 3.

    Returns
    -------
    tuple of frozenset of int
        The terms of two lists or more of each model.

    Examples
    --------
    >>> [len(all_models(n, 3)) for n in (2, 3, 4, 5)]
    [1, 8, 113, 6212]
    """
    whole = (1 << n_lists) - 1
    return tuple(m for m in _models(n_lists, order) if whole not in m)


def _models(n_lists: int, order: int) -> Iterator[Model]:
    pairs = [1 << a | 1 << b for a, b in combinations(range(n_lists), 2)]
    triples = [1 << a | 1 << b | 1 << c for a, b, c in combinations(range(n_lists), 3)]
    sides = {t: frozenset(p for p in pairs if p & t == p) for t in triples}
    for size in range(len(pairs) + 1 if order >= 2 else 1):
        for chosen in combinations(pairs, size):
            graph = frozenset(chosen)
            closed = [t for t in triples if sides[t] <= graph] if order >= 3 else []
            for more in range(len(closed) + 1):
                for extra in combinations(closed, more):
                    yield graph | frozenset(extra)


def neighbours(model: Model, n_lists: int, order: int, *, swaps: bool = True) -> set[Model]:
    """Return the hierarchical models that one move leads to.

    A move adds a term with all that it implies, or takes a term away with all that implies it.
    A swap does one after the other.

    Parameters
    ----------
    model : frozenset of int
        The terms of two lists or more.
    n_lists : int
        The number of lists.
    order : int
        The most lists in one term.
    swaps : bool
        Whether a swap is a move.

    Returns
    -------
    set of frozenset of int
        The models, `model` itself not among them.

    Examples
    --------
    >>> sorted(sorted(m) for m in neighbours(frozenset({3}), 3, 2))
    [[], [3, 5], [3, 6], [5], [6]]
    """
    sizes = range(2, min(order, n_lists - 1) + 1)
    members = [m for size in sizes for m in combinations(range(n_lists), size)]
    below = {sum(1 << j for j in m): _implied(m) for m in members}
    grown = {model | below[t] for t in below if t not in model}
    shrunk = {_without(model, t) for t in model}
    swapped = {_without(m, t) for m in grown for t in model} if swaps else set()
    return (grown | shrunk | swapped) - {model}


def _implied(members: tuple[int, ...]) -> Model:
    """Return a term and all its subsets of two lists or more."""
    sizes = range(2, len(members) + 1)
    return frozenset(sum(1 << j for j in s) for k in sizes for s in combinations(members, k))


def _without(model: Model, term: int) -> Model:
    return frozenset(t for t in model if t & term != term)


def name_of(model: Model, n_lists: int) -> str:
    """Write a model by its largest terms, such as ``"[123,14,34]"``."""
    terms = [*model, *(1 << j for j in range(n_lists))]
    return model_name([t for t in terms if not any(t != s and t & s == t for s in terms)])


def read_model(model: Any, lists: Sequence[str]) -> Model:
    """Read a model from its name, or from sets of list names.

    Parameters
    ----------
    model : str or iterable of iterables of str
        Such as ``"[123,14,34]"``, lists numbered from 1, or
        ``[("police", "press"), ("press", "families")]``.
    lists : sequence of str
        The names of the lists.

    Returns
    -------
    frozenset of int
        The terms of two lists or more, with all that they imply.

    Raises
    ------
    InvalidValueError
        If a term names no list, or the model holds a term for all lists at once.

    Examples
    --------
    >>> sorted(read_model("[12,3]", ["police", "press", "families"]))
    [3]
    """
    sets = _by_number(model, lists) if isinstance(model, str) else _by_name(model, lists)
    whole = (1 << len(lists)) - 1
    if whole in sets:
        raise InvalidValueError(
            "model", "not hold a term for all lists at once", model,
            "It would say nothing about the people on no list.",
        )  # fmt: skip
    members = [tuple(j for j in range(len(lists)) if s >> j & 1) for s in sets]
    return frozenset(term for m in members for term in _implied(m))


def _by_number(model: str, lists: Sequence[str]) -> list[int]:
    if not re.fullmatch(r"\[?[0-9+, ]+\]?", model):
        raise InvalidValueError("model", "read like '[12,3]', lists numbered from 1", model)
    sets = []
    for word in model.strip("[] ").split(","):
        numbers = word.strip().split("+") if "+" in word or len(lists) > 9 else word.strip()
        places = [int(n) - 1 for n in numbers]
        if not all(0 <= j < len(lists) for j in places):
            raise InvalidValueError("model", f"number the lists from 1 to {len(lists)}", model)
        sets.append(sum(1 << j for j in set(places)))
    return sets


def _by_name(model: Any, lists: Sequence[str]) -> list[int]:
    sets = []
    for members in model:
        names = {members} if isinstance(members, str) else set(members)
        if not names <= set(lists):
            raise InvalidValueError("model", f"name lists among {', '.join(lists)}", model)
        sets.append(sum(1 << j for j, name in enumerate(lists) if name in names))
    return sets
