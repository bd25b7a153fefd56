"""Audit: an official series checked against its own arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import pairwise

import pandas as pd

from casualtystats.comparison.periodic import PeriodicReport

__all__ = ["Finding", "audit"]

_CUMULATIVE = (
    # cumulative field, the field of one period that it should grow by
    ("killed_cumulative_at_least", "killed_period"),
    ("credible_cumulative", "credible"),
    ("reports_cumulative", "received"),
    ("strikes_cumulative", None),
    ("engagements_cumulative", None),
)
_PERCENTS = (
    ("percent_reports_stated", "reports_cumulative"),
    ("percent_credible_stated", "credible_cumulative"),
)


@dataclass(frozen=True)
class Finding:
    """One place where a series does not agree with itself.

    Parameters
    ----------
    published, as_of : date
        The report it was found in.
    check : str
        ``backlog``, ``closed``, ``carried over``, ``cumulative``, ``revised down``,
        ``percentage`` or ``impossible``.
    field : str
        The field that was found.
    expected, found : float
        What follows from the other figures, and what is stated.
    rule : str
        The sum that was made.
    remark : str
        What may explain it.
    """

    published: object
    as_of: object
    check: str
    field: str
    expected: float
    found: float
    rule: str
    remark: str = ""


def audit(reports: Sequence[PeriodicReport]) -> pd.DataFrame:
    """Check an official series against itself.

    Parameters
    ----------
    reports : sequence of PeriodicReport
        In the order in which they were published. Checks that need a figure which is not
        stated are not made.

    Returns
    -------
    DataFrame
        One row per finding, none if the series agrees with itself, with columns ``published
        as_of check field expected found difference rule remark``. The checks:

        - ``backlog``: open at the start + received + reopened − closed = open at the end;
        - ``closed``: credible + non-credible + duplicate = closed;
        - ``carried over``: open at the start = open at the end of the month before;
        - ``cumulative``: a cumulative figure grows by the period's; over a longer time, by at
          least that;
        - ``revised down``: a cumulative figure falls, which corrections do and errors too;
        - ``percentage``: a printed percentage follows from the printed counts, to its digits;
        - ``impossible``: credible above reports, deaths without a credible case, and the like.

    Examples
    --------
    >>> from casualtystats.comparison.series import OfficialSeries, PeriodicReport
    >>> series = OfficialSeries(
    ...     (
    ...         PeriodicReport(
    ...             published="2018-01-05",
    ...             as_of="2017-12-31",
    ...             open_start=40,
    ...             received=9,
    ...             closed=12,
    ...             open_end=39,
    ...         ),
    ...     )
    ... )
    >>> audit(series)[["check", "expected", "found", "difference"]]
         check  expected  found  difference
    0  backlog      37.0   39.0         2.0
    """
    found = [finding for report in reports for finding in _within(report)]
    for before, report in pairwise(reports):
        found += _carried_over(before, report)
    for field, period in _CUMULATIVE:
        stated = [report for report in reports if getattr(report, field) is not None]
        for before, report in pairwise(stated):
            found += _grown(before, report, field, period)
    names = [field.name for field in fields(Finding)]
    table = pd.DataFrame([astuple(finding) for finding in found], columns=names)
    table = table.astype({"expected": "float64", "found": "float64"})
    table.insert(names.index("found") + 1, "difference", table["found"] - table["expected"])
    dates = {name: pd.to_datetime(table[name]) for name in ("published", "as_of")}
    return table.assign(**dates).sort_values("published", kind="stable", ignore_index=True)


def _within(report: PeriodicReport) -> Iterator[Finding]:
    """Check one report."""
    at = (report.published, report.as_of)
    yield from _backlog(report)
    parts = (report.credible, report.noncredible, report.duplicate)
    stated = [part for part in parts if part is not None]
    if report.closed is not None and stated:
        complete, total = len(stated) == len(parts), sum(stated)
        if (complete and total != report.closed) or total > report.closed:
            rule = "credible + noncredible + duplicate" if complete else "at least those assessed"
            yield Finding(*at, "closed", "closed", total, report.closed, rule)
    for field, of in _PERCENTS:
        printed, over = getattr(report, field), report.engagements_cumulative
        events = getattr(report, of)
        if printed is not None and events is not None and over:
            expected, digits = 100.0 * events / over, len(f"{printed!r}".partition(".")[2])
            if abs(expected - printed) > 0.5 * 10.0**-digits * (1 + 1e-9):
                yield Finding(*at, "percentage", field, expected, printed, f"{of} ÷ engagements")
    for smaller, larger in (
        ("credible", "closed"),
        ("credible_cumulative", "reports_cumulative"),
        ("reports_cumulative", "engagements_cumulative"),
        ("killed_period", "killed_cumulative_at_least"),
        ("strikes_cumulative", "engagements_cumulative"),
    ):
        less, more = getattr(report, smaller), getattr(report, larger)
        if less is not None and more is not None and less > more:
            yield Finding(*at, "impossible", smaller, more, less, f"at most {larger}")
    if report.credible == 0 and report.killed_period:
        rule = "no deaths without a credible case"
        yield Finding(*at, "impossible", "killed_period", 0, report.killed_period, rule)
    if report.published < report.as_of:
        days = (report.as_of - report.published).days
        yield Finding(*at, "impossible", "published", 0, -days, "not before the last day covered")


def _backlog(report: PeriodicReport) -> Iterator[Finding]:
    start, received, closed = report.open_start, report.received, report.closed
    if start is None or received is None or closed is None or report.open_end is None:
        return
    reopened = report.reopened or 0
    expected = start + received + reopened - closed
    if expected == report.open_end:
        return
    remark = ""
    if reopened and expected - reopened == report.open_end:
        remark = "holds if the reopened cases are counted among those carried over or received"
    yield Finding(
        report.published,
        report.as_of,
        "backlog",
        "open_end",
        expected,
        report.open_end,
        "open_start + received + reopened − closed",
        remark,
    )


def _carried_over(before: PeriodicReport, report: PeriodicReport) -> Iterator[Finding]:
    """Check what is carried over from one month to the next."""
    if not _next_month(before, report) or before.open_end is None:
        return
    at = (report.published, report.as_of)
    if report.open_start is not None:
        if report.open_start != before.open_end:
            rule = "open_end of the month before"
            found = report.open_start
            yield Finding(*at, "carried over", "open_start", before.open_end, found, rule)
        return
    received, closed = report.received, report.closed
    if received is not None and closed is not None and report.open_end is not None:
        expected = before.open_end + received + (report.reopened or 0) - closed
        if expected != report.open_end:
            rule = "open_end of the month before + received + reopened − closed"
            yield Finding(*at, "carried over", "open_end", expected, report.open_end, rule)


def _grown(
    before: PeriodicReport, report: PeriodicReport, field: str, period: str | None
) -> Iterator[Finding]:
    """Check how a cumulative figure grew from one report that states it to the next."""
    at = (report.published, report.as_of)
    first, last = getattr(before, field), getattr(report, field)
    grown, added = last - first, None if period is None else getattr(report, period)
    if grown < 0:
        remark = "a correction downwards, or an error"
        yield Finding(*at, "revised down", field, first, last, f"not below {first:,}", remark)
    if added is None:
        return
    rule = f"{first:,} on {before.as_of} + {period} {added:,}"
    if _next_month(before, report):
        if grown != added:
            yield Finding(*at, "cumulative", field, first + added, last, rule)
    elif grown < added:
        remark = f"the figure must have fallen by at least {added - grown:,} in between"
        yield Finding(*at, "cumulative", field, first + added, last, f"at least {rule}", remark)


def _next_month(before: PeriodicReport, report: PeriodicReport) -> bool:
    """Tell whether a report covers the month after another one's."""
    months = [12 * day.year + day.month for day in (before.as_of, report.as_of)]
    return months[1] - months[0] == 1
