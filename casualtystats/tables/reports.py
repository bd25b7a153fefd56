"""The reports of a table: its figures with their sources, estimated one by one or fused."""

from __future__ import annotations

import datetime as dt
import warnings
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from casualtystats.errors import CasualtyStatsError, InvalidTypeError, InvalidValueError
from casualtystats.evidence.fuse import fuse
from casualtystats.evidence.report import Report
from casualtystats.tables.figures import Figures, read_figures
from casualtystats.tables.labels import cells_of
from casualtystats.text.claim import Claim
from casualtystats.toll.estimate import estimate
from casualtystats.toll.toll import Toll

__all__ = ["Found", "FuseOptions", "Reports", "kinds", "report_of"]

_SCOPE = ("source", "role", "date", "origin", "actor", "place", "period", "standard", "url")


@dataclass(frozen=True, kw_only=True)
class FuseOptions:
    """How the reports of each incident become one toll; see `fuse`."""

    figure: str | None
    pool: Any = "linear"
    weights: Any = None
    bias: Any = None
    reading: Any = "documented"
    level: float = 0.95
    ignore: str | Collection[str] = ()
    lang: str = "auto"


@dataclass(frozen=True, slots=True)
class Found:
    """What was made of one incident, or of one figure.

    Parameters
    ----------
    toll : Toll or None
        The toll, if there is one.
    reports : int
        How many reports it rests on.
    notes : str or None
        What was applied.
    problem : str or None
        What could not be used, and why.
    """

    toll: Toll | None = None
    reports: int = 0
    notes: str | None = None
    problem: str | None = None


@dataclass
class Reports:
    """The figures of a table with what is known of their sources; estimates are made once.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    figures : Figures
        What each row states.
    options : FuseOptions
        How the figures are read and fused.
    scope : dict of str to list
        For each of the columns on sources that is there, its cells.
    incidents : list or None
        For each row its incident, if one column names it.
    tolls : dict of int to Found
        What was made of figures so far, by their code.
    """

    frame: pd.DataFrame
    figures: Figures
    options: FuseOptions
    scope: dict[str, list[Any]]
    incidents: list[Any] | None
    tolls: dict[int, Found]

    @classmethod
    def read(cls, frame: pd.DataFrame, by: Sequence[str], options: FuseOptions) -> Reports:
        """Read the figures of a table whose incidents the columns `by` name."""
        scope = {name: cells_of(frame[name]) for name in _SCOPE if name in frame.columns}
        incidents = cells_of(frame[by[0]].astype("string")) if len(by) == 1 else None
        return cls(frame, read_figures(frame, options.figure), options, scope, incidents, {})

    def alone(self, row: int) -> Found:
        """Estimate one row's figure; equal figures share one toll."""
        code = int(self.figures.codes[row])
        said, problem = self.figures.said[code], self.figures.problems[code]
        if said is None:
            return Found(problem=problem or None)
        if code not in self.tolls:
            try:
                options = self.options
                toll = estimate(
                    said, level=options.level, reading=options.reading, lang=options.lang
                )
                self.tolls[code] = Found(toll, 1)
            except CasualtyStatsError as error:
                self.tolls[code] = Found(problem=str(error))
        return self.tolls[code]

    def fuse(self, rows: Sequence[int]) -> Found:
        """Fuse the reports of one incident."""
        options, failed, told, reports = self.options, [], [], []
        for row in rows:
            code = int(self.figures.codes[row])
            said, problem = self.figures.said[code], self.figures.problems[code]
            failed += [problem] if problem else []
            if said is None:
                continue
            try:
                report, unknown = self._report(row, said)
            except CasualtyStatsError as error:
                failed.append(str(error))
            else:
                reports.append(report)
                told += unknown
        told = [kinds(told)] if told else []
        if failed:
            some = "1 report" if len(failed) == 1 else f"{len(failed):,} reports"
            told.insert(0, f"{some} left out: {kinds(failed)}")
        if not reports:
            return Found(problem="; ".join(told) or None)
        try:
            with warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always")
                toll = fuse(
                    reports,
                    pool=options.pool,
                    weights=options.weights,
                    bias=options.bias,
                    reading=options.reading,
                    level=options.level,
                    ignore=options.ignore,
                )
        except CasualtyStatsError as error:
            return Found(problem="; ".join([*told, str(error)]))
        notes = [*toll.notes, *(str(w.message) for w in warned)]
        return Found(toll, len(reports), "; ".join(notes) or None, "; ".join(told) or None)

    def _report(self, row: int, value: Any) -> tuple[Report, list[str]]:
        known = {name: cells[row] for name, cells in self.scope.items() if cells[row] is not None}
        date = known.pop("date", None)
        texts: dict[str, Any] = {name: str(cell) for name, cell in known.items()}
        if date is not None:
            texts["date"] = _date(date)
        if isinstance(value, Claim) and "text" in self.frame.columns and not value.text:
            words = self.frame["text"].iloc[row]
            value = replace(value, text=words if isinstance(words, str) else "")
        incident = self.incidents[row] if self.incidents else None
        return report_of(value, texts, incident=incident, lang=self.options.lang)


def report_of(
    value: Any, known: Mapping[str, Any], *, incident: str | None, lang: str
) -> tuple[Report, list[str]]:
    """Make a report of a figure and of what its row says of the source.

    Parameters
    ----------
    value : Claim, str or int
        The figure.
    known : mapping of str to value
        Arguments of `Report`.
    incident : str or None
        What it is about.
    lang : str
        The language of the words, or ``"auto"``.

    Returns
    -------
    (Report, list of str)
        The report, and a sentence for each argument that it had to do without: a date that
        can't be read costs no figure.

    Raises
    ------
    CasualtyStatsError
        If the figure can't be read.

    Examples
    --------
    >>> report, told = report_of(31, {"role": "witness"}, incident=None, lang="auto")
    >>> report.claim.low, len(told)
    (31, 1)
    """
    known = dict(known)
    told: list[str] = []
    while True:
        try:
            return Report(value, incident=incident, lang=lang, **known), told
        except (InvalidValueError, InvalidTypeError) as error:
            if error.argument not in known:
                raise
            del known[error.argument]
            told.append(f"{error} The figure is used without it.")


def kinds(problems: Sequence[str], most: int | None = None) -> str:
    """Write problems in one sentence, those of the same words once.

    Parameters
    ----------
    problems : sequence of str
        What is wrong, for each row or report.
    most : int or None
        How many different ones are written out; None writes all.

    Returns
    -------
    str
        Each with how often it occurs, and how many were not written out.

    Examples
    --------
    >>> kinds(["no figure", "no date", "no figure"], 1)
    'no figure (2 times); and 1 of other kinds'
    """
    counts = Counter(problems)
    shown = [text if n == 1 else f"{text} ({n:,} times)" for text, n in counts.items()][:most]
    rest = sum(list(counts.values())[len(shown) :])
    return "; ".join([*shown, *([f"and {rest:,} of other kinds"] if rest else [])])


def _date(cell: Any) -> dt.date | str | None:
    if isinstance(cell, (pd.Timestamp, dt.datetime)):
        return cell.date()
    return None if cell is None else (cell if isinstance(cell, (dt.date, str)) else str(cell))
