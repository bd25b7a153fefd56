"""Outlook: what an official total becomes when its open cases are closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from casualtystats.comparison.periodic import PeriodicReport, latest
from casualtystats.display.html import card
from casualtystats.display.wording import count, figure, percent, span
from casualtystats.errors import NotIdentifiedError
from casualtystats.toll.interval import check_level
from casualtystats.toll.toll import Toll

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Outlook", "outlook"]


@dataclass(frozen=True, repr=False)
class Outlook:
    """What an official total becomes under named assumptions about its open cases.

    Made by `outlook`.

    Parameters
    ----------
    killed : int
        The cumulative toll last stated.
    open_cases : int
        Cases open when last stated.
    known_on : date
        The day of the last report used.
    scenarios : dict of str to Toll
        The total, one toll per assumption, from the lowest to the highest; the notes of each
        toll say what was assumed.
    level : float
        Default probability of intervals, a fraction.
    """

    killed: int
    open_cases: int
    known_on: dt.date
    scenarios: dict[str, Toll]
    level: float = 0.95

    def __getitem__(self, scenario: str) -> Toll:
        return self.scenarios[scenario]

    def to_frame(self, level: float | None = None) -> pd.DataFrame:
        """Return one row per scenario.

        Parameters
        ----------
        level : float, optional
            Probability of the intervals, a fraction; the outlook's own by default.

        Returns
        -------
        DataFrame
            Columns ``scenario lower median upper level assumption``.
        """
        level = self.level if level is None else check_level(level)
        rows = []
        for name, toll in self.scenarios.items():
            low, high = toll.interval(level)
            rows.append((name, low, float(toll.median()), high, level, "; ".join(toll.notes)))
        names = ["scenario", "lower", "median", "upper", "level", "assumption"]
        return pd.DataFrame(rows, columns=names)

    def plot(self, ax: Axes | None = None, **kwargs: Any) -> Axes:
        """Draw the total under each scenario, with its interval.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; new axes by default.
        **kwargs
            ``title xlabel log level`` in place of the outlook's own.

        Returns
        -------
        Axes
            The axes drawn on.
        """
        from casualtystats.comparison.picture import Row, draw_rows

        rows = [
            Row(name, _short(toll), toll, strong=name == "at the historical rate")
            for name, toll in self.scenarios.items()
        ]
        options = {
            "level": self.level,
            "xlabel": "people killed, official total",
            "title": f"{count(self.killed)} stated, {count(self.open_cases)} cases open",
            **kwargs,
        }
        return draw_rows(rows, ax, **options)

    def __repr__(self) -> str:
        low, high = self.scenarios["at the historical rate"].interval(self.level)
        return (
            f"Outlook({count(self.killed)} killed, {count(self.open_cases)} cases open on "
            f"{self.known_on}: {span(low, high)} at the historical rate)"
        )

    def _repr_html_(self) -> str:
        rows = [
            (name, f"{span(*toll.interval(self.level))}: {toll.notes[-1]}")
            for name, toll in self.scenarios.items()
        ]
        return card(f"Outlook, {percent(self.level)} intervals", [("in words", str(self)), *rows])

    def __str__(self) -> str:
        toll = self.scenarios["at the historical rate"]
        low, high = toll.interval(self.level)
        return (
            f"{count(self.killed)} killed were stated and {count(self.open_cases)} cases were "
            f"open on {self.known_on}; closed at the rate of the past, they would make the total "
            f"{span(low, high)} ({percent(self.level)} interval)."
        )


def outlook(
    reports: Sequence[PeriodicReport], *, level: float = 0.95, min_closed: int = 10
) -> Outlook:
    """Bound what an official total becomes when the open cases are closed.

    Parameters
    ----------
    reports : sequence of PeriodicReport
        In the order in which they were published. The last stated total and number of open
        cases are the start; periods that state both closed cases and deaths are the past.
    level : float
        Default probability of intervals, a fraction.
    min_closed : int
        Periods that closed fewer cases cannot be the best or the worst one.

    Returns
    -------
    Outlook
        Five scenarios: ``no open case credible``, ``at the best month's rate``, ``at the
        historical rate``, ``at the worst month's rate``, ``every open case credible``.

    Raises
    ------
    NotIdentifiedError
        If the total or the open cases are not stated, or fewer than two periods state both
        closed cases and deaths.

    Notes
    -----
    Deaths added by n open cases are taken as negative binomial with mean n × deaths per closed
    case and the variance that the periods show: if φ is Pearson's dispersion of their deaths
    around the pooled rate, the variance is φ × mean, and for the historical rate also that of
    the rate itself. Future reports, reopened cases and corrections downwards are not foreseen,
    and nothing says that open cases resemble closed ones.

    Examples
    --------
    >>> from casualtystats.comparison.series import OfficialSeries
    >>> from casualtystats.tables.examples import load_example
    >>> series = OfficialSeries.from_frame(load_example("official_oir"))
    >>> series.as_of("2017-12-28").outlook()["no open case credible"]
    Toll('no open case credible': 817, 95% 817)
    """
    check_level(level)
    total = latest(reports, "killed_cumulative_at_least")
    backlog = latest(reports, "open_end")
    killed, n = total.killed_cumulative_at_least, backlog.open_end
    assert killed is not None  # noqa: S101 - latest() found both
    assert n is not None  # noqa: S101
    past = [
        (r.closed, r.killed_period, r.credible)
        for r in reports
        if r.closed and r.killed_period is not None
    ]
    if len(past) < 2:
        raise NotIdentifiedError(
            "reports", "state closed cases and deaths of at least two periods", len(past)
        )
    rate, spread = _pooled([(closed, dead) for closed, dead, _ in past])
    found = [(credible, dead) for _, dead, credible in past if credible]
    monthly = [dead / closed for closed, dead, _ in past if closed >= min_closed] or [rate]
    seen = sum(closed for closed, _, _ in past)
    start = (
        f"{count(killed)} stated on {total.published}, {count(n)} cases open on {backlog.published}"
    )

    def add(name: str, mean: float, variance: float, assumed: str) -> Toll:
        return _added(killed, mean, variance).replace(
            label=name, level=level, notes=(start, assumed)
        )

    per = "deaths per closed case"
    scenarios = [
        add("no open case credible", 0.0, 0.0, "no open case is found credible"),
        add(
            "at the best month's rate",
            n * min(monthly),
            spread * n * min(monthly),
            f"{_rate(min(monthly))} {per}, the lowest of a month that closed {min_closed} or more",
        ),
        add(
            "at the historical rate",
            n * rate,
            spread * rate * n * (1.0 + n / seen),
            f"{_rate(rate)} {per}, as in {len(past)} periods that closed {count(seen)}",
        ),
        add(
            "at the worst month's rate",
            n * max(monthly),
            spread * n * max(monthly),
            f"{_rate(max(monthly))} {per}, the highest of a month that closed {min_closed} or more",
        ),
    ]
    if len(found) > 1:
        deadly, deadly_spread = _pooled(found)
        assumed = f"every open case is credible, with {_rate(deadly)} deaths as before"
        held = sum(credible for credible, _ in found)
        variance = deadly_spread * deadly * n * (1.0 + n / held)
        scenarios.append(add("every open case credible", n * deadly, variance, assumed))
    known = max(total.published, backlog.published)
    return Outlook(killed, n, known, {toll.label: toll for toll in scenarios}, level)


def _rate(rate: float) -> str:
    """Write a rate with two significant digits."""
    return figure(float(f"{rate:.2g}"))


def _short(toll: Toll) -> str:
    """Return the rate that a scenario assumes, if its note begins with one."""
    words = toll.notes[-1].partition(",")[0]
    return words if words[0].isdigit() else ""


def _pooled(periods: list[tuple[int, int]]) -> tuple[float, float]:
    """Return deaths per case over all periods, and Pearson's dispersion around it."""
    rate = sum(dead for _, dead in periods) / sum(cases for cases, _ in periods)
    if rate == 0:
        return 0.0, 1.0
    chi2 = sum((dead - rate * cases) ** 2 / (rate * cases) for cases, dead in periods)
    return rate, max(chi2 / (len(periods) - 1), 1.0)


def _added(killed: int, mean: float, variance: float) -> Toll:
    """Return `killed` plus a negative binomial number of deaths."""
    from scipy import stats

    if mean == 0:
        return Toll.exact(killed)
    if variance <= mean * (1.0 + 1e-9):
        return Toll.from_scipy(stats.poisson(mean, loc=killed))
    size = mean**2 / (variance - mean)
    return Toll.from_scipy(stats.nbinom(size, mean / variance, loc=killed))
