"""Official series: periodic reports of a force on the civilians it has harmed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import pandas as pd

from casualtystats.errors import InvalidTypeError, InvalidValueError, NotIdentifiedError
from casualtystats.evidence.report import Report
from casualtystats.text.claim import Claim

if TYPE_CHECKING:
    from casualtystats.comparison.outlook import Outlook
    from casualtystats.comparison.rates import Rate

__all__ = ["OfficialSeries", "PeriodicReport"]

_DATES = ("published", "as_of", "scope_start", "scope_end")
_TEXTS = ("issuer", "standard", "url", "note")
_PERCENTS = ("percent_reports_stated", "percent_credible_stated")


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodicReport:
    """One periodic report of an official body; what it does not say stays None.

    Parameters
    ----------
    published : date
        When it was published: from then on its figures were known.
    as_of : date
        The last day it covers.
    scope_start, scope_end : date or None
        The time its cumulative figures cover.
    issuer : str
        Who reports.
    open_start, received, reopened, closed, open_end : int or None
        Cases open at the start of the period, received and reopened in it, closed in it, and
        open at its end.
    credible, noncredible, duplicate : int or None
        How the closed cases were assessed.
    killed_period, injured_period : int or None
        People found killed or injured by the cases assessed in the period.
    killed_cumulative_at_least : int or None
        People found killed since `scope_start`, a lower bound by its own wording.
    strikes_cumulative, engagements_cumulative : int or None
        Strikes and engagements since `scope_start`, each a possible denominator of a rate.
    reports_cumulative, credible_cumulative : int or None
        Cases received and found credible since `scope_start`.
    percent_reports_stated, percent_credible_stated : float or None
        The percentages of engagements the report prints, for the audit.
    standard : str
        The standard of proof, such as "more likely than not".
    url, note : str
        Where it can be read, and remarks.

    Examples
    --------
    >>> PeriodicReport(published="2017-06-02", as_of="2017-04-30", closed=47, credible=16)
    PeriodicReport(as_of=2017-04-30, published=2017-06-02, closed=47, credible=16)
    """

    published: dt.date
    as_of: dt.date
    scope_start: dt.date | None = None
    scope_end: dt.date | None = None
    issuer: str = ""
    open_start: int | None = None
    received: int | None = None
    reopened: int | None = None
    closed: int | None = None
    credible: int | None = None
    noncredible: int | None = None
    duplicate: int | None = None
    open_end: int | None = None
    killed_period: int | None = None
    injured_period: int | None = None
    killed_cumulative_at_least: int | None = None
    strikes_cumulative: int | None = None
    engagements_cumulative: int | None = None
    reports_cumulative: int | None = None
    credible_cumulative: int | None = None
    percent_reports_stated: float | None = None
    percent_credible_stated: float | None = None
    standard: str = ""
    url: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for name in _DATES:
            required = name in ("published", "as_of")
            object.__setattr__(self, name, _date(name, getattr(self, name), required=required))
        for name in COUNTS:
            object.__setattr__(self, name, _count(name, getattr(self, name)))
        for name in _PERCENTS:
            value = getattr(self, name)
            object.__setattr__(self, name, None if _missing(value) else float(value))
        for name in _TEXTS:
            value = getattr(self, name)
            object.__setattr__(self, name, "" if _missing(value) else str(value))

    def report(self) -> Report | None:
        """Return the cumulative death toll as a `Report` "at least N", or None if unstated."""
        killed = self.killed_cumulative_at_least
        if killed is None:
            return None
        claim = Claim(
            low=killed,
            best=killed,
            form="at_least",
            outcome="killed",
            victims=("civilians",),
            tags=("cumulative",),
            text=f"at least {killed:,}",
        )
        return Report(
            claim,
            source=self.issuer,
            role="official",
            date=self.published,
            standard=self.standard or None,
            url=self.url or None,
        )

    def rates(self) -> tuple[Rate, ...]:
        """Return credible cases per report, per strike and per engagement, as far as stated."""
        from casualtystats.comparison.rates import rate

        found = []
        for counted, over in (
            ("credible", "reports"),
            ("credible", "strikes"),
            ("credible", "engagements"),
            ("reports", "strikes"),
            ("reports", "engagements"),
        ):
            events = getattr(self, f"{counted}_cumulative")
            exposure = getattr(self, f"{over}_cumulative")
            if events is not None and exposure:
                name = "credible reports" if counted == "credible" else counted
                found.append(rate(events, exposure, denominator=over, counted=name))
        return tuple(found)

    def __repr__(self) -> str:
        stated = [f"{n}={getattr(self, n)}" for n in COUNTS if getattr(self, n) is not None]
        parts = [f"as_of={self.as_of}", f"published={self.published}", *stated]
        return f"PeriodicReport({', '.join(parts)})"


COUNTS: tuple[str, ...] = tuple(
    field.name for field in fields(PeriodicReport) if field.type == "int | None"
)


@dataclass(frozen=True)
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
                if column in frame.columns and not _missing(row[column])
            }
            try:
                found.append(PeriodicReport(**cells))
            except (InvalidValueError, InvalidTypeError) as error:
                error.add_note(f"in row {index!r} of the table")
                raise
        return cls(tuple(found))

    def to_frame(self) -> pd.DataFrame:
        """Return one row per report, counts as ``Int64`` with what is missing missing."""
        names = [field.name for field in fields(PeriodicReport)]
        table = pd.DataFrame(
            [[getattr(report, name) for name in names] for report in self.reports], columns=names
        )
        table = table.astype(dict.fromkeys(COUNTS, "Int64"))
        return table.assign(**{name: pd.to_datetime(table[name]) for name in _DATES})

    def as_of(self, date: dt.date | str) -> OfficialSeries:
        """Return the series as it was known on a date: what was published until then.

        Parameters
        ----------
        date : date or str
            The day, included.

        Returns
        -------
        OfficialSeries

        Raises
        ------
        NotIdentifiedError
            If nothing had been published by then. That is unknown, not 0.
        """
        day = _date("date", date, required=True)
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
        """
        if field not in COUNTS:
            raise InvalidValueError("field", f"be one of {' '.join(COUNTS)}", field)
        for report in reversed(self.reports):
            if getattr(report, field) is not None:
                return report
        raise NotIdentifiedError("field", "be stated by some report of the series", field)

    def killed(self) -> int:
        """Return the cumulative death toll last stated; the wording is "at least"."""
        killed = self.latest().killed_cumulative_at_least
        assert killed is not None  # noqa: S101 - latest() found it
        return killed

    def figures(self) -> tuple[Report, ...]:
        """Return the stated cumulative death tolls as `Report`, in order of publication."""
        return tuple(r for r in (report.report() for report in self.reports) if r is not None)

    def audit(self) -> pd.DataFrame:
        """Check the series against itself; see `casualtystats.comparison.audit.audit`."""
        from casualtystats.comparison.audit import audit

        return audit(self)

    def outlook(self, *, level: float = 0.95, min_closed: int = 10) -> Outlook:
        """Bound what the total becomes when the open cases are closed; see `outlook`."""
        from casualtystats.comparison.outlook import outlook

        return outlook(self, level=level, min_closed=min_closed)

    def __iter__(self) -> Iterator[PeriodicReport]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)

    def __repr__(self) -> str:
        first, last = self.reports[0], self.reports[-1]
        issuer = f"{first.issuer}: " if first.issuer else ""
        return (
            f"OfficialSeries({issuer}{len(self)} reports, published {first.published} to "
            f"{last.published})"
        )


def _missing(value: Any) -> bool:
    """Tell what a table leaves empty."""
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, float) and math.isnan(value)


def _date(name: str, value: Any, *, required: bool) -> dt.date | None:
    if _missing(value):
        if required:
            raise InvalidValueError(name, "be a date", value)
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise InvalidValueError(name, "be a date as YYYY-MM-DD", value) from None


def _count(name: str, value: Any) -> int | None:
    if _missing(value):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InvalidValueError(
            name, "be a whole number", value, "Leave what is not stated as a number empty."
        ) from None
    if isinstance(value, bool) or number < 0 or number != int(number):
        raise InvalidValueError(name, "be a whole number, 0 or more", value)
    return int(number)
