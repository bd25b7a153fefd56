"""page: a table of reports to one HTML page that can be filed, sent and printed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
import pandas as pd

from casualtystats import __version__
from casualtystats.display.document import definitions, document, items, link, quoted
from casualtystats.display.html import escape, svg_pmf
from casualtystats.display.plots.shape import fine
from casualtystats.display.strips import strip_axis, strip_scale, strip_svg
from casualtystats.display.wording import count, percent, span
from casualtystats.errors import CasualtyStatsError, InvalidTypeError, InvalidValueError
from casualtystats.evidence.total import total
from casualtystats.tables.dossier import Incident, Options, Row, gather
from casualtystats.text.language import lexicon_of
from casualtystats.toll.interval import check_level
from casualtystats.toll.toll import Toll

__all__ = ["page"]

_LAYERS = (
    ("Said", "the words as they were published, quoted; nothing is interpreted."),
    (
        "Meant",
        "what such words have meant: the interval is where careful documentation would end up.",
    ),
    ("Erred", "how reports err on the way is not modelled unless a note says so."),
    ("Unseen", "people whom no report mentions are in none of these figures."),
)


def page(
    reports: pd.DataFrame,
    *,
    title: str,
    figure: str = "text",
    by: str = "incident",
    level: float = 0.95,
    pool: str = "linear",
    reading: str = "documented",
    correlation: float | Literal["unknown"] | None = None,
    ignore: Iterable[str] = (),
    note: str = "",
    date: dt.date | None = None,
    lang: str = "auto",
) -> str:
    """Make one self-contained HTML page of a table of reports.

    Parameters
    ----------
    reports : pandas.DataFrame
        One row per report. The column `figure` holds the words or the number; ``source role date
        origin actor place period standard url`` are used where they are there. Not changed.
    title : str
        Title of the page.
    figure, by : str
        Names of the columns that hold the words and the incident. Without a column `by` all
        reports are about one incident.
    level : float
        The level of every interval, a fraction.
    pool, reading : str
        As for `fuse`.
    correlation : float, "unknown" or None
        How the tolls of the incidents depend on each other, as for `total`. None adds nothing
        up: dependence decides the interval of a sum.
    ignore : iterable of str
        Scope fields in which reports of one incident may differ, as for `fuse`.
    note : str
        A paragraph of yours, put under the title.
    date : datetime.date or None
        The date the page bears; None is today.
    lang : str
        The language of the words, a BCP 47 code; ``"auto"`` tells it row by row.

    Returns
    -------
    str
        HTML: figures, intervals, sources and warnings for each incident, the rows that could
        not be read, and provenance with a hash of the input. It needs no network and runs no
        script, and every word is escaped.

    Raises
    ------
    InvalidTypeError
        If `reports` is no DataFrame.
    InvalidValueError
        If it has no rows or no column `figure`.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {
    ...         "incident": ["Al-Bukamal", "Al-Bukamal"],
    ...         "text": ["at least 31 killed", "42 killed"],
    ...         "source": ["foreign ministry", "activists"],
    ...     }
    ... )
    >>> html = page(frame, title="Two strikes in May")
    >>> html.startswith("<!DOCTYPE html>") and "activists" in html
    True
    """
    if not isinstance(reports, pd.DataFrame):
        raise InvalidTypeError("reports", "be a pandas DataFrame", reports)
    if reports.empty or figure not in reports.columns:
        rule = f"have rows and a column {figure!r} of words"
        raise InvalidValueError("reports", rule, list(reports.columns), "Name it with figure=.")
    options = Options(
        figure=figure,
        by=by,
        level=check_level(level),
        pool=pool,
        reading=reading,
        ignore=tuple(ignore),
        lang=lang,
    )
    lexicon_of("", lang)  # refuses a language once, not in every row
    incidents = gather(reports, options)
    parts = [_head(title, note, incidents, reports), '<main id="figures" tabindex="-1">']
    if correlation is not None:
        parts.append(_together(incidents, correlation, level))
    if len(incidents) > 3:
        parts.append(_contents(incidents))
    parts += [_section(i, incident, level) for i, incident in enumerate(incidents, 1)]
    parts += [_unread(incidents), _meaning(), "</main>"]
    parts.append(_provenance(reports, options, correlation, date or _today()))
    return document(title, "\n".join(parts))


def _head(title: str, note: str, incidents: list[Incident], reports: pd.DataFrame) -> str:
    told = sum(row.report is not None for i in incidents for row in i.rows)
    unread = len(reports) - told
    lead = f"{_plural(told, 'report')} of {_plural(len(incidents), 'incident')}"
    if unread:
        lead += f"; {_plural(unread, 'row')} that could not be used, listed below"
    extra = f"<p>{escape(note)}</p>" if note else ""
    return f'<header><h1>{escape(title)}</h1><p class="lead">{escape(lead)}.</p>{extra}</header>'


def _contents(incidents: list[Incident]) -> str:
    lines = "".join(
        f'<li><a href="#incident-{i}"><bdi>{escape(x.name)}</bdi></a> '
        f'<span class="small">{escape(_said(x.toll)) if x.toll else "not fused"}</span></li>'
        for i, x in enumerate(incidents, 1)
    )
    return f'<nav aria-label="Incidents"><h2>Incidents</h2><ol>{lines}</ol></nav>'


def _together(
    incidents: list[Incident], correlation: float | Literal["unknown"], level: float
) -> str:
    tolls = [i.toll for i in incidents if i.toll is not None]
    absent = len(incidents) - len(tolls)
    warned = (
        [f"{_plural(absent, 'incident')} without one figure: not in this sum."] if absent else []
    )
    try:
        whole = total(tolls, correlation=correlation, level=level)
    except CasualtyStatsError as error:
        refused = items([f"Not summed: {error}"], kind="warnings")
        return f"<section><h2>Together</h2>{refused}</section>"
    return (
        f"<section><h2>Together</h2>{_figure(whole, level)}{items(warned, kind='warnings')}"
        f"{_notes(whole)}</section>"
    )


def _section(number: int, incident: Incident, level: float) -> str:
    read = [row for row in incident.rows if row.toll is not None]
    body = _figure(incident.toll, level) if incident.toll is not None else ""
    body += items(incident.warnings, kind="warnings")
    body += (
        _table(read, incident, level) if read else "<p>No readable figure. Unknown is not 0.</p>"
    )
    if incident.toll is not None:
        body += _notes(incident.toll)
    name = f"incident-{number}"
    return (
        f'<section id="{name}" aria-labelledby="{name}-name"><h2 id="{name}-name">'
        f"<bdi>{escape(incident.name)}</bdi></h2>{body}</section>"
    )


def _figure(toll: Toll, level: float) -> str:
    low, high = toll.interval(level)
    lead = f"<strong>{count(toll.median())}</strong> {percent(level)} interval {span(low, high)}"
    if toll.only_bounds:
        lead = f"<strong>{span(low, high)}</strong> whatever the dependence, {percent(level)}:"
        return f'<p class="figure">{lead} {_unit(toll)}</p>'
    picture = svg_pmf(*fine(toll), low, toll.median(), high)
    return f'<p class="figure">{lead} {_unit(toll)}</p><div class="shape">{picture}</div>'


def _table(rows: list[Row], incident: Incident, level: float) -> str:
    drawn = [row.toll for row in rows if row.toll is not None]
    drawn += [incident.toll] if incident.toll is not None else []
    ends = [(*t.interval(level), t.median()) for t in drawn]
    scale = strip_scale(x for three in ends for x in three)
    lines = []
    for row, toll in zip(rows, drawn, strict=False):
        cells = row.cells
        who = link(cells.get("url", ""), cells.get("source", "") or "source not named")
        said = ", ".join(x for x in (cells.get("role", ""), cells["date"]) if x)
        copied = f"repeats {cells['origin']}" if cells.get("origin") else ""
        small = " · ".join(x for x in (said, copied) if x)
        lines.append(
            f'<tr><th scope="row" class="quote">{quoted(row.words)}</th><td data-name="source">'
            f'<bdi>{who}</bdi> <span class="small">{escape(small)}</span></td>'
            f"{_cells(toll, level, scale)}</tr>"
        )
    if incident.toll is not None and len(rows) > 1:
        lines.append(
            '<tr class="result"><th scope="row">Together</th>'
            f"<td></td>{_cells(incident.toll, level, scale, heavy=True)}</tr>"
        )
    axis = ""
    if scale:
        drawn_axis = f'<td class="strip">{strip_axis(scale)}</td>'
        axis = f'<tr aria-hidden="true"><td></td><td></td><td></td>{drawn_axis}</tr>'
    kind = "; the axis is logarithmic: equal steps are equal ratios" if scale and scale.log else ""
    return (
        f"<table><caption>What was said, by whom, and what it means: median and {percent(level)} "
        f"interval, in people{kind}.</caption><thead><tr><th>Words</th><th>Source</th>"
        f"<th>Median (interval)</th><th>Interval drawn</th></tr></thead><tbody>{''.join(lines)}"
        f"{axis}</tbody></table>"
    )


def _cells(toll: Toll, level: float, scale: Any, *, heavy: bool = False) -> str:
    low, high = toll.interval(level)
    drawn = strip_svg(scale, low, toll.median(), high, heavy=heavy) if scale else ""
    return (
        f'<td data-name="means">{count(toll.median())} ({span(low, high)})</td>'
        f'<td class="strip">{drawn}</td>'
    )


def _notes(toll: Toll) -> str:
    if not toll.notes:
        return ""
    return f"<details><summary>What was applied</summary>{items(list(toll.notes))}</details>"


def _unread(incidents: list[Incident]) -> str:
    lines = [
        f"<li>{quoted(row.words) if row.words else 'No words'} "
        f'<span class="small">{escape(row.cells.get("source", ""))} '
        f"{escape(incident.name)}</span>: {escape(row.problem)}</li>"
        for incident in incidents
        for row in incident.rows
        if row.problem
    ]
    if not lines:
        return ""
    return (
        "<section><h2>Rows that could not be used</h2><p>They are in no figure above, and they "
        f"do not count as 0.</p><ul>{''.join(lines)}</ul></section>"
    )


def _meaning() -> str:
    return (
        "<section><h2>What these figures mean</h2>"
        f"{definitions(list(_LAYERS))}"
        "<p>An interval of 95% is meant to hold the documented toll 95 times in 100. It is not the "
        "range of what people claimed, and it says nothing of who is responsible.</p></section>"
    )


def _provenance(
    reports: pd.DataFrame, options: Options, correlation: float | str | None, date: dt.date
) -> str:
    rows = [
        ("Made", date.isoformat()),
        ("By", f"casualtystats {__version__}, numpy {np.__version__}, pandas {pd.__version__}"),
        (
            "Input",
            f"{_plural(len(reports), 'row')}; columns {', '.join(map(str, reports.columns))}",
        ),
        ("SHA-256 of the input as CSV", _hash(reports)),
        ("Reading", options.reading),
        ("Pool", options.pool),
        ("Level", percent(options.level)),
        (
            "Correlation",
            "not stated, so nothing is summed" if correlation is None else str(correlation),
        ),
    ]
    return f"<footer><section><h2>Provenance</h2>{definitions(rows)}</section></footer>"


def _hash(reports: pd.DataFrame) -> str:
    """Return a hash anyone can make again: of UTF-8 CSV without index, lines ended by LF."""
    written = reports.to_csv(index=False, lineterminator="\n")
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _said(toll: Toll) -> str:
    return f"{count(toll.median())} ({span(*toll.interval())})"


def _unit(toll: Toll) -> str:
    """Say what is counted, if every claim that says so says the same."""
    outcomes = {claim.outcome for claim in toll.claims} - {None}
    told = outcomes.pop() if len(outcomes) == 1 else None
    return f"people {told}" if told not in {None, "other", "casualties"} else "people"


def _plural(number: int, noun: str) -> str:
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
