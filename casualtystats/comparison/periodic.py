"""PeriodicReport: what an official body reports for one period."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import pandas as pd

from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.evidence.report import Report
from casualtystats.text.claim import Claim

if TYPE_CHECKING:
    from casualtystats.comparison.rates import Rate

__all__ = ["COUNTS", "DATES", "PeriodicReport", "as_date", "is_missing", "latest"]

DATES = ("published", "as_of", "scope_start", "scope_end")
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
    open_start, received, reopened, closed : int or None
        Cases open at the start of the period, received and reopened in it, and closed in it.
    credible, noncredible, duplicate : int or None
        How the closed cases were assessed.
    open_end : int or None
        Cases open at the end of the period.
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
        for name in DATES:
            required = name in ("published", "as_of")
            object.__setattr__(self, name, as_date(name, getattr(self, name), required=required))
        for name in COUNTS:
            object.__setattr__(self, name, _count(name, getattr(self, name)))
        for name in _PERCENTS:
            value = getattr(self, name)
            object.__setattr__(self, name, None if is_missing(value) else float(value))
        for name in _TEXTS:
            value = getattr(self, name)
            object.__setattr__(self, name, "" if is_missing(value) else str(value))

    def report(self) -> Report | None:
        """Return the cumulative death toll as a `Report` "at least N".

        Returns
        -------
        Report or None
            None if the toll is unstated.
        """
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
        """Return credible cases and reports per report, strike and engagement.

        Returns
        -------
        tuple of Rate
            As far as the cumulative counts are stated.
        """
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


def latest(reports: Sequence[PeriodicReport], field: str) -> PeriodicReport:
    """Return the last of some reports that states a count.

    Parameters
    ----------
    reports : sequence of PeriodicReport
        In the order in which they were published.
    field : str
        One of `COUNTS`.

    Returns
    -------
    PeriodicReport
        The last one that states it.

    Raises
    ------
    NotIdentifiedError
        If none does.
    """
    if field not in COUNTS:
        raise InvalidValueError("field", f"be one of {' '.join(COUNTS)}", field)
    for report in reversed(reports):
        if getattr(report, field) is not None:
            return report
    raise NotIdentifiedError("field", "be stated by some report of the series", field)


def is_missing(value: Any) -> bool:
    """Tell what a table leaves empty."""
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, float) and math.isnan(value)


def as_date(name: str, value: Any, *, required: bool) -> dt.date | None:
    """Return `value` as a date, None if it is missing and need not be there."""
    if is_missing(value):
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
    if is_missing(value):
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
