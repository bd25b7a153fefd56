"""The gap over time: aligned on what was known, refused where scopes differ."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from casualtystats.comparison.attribution import attribute
from casualtystats.comparison.compare import compare
from casualtystats.comparison.gap import Gap, dated_reports, gap
from casualtystats.comparison.gradings import by_grading
from casualtystats.comparison.rate_ratio import rate_ratio
from casualtystats.comparison.series import OfficialSeries
from casualtystats.errors import InvalidValueError, NotIdentifiedError, ScopeError
from casualtystats.evidence.report import Report
from casualtystats.tables.examples import load_example
from casualtystats.toll.toll import Toll


@pytest.fixture(scope="module")
def oir() -> OfficialSeries:
    return OfficialSeries.from_frame(load_example("official_oir"))


@pytest.fixture(scope="module")
def airwars() -> tuple[Report, ...]:
    table = load_example("coalition_vs_monitors")
    table = table[(table["period"] == "since 2014-08") & (table["standard"] == "likely")]
    return dated_reports(table[table["source"] == "Airwars"])


@pytest.fixture(scope="module")
def found(oir: OfficialSeries, airwars: tuple[Report, ...]) -> Gap:
    return gap(oir, airwars, ignore="standard")


def figure(n: int, date: str | None, source: str = "monitor") -> Report:
    return Report(n, source=source, date=date)


def test_dated_reports_leave_out_what_has_no_date(airwars: tuple[Report, ...]) -> None:
    assert len(airwars) == 9
    assert all(report.date is not None for report in airwars)
    assert airwars[0].claim.outcome == "killed"
    assert airwars[0].standard == "likely"
    assert airwars[-1].url is not None
    with pytest.raises(InvalidValueError, match="frame must have the column 'words'"):
        dated_reports(pd.DataFrame({"published": []}), words="words")


def test_standards_differ_and_are_refused(oir: OfficialSeries, airwars: tuple[Report, ...]) -> None:
    with pytest.raises(ScopeError) as raised:
        gap(oir, airwars)
    assert raised.value.fields == ("standard",)


def test_only_what_was_known_on_the_day(found: Gap) -> None:
    table = found.to_frame()
    assert (table["official_published"] <= table["date"]).all()
    assert (table["monitor_published"] <= table["date"]).all()
    by_date = table.set_index("date")["official_words"].to_dict()
    assert by_date[pd.Timestamp("2017-05-04")] == "at least 352"
    assert by_date[pd.Timestamp("2019-08-07")] == "at least 1,321"
    assert by_date[pd.Timestamp("2017-07-07")] == "at least 603"  # published that day
    assert pd.Timestamp("2016-03-09") not in by_date  # the official series starts later


def test_each_date_is_the_comparison_of_its_reports(found: Gap) -> None:
    for index in (0, len(found) - 1):
        alone = compare(found.official[index], found.monitor[index], ignore="standard")
        assert found.comparisons[index].ratio() == alone.ratio()
        row = found.to_frame().iloc[index]
        assert row["ratio_lower"] == alone.ratio().low
        assert row["break_even_upper"] == alone.break_even().high
    assert found.to_frame(0.5)["level"].eq(0.5).all()
    assert (found.to_frame(0.5)["ratio_lower"] > found.to_frame()["ratio_lower"]).all()


def test_dates_of_ones_own_and_their_age() -> None:
    ours = [figure(30, "2017-01-01", "force"), figure(20, "2017-06-01", "force")]
    theirs = [figure(90, "2017-02-01")]
    days: list[dt.date | str] = ["2017-03-01", dt.date(2017, 7, 1), "2017-03-01"]
    found = gap(ours, theirs, dates=days)
    assert found.dates == (dt.date(2017, 3, 1), dt.date(2017, 7, 1))
    assert [report.claim.low for report in found.official] == [30, 20]  # tolls may fall
    assert len(gap(ours, theirs, dates=days, max_age=60)) == 1
    with pytest.raises(NotIdentifiedError, match="both sides have published"):
        gap(ours, theirs, dates=days, max_age=5)
    with pytest.raises(NotIdentifiedError, match="both sides have published"):
        gap(ours, theirs, dates=["2016-01-01"])


def test_undated_and_mixed_sources_are_refused() -> None:
    ours = [figure(30, "2017-01-01", "force")]
    with pytest.raises(InvalidValueError, match="monitor must hold only reports with a date"):
        gap(ours, [figure(90, None)])
    with pytest.raises(InvalidValueError, match="monitor must hold the figures of one source"):
        gap(ours, [figure(90, "2017-02-01"), figure(95, "2017-03-01", "another")])


def test_it_draws(found: Gap) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    _, ax = plt.subplots()
    assert found.plot(ax) is ax
    words = " ".join(text.get_text() for text in ax.texts)
    assert "Airwars" in words
    assert "CJTF-OIR" in words
    assert "times" in words
    _, axes = plt.subplots(2)
    assert found.plot(axes[0], what="ratio", title="How many times") is axes[0]
    assert found.plot(axes[1], what="break_even") is axes[1]
    first = found.comparisons[0].break_even()
    assert any(f"{first.low:.0%}–{first.high:.0%}" in t.get_text() for t in axes[1].texts)
    with pytest.raises(InvalidValueError, match="what must be one of"):
        found.plot(what="gap")  # type: ignore[arg-type]
    plt.close("all")


def test_results_show_themselves_on_one_line_and_as_a_card(found: Gap, oir: OfficialSeries) -> None:
    shown: list[Any] = [
        found,
        oir,
        oir.as_of("2017-12-28").outlook(),
        oir.as_of("2017-05-17").latest().rates()[0],
        rate_ratio(31, 42),
        by_grading(load_example("airwars_gradings")),
        attribute([(Toll.exact(31), "<b>Coalition</b>"), (Toll.exact(4), "Iraq")], correlation=0),
        found.comparisons[0],
    ]
    for result in shown:
        assert "\n" not in repr(result)
        assert len(repr(result)) < 250
        page = result._repr_html_()
        assert page.startswith("<div")
        assert "<b>" not in page
        assert type(result).__name__ in repr(result)
