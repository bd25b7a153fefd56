"""Reports that cannot both hold are named."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.evidence.contradictions import clashes, contradictions
from casualtystats.evidence.report import Report
from casualtystats.toll.toll import Toll
from tests.evidence.strategies import choruses, figure, voice


@given(choruses())
def test_voices_clash_when_one_is_above_the_other(voices: Any) -> None:
    """By brute force over the product of the two lattices."""
    expected = set()
    for i, a in enumerate(voices):
        for b in voices[i + 1 :]:
            joint = np.outer(a.toll.probs, b.toll.probs)
            n = a.toll.start + np.arange(a.toll.probs.size)[:, None]
            m = b.toll.start + np.arange(b.toll.probs.size)[None, :]
            if min(joint[n >= m].sum(), joint[m >= n].sum()) < 0.1 - 1e-9:
                expected.add((a.name, b.name))
    assert {(c.first, c.second) for c in clashes(voices, level=0.8)} == expected


def test_a_clash_says_who_and_why() -> None:
    voices = [voice(Toll.exact(12), "A", n=12), voice(Toll.exact(72), "B", n=72)]
    for order in permutations(voices):
        (clash,) = clashes(order)
        assert clash.reason == (
            "the toll of B is above that of A with a probability of more than 99.9%"
        )
    assert str(clashes(voices)[0]).startswith("contradictory: A (12) and B (72): the toll of B")
    spread = [voice(Toll.from_pmf([12, 99], [0.996, 0.004]), "A"), voices[1]]
    assert "99.6%" in clashes(spread)[0].reason


def test_figures_that_both_may_hold_do_not_clash() -> None:
    assert clashes([voice(Toll(31, np.ones(20)), "A"), voice(Toll(42, np.ones(5)), "B")]) == ()


def test_sub_counts_clash_with_a_total_below_them() -> None:
    women = figure(17, victims=("women",))
    counted = voice(Toll(1, np.ones(90)), "activists", n=42, sub=(women,))
    for order in permutations([counted, voice(Toll(9, np.ones(4)), "ministry", n=10)]):
        (clash,) = clashes(order)
        assert (
            clash.reason == "the sub-counts of activists need at least 17, and ministry allows 12"
        )


def test_the_table_has_a_row_per_pair() -> None:
    told = [
        Report("12 killed", source="A"),
        Report("1,200 killed", source="B"),
        Report("1,200 killed", source="C", origin="B"),
        Report("13 killed", source="D"),
    ]
    table = contradictions(told)
    assert list(table) == ["first", "first_words", "second", "second_words", "reason"]
    assert set(zip(table["first"], table["second"], strict=True)) == {("A", "B"), ("B", "D")}
    assert contradictions(told[:1]).empty


def test_bad_reports_are_named() -> None:
    with pytest.raises(InvalidValueError, match="reports must hold at least one report"):
        contradictions([])
    with pytest.raises(InvalidTypeError, match="reports must hold reports only; got '12'"):
        contradictions(["12"])  # type: ignore[list-item]
