"""Who speaks: copies count once, revisions replace, weights go by name."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.evidence.report import Report
from casualtystats.evidence.voices import Voice, check_reports, gather, weigh
from casualtystats.toll.toll import Toll
from tests.evidence.strategies import figure, reports


def certain(report: Report) -> Toll:
    """What a report states, without doubt, so that a voice's toll shows who speaks."""
    return Toll.exact(report.claim.best or 0)


def voices_of(told: list[Report], weights: Any = None) -> dict[str, Voice]:
    voices, _ = gather(told, weigh(told, weights), certain)
    return {voice.name: voice for voice in voices}


def said(voice: Voice) -> dict[int, float]:
    toll = voice.toll
    pairs = zip(range(toll.start, toll.lattice.end + 1), toll.probs, strict=True)
    return {n: round(float(p), 12) for n, p in pairs if p > 0}


def shape(told: list[Report], weights: Any = None) -> list[Any]:
    """Everything that matters about the voices behind reports."""
    voices, _ = gather(told, weigh(told, weights), certain)
    return [(v.name, v.words, said(v), v.weight) for v in voices]


@given(st.lists(reports(), min_size=1, max_size=4))
def test_order_does_not_matter(told: list[Report]) -> None:
    assert all(shape(list(order)) == shape(told) for order in permutations(told))


@given(st.lists(reports(), min_size=1, max_size=5), st.data())
def test_a_report_told_again_does_not_matter(told: list[Report], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(told))
    assert shape([*told, again]) == shape(told)


@given(st.lists(reports(), min_size=1, max_size=5), st.data())
def test_a_copy_of_a_source_does_not_matter(told: list[Report], data: st.DataObject) -> None:
    """A paper that reprints what a source says itself adds nothing, whatever it prints."""
    own = [r for r in told if r.source and not r.origin]
    if not own:
        return
    copied = data.draw(st.sampled_from(own))
    n = data.draw(st.integers(1, 90))
    copy = Report(figure(n), source="reprint", origin=copied.source.upper())
    assert shape([*told, copy]) == shape(told)


def test_copies_of_an_unseen_origin_count_once_and_keep_their_differences() -> None:
    told = [
        Report(12, "paper", origin="SOHR"),
        Report(22, "wire", origin="sohr"),
        Report(22, "daily", origin="SOHR "),
        Report(30, "ministry"),
    ]
    voices = voices_of(told)
    assert len(voices) == 2
    assert said(voices["SOHR"]) == {12: 0.5, 22: 0.5}
    _, notes = gather(told, weigh(told, None), certain)
    assert notes[0] == "copies: daily, paper, wire repeat SOHR and count once"
    assert notes[1].endswith("states several figures, mixed: 12 / 22")


def test_a_copy_of_a_copy_goes_back_to_the_first() -> None:
    told = [
        Report(22, "blog", origin="paper"),
        Report(12, "paper", origin="SOHR"),
        Report(13, "SOHR"),
    ]
    assert [said(v) for v in voices_of(told).values()] == [{13: 1.0}]


def test_a_source_that_copies_several_is_followed_no_further() -> None:
    told = [
        Report(22, "blog", origin="paper"),
        Report(12, "paper", origin="SOHR"),
        Report(14, "paper", origin="wire"),
    ]
    assert sorted(voices_of(told)) == ["SOHR", "paper", "wire"]


def test_a_source_that_names_itself_as_origin_copies_nobody() -> None:
    told = [Report(12, "SOHR", origin="sohr"), Report(14, "paper", origin="SOHR")]
    assert [said(v) for v in voices_of(told).values()] == [{12: 1.0}]


def test_sources_that_copy_each_other_are_one_voice() -> None:
    told = [Report(12, "a", origin="b"), Report(14, "b", origin="a")]
    (voice,) = voices_of(told).values()
    assert said(voice) == {12: 0.5, 14: 0.5}


def test_a_source_with_a_count_of_its_own_stays_apart_from_what_it_copies() -> None:
    told = [Report(12, "wire"), Report(22, "wire", origin="SOHR"), Report(25, "SOHR")]
    assert {name: said(v) for name, v in voices_of(told).items()} == {
        "wire": {12: 1.0},
        "SOHR": {25: 1.0},
    }


