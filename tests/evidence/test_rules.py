"""Codebook rules: which of the stated figures stands."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import InvalidValueError
from casualtystats.evidence.envelope import envelope
from casualtystats.evidence.report import Report
from casualtystats.evidence.rules import RULES, gtd, hierarchy, latest, lowest, majority
from casualtystats.evidence.voices import Voice
from casualtystats.text.claim import Claim
from casualtystats.toll.estimate import estimate
from casualtystats.toll.toll import Toll
from tests.evidence.strategies import figure, voice

DAY, NEXT = dt.date(2017, 5, 15), dt.date(2017, 5, 16)


def say(n: int, name: str, weight: float = 1.0, **told: Any) -> Voice:
    """A voice that is certain of a figure."""
    return voice(Toll.exact(n), name, weight, n=n, **told)


said = st.lists(
    st.tuples(st.integers(1, 9), st.floats(0.1, 2), st.sampled_from([None, DAY, NEXT])),
    min_size=1,
    max_size=5,
).map(lambda rows: [say(n, f"v{i}", w, date=d) for i, (n, w, d) in enumerate(rows)])


def number(toll: Toll) -> int:
    """The figure that a rule chose, which is certain here."""
    assert toll.interval().width == 0
    return int(toll.median())


@given(said)
def test_lowest_and_envelope_are_the_ends(voices: Any) -> None:
    figures = [int(v.toll.median()) for v in voices]
    assert number(lowest(voices)) == min(figures)
    span = envelope(voices)
    assert (span.start, span.lattice.end) == (min(figures), max(figures))
    np.testing.assert_allclose(span.probs, 1 / (max(figures) - min(figures) + 1))


@given(said)
def test_majority_is_more_than_half_of_the_weight_or_the_lowest(voices: Any) -> None:
    figures = [int(v.toll.median()) for v in voices]
    weight = {n: sum(Fraction(v.weight) for v in voices if v.toll.median() == n) for n in figures}
    most = max(weight, key=lambda n: weight[n])
    expected = most if weight[most] > sum(weight.values()) / 2 else min(figures)
    assert number(majority(voices)) == expected


def test_a_tie_is_no_majority_whatever_the_rounding() -> None:
    a, b = 1.812712169461819, 0.15812096776375173  # a running sum makes less than a + b of 3 and 1
    rows = [(2, a), (3, a), (1, b), (2, b)]
    voices = [say(n, f"v{i}", w) for i, (n, w) in enumerate(rows)]
    assert number(majority(voices)) == 1


@given(said)
def test_gtd_takes_the_most_recent_then_majority_then_lowest(voices: Any) -> None:
    days = [v.reports[0].date for v in voices]
    known = [d for d in days if d is not None]
    recent = [v for v, d in zip(voices, days, strict=True) if not known or d == max(known)]
    assert number(gtd(voices)) == number(majority(recent))


@given(said, st.sampled_from(sorted(set(RULES) - {"latest", "hierarchy"})))
def test_rules_do_not_depend_on_order(voices: Any, name: str) -> None:
    assert len({RULES[name](order).key for order in permutations(voices[:4])}) == 1


def test_latest_leaves_the_undated_out_and_says_so() -> None:
    voices = [say(12, "old", date=DAY), say(72, "new", date=NEXT), say(9, "undated")]
    assert number(latest(voices)) == 72
    assert latest(voices).notes == (
        "pool: latest, the reports of 2017-05-16; left out without a date: undated: 9 (new: 72)",
    )
    both = latest([*voices, say(66, "newer", 3.0, date=NEXT)])
    assert float(both.pmf(66)) == pytest.approx(0.75)
    with pytest.raises(InvalidValueError, match="have a date for pool='latest'"):
        latest([say(9, "undated")])


def test_hedges_do_not_split_a_majority() -> None:
    hedged = Voice("b", (Report(figure(42, "at_least"), source="b"),), (Toll(42, [0.5, 0.5]),))
    assert majority([say(42, "a"), hedged, say(12, "c")]).interval().low == 42
    assert (
        "majority, the figure that most" in majority([say(42, "a"), hedged, say(12, "c")]).notes[0]
    )
    assert "which no figure has" in majority([say(42, "a"), say(12, "c")]).notes[0]


def test_ranges_and_words_have_a_place_among_figures() -> None:
    span = Report(Claim(low=18, high=30, form="range", text="18–30"), source="range")
    ranged = Voice("range", (span,), (Toll(18, np.ones(13)),))
    words = Report(Claim(form="vague", unit=12, text="dozens"), source="words")
    vague = Voice("words", (words,), (Toll(20, np.ones(41)),))
    assert lowest([say(19, "a"), ranged]).interval().high > 25
    assert number(lowest([say(39, "a"), vague])) == 39
    toll = envelope([ranged, vague, say(72, "b")])
    assert (toll.start, toll.lattice.end) == (18, 72)
    assert (envelope([vague]).start, envelope([vague]).lattice.end) == (20, 60)


def meant(*words: str) -> list[Voice]:
    """Voices that say words, as the default reading takes them."""
    said = [Report(w, source=f"v{i}") for i, w in enumerate(words)]
    return [Voice(r.source or "", (r,), (estimate(r.claim),)) for r in said]


@pytest.mark.parametrize("words", [("at least 60", "42"), ("more than 60", "42", "60")])
def test_an_open_figure_is_no_ceiling_of_the_envelope(words: tuple[str, ...]) -> None:
    toll, floor = envelope(meant(*words)), meant(*words)[0].toll
    assert toll.start == 42
    assert toll.support()[1] > 1_000
    assert toll.notes[0] == (
        "pool: envelope, from the lowest figure stated (42) to the highest (60); "
        f"open above by v0: {words[0]}"
    )
    # the mean, over what the words mean, of uniform ranges from 42
    meaning = np.arange(floor.start, floor.lattice.end + 1)
    tops = np.maximum(meaning, 60)
    for n in (42, 60, 61, 75, 130):
        expected = float((floor.probs * (tops >= n) / (tops - 41)).sum())
        assert float(toll.pmf(n)) == pytest.approx(expected, rel=1e-9)


def test_an_open_figure_is_no_floor_of_the_envelope() -> None:
    toll, cap = envelope(meant("up to 60", "42")), meant("up to 60")[0].toll
    assert toll.lattice.end == 60
    assert 0.05 < toll.cdf(41) < 0.5
    bottoms = np.minimum(cap.values, 42)
    for n in (20, 41, 42, 60):
        expected = float((cap.probs * (bottoms <= n) / (61 - bottoms)).sum())
        assert float(toll.pmf(n)) == pytest.approx(expected, rel=1e-9)


def test_vague_words_state_no_end_of_the_envelope() -> None:
    toll = envelope(meant("dozens", "42"))
    assert toll.notes[0] == (
        "pool: envelope, from the lowest figure stated (42) to the highest (42); "
        "open below by v0: dozens; open above by v0: dozens"
    )
    low, high = toll.interval(level=0.9)
    assert low < 35
    assert high > 50
    alone = envelope(meant("dozens"))
    assert alone.notes[0].startswith("pool: envelope, no figure is stated; open below")
    np.testing.assert_allclose(alone.probs, meant("dozens")[0].toll.probs, atol=1e-12)


def test_ends_that_are_stated_stay_closed() -> None:
    toll = envelope(meant("about 40", "31–44", "52"))
    assert (toll.start, toll.lattice.end) == (31, 52)
    np.testing.assert_allclose(toll.probs, 1 / 22)
    assert "open" not in toll.notes[0]


def test_open_words_of_several_voices_go_the_same_way() -> None:
    toll = envelope(meant("dozens", "scores"))
    dozens, scores = (v.toll for v in meant("dozens", "scores"))
    for q in (0.2, 0.5, 0.8):
        assert dozens.ppf(q / 2) < toll.ppf(q) < scores.ppf(0.5 + q / 2)
    assert toll.mean() == pytest.approx((dozens.mean() + scores.mean()) / 2, rel=1e-6)


def test_a_voice_of_several_figures_votes_with_a_share_for_each() -> None:
    two = (Toll.exact(10), Toll.exact(20))
    torn = Voice("torn", (Report(figure(10)), Report(figure(20))), two)
    assert number(majority([torn, say(20, "a", 0.4), say(20, "b", 0.4)])) == 20
    assert number(majority([torn, say(20, "a", 0.4), say(30, "b", 0.6)])) == 10
    assert number(lowest([torn, say(15, "a")])) == 10
    assert (envelope([torn]).start, envelope([torn]).lattice.end) == (10, 20)


def test_hierarchy_ranks_roles_and_sources() -> None:
    voices = [say(352, "Coalition", role="official"), say(3000, "Airwars", role="monitor")]
    assert number(hierarchy(voices)) == 3000
    assert number(hierarchy(voices, order=["official"])) == 352
    assert number(hierarchy(voices, order=["coalition", "monitor"])) == 352
    assert "monitor first of monitor > media > official > party" in hierarchy(voices).notes[0]
    copied = say(66, "copied", origin="SOHR")
    assert number(partial(hierarchy, order=["sohr"])([*voices, copied])) == 66
    with pytest.raises(InvalidValueError, match="have one of media as role or source"):
        hierarchy(voices, order=["media"])


def test_envelopes_may_be_very_wide() -> None:
    toll = envelope([say(1, "a"), say(10_000_000, "b")])
    assert toll.step > 1
    assert toll.mean() == pytest.approx(5_000_000, rel=1e-3)
