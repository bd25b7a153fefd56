from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.lists import OverlapTable, latent_class
from casualtystats.lists.latent_class import rank_r_hat
from casualtystats.lists.tempering import _thinned

HALVES = OverlapTable(
    tuple("abcd"), np.array([0, 60, 58, 21, 63, 20, 24, 19, 61, 22, 20, 21, 23, 22, 18, 60])
)


def quick(table: object, **kwargs: int) -> object:
    short = {"chains": 4, "burn_in": 300, "draws": 300, "thin": 1, "rungs": 3}
    return latent_class(table, **(short | kwargs))


def test_same_seed_same_draws() -> None:
    one, two, other = (quick(HALVES, random_state=s) for s in (7, 7, 8))
    assert repr(one) == repr(two)
    assert repr(one) != repr(other)


def test_what_it_returns() -> None:
    estimate = latent_class(HALVES, burn_in=400, draws=600, thin=1, rungs=4, random_state=1)
    assert estimate.toll is not None
    assert estimate.chains is not None
    assert estimate.toll.start >= estimate.observed
    assert estimate.point == pytest.approx(estimate.toll.median(), abs=1)
    assert len(estimate.chains) == 4
    assert estimate.models["r_hat"].item() < 1.1
    low, high = estimate.interval(0.9)
    assert estimate.observed <= low < estimate.point < high
    assert estimate.toll.layers == ("unseen: latent classes",)


def test_truth_lies_within_when_two_classes_differ() -> None:
    """2,000 people, a third of them easily found; independence would say far too few."""
    generator = np.random.default_rng(11)
    easy = generator.random(2000) < 1 / 3
    chance = np.where(easy[:, None], 0.7, 0.2)
    people = (generator.random((2000, 5)) < chance).astype(int)
    table = pd.DataFrame(people[people.any(axis=1)], columns=list("abcde"))
    estimate = latent_class(table, burn_in=400, draws=500, thin=2, rungs=4, random_state=2)
    alone = latent_class(table, classes=1, burn_in=200, draws=400, thin=1, rungs=1, random_state=2)
    assert 2000 in estimate.interval(0.99)
    assert alone.interval(0.99).high < 2000


def test_r_hat_of_equal_and_of_unlike_chains() -> None:
    generator = np.random.default_rng(5)
    same = generator.normal(size=(6, 1000))
    assert rank_r_hat(same) == pytest.approx(1.0, abs=0.01)
    apart = same + np.array([0, 0, 0, 3, 3, 3])[:, None]
    assert rank_r_hat(apart) > 1.5
    wider = same * np.array([1, 1, 1, 6, 6, 6])[:, None]
    assert rank_r_hat(wider) > 1.2  # seen by the folded half only
    assert rank_r_hat(np.exp(30 * same)) == pytest.approx(rank_r_hat(same), abs=0.02)
    assert rank_r_hat(np.full((2, 10), 3.0)) == 1.0
    assert rank_r_hat(np.array([[1.0] * 10, [2.0] * 10])) > 100


def test_plain_chains_that_disagree_get_no_answer_and_ladders_do() -> None:
    """Two worlds fit: a small one and one many times larger; plain chains stay where they are."""
    counts = np.zeros(32, dtype=np.int64)
    counts[[1, 2, 4, 8, 16]] = [4000, 1300, 650, 630, 400]
    counts[[3, 5, 9, 17, 6, 12, 24, 20, 10]] = [45, 80, 125, 60, 1, 2, 57, 2, 4]
    counts[[25, 13, 7]] = [7, 2, 1]
    table = OverlapTable(tuple("abcde"), counts)
    with pytest.raises(NotIdentifiedError, match="R-hat") as refusal:
        latent_class(table, burn_in=300, draws=150, thin=1, rungs=1, random_state=1)
    assert "Their medians are" in str(refusal.value)
    estimate = latent_class(table, burn_in=600, draws=400, thin=2, random_state=1)
    assert estimate.models["r_hat"].item() < 1.1
    assert any("worlds of unlike size" in note for note in estimate.warnings)


def test_rungs_see_parts_of_the_people() -> None:
    people = np.array([1, 1, 1, 1, 400, 90, 7])
    rungs = _thinned(people, 5)
    assert rungs[0].tolist() == people.tolist()
    assert (np.diff(rungs, axis=0) <= 0).all()
    assert rungs[-1].sum() == pytest.approx(0.2 * people.sum(), abs=4)
    assert (_thinned(np.array([1]), 6).sum(axis=1) > 0).all()


def test_refusals() -> None:
    with pytest.raises(NotIdentifiedError, match="at least three lists"):
        latent_class({"a": [1, 2], "b": [2, 3]})
    with pytest.raises(NotIdentifiedError, match="on two lists"):
        latent_class({"a": [1, 2], "b": [3, 4], "c": [5]})
    for wrong in (
        {"chains": 1},
        {"draws": 2},
        {"thin": 0},
        {"classes": 0},
        {"burn_in": -1},
        {"rungs": 0},
    ):
        with pytest.raises(InvalidValueError, match=next(iter(wrong))):
            quick(HALVES, **wrong)


@pytest.mark.parametrize("dataset", ["madigan_york_5", "neworleans_5", "ph_caloocan_police"])
def test_reference(shared_path: Path, dataset: str) -> None:
    """Within Monte Carlo error of R's LCMCR, whose three seeds differ by as much."""
    rows = json.loads((shared_path / "reference/lists/lcmcr.json").read_text("utf-8"))
    (row,) = [r for r in rows if r["dataset"] == dataset]
    table = pd.read_csv(shared_path / f"data/lists/{dataset}.csv")
    estimate = latent_class(table, burn_in=800, draws=1500, thin=2, random_state=3)
    toll = estimate.toll
    assert toll is not None
    theirs = np.array(row["by_seed_q"]).mean(axis=0)
    width = theirs[2] - theirs[0]
    assert toll.mean() == pytest.approx(np.mean(row["by_seed_mean"]), abs=0.04 * width)
    assert estimate.point == pytest.approx(theirs[1], abs=0.04 * width)
    assert list(estimate.interval()) == pytest.approx([theirs[0], theirs[2]], abs=0.12 * width)
