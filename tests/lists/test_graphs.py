from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from casualtystats.lists.graphs import decomposable_graphs, model_name


def chordless_cycle(n: int, edges: int) -> bool:
    """Whether some four or more vertices form a cycle without a chord, by brute force."""
    pairs = list(combinations(range(n), 2))
    joined = {p for i, p in enumerate(pairs) if edges >> i & 1}
    for size in range(4, n + 1):
        for vertices in combinations(range(n), size):
            inside = [p for p in joined if set(p) <= set(vertices)]
            degree = [sum(v in p for p in inside) for v in vertices]
            if all(d == 2 for d in degree) and connected(vertices, inside):
                return True
    return False


def connected(vertices: tuple[int, ...], edges: list[tuple[int, int]]) -> bool:
    reached, front = {vertices[0]}, [vertices[0]]
    while front:
        v = front.pop()
        for a, b in edges:
            for u, w in ((a, b), (b, a)):
                if u == v and w not in reached:
                    reached.add(w)
                    front.append(w)
    return len(reached) == len(vertices)


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_exactly_the_graphs_without_a_chordless_cycle(n: int) -> None:
    found = set(decomposable_graphs(n).edges.tolist())
    every = range(1 << n * (n - 1) // 2)
    assert found == {g for g in every if not chordless_cycle(n, g)}


@pytest.mark.parametrize(("n", "count"), [(3, 8), (4, 61), (5, 822), (6, 18154)])
def test_number_of_graphs(n: int, count: int) -> None:
    """The known numbers of labelled chordal graphs."""
    family = decomposable_graphs(n)
    assert len(family.names) == len(set(family.names)) == count
    assert family.names[family.saturated] == f"[{''.join(str(i + 1) for i in range(n))}]"


def test_a_factorisation_is_a_distribution_with_the_right_margins() -> None:
    """The product of cliques over separators sums to 1 and keeps every clique margin."""
    n = 4
    family = decomposable_graphs(n)
    chances = np.random.default_rng(1).dirichlet(np.ones(1 << n))
    cells = np.arange(1 << n)
    margins = np.array(
        [np.bincount(cells & s, weights=chances, minlength=1 << n)[cells & s] for s in cells]
    )
    for powers in family.powers:
        joint = np.prod(margins ** powers[:, None].astype(float), axis=0)
        assert joint.sum() == pytest.approx(1.0)
        for clique in np.flatnonzero(powers > 0):
            kept = np.bincount(cells & clique, weights=joint, minlength=1 << n)
            assert kept[cells & clique] == pytest.approx(margins[clique])


def test_names_of_many_lists() -> None:
    assert model_name([1 << 10 | 1, 0b110]) == "[1+11,2+3]"
