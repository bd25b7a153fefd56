"""The rows of a table of reports, read and fused incident by incident, nothing lost on the way."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from casualtystats.errors import CasualtyStatsError
from casualtystats.evidence.fuse import fuse
from casualtystats.evidence.report import Report
from casualtystats.tables.reports import report_of
from casualtystats.toll.constraints import constrain
from casualtystats.toll.estimate import estimate
from casualtystats.toll.toll import Toll

__all__ = ["Incident", "Options", "Row", "gather"]

_OPTIONAL = ("source", "role", "origin", "actor", "place", "period", "standard", "url")


@dataclass(slots=True)
class Row:
    """One row of the table, as far as it could be read.

    Parameters
    ----------
    words : str
        The words of the figure, verbatim.
    cells : dict of str to str
        Its other cells that are known here, as text; missing ones are empty.
    report : Report or None
        What was read.
    toll : Toll or None
        What that means.
    problem : str
        Why nothing could be read; empty if something was.
    unknown : list of str
        What the row says of its source and could not be used.
    """

    words: str
    cells: dict[str, str]
    report: Report | None = None
    toll: Toll | None = None
    problem: str = ""
    unknown: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Incident:
    """The rows of one incident and what they say together.

    Parameters
    ----------
    name : str
        The incident's name.
    rows : list of Row
        In the order of the table.
    toll : Toll or None
        The rows fused; None if there was nothing to fuse, or it was refused.
    warnings : list of str
        What a careful reader would want to know.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    toll: Toll | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a table of reports is read and fused.

    Parameters
    ----------
    figure, by : str
        Names of the columns of words and of the incident.
    level : float
        The level of every interval.
    pool, reading : str
        As for `fuse`.
    ignore : tuple of str
        As for `fuse`.
    lang : str
        The language of the words, or ``"auto"``.
    """

    figure: str = "text"
    by: str = "incident"
    level: float = 0.95
    pool: str = "linear"
    reading: str = "documented"
    ignore: tuple[str, ...] = ()
    lang: str = "auto"


def gather(reports: pd.DataFrame, options: Options) -> list[Incident]:
    """Read every row and fuse each incident's.

    Parameters
    ----------
    reports : pandas.DataFrame
        One row per report; not changed.
    options : Options
        How it is read.

    Returns
    -------
    list of Incident
        In the order of the table. A row that names no incident is an incident of its own:
        nothing says that two of them are one.
    """
    found: dict[str, Incident] = {}
    named = options.by in reports.columns
    for number, (_, row) in enumerate(reports.iterrows(), 1):
        name = _cell(row[options.by]) if named else "All reports"
        name = name or f"Incident not named (row {number})"
        found.setdefault(name, Incident(name)).rows.append(_read(row, name, options))
    for incident in found.values():
        _fuse(incident, options)
    return list(found.values())


def _read(row: pd.Series[Any], incident: str, options: Options) -> Row:
    words = _cell(row[options.figure])
    cells = {name: _cell(row[name]) for name in _OPTIONAL if name in row.index}
    cells["date"] = _cell(row["date"])[:10] if "date" in row.index else ""
    if not words:
        return Row(words, cells, problem="It states no figure.")
    known = {name: cell for name, cell in cells.items() if cell}
    try:
        report, told = report_of(words, known, incident=incident, lang=options.lang)
        meant = estimate(report.claim, level=options.level, reading=options.reading)
        toll = constrain(meant, report.sub)
    except CasualtyStatsError as error:
        return Row(words, cells, problem=str(error))
    return Row(words, cells, report, toll, unknown=told)


def _fuse(incident: Incident, options: Options) -> None:
    """Fuse what could be read; what cannot be fused is said, and stays apart."""
    incident.warnings += [told for row in incident.rows for told in row.unknown]
    told = [row.report for row in incident.rows if row.report is not None]
    if not told:
        return
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            incident.toll = fuse(
                told,
                pool=options.pool,
                reading=options.reading,
                level=options.level,
                ignore=options.ignore,
            )
        except CasualtyStatsError as error:
            incident.warnings.append(f"Not fused, the figures stand apart: {error}")
    incident.warnings += [str(w.message) for w in caught]
    if incident.toll is not None:
        incident.warnings += [n for n in incident.toll.notes if n.startswith("contradictory")]


def _cell(value: Any) -> str:
    """Return a cell as text, a missing one as no text; whole floats lose their ".0"."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124  # NaN
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
