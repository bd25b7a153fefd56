"""estimate: every way in, the seed's figures, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.comparison.compare import compare
from casualtystats.errors import (
    InvalidTypeError,
    InvalidValueError,
    SchemeError,
    UnreadableError,
)
from casualtystats.evidence.fuse import fuse
from casualtystats.evidence.report import Report
from casualtystats.evidence.total import total
from casualtystats.tables.frames import estimate_frame
from casualtystats.text.claim import Claim
from casualtystats.toll.estimate import as_claim, estimate
from casualtystats.toll.reading import Reading
from casualtystats.toll.toll import Toll

levels = st.floats(0.01, 0.99)
figures = st.one_of(st.integers(0, 200), st.integers(0, 10**8))


@pytest.mark.parametrize("same", ["31", 31, 31.0, np.int64(31), np.float32(31), (31, 31)])
def test_a_figure_is_a_figure_however_it_is_given(same: Any) -> None:
    assert estimate(same).key == estimate(Claim(low=31, high=31, best=31, text="31")).key


def test_ranges() -> None:
    assert estimate((31, 44)).key == estimate(Claim(low=31, high=44, form="range")).key
    assert estimate([31, 44]).key == estimate((31, 44)).key
    column: Any = np.array([31, 44])
    assert estimate(column).key == estimate((31, 44)).key
    assert estimate((31, 44)).label == "31–44"


def test_a_toll_is_returned_as_it_is() -> None:
    toll = Toll.exact(31)
    assert estimate(toll) is toll


def test_words_are_kept() -> None:
    toll = estimate("at least 352")
    assert toll.label == "at least 352"
    assert toll.claims[0].form == "at_least"
    assert toll.claims[0].low == 352
    assert toll.law is not None


@pytest.mark.parametrize(
    ("stated", "low", "median", "high"),
    [
        # rough bounds on the 90 % interval's ends and on the median. They are as wide as figures
        # of 20 and more turned out, at the Bureau and at UCDP (docs/calibration.md)
        (26, (11, 20), (25, 27), (35, 50)),
        (31, (14, 24), (30, 32), (42, 60)),
        (42, (18, 32), (40, 43), (56, 84)),
        (352, (180, 260), (335, 356), (450, 650)),
        ("at least 352", (220, 300), (353, 410), (530, 750)),
        ("several thousand", (1_200, 2_000), (2_200, 4_000), (5_000, 10_000)),
        ("dozens", (12, 24), (24, 48), (60, 120)),
    ],
)
def test_the_seeds_figures(
    stated: int | str, low: tuple[int, int], median: tuple[int, int], high: tuple[int, int]
) -> None:
    toll = estimate(stated)
    interval = toll.interval(level=0.9)
    assert low[0] <= interval.low <= low[1]
    assert median[0] <= toll.median() <= median[1]
    assert high[0] <= interval.high <= high[1]


@given(figures, levels, levels)
def test_intervals_nest(n: int, one: float, other: float) -> None:
    toll = estimate(n)
    narrow, wide = toll.interval(level=min(one, other)), toll.interval(level=max(one, other))
    assert wide.low <= narrow.low <= narrow.high <= wide.high


@given(st.integers(1, 5_000), levels)
def test_at_least_lies_above_exactly_lies_above_up_to(n: int, level: float) -> None:
    low, mid, high = (
        estimate(Claim(low=n, high=n, form=form, tags=tags)).sf(n)  # type: ignore[arg-type]
        for form, tags in (("at_most", ("up_to",)), ("exact", ()), ("at_least", ()))
    )
    assert low <= mid + 1e-12
    if n > 20:  # below, plain figures go up more often: fewer numbers are left below them
        assert mid <= high + 1e-12


@given(st.integers(0, 200))
def test_closed_form_and_lattice_agree(n: int) -> None:
    toll = estimate(n)
    assert toll.law is not None
    lattice = Toll.from_lattice(toll.lattice)
    for level in (0.5, 0.8, 0.9, 0.95):
        assert lattice.interval(level=level) == toll.interval(level=level)
    assert lattice.median() == toll.median()


@given(st.integers(201, 10**7), st.floats(0.01, 0.99))
def test_closed_form_and_lattice_of_large_figures_agree_within_a_cell(n: int, q: float) -> None:
    toll = estimate(n)
    lattice = Toll.from_lattice(toll.lattice)
    k, step, cut = lattice.ppf(q), lattice.step, 2.0 * lattice.trimmed + 1e-9
    assert toll.cdf(k + step - 1) >= q - cut
    assert toll.cdf(k - step) <= q + cut
    low, high = toll.interval(level=0.95)
    assert (high - low) / step >= 1_000 or step == 1  # cells are fine where the toll is


def test_level_is_the_default_of_the_result() -> None:
    assert estimate(31, level=0.5).interval() == estimate(31).interval(level=0.5)


def test_readings_differ_and_may_be_your_own() -> None:
    ferson = estimate("at least 31", reading="ferson").interval(level=0.9)
    assert ferson.low == 31
    assert estimate("at least 31").interval(level=0.9).low < 31
    own = Reading.load("ferson")
    assert estimate("at least 31", reading=own).interval(level=0.9) == ferson


def test_codebooks() -> None:
    assert estimate("dozens", scheme="acled").interval() == (
        estimate("dozens", scheme="acled").interval()
    )
    toll = estimate("dozens", scheme="airwars")
    assert toll.support() == (12, 24)
    assert toll.pmf(17) == pytest.approx(1 / 13)
    assert "derived" in toll.notes[0]
    assert estimate("at least 31", scheme="gtd").support() == (31, 31)


def test_blank_and_missing_rules_are_errors() -> None:
    with pytest.raises(SchemeError, match=r"both ends in gtd.*Unknown is never 0"):
        estimate("dozens", scheme="gtd")
    with pytest.raises(SchemeError, match="both ends in airwars"):
        estimate("up to 9", scheme="airwars")
    with pytest.raises(SchemeError, match="have a rule in acled"):
        estimate("scores", scheme="acled")


@pytest.mark.parametrize(
    ("bad", "error", "said"),
    [
        (-3, InvalidValueError, r"x must be a whole number of people, 0 or more; got -3\."),
        (1.5, InvalidValueError, "whole number of people, 0 or more; got 1.5"),
        (math.nan, InvalidValueError, "known number of people; got nan. Unknown is never 0"),
        (math.inf, InvalidValueError, "known number of people; got inf"),
        (None, InvalidTypeError, "got None. Unknown is never 0"),
        (True, InvalidTypeError, "got True"),
        (pd.NA, InvalidTypeError, "got <NA>"),
        (b"31", InvalidTypeError, "got b'31'"),
        ((44, 31), InvalidValueError, "low at most high; got .44, 31.. Swap the ends"),
        ((31, None), InvalidTypeError, "got None"),
        ((1, 2, 3), InvalidTypeError, r"got \(1, 2, 3\)"),
        ({}, InvalidTypeError, "got {}"),
    ],
)
def test_bad_input_is_named(bad: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        estimate(bad)


@pytest.mark.parametrize("text", ["no number here", "", "unknown"])
def test_texts_without_a_figure_are_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        estimate(text)


def test_levels_are_fractions() -> None:
    with pytest.raises(InvalidValueError, match=r"Did you mean 0\.95"):
        estimate(31, level=95)


def test_zero_is_a_figure_and_unknown_is_not() -> None:
    assert estimate(0).median() == 0
    assert estimate(0).sf(0) > 0.05  # no one was killed, said early, does not always hold
    with pytest.raises(InvalidValueError, match="state a figure or a unit"):
        estimate(Claim(form="vague", text="an unknown number"))


@given(figures)
def test_claims_pass_through(n: int) -> None:
    claim = as_claim(n)
    assert (claim.low, claim.high, claim.text) == (n, n, str(n))
    assert as_claim(claim) is claim


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("at most dozens", "'at most' changes nothing: the word behind it is vague already"),
        ("dozens, perhaps hundreds", "'dozens, perhaps hundreds' is read by its first word"),
        ("between dozens and 100", "'dozens and 100' is read by its first word"),
    ],
)
def test_words_that_change_nothing_are_told(words: str, note: str) -> None:
    toll = estimate(words)
    assert toll.key == estimate("dozens").key
    assert toll.notes[0].startswith(note)
    assert estimate("dozens").notes == estimate("at least 31").notes == ()


def test_the_parts_that_a_text_states_hold_its_toll_up_by_every_door() -> None:
    words = "dozens were killed, including at least 30 children"
    toll = estimate(words)
    assert toll.interval().low >= 30
    assert toll.notes == ("sub-counts: the total is at least 30",)
    assert estimate(words, scheme="ucdp").notes[-1].startswith("contradictory")
    frame = pd.DataFrame({"said": [words]})
    for interval in (
        fuse([Report(words)]).interval(),
        total([words], correlation=0).interval(),
        compare(5, words).monitor.interval(),
        estimate_frame(frame, figure="said")[["lower", "upper"]].iloc[0],
    ):
        assert list(interval) == list(toll.interval())
