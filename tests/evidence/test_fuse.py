"""fuse: every decision is in the notes, unlike reports are refused, laws hold from end to end."""

from __future__ import annotations

import datetime as dt
import inspect
import pickle
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import casualtystats as cs
from casualtystats.errors import InvalidTypeError, InvalidValueError, ScopeError
from casualtystats.evidence.contradictions import contradictions
from casualtystats.evidence.fuse import POOLS, fuse
from casualtystats.evidence.report import Report
from casualtystats.evidence.voices import Voice
from casualtystats.text.claim import Claim
from casualtystats.toll.bias import Heaping, Undercount
from casualtystats.toll.estimate import estimate
from casualtystats.toll.toll import Toll
from tests.evidence.strategies import figure, reports

DAY = dt.date(2017, 5, 15)
EASY = sorted(set(POOLS) - {"latest", "hierarchy", "random_effects", "log"})


def three(**common: Any) -> list[Report]:
    """Three reports that every pool can use."""
    return [
        Report(figure(31, "at_least", text="at least 31"), "ministry", "party", date=DAY, **common),
        Report(figure(42, text="42"), "activists", "monitor", date=DAY, **common),
        Report(figure(40, "more_than", text="over 40"), "wire", "media", date=DAY, **common),
    ]


# ------------------------------------------------------------------------ laws


@given(st.lists(reports(), min_size=1, max_size=4), st.sampled_from(EASY))
def test_order_does_not_matter(told: list[Report], pool: str) -> None:
    first = fuse(told, pool=pool)
    for order in list(permutations(told))[1:4]:
        assert fuse(order, pool=pool).key == first.key


@given(st.lists(reports(), min_size=1, max_size=4), st.sampled_from(EASY), st.data())
def test_a_report_told_again_does_not_matter(told: Any, pool: str, data: Any) -> None:
    again = data.draw(st.sampled_from(told))
    assert fuse([*told, again], pool=pool).key == fuse(told, pool=pool).key


@pytest.mark.parametrize("pool", POOLS)
def test_order_and_copies_do_not_matter_to_any_pool(pool: str) -> None:
    told = three()
    copy = Report(figure(43), "daily", "media", date=DAY, origin="Activists")
    first = fuse(told, pool=pool)
    for order in permutations([*told, copy]):
        found = fuse(order, pool=pool)
        assert found.key == first.key
        assert "copies: daily repeat activists, whose own figure stands" in found.notes


@pytest.mark.parametrize("pool", POOLS)
def test_one_report_is_its_own_estimate(pool: str) -> None:
    report = Report("at least 31", "ministry", "party", date=DAY)
    assert fuse([report], pool=pool).key == estimate(report.claim).key
    assert fuse([report, report], pool=pool).key == estimate(report.claim).key


@given(st.lists(reports(), min_size=2, max_size=4))
def test_linear_lies_between_what_is_reported(told: Any) -> None:
    parts = [estimate(report.claim) for report in told]
    fused = fuse(told)
    for q in (0.05, 0.5, 0.95):
        quantiles = [float(part.ppf(q)) for part in parts]
        assert min(quantiles) <= float(fused.ppf(q)) <= max(quantiles)


@pytest.mark.parametrize("pool", POOLS)
def test_the_result_keeps_what_it_was_made_from(pool: str) -> None:
    told = three(incident="Al-Bukamal")
    toll = fuse(told, pool=pool, level=0.8)
    assert toll.inputs == tuple(told)
    assert toll.claims == tuple(report.claim for report in told)
    assert toll.level == toll.interval().level == 0.8
    assert toll.label == "Al-Bukamal, 3 reports"
    name = pool.replace("_", " ")
    assert any(note.startswith(f"pool: {name}") for note in toll.notes)


# ----------------------------------------------------------------------- pools


def test_pools_are_named_loosely_and_unknown_ones_refused() -> None:
    assert fuse(three(), pool="random-effects").key == fuse(three(), pool="random_effects").key
    with pytest.raises(InvalidValueError, match=r"pool must be one of linear log .*; got 'mean'"):
        fuse(three(), pool="mean")
    with pytest.raises(InvalidTypeError, match="pool must be a name or a callable"):
        fuse(three(), pool=3)  # type: ignore[arg-type]