def test_the_latest_of_a_source_stands_if_all_are_dated() -> None:
    told = [
        Report(12, "SOHR", date="2017-05-14"),
        Report(22, "SOHR", date="2017-05-15"),
        Report(24, "SOHR", date="2017-05-15"),
    ]
    (voice,) = voices_of(told).values()
    assert said(voice) == {22: 0.5, 24: 0.5}
    _, notes = gather(told, weigh(told, None), certain)
    assert notes[0] == "revised: of the figures of SOHR the latest, of 2017-05-15, stands"
    undated = [*told[:2], Report(30, "SOHR")]
    assert said(voices_of(undated)["SOHR"]) == pytest.approx({12: 1 / 3, 22: 1 / 3, 30: 1 / 3})


def test_a_late_copy_revises_nothing() -> None:
    told = [
        Report(12, "a", origin="SOHR", date="2017-05-14"),
        Report(22, "b", origin="SOHR", date="2017-05-16"),
    ]
    assert said(voices_of(told)["SOHR"]) == {12: 0.5, 22: 0.5}


def test_nameless_reports_stay_apart_unless_they_are_the_same() -> None:
    told = [Report(12), Report(12), Report(12, url="https://a.example"), Report(22)]
    voices, _ = gather(told, weigh(told, None), certain)
    assert sorted(v.words for v in voices) == ["12", "12", "22"]


def test_the_same_figure_in_other_words_counts_once() -> None:
    told = [Report(figure(12, text="12"), "a"), Report(figure(12, text="twelve"), "a")]
    (voice,) = voices_of(told).values()
    assert len(voice.reports) == 1
    _, notes = gather(told, weigh(told, None), certain)
    assert notes == ("repeated: a says the same more than once and counts once",)


# -------------------------------------------------------------------- weights


def test_weights_go_by_origin_before_source_before_role() -> None:
    told = [
        Report(12, "paper", "media", origin="SOHR"),
        Report(30, "ministry", "party"),
        Report(40, "Airwars", "monitor"),
    ]
    by_name = {"sohr": 2.0, "paper": 5.0, "party": 0.5}
    assert weigh(told, by_name) == (2.0, 0.5, 1.0)
    assert weigh(told, {"paper": 5.0}) == (5.0, 1.0, 1.0)
    assert weigh(told, [3, 2, 1]) == (3.0, 2.0, 1.0)
    assert weigh(told, np.array([3.0, 2.0, 1.0])) == (3.0, 2.0, 1.0)
    assert weigh(told, None) == (1.0, 1.0, 1.0)


def test_a_voice_weighs_as_much_as_the_heaviest_report_that_speaks_for_it() -> None:
    told = [Report(12, "a", origin="SOHR"), Report(22, "b", origin="SOHR"), Report(9, "c")]
    weight = {name: v.weight for name, v in voices_of(told, [0.5, 3.0, 1.0]).items()}
    assert weight == {"SOHR": 3.0, "c": 1.0}


def test_weight_0_leaves_a_voice_out_and_says_so() -> None:
    told = [Report(12, "a"), Report(22, "b")]
    voices, notes = gather(told, weigh(told, {"b": 0}), certain)
    assert [v.name for v in voices] == ["a"]
    assert notes == ("weight 0: b is left out",)


@pytest.mark.parametrize(
    ("weights", "rule"),
    [
        ({"nobody": 2.0}, "name sources of the reports"),
        ({"a": -1.0}, "be 0 or more and not all 0"),
        ({"a": float("nan")}, "be 0 or more and not all 0"),
        ([0, 0], "be 0 or more and not all 0"),
        ([1], "be one number per report"),
    ],
)
def test_bad_weights_are_named(weights: Any, rule: str) -> None:
    with pytest.raises(InvalidValueError, match=f"weights must {rule}"):
        weigh([Report(12, "a"), Report(22, "b")], weights)


def test_reports_are_reports() -> None:
    with pytest.raises(InvalidValueError, match="No report is no evidence"):
        check_reports([])
    for wrong in (Report(12), "12"):
        with pytest.raises(InvalidTypeError, match="reports must be several reports"):
            check_reports(wrong)  # type: ignore[arg-type]
    assert check_reports(r for r in [Report(12)]) == (Report(12),)
