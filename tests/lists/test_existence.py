from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casualtystats.lists import OverlapTable
from casualtystats.lists.existence import EXISTS, NONE, ON_FACE, face_of, fit_on_face
from casualtystats.lists.hierarchy import Terms, all_models, read_model
from casualtystats.lists.selection import judge

ALL = all_models(3, 3)


def design(model: str, n: int = 3) -> np.ndarray:
    terms = Terms.of(n, [read_model(model, [str(i) for i in range(n)])])
    return terms.design()[1:]


def table(*counts: int) -> np.ndarray:
    """Cells 100, 010, 110, 001, 101, 011, 111."""
    return np.array(counts, dtype=float)


def test_haberman_a_face_that_no_empty_margin_shows() -> None:
    """All pairs, nobody on exactly all three: every margin is positive, yet no maximum.

    The unseen cell of three lists under all pairs is n111·n100·n010·n001/(n110·n101·n011).
    """
    counts = table(20, 30, 6, 40, 5, 7, 0)
    columns = design("[12,13,23]")
    assert face_of(columns, counts).tolist() == [True] * 6 + [False]
    fit = fit_on_face(columns, counts)
    assert (fit.maximum, fit.missing) == (NONE, 0.0)
    full = fit_on_face(columns, table(20, 30, 6, 40, 5, 7, 2))
    assert full.maximum == EXISTS
    assert full.missing == pytest.approx(2 * 20 * 30 * 40 / (6 * 5 * 7), rel=1e-9)


def test_an_empty_pair_in_the_denominator_leaves_no_end() -> None:
    fit = fit_on_face(design("[12,13,23]"), table(20, 30, 6, 40, 0, 7, 2))
    assert fit.maximum == NONE
    assert fit.missing == np.inf


def test_an_estimate_on_a_face() -> None:
    """[13,23] with nobody on 1 and 3 or on 2 and 3: lists 1 and 2 alone tell, without list 3."""
    fit = fit_on_face(design("[13,23]"), table(40, 30, 6, 20, 0, 0, 0))
    assert fit.maximum == ON_FACE
    # Off list 3: 40·30/6 are on neither list 1 nor 2.
    assert fit.missing == pytest.approx(40 * 30 / 6, rel=1e-8)
    assert fit.fitted.sum() == pytest.approx(96.0)


@given(st.lists(st.integers(0, 3), min_size=7, max_size=7), st.sampled_from(ALL))
@settings(max_examples=40)
def test_the_face_is_what_tables_with_the_same_margins_fill(
    cells: list[int], model: frozenset[int]
) -> None:
    """Brute force: all tables of up to 3 per cell with margins proportional by 1 or 2."""
    counts = np.array(cells, dtype=float)
    if counts.sum() == 0:
        return
    columns = Terms.of(3, [model]).design()[1:]
    grids = np.indices((4,) * 7).reshape(7, -1).T
    margins = grids @ columns
    filled = np.zeros(7, dtype=bool)
    for scale in (1, 2):
        same = (margins == scale * (counts @ columns)).all(axis=1)
        filled |= (grids[same] > 0).any(axis=0)
    face = face_of(columns, counts)
    assert (face >= filled).all()  # what a table fills is on the face
    assert (face >= (counts > 0)).all()
    margin = columns.T @ counts
    fit = fit_on_face(columns, counts)
    np.testing.assert_allclose(columns.T @ fit.fitted, margin, atol=1e-5)  # likelihood equations
    assert (fit.fitted[face] > 0).all()
    assert (fit.fitted[~face] == 0).all()


@given(st.lists(st.integers(0, 30), min_size=7, max_size=7))
@settings(max_examples=40)
def test_fitting_together_agrees_with_fitting_on_the_face(cells: list[int]) -> None:
    overlap = OverlapTable(("a", "b", "c"), np.array([0, *cells]))
    sizes = overlap.on_list().values()
    if min(sizes) == 0:
        return
    for judged in judge(overlap, ALL):
        columns = Terms.of(3, [judged.model]).design()[1:]
        alone = fit_on_face(columns, overlap.counts[1:].astype(float))
        if judged.maximum == "not checked":
            continue
        assert (judged.maximum == NONE) == (alone.maximum == NONE)
        if judged.told:
            assert judged.missing == pytest.approx(alone.missing, rel=1e-5, abs=1e-5)