def test_any_callable_is_a_pool() -> None:
    def largest(voices: Any) -> Toll:
        assert all(isinstance(voice, Voice) for voice in voices)
        toll: Toll = max((voice.toll for voice in voices), key=lambda toll: toll.mean())
        return toll.replace(notes=())

    assert fuse(three(), pool=largest).notes[0] == "pool: largest"
    with pytest.raises(InvalidTypeError, match="pool must return a Toll; got 42"):
        fuse(three(), pool=lambda _: 42)  # type: ignore[arg-type, return-value]


def test_weights_move_a_linear_pool() -> None:
    told = [Report(12, "A", "official"), Report(72, "B", "monitor")]
    means = [fuse(told, weights={"B": w}).mean() for w in (0.1, 1.0, 9.0)]
    parts = [estimate(r.claim).mean() for r in told]
    expected = [(parts[0] + w * parts[1]) / (1 + w) for w in (0.1, 1.0, 9.0)]
    np.testing.assert_allclose(means, expected, rtol=1e-6)
    assert fuse(told, weights={"monitor": 3}).key == fuse(told, weights=[1, 3]).key
    left_out = fuse(told, weights={"A": 0})
    assert left_out.key == estimate(told[1].claim).key
    assert left_out.notes[0] == "weight 0: A is left out"


def test_a_codebooks_rule_on_a_codebooks_numbers_gives_its_number() -> None:
    told = [Report("at least 31", "A"), Report("dozens", "B"), Report(42, "C")]
    toll = fuse(told, pool="lowest", scheme="acled")
    assert toll.key == Toll.exact(12).key
    assert any("acled" in note for note in toll.notes)
    assert fuse(told, pool="envelope", scheme="airwars").support() == (12.0, 42.0)


def test_words_without_a_scale_are_set_aside_and_are_not_0() -> None:
    untold = Report(Claim(form="vague", text="countless civilians"), "A")
    known = fuse([Report(42, "B"), Report("dozens", "C")])
    toll = fuse([untold, Report(42, "B"), Report("dozens", "C")])
    assert toll.key == known.key
    assert len(toll.inputs) == 3
    assert toll.notes[0] == (
        "set aside: A (countless civilians) gives no scale, which is neither 0 nor evidence "
        "on how many"
    )
    assert fuse([untold, Report(42, "B")], weights=[3, 1], scheme="airwars").interval().high == 42
    with pytest.raises(InvalidValueError, match=r"hold a figure, or a unit.*give no scale"):
        fuse([untold])
    assert contradictions([untold, Report(42, "B")]).empty
    assert contradictions([untold]).empty


def test_no_bias_and_no_parts_close_an_open_end_of_the_envelope() -> None:
    told = [Report("dozens killed, including 11 children", "A"), Report(42, "B")]
    for bias in (None, Heaping(), Undercount()):
        toll = fuse(told, pool="envelope", bias=bias)
        assert toll.sf(60) > 0.02
        assert any("open above by A: dozens" in note for note in toll.notes)


def test_results_travel() -> None:
    told = [Report("several thousand", "A"), Report(3, "B"), Report(40, "C")]
    for pool in ("linear", "random_effects"):
        toll = fuse(told, pool=pool, bias=Undercount())
        assert pickle.loads(pickle.dumps(toll)).key == toll.key  # noqa: S301 -- our own


# ------------------------------------------------------------------------ bias


def test_no_bias_is_on_by_default_and_each_applied_one_is_named() -> None:
    assert not any("undercount" in n or "heaping" in n for n in fuse(three()).notes)
    assert inspect.signature(fuse).parameters["bias"].default is None
    told = [Report(figure(40, text="40"), "A"), Report(figure(50, text="50"), "B")]
    toll = fuse(told, bias=[Heaping(), Undercount("one-sided")])
    applied = [note for note in toll.notes if note.startswith("A: ")]
    assert [note.split(": ")[1] for note in applied] == ["heaping", "undercount"]
    assert toll.mean() > fuse(told).mean()


