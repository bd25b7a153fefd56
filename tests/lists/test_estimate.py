from __future__ import annotations

import math

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from casualtystats.errors import InvalidValueError
from casualtystats.lists import ListEstimate, OverlapTable, chao, chapman, decomposable, loglinear

mpl.use("Agg")

THREE = OverlapTable(
    ("police", "press", "<b>families</b>"), np.array([0, 60, 49, 4, 247, 112, 142, 12])
)
EVERY = [
    chapman(THREE, lists=["police", "press"]),
    chao(THREE),
    loglinear(THREE),
    loglinear(THREE, average=True),
    loglinear(THREE, bootstrap=99, random_state=1),
    decomposable(THREE),
]


@pytest.mark.parametrize("estimate", EVERY, ids=lambda e: e.method)
def test_intervals_nest_and_hold_the_observed(estimate: ListEstimate) -> None:
    ends = [estimate.interval(level) for level in (0.5, 0.8, 0.95, 0.99)]
    lows, highs = [e.low for e in ends], [e.high for e in ends]
    assert lows == sorted(lows, reverse=True)
    assert highs == sorted(highs)
    assert min(lows) >= estimate.observed - 1e-9
    assert estimate.missing == estimate.point - estimate.observed
    assert estimate.models["weight"].sum() == pytest.approx(1.0)


@pytest.mark.parametrize("estimate", EVERY, ids=lambda e: e.method)
def test_shown_in_every_way(estimate: ListEstimate) -> None:
    assert "\n" not in repr(estimate)
    assert f"{estimate.observed:,} people are on at least one of" in estimate.summary()
    assert estimate.summary().count("Warning:") == len(estimate.warnings)
    frame = estimate.to_frame(0.8)
    assert frame["lower"].item() == estimate.interval(0.8).low
    assert frame["level"].item() == 0.8
    page = estimate._repr_html_()
    assert "<b>families" not in page
    axes = estimate.plot(level=0.8)
    assert axes.get_xlabel()
    plt.close("all")


def test_the_toll_is_over_the_total() -> None:
    estimate = decomposable(THREE)
    assert estimate.toll is not None
    assert estimate.toll.start > estimate.observed
    assert list(estimate.interval()) == list(estimate.toll.interval())


def test_a_percentage_is_not_a_level() -> None:
    with pytest.raises(InvalidValueError, match="Did you mean"):
        chao(THREE).interval(95)


def test_without_bounds_nothing_is_claimed() -> None:
    bare = ListEstimate("by hand", 700.0, THREE, loglinear(THREE).models)
    assert list(bare.interval()) == [626.0, math.inf]
