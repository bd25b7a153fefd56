"""Gap: an official and a monitor's figures over time, set side by side at each date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from casualtystats.comparison.compare import compare
from casualtystats.comparison.comparison import Comparison
from casualtystats.comparison.sentence import times
from casualtystats.comparison.series import OfficialSeries
from casualtystats.display.html import card
from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.evidence.report import Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Gap", "dated_reports", "gap"]


@dataclass(frozen=True, repr=False)
class Gap:
    """Comparisons of an official with a monitor's figures, one per date.

    Made by `gap`.

    Parameters
    ----------
    dates : tuple of date
        When the figures are compared.
    comparisons : tuple of Comparison
        One for each date.
    official, monitor : tuple of Report
        The report of each side that was the latest one on each date.
    """

    dates: tuple[dt.date, ...]
    comparisons: tuple[Comparison, ...]
    official: tuple[Report, ...]
    monitor: tuple[Report, ...]

    def __len__(self) -> int:
        return len(self.dates)

    def __repr__(self) -> str:
        first, last = (self.comparisons[i].ratio() for i in (0, -1))
        return (
            f"Gap({len(self)} dates; {times(first.low, first.high)} on {self.dates[0]}, "
            f"{times(last.low, last.high)} on {self.dates[-1]})"
        )

    def _repr_html_(self) -> str:
        rows = []
        for date, result in zip(self.dates, self.comparisons, strict=True):
            ratio = result.ratio()
            words = f"{result.official_words} ↔ {result.monitor_words}"
            rows.append((str(date), f"{words}: {times(ratio.low, ratio.high)}"))
        return card("Monitor ÷ official over time", rows)

    def to_frame(self, level: float | None = None) -> pd.DataFrame:
        """Return one row per date.

        Parameters
        ----------
        level : float, optional
            Probability of the intervals, a fraction; the comparisons' own by default.

        Returns
        -------
        DataFrame
            Words, dates and tolls of both sides, then ratio, difference and break-even, each as
            ``…_lower …_median …_upper``, and ``prob_exceeds level conclusion``.
        """
        rows = []
        for date, result, ours, theirs in zip(
            self.dates, self.comparisons, self.official, self.monitor, strict=True
        ):
            row: dict[str, Any] = {"date": date}
            for name, report in (("official", ours), ("monitor", theirs)):
                row[f"{name}_words"] = report.claim.text
                row[f"{name}_published"] = report.date
            summary = result.summary(level)
            rows.append(row | summary.drop(["prob_equal", "overlap", "correlation"]).to_dict())
        table = pd.DataFrame(rows)
        dates = ("date", "official_published", "monitor_published")
        return table.assign(**{name: pd.to_datetime(table[name]) for name in dates})

    def plot(
        self,
        ax: Axes | None = None,
        *,
        what: Literal["tolls", "ratio", "break_even"] = "tolls",
        **kwargs: Any,
    ) -> Axes:
        """Draw both series and the gap between them, or the gap alone.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; new axes by default.
        what : str
            ``"tolls"``: both series with their intervals. ``"ratio"``: monitor ÷ official with
            its interval at each date. ``"break_even"``: the share of the monitor's deaths that
            must be wrong for the official figure to hold.
        **kwargs
            Passed to `casualtystats.plots.gap_over_time`, such as ``log=True``; ``title``.

        Returns
        -------
        Axes
            The axes drawn on.
        """
        if what == "tolls":
            return self._plot_tolls(ax, **kwargs)
        if what not in ("ratio", "break_even"):
            raise InvalidValueError("what", "be one of tolls ratio break_even", what)
        from casualtystats.comparison.picture import draw_over_time

        table = self.to_frame()
        return draw_over_time(
            table["date"],
            table[f"{what}_lower"],
            table[f"{what}_median"],
            table[f"{what}_upper"],
            ax,
            share=what == "break_even",
            **kwargs,
        )

    def _plot_tolls(self, ax: Axes | None, **kwargs: Any) -> Axes:
        from casualtystats.display.plots import Line, gap_over_time

        def line(side: str) -> Line:
            tolls = [getattr(result, side) for result in self.comparisons]
            ends = [toll.interval(self.comparisons[0].level) for toll in tolls]
            return Line(
                self.dates,
                [float(toll.median()) for toll in tolls],
                [end.low for end in ends],
                [end.high for end in ends],
                label=getattr(self.comparisons[-1], f"{side}_name") or side,
            )

        last = self.comparisons[-1].ratio()
        options = {"note": times(last.low, last.high), "step": True, **kwargs}
        return gap_over_time(line("official"), line("monitor"), ax, **options)


def gap(
    official: OfficialSeries | Iterable[Report],
    monitor: Iterable[Report],
    *,
    dates: Iterable[dt.date | str] | None = None,
    max_age: int | None = None,
    level: float = 0.95,
    correlation: float = 0.0,
    reading: Any = "documented",
    ignore: str | Collection[str] = (),
) -> Gap:
    """Compare an official with a monitor's cumulative figures over time.

    At each date the last figure that each side had published by then is used: a figure is
    never known before its day.

    Parameters
    ----------
    official : OfficialSeries or iterable of Report
        Cumulative figures of one official source; reports need dates.
    monitor : iterable of Report
        Cumulative figures of one monitor, with dates.
    dates : iterable of date or str, optional
        When to compare; by default whenever the monitor published and the official side had.
    max_age : int, optional
        Leave out dates at which either side's last figure is older than this many days.
    level : float
        Default probability of intervals, a fraction.
    correlation : float
        How the errors of the two sides go together, from -1 to 1.
    reading : str or Reading
        What words mean in numbers.
    ignore : str or collection of str
        Fields of the scope in which the two sides may differ.

    Returns
    -------
    Gap
        With ``to_frame()`` and ``plot()``.

    Raises
    ------
    ScopeError
        If figures of the two sides count different things.
    NotIdentifiedError
        If there is no date at which both sides have a figure.

    Examples
    --------
    >>> from casualtystats.comparison.series import OfficialSeries
    >>> from casualtystats.tables.examples import load_example
    >>> series = OfficialSeries.from_frame(load_example("official_oir"))
    >>> table = load_example("coalition_vs_monitors").query("period == 'since 2014-08'")
    >>> airwars = dated_reports(table.query("source == 'Airwars' and standard == 'likely'"))
    >>> found = gap(series, airwars, ignore="standard")
    >>> found.to_frame()["official_words"].tolist()[:3]
    ['at least 352', 'at least 352', 'at least 603']
    """
    figures = official.figures() if isinstance(official, OfficialSeries) else official
    ours = _ordered("official", figures)
    theirs = _ordered("monitor", monitor)
    wanted = [report.date for report in theirs] if dates is None else [_day(day) for day in dates]
    rows = []
    for day in sorted({day for day in wanted if day is not None}):
        pair = _last(ours, day), _last(theirs, day)
        if pair[0] is None or pair[1] is None:
            continue
        if max_age is not None and any(_age(report, day) > max_age for report in pair if report):
            continue
        result = compare(
            pair[0],
            pair[1],
            level=level,
            correlation=correlation,
            reading=reading,
            ignore=ignore,
        )
        rows.append((day, result, pair[0], pair[1]))
    if not rows:
        raise NotIdentifiedError(
            "dates", "hold a day at which both sides have published", [str(d) for d in wanted]
        )
    return Gap(*(tuple(column) for column in zip(*rows, strict=True)))


def dated_reports(
    frame: pd.DataFrame,
    *,
    words: str = "phrase",
    date: str = "published",
    source: str = "source",
    outcome: str | None = "killed",
) -> tuple[Report, ...]:
    """Read a table of dated figures, one row each, into reports.

    Parameters
    ----------
    frame : DataFrame
        Rows without a date are left out: they cannot be placed in time.
    words, date, source : str
        The columns of the figure's words, its date, and who stated it. Columns named ``role
        place period standard url actor`` are taken along where they are there.
    outcome : str or None
        What the figures count, where their words do not say.

    Returns
    -------
    tuple of Report
        In the order of their dates.
    """
    for column in (words, date, source):
        if column not in frame.columns:
            raise InvalidValueError("frame", f"have the column {column!r}", list(frame.columns))
    optional = ("role", "place", "period", "standard", "url", "actor")
    kept = [name for name in optional if name in frame.columns]
    found = []
    for row in frame[frame[date].notna()].to_dict("records"):
        extra = {name: row[name] for name in kept if isinstance(row[name], str)}
        report = Report(row[words], source=row[source], date=row[date], **extra)
        found.append(_counting(report, outcome))
    return _ordered("frame", found)


def _counting(report: Report, outcome: str | None) -> Report:
    """Return the report with its outcome stated, if its words leave it open."""
    from dataclasses import replace

    if outcome is None or report.claim.outcome is not None:
        return report
    claim = replace(report.claim, outcome=outcome)  # type: ignore[arg-type]  # checked by Claim
    kept = ("source", "role", "date", "actor", "place", "period", "standard", "url", "sub")
    return Report(claim, **{name: getattr(report, name) for name in kept})


def _ordered(argument: str, reports: Iterable[Report]) -> tuple[Report, ...]:
    found = tuple(reports)
    if any(report.date is None for report in found):
        undated = [report for report in found if report.date is None]
        raise InvalidValueError(argument, "hold only reports with a date", undated)
    sources = {report.source for report in found}
    if len(sources) > 1:
        raise InvalidValueError(
            argument, "hold the figures of one source", sorted(sources), "Compare one at a time."
        )
    return tuple(sorted(found, key=lambda report: str(report.date)))


def _last(reports: tuple[Report, ...], day: dt.date) -> Report | None:
    known = [report for report in reports if report.date is not None and report.date <= day]
    return known[-1] if known else None


def _age(report: Report, day: dt.date) -> int:
    assert report.date is not None  # noqa: S101 - _ordered refuses undated ones
    return (day - report.date).days


def _day(day: dt.date | str) -> dt.date:
    return day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
