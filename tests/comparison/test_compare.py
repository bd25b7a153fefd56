"""compare: sides of every kind, scopes, and the numbers of the result."""

from __future__ import annotations

import math
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats import lists
from casualtystats.comparison.compare import compare
from casualtystats.comparison.comparison import Comparison
from casualtystats.comparison.series import OfficialSeries
from casualtystats.errors import InvalidTypeError, InvalidValueError, ScopeError
from casualtystats.evidence.report import Report
from casualtystats.tables.examples import load_example
from casualtystats.text.claim import Claim
from casualtystats.toll.toll import Toll
from tests.comparison.strategies import small_tolls


def claim(n: int, **stated: object) -> Claim:
    return Claim(low=n, high=n, best=n, text=str(n), **stated)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "monitor",
    [
        3_000,
        "several thousand",
        Claim(form="vague", unit=1_000, text="several thousand"),
        Report(claim(3_000), source="a monitor", role="monitor"),
        (3_000, 4_000),
        Toll(2_900, [1, 2, 1]),
    ],
    ids=["int", "str", "Claim", "Report", "pair", "Toll"],
)
def test_every_kind_of_figure(monitor: object) -> None:
    result = compare(official=352, monitor=monitor)
    assert isinstance(result, Comparison)
    assert result.ratio(0.5).low > 3
    assert result.prob_exceeds > 0.9
    assert "352" in str(result)


@pytest.mark.parametrize("collect", [list, pd.Series], ids=["list", "Series"])
def test_a_collection_is_summed_first(collect: type) -> None:
    figures = collect([Toll.exact(30), Toll.exact(12)])
    result = compare(official=Toll.exact(14), monitor=figures, within=0.3)
    assert result.ratio().low == result.ratio().high == 3.0
    with pytest.raises(InvalidValueError, match="within must be given when monitor"):
        compare(official=14, monitor=figures)
    with pytest.raises(InvalidValueError, match="official must hold at least one figure"):
        compare(official=collect([]), monitor=3, within=0.3)


def test_cumulative_figures_are_not_added_up() -> None:
    running = [claim(n, tags=("cumulative",)) for n in (352, 484)]
    with pytest.raises(InvalidValueError, match="official must not add up cumulative"):
        compare(official=running, monitor=3_200, within=0.3)


def test_a_cumulative_figure_is_said_to_be_read_as_one() -> None:
    notes = compare(claim(352, tags=("cumulative",)), claim(3_200)).notes
    assert [note for note in notes if "cumulative" in note] == [
        "the official figure is cumulative and is read as one incident's would be"
    ]


def test_an_official_series_stands_for_its_last_figure() -> None:
    series = OfficialSeries.from_frame(load_example("official_oir"))
    result = compare(official=series.as_of("2017-05-17"), monitor="several thousand")
    assert "CJTF-OIR: “at least 352”" in str(result)


def test_an_estimate_from_lists() -> None:
    table = load_example("kosovo")
    averaged = lists.decomposable(table)
    result = compare(official=Toll.exact(4_400), monitor=averaged)
    assert averaged.toll is not None
    assert result.median_ratio == pytest.approx(float(averaged.toll.median()) / 4_400)
    assert "decomposable on 4 lists" in str(result)
    assert compare(4_400, averaged, ignore="place").prob_exceeds > 0.9
    with pytest.raises(InvalidValueError, match="monitor must come as a distribution"):
        compare(official=4_400, monitor=lists.chao(table))


@given(small_tolls(), small_tolls())
def test_laws(o: Toll, m: Toll) -> None:
    result, mirrored = compare(o, m), compare(m, o)
    assert result.prob_exceeds + result.prob_equal + result.prob_below == pytest.approx(1)
    assert result.prob_exceeds == pytest.approx(mirrored.prob_below, abs=1e-12)
    assert result.overlap == pytest.approx(mirrored.overlap)
    narrow, wide = result.ratio(0.5), result.ratio(0.9)
    assert wide.low <= narrow.low <= narrow.high <= wide.high
    share = result.break_even(0.9)
    assert 0 <= share.low <= share.high <= 1
    logs = result.log_ratio(0.9)
    assert math.exp(logs.low) == pytest.approx(wide.low)
    assert math.exp(logs.high) == pytest.approx(wide.high)


@given(small_tolls(40), small_tolls(40), st.floats(0.5, 0.98))
def test_break_even_takes_away_what_must_be_wrong(o: Toll, m: Toll, level: float) -> None:
    """Dropping the share leaves the official toll where the monitor's was higher."""
    o, m = Toll(o.start + 1, o.probs), Toll(m.start + 1, m.probs)
    ratio, share = compare(o, m).ratio(level), compare(o, m).break_even(level)
    for r, s in ((ratio.low, share.low), (ratio.high, share.high)):
        assert r * (1 - s) == pytest.approx(min(r, 1.0))


