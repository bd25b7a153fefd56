"""From words to a comparison, as a user meets it, and what is refused on the way."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

import casualtystats as cs


@pytest.mark.parametrize("said", [31, 26, 42, 352, "several thousand", "at least 352"])
def test_every_figure_gives_a_distribution_an_interval_and_a_line(said: int | str) -> None:
    toll = cs.estimate(said)
    low, high = toll.interval(level=0.9)
    assert 0 < low <= toll.median() <= high < math.inf
    assert sum(toll.probs) == pytest.approx(1, abs=1e-9)
    line = repr(toll)
    assert str(said) in line
    assert "95%" in line
    assert "\n" not in line


def test_level_is_what_the_line_and_the_default_interval_show() -> None:
    toll = cs.estimate(42, level=0.8)
    assert toll.interval() == toll.interval(0.8)
    assert "80%" in repr(toll)
    assert toll.interval(0.8).width < toll.interval(0.95).width


def test_more_words_more_width() -> None:
    widths = [cs.estimate(x).interval(0.9).width / 352 for x in (352, (300, 400), "hundreds")]
    assert widths[0] < widths[2]
    assert widths[1] < widths[2]


def test_the_official_figure_against_the_monitors() -> None:
    result = cs.compare(official=352, monitor="several thousand")
    assert result.ratio(level=0.9).low > 1
    assert 0.5 < result.break_even(level=0.9).low < result.break_even(level=0.9).high < 1
    assert result.prob_exceeds > 0.99
    sentence = str(result)
    assert "352" in sentence
    assert "several thousand" in sentence


def test_reports_fuse_and_incidents_sum() -> None:
    incident = cs.fuse(
        [
            cs.Report("at least 31", source="foreign ministry", role="party"),
            cs.Report("42, including at least 11 children", source="activists", role="monitor"),
            cs.Report("over 40", source="news agency", role="media"),
        ]
    )
    other = cs.estimate("at least 26 killed")
    year = cs.total([incident, other], correlation=0.3)
    assert year.median() > incident.median()
    assert cs.total([incident, other], correlation=0).mean() == pytest.approx(
        incident.mean() + other.mean(), rel=1e-6
    )


@pytest.mark.parametrize(
    ("act", "builtin", "words"),
    [
        (lambda: cs.estimate(-3), ValueError, ["-3", "must"]),
        (lambda: cs.estimate("no number here"), ValueError, ["no number here", "must"]),
        (lambda: cs.estimate(float("nan")), (ValueError, TypeError), ["nan", "must"]),
        (
            lambda: cs.estimate(None),  # type: ignore[arg-type]
            (ValueError, TypeError),
            ["None", "must"],
        ),
        (lambda: cs.estimate((40, 31)), ValueError, ["40", "31", "must"]),
        (
            lambda: cs.estimate(31).interval(level=95),
            ValueError,
            ["level must", "95", "Did you mean 0.95?"],
        ),
        (
            lambda: cs.compare(official="352 killed", monitor="several thousand injured"),
            ValueError,
            ["outcome", "killed", "injured"],
        ),
        (lambda: cs.total([cs.estimate(3)], correlation=7), ValueError, ["correlation", "7"]),
    ],
)
def test_what_cannot_be_answered_is_refused(
    act: Callable[[], Any], builtin: type[Exception], words: list[str]
) -> None:
    with pytest.raises(builtin) as caught:
        act()
    assert isinstance(caught.value, cs.CasualtyStatsError)
    for word in words:
        assert word in str(caught.value)


def test_the_sum_asks_how_tolls_depend() -> None:
    with pytest.raises(TypeError, match="correlation"):
        cs.total([cs.estimate(3), cs.estimate(4)])  # type: ignore[call-arg]


def test_intervals_are_not_added() -> None:
    with pytest.raises(TypeError, match=r"cs\.total"):
        _ = cs.estimate(3).interval() + cs.estimate(4).interval()
