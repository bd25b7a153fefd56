"""Official series: periodic reports of a force on the civilians it has harmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import pandas as pd

from casualtystats.comparison.audit import audit
from casualtystats.comparison.outlook import Outlook, outlook
from casualtystats.comparison.periodic import (
    COUNTS,
    DATES,
    PeriodicReport,
    as_date,
    is_missing,
    latest,
)
from casualtystats.display.html import card
from casualtystats.display.wording import count
from casualtystats.errors import InvalidTypeError, InvalidValueError, NotIdentifiedError
from casualtystats.evidence.report import Report

__all__ = ["OfficialSeries"]


@dataclass(frozen=True, repr=False)
class OfficialSeries:
    """Periodic reports of one official body, in the order in which they were published.

    Parameters
    ----------
    reports : tuple of PeriodicReport
        Sorted on the way in. A series may have gaps; they stay gaps.

    Examples
    --------
    >>> from casualtystats.tables.examples import load_example
    >>> series = OfficialSeries.from_frame(load_example("official_oir"))
    >>> series.as_of("2017-05-17").killed()
    352
    """

    reports: tuple[PeriodicReport, ...]

    def __post_init__(self) -> None:
        for report in self.reports:
            if not isinstance(report, PeriodicReport):
                raise InvalidTypeError("reports", "hold PeriodicReports", report)
        ordered = tuple(sorted(self.reports, key=lambda r: (r.published, r.as_of)))
        if not ordered:
            raise InvalidValueError("reports", "hold at least one report", self.reports)
        issuers = {report.issuer for report in ordered if report.issuer}
        if len(issuers) > 1:
            raise InvalidValueError(
                "reports", "come from one issuer", sorted(issuers), "Make one series for each."
            )
        object.__setattr__(self, "reports", ordered)

    @classmethod
    def from_frame(
        cls, frame: pd.DataFrame, columns: Mapping[str, str] | None = None
    ) -> OfficialSeries:
        """Read a table with one row per report.

        Parameters
        ----------
        frame : DataFrame
            Columns named as the fields of `PeriodicReport`; others are left out. Missing
            values stay missing.
        columns : mapping of str to str, optional
            Field to column, where the table's names differ.

        Returns
        -------
        OfficialSeries
            The reports, in order of publication.

        Raises
        ------
        InvalidValueError
            If a required column is absent or a cell is not a whole number; the message names
            row and field.
        """
        named = dict(columns or {})
        known = {field.name: named.get(field.name, field.name) for field in fields(PeriodicReport)}
        unknown = sorted(set(named) - set(known))
        if unknown:
            raise InvalidValueError("columns", "name fields of PeriodicReport", unknown)
        for name in ("published", "as_of", *named):
            if known[name] not in frame.columns:
                raise InvalidValueError(
                    "frame", f"have the column {known[name]!r}", list(frame.columns)
                )
        found = []
        for index, row in frame.iterrows():
            cells = {
                name: row[column]
                for name, column in known.items()
                if column in frame.columns and not is_missing(row[column])
            }
            try:
                found.append(PeriodicReport(**cells))
            except (InvalidValueError, InvalidTypeError) as error:
                error.add_note(f"in row {index!r} of the table")
                raise
        return cls(tuple(found))

    def to_frame(self) -> pd.DataFrame:
        """Return one row per report.

        Returns
        -------
        DataFrame
            Columns as the fields of `PeriodicReport`: counts as ``Int64``, dates as such, and
            what is missing missing.
        """
        names = [field.name for field in fields(PeriodicReport)]
        table = pd.DataFrame(
            [[getattr(report, name) for name in names] for report in self.reports], columns=names
        )
        table = table.astype(dict.fromkeys(COUNTS, "Int64"))
        return table.assign(**{name: pd.to_datetime(table[name]) for name in DATES})

    def as_of(self, date: dt.date | str) -> OfficialSeries:
        """Return the series as it was known on a date: what was published until then.

        Parameters
        ----------
        date : date or str
            The day, included.

        Returns
        -------
        OfficialSeries
            The reports published until then.

        Raises
        ------
        NotIdentifiedError
            If nothing had been published by then. That is unknown, not 0.
        """
        day = as_date("date", date, required=True)
        assert day is not None  # noqa: S101 - required dates are never None
        known = tuple(report for report in self.reports if report.published <= day)
        if not known:
            raise NotIdentifiedError(
                "date",
                f"not lie before the first report, of {self.reports[0].published}",
                str(day),
                "Nothing was known then, which is not 0.",
            )
        return OfficialSeries(known)

    def latest(self, field: str = "killed_cumulative_at_least") -> PeriodicReport:
        """Return the last report that states `field`.

        Parameters
        ----------
        field : str
            A count of `PeriodicReport`.

        Returns
        -------
        PeriodicReport
            The last one that states it.
        """
        return latest(self.reports, field)

    def killed(self) -> int:
        """Return the cumulative death toll last stated.

        Returns
        -------
        int
            People; the wording is "at least".
        """
        killed = self.latest().killed_cumulative_at_least
        assert killed is not None  # noqa: S101 - latest() found it
        return killed

    def figures(self) -> tuple[Report, ...]:
        """Return the stated cumulative death tolls.

        Returns
        -------
        tuple of Report
            In order of publication.
        """
        return tuple(r for r in (report.report() for report in self.reports) if r is not None)

    def audit(self) -> pd.DataFrame:
        """Check the series against itself; see `casualtystats.comparison.audit.audit`.

        Returns
        -------
        DataFrame
            One row per finding.
        """
        return audit(self.reports)

    def outlook(self, *, level: float = 0.95, min_closed: int = 10) -> Outlook:
        """Bound what the total becomes when the open cases are closed; see `outlook`.

        Parameters
        ----------
        level : float
            Default probability of intervals, a fraction.
        min_closed : int
            Periods that closed fewer cases cannot be the best or the worst one.

        Returns
        -------
        Outlook
            One toll per scenario.
        """
        return outlook(self.reports, level=level, min_closed=min_closed)

    def __iter__(self) -> Iterator[PeriodicReport]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)

    def _repr_html_(self) -> str:
        rows = [(str(report.as_of), _line(report)) for report in self.reports]
        return card(f"{self.reports[0].issuer or 'Official'}: periodic reports", rows)

    def __repr__(self) -> str:
        first, last = self.reports[0], self.reports[-1]
        issuer = f"{first.issuer}: " if first.issuer else ""
        return (
            f"OfficialSeries({issuer}{len(self)} reports, published {first.published} to "
            f"{last.published})"
        )


def _line(report: PeriodicReport) -> str:
    """Return the main figures of a report; what is not stated is not written."""
    stated = (
        ("killed, at least", report.killed_cumulative_at_least),
        ("closed", report.closed),
        ("credible", report.credible),
        ("open", report.open_end),
    )
    return "; ".join(f"{count(number)} {name}" for name, number in stated if number is not None)
