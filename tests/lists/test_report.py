from __future__ import annotations

import sys
from functools import partial

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from casualtystats.errors import InvalidValueError
from casualtystats.lists import OverlapTable, chapman, decomposable, latent_class, loglinear, report

mpl.use("Agg")

FOUR = OverlapTable(
    ("a", "b", "c", "d"), np.array([0, 110, 84, 18, 93, 21, 21, 18, 30, 10, 3, 4, 12, 4, 3, 5])
)
FAST = ("chao", "loglinear", "averaged", "decomposable")


def test_every_method_with_all_lists_and_without_each() -> None:
    found = report(FOUR, methods=FAST)
    frame = found.to_frame()
    assert len(frame) == len(FAST) * 5
    assert frame["method"].drop_duplicates().tolist() == list(FAST)
    assert frame["without"].tolist()[:5] == ["", "a", "b", "c", "d"]
    one = frame[(frame["method"] == "decomposable") & (frame["without"] == "b")].iloc[0]
    assert one["point"] == decomposable(FOUR.without("b")).point
    assert one["observed"] == FOUR.without("b").observed
    points = [e.point for (m, w), e in found.estimates.items() if not w and m != "chao"]
    assert found.spread() == (min(points), max(points))
    assert found.estimates["loglinear", ""].point == loglinear(FOUR).point


def test_methods_that_give_no_answer_say_why() -> None:
    thin = OverlapTable(tuple("abcd"), np.array([0, 40, 30, 6, 20, *[0] * 3, 25, *[0] * 7]))
    found = report(thin, methods=FAST)
    frame = found.to_frame()
    (row,) = frame[(frame["method"] == "decomposable") & (frame["without"] == "a")].to_dict(
        "records"
    )
    assert "two lists" in row["refused"]
    assert np.isnan(row["point"])
    assert ("decomposable", "") not in found.refused
    found.plot()
    plt.close("all")


def test_two_lists() -> None:
    table = {"a": range(60), "b": range(40, 90)}
    found = report(table)
    assert [m for m, _ in found.estimates] == ["chapman", "chao"]
    assert found.estimates["chapman", ""].point == chapman(table).point


def test_chapman_of_every_pair() -> None:
    found = report(FOUR, methods=["chapman"], without=False)
    assert len(found.estimates) == 6
    assert found.estimates["chapman a, c", ""].lists == ("a", "c")


def test_shown_in_every_way() -> None:
    found = report(FOUR, methods=FAST, without=False)
    assert repr(found).startswith("ListReport(436 observed on 4 lists; totals ")
    assert len(found.summary().splitlines()) == 1 + len(FAST)
    assert "decomposable" in found._repr_html_()
    axes = found.plot(title="Four lists")
    assert axes.get_xlim()[1] > found.spread()[1]
    plt.close("all")


def test_latent_class_takes_part_with_all_lists_only(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = partial(latent_class, chains=2, burn_in=50, draws=20, thin=1)
    # The module by its name: the package's `report` is the function.
    monkeypatch.setattr(sys.modules["casualtystats.lists.report"], "latent_class", quick)
    found = report(FOUR, methods=["latent_class"], random_state=1)
    assert [*found.estimates, *found.refused] == [("latent_class", "")]


def test_unknown_methods_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="methods must be among"):
        report(FOUR, methods=["bayes"])
