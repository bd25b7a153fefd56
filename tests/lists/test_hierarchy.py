from __future__ import annotations

from itertools import combinations

import pytest

from casualtystats.errors import InvalidValueError
from casualtystats.lists.hierarchy import Model, all_models, name_of, neighbours, read_model


def hierarchical(model: Model) -> bool:
    return all(
        sub in model
        for term in model
        for sub in range(1, term)
        if sub & term == sub and sub.bit_count() >= 2
    )


@pytest.mark.parametrize(("n_lists", "order"), [(2, 2), (3, 2), (3, 3), (4, 2), (4, 3)])
def test_exactly_the_hierarchical_models(n_lists: int, order: int) -> None:
    terms = [t for t in range(1, (1 << n_lists) - 1) if 2 <= t.bit_count() <= order]
    every = (frozenset(c) for k in range(len(terms) + 1) for c in combinations(terms, k))
    assert set(all_models(n_lists, order)) == {m for m in every if hierarchical(m)}


def test_known_numbers() -> None:
    """113 for Kosovo's four lists, as published; pairs alone give a power of two."""
    assert len(all_models(4, 3)) == 113
    assert len(all_models(5, 2)) == 1024
    assert len(set(all_models(5, 3))) == len(all_models(5, 3)) == 6212


@pytest.mark.parametrize("order", [2, 3])
def test_neighbours_are_mutual_hierarchical_and_reach_everything(order: int) -> None:
    models = set(all_models(4, order))
    reached: set[Model] = {frozenset()}
    front = [frozenset[int]()]
    while front:
        near = neighbours(front.pop(), 4, order, swaps=False)
        assert near <= models
        front += near - reached
        reached |= near
    assert reached == models


def test_names_read_back() -> None:
    lists = ["a", "b", "c", "d"]
    for model in all_models(4, 3):
        assert read_model(name_of(model, 4), lists) == model
    assert name_of(read_model([("c", "a"), "b", {"d", "c"}], lists), 4) == "[13,34,2]"
    assert name_of(read_model("[1+2,3]", lists), 4) == "[12,3,4]"


@pytest.mark.parametrize("model", ["[15,2]", "nonsense", "[1234]", [("a", "z")]])
def test_unreadable_models(model: object) -> None:
    with pytest.raises(InvalidValueError, match="model"):
        read_model(model, ["a", "b", "c", "d"])