def test_by_hand() -> None:
    result = compare(Toll.from_pmf([100, 200], [0.5, 0.5]), Toll.from_pmf([150, 600], [0.4, 0.6]))
    # 150/200 .2 | 150/100 .2 | 600/200 .3 | 600/100 .3
    assert tuple(result.ratio(0.8)) == (0.75, 6.0)
    assert tuple(result.ratio(0.5)) == (1.5, 6.0)
    assert result.median_ratio == 3.0
    assert result.prob_exceeds == pytest.approx(0.8)
    assert tuple(result.difference(0.8)) == (-50, 500)
    assert tuple(result.break_even(0.5)) == pytest.approx((1 / 3, 5 / 6))
    assert result.overlap == 0


def test_official_none() -> None:
    result = compare(Toll.exact(0), Toll.from_pmf([31, 44], [1, 1]))
    assert tuple(result.ratio()) == (math.inf, math.inf)
    assert tuple(result.break_even()) == (1, 1)
    assert tuple(result.difference()) == (31, 44)
    assert "no ratio can be given" in str(result)
    assert "∞" in repr(result) or "infinitely" in repr(result)


def test_both_none_agree() -> None:
    result = compare(Toll.exact(0), Toll.exact(0))
    assert tuple(result.ratio()) == (1, 1)
    assert tuple(result.break_even()) == (0, 0)
    assert result.prob_equal == 1
    assert str(result) == "The monitor's figure (0) and the official one (0) are the same."


def test_a_monitor_that_counts_none() -> None:
    result = compare(Toll.exact(5), Toll.exact(0))
    assert str(result).startswith("The monitor's figure (0) is none")


def test_nothing_known_is_any_number_of_times() -> None:
    result = compare(Toll.from_pmf([0, 9], [1, 1]), Toll.from_pmf([0, 9], [1, 1]))
    assert "any number of times" in repr(result)


def test_official_higher() -> None:
    result = compare(Toll.exact(100), Toll.exact(20))
    assert result.conclusion == "official higher"
    assert tuple(result.break_even()) == (0, 0)
    assert "official figure is the higher one" in str(result)


def test_not_settled() -> None:
    result = compare(Toll.from_pmf([10, 30], [1, 1]), Toll.from_pmf([20, 40], [1, 1]))
    assert result.conclusion == "not settled"
    assert "do not settle which toll is higher" in str(result)
    assert "75%" in str(result)


def test_killed_is_not_injured() -> None:
    with pytest.raises(ScopeError, match="not differ in outcome") as raised:
        compare(claim(31, outcome="killed"), claim(40, outcome="injured"))
    assert raised.value.fields == ("outcome",)
    assert "killed" in str(raised.value)
    assert "injured" in str(raised.value)


@pytest.mark.parametrize("name", ["actor", "place", "period", "standard"])
def test_unlike_reports_are_refused_by_name(name: str) -> None:
    ours, theirs = (
        Report(claim(n), **{name: word})  # type: ignore[arg-type]
        for n, word in ((31, "one"), (42, "other"))
    )
    with pytest.raises(ScopeError) as raised:
        compare(ours, theirs)
    assert raised.value.fields == (name,)
    result = compare(ours, theirs, ignore=[name])
    assert any(name in note and "ignored" in note for note in result.notes)


def test_several_fields_are_all_named() -> None:
    ours = Report(claim(31, outcome="killed", victims=("civilians",)), place="Syria")
    theirs = Report(claim(42, outcome="killed", victims=("children",)), place="Iraq")
    with pytest.raises(ScopeError) as raised:
        compare(ours, theirs, ignore=["place"])
    assert raised.value.fields == ("victims",)
    with pytest.raises(ScopeError) as raised:
        compare(ours, theirs)
    assert raised.value.fields == ("victims", "place")


def test_unstated_is_compatible_and_said() -> None:
    result = compare(claim(31), claim(42, outcome="killed"))
    assert any("official" in note and "outcome" in note for note in result.notes)
    assert not any("place" in note for note in result.notes)


def test_unknown_field_to_ignore() -> None:
    with pytest.raises(InvalidValueError, match="ignore must name fields"):
        compare(31, 42, ignore=["colour"])


def test_independence_is_said() -> None:
    assert any("independent" in note for note in compare(31, 42).notes)
    assert any("0.4" in note for note in compare(31, 42, correlation=0.4).notes)