def test_bias_is_applied_to_each_report_in_order() -> None:
    told = [Report(12, "A"), Report(72, "B")]
    seen: list[Any] = []

    def doubled(toll: Toll, report: Report) -> Toll:
        seen.append(report.source)
        return Toll.from_pmf(2 * toll.lattice.values, toll.probs)

    def one_more(toll: Toll, report: Report) -> Toll:
        return Toll(toll.start + 1, toll.probs, step=toll.step)

    toll = fuse(told, bias=[doubled, one_more])
    assert sorted(seen) == ["A", "B"]
    assert toll.mean() == pytest.approx(2 * fuse(told).mean() + 1, rel=1e-6)
    assert "A: bias: doubled" in toll.notes
    assert "B: bias: one_more" in toll.notes


def test_a_bias_that_leaves_a_report_alone_is_not_said_to_be_applied() -> None:
    def parties_only(toll: Toll, report: Report) -> Toll:
        return Toll.exact(1) if report.role == "party" else toll

    notes = [note for note in fuse(three(), bias=parties_only).notes if "bias" in note]
    assert notes == ["ministry: bias: parties_only"]


def test_what_is_no_bias_is_refused() -> None:
    with pytest.raises(InvalidTypeError, match="bias must be a callable"):
        fuse(three(), bias=["undercount"])  # type: ignore[list-item]
    with pytest.raises(InvalidTypeError, match="bias must return a Toll"):
        fuse(three(), bias=lambda *_: 1.1)  # type: ignore[arg-type]


# ---------------------------------------------------- sub-counts, contradictions


def test_sub_counts_tighten_the_report_that_states_them_and_are_not_added() -> None:
    sub = [
        figure(11, "at_least", victims=("children",), tags=("subset",)),
        figure(6, victims=("women",), tags=("subset",)),
        figure(14, victims=("refugees",), tags=("subset",)),
    ]
    plain = Report(figure(18, text="18"), "activists")
    counted = Report(figure(18, text="18"), "activists", sub=sub)
    toll, other = fuse([counted]), fuse([plain])
    assert float(toll.cdf(16)) == 0.0 < float(other.cdf(16))
    assert "activists: sub-counts: the total is at least 17" in toll.notes
    assert toll.mean() < other.mean() + 6
    linear = fuse([counted, Report(12, "ministry")])
    assert float(linear.cdf(16)) > 0.3  # the ministry's figure is not touched


def test_contradictory_reports_are_named() -> None:
    told = [Report(figure(12, text="12"), "A"), Report(figure(1200, text="1,200"), "B")]
    notes = [note for note in fuse(told).notes if note.startswith("contradictory")]
    assert len(notes) == 1
    assert notes[0].startswith("contradictory: A (12) and B (1,200): the toll of B is above")
    assert not any("contradictory" in note for note in fuse(three()).notes)


def test_a_report_that_contradicts_itself_is_named() -> None:
    women = figure(30, victims=("women",), tags=("subset",))
    hard = Report(figure(12, "at_most", text="at most 12"), "wire", sub=[women])
    (note,) = [n for n in fuse([hard, Report(13, "daily")], bias=None).notes if "sub-counts" in n]
    assert note.startswith("contradictory: wire")


