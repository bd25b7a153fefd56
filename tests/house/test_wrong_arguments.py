"""Arguments of a wrong kind: an error of the house that names them, and never a bare one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import casualtystats
from casualtystats.errors import CasualtyStatsError
from casualtystats.toll.interval import Interval

cs: Any = casualtystats  # as a notebook sees it, without types
TWO = [cs.Report(5, "a"), cs.Report(6, "b")]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cs.fuse(TWO, weights={1: 2}), "weights must go by names of sources or roles"),
        (lambda: cs.fuse(TWO, ignore=3), "ignore must be a field of the scope or several"),
        (lambda: cs.compare(5, 6, ignore=3), "ignore must be a field of the scope or several"),
        (lambda: cs.total(["31"], correlation=0, ignore=5), "ignore must be a field of the scope"),
        (lambda: cs.estimate(5).expect(5), "func must be a function of numbers of people"),
        (lambda: cs.Claim(form="range", low=5, high=9, best=20), "best must lie between"),
        (lambda: cs.Claim(form="at_least", low=31, best=12), "best must lie between"),
        (lambda: cs.Claim(low=5, high=5, best=9), "best must lie between"),
        (lambda: cs.Report(5, sub=5), "sub must be a sequence of Claims"),
        (lambda: cs.Report(5, sub=[5]), "sub must be a sequence of Claims"),
        (lambda: cs.OfficialSeries((5,)), "reports must hold PeriodicReports"),
        (lambda: cs.estimate(5).plot(ax=3), "ax must be Axes of matplotlib"),
        (lambda: cs.estimate(np.array([1, 2, 3])), "x must be a whole number of people"),
        (lambda: cs.lists.chapman({"a": 5, "b": [1]}), "table must hold identifiers in 'a'"),
        (lambda: cs.Claim(low=3, high=5), "low must be equal to high in an exact figure"),
        (lambda: cs.Claim(form="range", low=3), "low must be given with high in a range"),
        (lambda: cs.Claim(low=1.5), "low must be a whole number of people"),
        (lambda: cs.Claim(low="3"), "low must be a whole number of people"),
        (lambda: cs.estimate("20 billion killed"), "must state at most 10,000,000,000 people"),
        (lambda: cs.estimate(2 * 10**10), "x must be at most 10,000,000,000 people"),
    ],
)
def test_errors_name_the_argument(call: Callable[[], Any], said: str) -> None:
    with pytest.raises(CasualtyStatsError) as caught:
        call()
    assert said in str(caught.value)


def test_what_is_unusual_and_clear_is_taken() -> None:
    assert cs.Report(5, date=pd.NaT).date is cs.Report(5, date=pd.NA).date is None
    assert cs.Report(5, date="2017-05-15 10:00:00").date == dt.date(2017, 5, 15)
    assert cs.Report(42.0).claim.best == 42
    assert cs.estimate(np.array(5)).key == cs.estimate(5).key
    assert cs.Claim(low=np.int64(5), high=np.int64(5)).low == 5
    one_by_one = cs.estimate("dozens").expect(lambda n: 1 if n >= 40 else 0)
    assert one_by_one == pytest.approx(cs.estimate("dozens").sf(39), abs=1e-6)


def test_large_ends_of_an_interval_are_written_out() -> None:
    assert repr(Interval(9831, 10_890.25, 0.95)) == "Interval(9,831–10,890.2, level=0.95)"
