from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import NotIdentifiedError
from casualtystats.lists import OverlapTable, chao


def alike(n_lists: int, chances: np.ndarray, weights: np.ndarray, scale: float) -> OverlapTable:
    """Expected counts of equal lists when people have the given chances of being listed."""
    times = np.array([c.bit_count() for c in range(1 << n_lists)])
    expected = ((chances ** times[:, None]) * (1 - chances) ** (n_lists - times[:, None])) @ weights
    counts = np.round(scale * expected).astype(np.int64)
    counts[0] = 0
    return OverlapTable(tuple("abcdefgh"[:n_lists]), counts)


@pytest.mark.parametrize("n_lists", [2, 3, 5])
def test_sharp_when_everybody_is_alike(n_lists: int) -> None:
    table = alike(n_lists, np.array([0.3]), np.array([1.0]), 1e9)
    assert chao(table).point == pytest.approx(1e9, rel=1e-6)


@given(st.floats(0.05, 0.9), st.floats(0.05, 0.9), st.floats(0.05, 0.95), st.integers(3, 6))
def test_a_lower_bound_whatever_the_chances(p: float, q: float, share: float, n: int) -> None:
    table = alike(n, np.array([p, q]), np.array([share, 1 - share]), 1e10)
    assert chao(table).point <= 1e10 * (1 + 1e-6)


def test_the_form_for_many_lists_is_no_bound_with_two() -> None:
    table = alike(2, np.array([0.3]), np.array([1.0]), 1e8)
    assert chao(table, finite=False).missing == pytest.approx(2 * chao(table).missing, rel=1e-9)


def test_nobody_on_exactly_two_lists() -> None:
    table = pd.DataFrame({"a": [1, 0, 1], "b": [0, 1, 1], "c": [0, 0, 1], "count": [9, 8, 2]})
    estimate = chao(table)
    assert estimate.missing == pytest.approx(2 / 3 * 17 * 16 / 2)
    assert any("bias-corrected" in w for w in estimate.warnings)
    assert np.isnan(estimate.models["total"][0])


def test_unequal_lists_are_warned_of() -> None:
    assert any(
        "differ in size" in w
        for w in chao({"a": range(500), "b": range(480, 520), "c": range(510, 530)}).warnings
    )


def test_no_overlap_is_refused() -> None:
    with pytest.raises(NotIdentifiedError, match="two lists"):
        chao({"a": range(10), "b": range(10, 30), "c": range(30, 40)})


def test_reference(shared_path: Path) -> None:
    for row in json.loads((shared_path / "reference/lists/other.json").read_text("utf-8")):
        if "chao1" not in row:
            continue
        table = pd.read_csv(shared_path / f"data/lists/{row['dataset']}.csv")
        assert chao(table).point == pytest.approx(row["chao2_t"], rel=1e-12)
        many = chao(table, finite=False)
        assert many.point == pytest.approx(row["chao1"], rel=1e-12)
        assert many.models["total"][3] == pytest.approx(row["chao1_bc"], rel=1e-12)
        assert many.models["stderr"][2] == pytest.approx(row["chao1984"]["SE"], rel=1e-12)
        # Published to the person.
        assert [round(x) for x in many.interval()] == row["chao1984"]["CI"]