# ----------------------------------------------------------------------- scope


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        (
            "outcome",
            {"claim": figure(3, outcome="killed")},
            {"claim": figure(4, outcome="injured")},
        ),
        (
            "outcome",
            {"claim": figure(3, outcome="killed")},
            {"claim": figure(4, outcome="casualties")},
        ),
        (
            "victims",
            {"claim": figure(3, victims=("civilians",))},
            {"claim": figure(4, victims=("children",))},
        ),
        ("actor", {"actor": "Coalition"}, {"actor": "Russia"}),
        ("place", {"place": "Al-Bukamal"}, {"place": "Al-Ekirshi"}),
        ("period", {"period": "2017-05-15"}, {"period": "2014–2017"}),
        ("standard", {"standard": "reported"}, {"standard": "more likely than not"}),
        ("period", {"claim": figure(3, tags=("cumulative",))}, {}),
        ("period", {"claim": figure(3, tags=("added",))}, {}),
        ("victims", {"claim": figure(3, tags=("subset",))}, {}),
    ],
)
def test_unlike_scopes_are_refused_by_name(field: str, one: Any, other: Any) -> None:
    base = {"claim": figure(3)}
    told = [Report(**{**base, **one}, source="A"), Report(**{**base, **other}, source="B")]
    with pytest.raises(ScopeError, match=f"differ in {field}") as found:
        fuse(told)
    assert found.value.fields == (field,)
    assert f"ignored: {field} may differ" in fuse(told, ignore=(field,)).notes
    assert f"ignored: {field} may differ" in fuse(told, ignore=field).notes


def test_what_is_unstated_is_compatible_and_said() -> None:
    told = [Report(figure(40, victims=("civilians",)), "wire"), Report(figure(42), "activists")]
    toll = fuse(told)
    assert toll.notes[-1] == (
        "victims: civilians according to wire; activists does not say, "
        "and is taken to count the same"
    )


def test_unlike_incidents_are_never_fused() -> None:
    told = [Report(31, "A", incident="Al-Bukamal"), Report(26, "A", incident="Al-Ekirshi")]
    with pytest.raises(ScopeError, match="be about one incident") as found:
        fuse(told, ignore=("place", "actor", "period"))
    assert found.value.fields == ("incident",)
    assert "cs.total" in found.value.hint
    unnamed = [told[0], Report(33, "B")]
    assert fuse(unnamed).label == "Al-Bukamal, 2 reports"


def test_figures_that_take_themselves_back_are_set_aside() -> None:
    denied = Report(figure(12, tags=("denied",), text="12"), "Coalition")
    prior = Report(figure(9, tags=("prior",), text="nine"), "daily")
    toll = fuse([denied, prior, *three()], weights=[5, 5, 1, 2, 3])
    assert toll.key == fuse(three(), weights=[1, 2, 3]).key
    assert toll.notes[:2] == (
        "set aside: Coalition (12) denies the figure, which is no count of its own",
        "set aside: daily (nine) calls the figure superseded",
    )
    assert len(toll.inputs) == 5
    with pytest.raises(InvalidValueError, match="not denied or superseded"):
        fuse([denied, prior])


# ------------------------------------------------------------------- bad input


def test_bad_input_is_named() -> None:
    with pytest.raises(InvalidValueError, match="reports must hold at least one report"):
        fuse([])
    with pytest.raises(InvalidTypeError, match="reports must hold reports only; got 'at least 31'"):
        fuse(["at least 31"])  # type: ignore[list-item]
    with pytest.raises(InvalidValueError, match="level must be a fraction"):
        fuse(three(), level=95)
    with pytest.raises(InvalidValueError, match="ignore must name fields of a scope"):
        fuse(three(), ignore="incident")
    with pytest.raises(InvalidValueError, match="weights must name sources"):
        fuse(three(), weights={"nobody": 1})


def test_words_without_a_figure_are_unknown_not_zero() -> None:
    silent = Report(Claim(form="vague", text="heavy losses"), "wire")
    with pytest.raises(cs.CasualtyStatsError):
        fuse([silent])
    assert fuse([silent, *three()]).key == fuse(three()).key


def test_the_latest_of_copies_does_not_depend_on_who_copies() -> None:
    for early, late in (("alpha", "zulu"), ("zulu", "alpha")):
        reports = [
            Report(40, source=early, origin="wire", date="2017-05-15"),
            Report(40, source=late, origin="wire", date="2017-05-19"),
            Report(31, source="ministry", date="2017-05-17"),
        ]
        toll = fuse(reports, pool="latest")
        assert toll.interval() == fuse([Report(40, source="wire")]).interval()