@pytest.mark.parametrize("level", [95, 0, 1, -0.2])
def test_level(level: float) -> None:
    with pytest.raises(InvalidValueError, match="level must be a fraction"):
        compare(31, 42, level=level)
    with pytest.raises(InvalidValueError, match="level must be a fraction"):
        compare(31, 42).ratio(level)


def test_table_and_summary_hold_the_same_numbers() -> None:
    result = compare(Toll(20, [1, 2, 3]), Toll(60, [3, 2, 1]), level=0.8)
    table = result.to_frame().set_index("quantity")
    assert list(table.columns) == ["words", "lower", "median", "upper", "level", "unit"]
    assert table.loc["ratio", "lower"] == result.ratio().low
    assert result.summary()["ratio_lower"] == result.ratio(0.8).low
    assert set(table["level"]) == {0.8}
    assert result.to_frame(level=0.5)["level"].eq(0.5).all()


def test_the_result_travels() -> None:
    result = compare(Toll(20, [1, 2, 3]), Toll(60, [3, 2, 1]))
    again = pickle.loads(pickle.dumps(result))  # noqa: S301 - our own bytes
    assert str(again) == str(result)
    assert again.ratio() == result.ratio()


def test_html_is_escaped() -> None:
    result = compare(Toll(20, [1, 2], label="<script>x</script>"), Toll.exact(60))
    page = result._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<svg" in page


def test_plot_draws_both_sides_on_the_axes_given() -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    _, ax = plt.subplots()
    drawn = compare(Toll(100, [1, 2, 1]), Toll(2_000, [1, 2, 1])).plot(ax, log=True)
    assert drawn is ax
    assert "logarithmic" in ax.get_xlabel()
    words = " ".join(text.get_text() for text in ax.texts)
    assert "Official" in words
    assert "Monitor" in words
    plt.close("all")


def test_a_wide_lattice_is_quick_and_right() -> None:
    o, m = Toll(1, np.ones(20_000)), Toll(1, np.ones(20_000))
    result = compare(o, m)
    assert result.prob_exceeds == pytest.approx(0.5 * (1 - 1 / 20_000))
    # the ratio of two uniforms on (0, 1): P(R <= r) = r / 2 for r <= 1
    assert result.ratio(0.9).low == pytest.approx(0.1, rel=1e-3)


@pytest.mark.parametrize(
    ("official", "monitor", "said"),
    [
        (Toll.exact(100), Toll.exact(101), "is 1.01 times the official one (100);"),
        (Toll.exact(1000), Toll.exact(1001), "is 1.001 times"),
        (Toll.exact(0), Toll.exact(5), "(0) by 5 people; against none"),
        (0, 5, "is 4 or more times (95% interval) the official one (0)"),
        ([1, 2], Toll.exact(50), "(the sum of 2 figures)"),
        (Toll.from_pmf([0, 10], [1, 1]), Toll.exact(20), "the official one (0–10);"),
        ("3 to 9", "several", "(“3 to 9”)"),
    ],
)
def test_sentences_say_what_is_so(official: Any, monitor: Any, said: str) -> None:
    """No ratio but 1 is written as 1, and only words that someone stated stand in quotes."""
    assert said in str(compare(official, monitor, within=0))


@pytest.mark.parametrize("bad", [None, float("nan"), -3, "unknown"])
def test_a_side_that_cannot_be_read_is_named(bad: Any) -> None:
    for side, sides in (("official", (bad, 5)), ("monitor", (5, bad))):
        with pytest.raises((InvalidValueError, InvalidTypeError)) as refusal:
            compare(*sides)
        assert refusal.value.argument == side


def test_a_side_of_unknown_dependence_has_an_interval_and_no_probability() -> None:
    figures = ["dozens", "at least 31", "12", "over 40"]
    found = compare(100, figures, within="unknown")
    assert found.conclusion == "not settled"
    assert "probability" not in str(found)
    assert "median" not in str(found)
    assert np.isnan([found.prob_exceeds, found.prob_equal, found.prob_below, found.overlap]).all()
    table = found.to_frame().set_index("quantity")
    assert table["median"].isna().to_dict() == {
        "official": False,
        **dict.fromkeys(["monitor", "ratio", "log_ratio", "difference", "break_even"], True),
    }
    known = compare(100, figures, within=0.3)
    assert found.ratio().low < known.ratio().low < known.ratio().high < found.ratio().high
    assert "unknown" in found._repr_html_()


def test_the_parts_of_a_report_hold_its_side_up() -> None:
    report = Report("at least 12, including 15 women and 14 men", "activists")
    assert compare(5, report).monitor.interval(0.999).low >= 29
