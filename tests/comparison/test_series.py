"""Official series: typed reading, audit, what was known when, and the open cases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.comparison.audit import audit
from casualtystats.comparison.outlook import outlook
from casualtystats.comparison.periodic import COUNTS, PeriodicReport
from casualtystats.comparison.series import OfficialSeries
from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.tables.examples import load_example

SMALL = st.integers(0, 40)


@pytest.fixture(scope="module")
def oir() -> OfficialSeries:
    return OfficialSeries.from_frame(load_example("official_oir"))


def month(n: int, **stated: Any) -> PeriodicReport:
    """The report of the n-th month of 2017, published ten days into the next one."""
    last = dt.date(2017 + n // 12, n % 12 + 1, 1) - dt.timedelta(days=1)
    return PeriodicReport(published=last + dt.timedelta(days=10), as_of=last, **stated)


@st.composite
def sound_series(draw: st.DrawFn) -> OfficialSeries:
    """A series that agrees with itself."""
    open_now, killed, credible_so_far = draw(SMALL), draw(SMALL), draw(SMALL)
    received_so_far = credible_so_far + 200
    reports = []
    for n in range(1, draw(st.integers(2, 6)) + 1):
        received, reopened = draw(SMALL), draw(st.integers(0, 3))
        at_hand = open_now + received + reopened
        closed = draw(st.integers(0, at_hand))
        credible = draw(st.integers(0, closed))
        duplicate = draw(st.integers(0, closed - credible))
        dead = draw(SMALL) if credible else 0
        killed, credible_so_far = killed + dead, credible_so_far + credible
        received_so_far += received
        reports.append(
            month(
                n,
                open_start=open_now,
                received=received,
                reopened=reopened,
                closed=closed,
                credible=credible,
                duplicate=duplicate,
                noncredible=closed - credible - duplicate,
                open_end=at_hand - closed,
                killed_period=dead,
                killed_cumulative_at_least=killed,
                credible_cumulative=credible_so_far,
                reports_cumulative=received_so_far,
                strikes_cumulative=5_000 + n,
                engagements_cumulative=9_000,
                percent_reports_stated=round(100 * received_so_far / 9_000, 2),
            )
        )
        open_now = at_hand - closed
    return OfficialSeries(tuple(reports))


@given(sound_series())
def test_a_sound_series_has_no_findings(series: OfficialSeries) -> None:
    table = series.audit()
    assert table.empty, table.to_string()
    assert list(table.columns)[:4] == ["published", "as_of", "check", "field"]


@given(sound_series(), st.data())
def test_a_changed_count_is_found(series: OfficialSeries, data: st.DataObject) -> None:
    """One figure raised by a few: some check must see it, and at its report or the next."""
    at = data.draw(st.integers(0, len(series) - 1))
    fields = ["open_end", "received", "closed", "killed_cumulative_at_least", "noncredible"]
    field = data.draw(st.sampled_from(fields))
    changed = list(series.reports)
    changed[at] = replace(changed[at], **{field: getattr(changed[at], field) + 7})
    table = audit(changed)
    assert not table.empty
    days = {pd.Timestamp(r.published) for r in changed[at : at + 2]}
    assert set(table["published"]) <= days
    assert (table["difference"] != 0).all()


def test_the_coalitions_series(oir: OfficialSeries) -> None:
    table = oir.audit()
    assert len(table) == 5
    rows = {(str(row["as_of"])[:7], row["check"]): row for row in table.to_dict("records")}
    carried = rows["2017-09", "carried over"]
    assert (carried["expected"], carried["found"]) == (350, 344)
    killed = rows["2017-11", "cumulative"]
    assert (killed["expected"], killed["found"]) == (801 + 11, 817)
    fell = rows["2019-08", "cumulative"]
    assert fell["difference"] == -8
    assert "fallen by at least 8" in fell["remark"]
    backlog = table[table["check"] == "backlog"]
    assert backlog["difference"].tolist() == [-3, -2]
    assert backlog["remark"].str.contains("reopened").all()


@pytest.mark.parametrize(
    ("stated", "check", "expected"),
    [
        ({"closed": 30, "credible": 4, "noncredible": 20, "duplicate": 5}, "closed", 29),
        ({"closed": 10, "credible": 4, "noncredible": 20}, "closed", 24),
        ({"credible": 0, "killed_period": 3}, "impossible", 0),
        ({"closed": 3, "credible": 4, "duplicate": None}, "impossible", 3),
        (
            {
                "engagements_cumulative": 42_089,
                "credible_cumulative": 102,
                "percent_credible_stated": 0.25,
            },
            "percentage",
            100 * 102 / 42_089,
        ),
    ],
)
def test_findings_within_a_report(stated: dict[str, Any], check: str, expected: float) -> None:
    table = OfficialSeries((month(3, **stated),)).audit()
    assert expected == pytest.approx(table.loc[table["check"] == check, "expected"].item())


def test_what_is_not_stated_is_not_checked() -> None:
    parts_only = month(3, closed=30, credible=4, noncredible=20)
    assert OfficialSeries((parts_only,)).audit().empty
    printed = month(
        3, engagements_cumulative=42_089, reports_cumulative=396, percent_reports_stated=0.9
    )
    assert OfficialSeries((printed,)).audit().empty  # 0.94 is 0.9 to the digits printed


def test_a_backlog_is_followed_where_its_start_is_not_stated() -> None:
    before = month(1, open_end=40)
    sound = month(2, received=9, reopened=3, closed=12, open_end=40)
    assert OfficialSeries((before, sound)).audit().empty
    row = OfficialSeries((before, replace(sound, open_end=38))).audit().iloc[0]
    assert (row["check"], row["expected"], row["found"]) == ("carried over", 40, 38)


def test_a_fall_is_a_finding_but_no_error() -> None:
    series = OfficialSeries(
        (
            month(1, killed_cumulative_at_least=1_321),
            month(3, killed_cumulative_at_least=1_313),
        )
    )
    row = series.audit().iloc[0]
    assert (row["check"], row["difference"]) == ("revised down", -8)
    assert series.killed() == 1_313
    assert series.as_of("2017-03-01").killed() == 1_321


def test_published_before_its_own_end() -> None:
    early = PeriodicReport(published="2017-03-01", as_of="2017-03-31")  # type: ignore[arg-type]
    row = OfficialSeries((early,)).audit().iloc[0]
    assert (row["check"], row["field"]) == ("impossible", "published")


def test_as_of_shows_only_what_was_published(oir: OfficialSeries) -> None:
    assert oir.as_of("2017-05-17").killed() == 352
    assert oir.as_of(dt.date(2017, 6, 1)).killed() == 352
    assert oir.as_of("2017-06-02").killed() == 484
    with pytest.raises(NotIdentifiedError, match="Nothing was known then"):
        oir.as_of("2014-01-01")


@given(st.dates(dt.date(2017, 1, 2), dt.date(2020, 1, 1)))
def test_as_of_never_looks_ahead(day: dt.date) -> None:
    series = OfficialSeries.from_frame(load_example("official_oir"))
    known = series.as_of(day)
    assert all(report.published <= day for report in known)
    assert known.as_of(day).reports == known.reports
    assert len(known) == sum(report.published <= day for report in series)


def test_missing_stays_missing(oir: OfficialSeries) -> None:
    table = oir.to_frame()
    source = load_example("official_oir")
    for name in COUNTS:
        assert table[name].isna().tolist() == source[name].isna().tolist(), name
        assert str(table[name].dtype) == "Int64"
    assert oir.reports[0].killed_cumulative_at_least is None
    assert OfficialSeries.from_frame(table).reports == oir.reports


def test_from_frame_renames_and_refuses() -> None:
    frame = pd.DataFrame({"date": ["2017-04-30"], "covers": ["2017-03-31"], "strikes": ["28000+"]})
    names = {"published": "date", "as_of": "covers"}
    assert OfficialSeries.from_frame(frame, names).reports[0].published == dt.date(2017, 4, 30)
    with pytest.raises(InvalidValueError, match="strikes_cumulative must be a whole") as raised:
        OfficialSeries.from_frame(frame, names | {"strikes_cumulative": "strikes"})
    assert "in row 0 of the table" in raised.value.__notes__
    with pytest.raises(InvalidValueError, match="frame must have the column 'published'"):
        OfficialSeries.from_frame(frame)
    with pytest.raises(InvalidValueError, match="columns must name fields"):
        OfficialSeries.from_frame(frame, {"deaths": "strikes"})


@pytest.mark.parametrize("wrong", [-1, 2.5, "many", True])
def test_counts_that_cannot_be(wrong: Any) -> None:
    with pytest.raises(InvalidValueError, match="closed must be a whole number"):
        month(3, closed=wrong)


def test_dates_that_cannot_be() -> None:
    with pytest.raises(InvalidValueError, match="as_of must be a date as YYYY-MM-DD"):
        PeriodicReport(published="2017-04-30", as_of="March 2017")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="published must be a date"):
        PeriodicReport(published=None, as_of="2017-03-31")  # type: ignore[arg-type]


def test_one_issuer_a_series() -> None:
    with pytest.raises(InvalidValueError, match="reports must come from one issuer"):
        OfficialSeries((month(1, issuer="CJTF-OIR"), month(2, issuer="AFRICOM")))
    with pytest.raises(InvalidValueError, match="reports must hold at least one"):
        OfficialSeries(())


def test_figures_are_reports_with_scope(oir: OfficialSeries) -> None:
    figures = oir.figures()
    assert len(figures) == 17
    assert all(figure.claim.form == "at_least" for figure in figures)
    assert figures[-1].claim.low == 1_335
    assert figures[-1].role == "official"
    assert figures[-1].standard == "more likely than not"


def test_rates_of_a_report(oir: OfficialSeries) -> None:
    rates = {(r.counted, r.denominator): r for r in oir.as_of("2017-05-17").latest().rates()}
    assert rates["credible reports", "engagements"].value == 102 / 42_089
    assert rates["credible reports", "reports"].kind == "share"
    assert len(rates) == 5
    assert oir.latest().rates() == ()


# ------------------------------------------------------------------ open cases


def test_outlook_by_hand() -> None:
    series = OfficialSeries(
        (
            month(1, closed=20, credible=5, killed_period=10),
            month(
                2,
                closed=30,
                credible=5,
                killed_period=45,
                open_end=40,
                killed_cumulative_at_least=200,
            ),
        )
    )
    found = outlook(series.reports)
    rate = 55 / 50
    phi = (10 - 22) ** 2 / 22 + (45 - 33) ** 2 / 33
    past = found["at the historical rate"]
    assert past.mean() == pytest.approx(200 + 40 * rate)
    assert past.var() == pytest.approx(phi * rate * 40 * (1 + 40 / 50), rel=1e-6)
    assert found["at the best month's rate"].mean() == pytest.approx(200 + 40 * 0.5)
    assert found["at the worst month's rate"].mean() == pytest.approx(200 + 40 * 1.5)
    assert found["every open case credible"].mean() == pytest.approx(200 + 40 * 5.5)
    assert tuple(found["no open case credible"].interval()) == (200, 200)


@given(sound_series())
def test_outlook_never_falls_below_what_is_stated(series: OfficialSeries) -> None:
    if sum(bool(report.closed) for report in series) < 2:
        with pytest.raises(NotIdentifiedError):
            series.outlook()
        return
    found = series.outlook()
    means = [toll.mean() for toll in found.scenarios.values()]
    assert means[0] == series.killed()
    names = list(found.scenarios)
    best, past, worst = (means[names.index(f"at the {n} rate")] for n in KINDS)
    assert all(toll.start >= series.killed() for toll in found.scenarios.values())
    if all(report.closed == 0 or report.closed >= 10 for report in series if report.closed):
        assert best <= past + 1e-6
        assert past <= worst + 1e-6


KINDS = ("best month's", "historical", "worst month's")


def test_outlook_agrees_with_simulation() -> None:
    """With Poisson months the historical scenario covers what comes as often as it says."""
    rng = np.random.default_rng(20171228)
    held = 0
    for _ in range(200):
        closed, rate, still_open = rng.integers(20, 200, 12), 0.6, 300
        dead = rng.poisson(rate * closed)
        series = OfficialSeries(
            tuple(
                month(n + 1, closed=int(c), killed_period=int(d), open_end=still_open,
                      killed_cumulative_at_least=1_000)
                for n, (c, d) in enumerate(zip(closed, dead, strict=True))
            )
        )  # fmt: skip
        toll = series.outlook()["at the historical rate"]
        held += (1_000 + rng.poisson(rate * still_open)) in toll.interval(0.8)
    assert 0.74 <= held / 200 <= 0.92  # never below, and a little wide: dispersion is clipped at 1


def test_outlook_of_the_coalition_foresaw_the_range(oir: OfficialSeries) -> None:
    """What stood open at the end of 2017 was closed by autumn 2019, new reports included."""
    then = oir.as_of("2017-12-28").outlook()
    assert (then.killed, then.open_cases) == (817, 603)
    assert oir.killed() in then["at the historical rate"].interval()
    table = then.to_frame()
    assert table["lower"].is_monotonic_increasing
    assert "603 cases open" in table["assumption"].iloc[2]
    assert "603 cases were open" in str(then)


def test_outlook_needs_a_past() -> None:
    with pytest.raises(NotIdentifiedError, match="at least two periods"):
        OfficialSeries((month(1, open_end=4, killed_cumulative_at_least=9),)).outlook()
    with pytest.raises(NotIdentifiedError, match="field must be stated"):
        OfficialSeries((month(1, killed_cumulative_at_least=9),)).outlook()


def test_outlook_draws(oir: OfficialSeries) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    _, ax = plt.subplots()
    assert oir.as_of("2017-12-28").outlook().plot(ax) is ax
    assert any("historical" in text.get_text() for text in ax.texts)
    plt.close("all")
