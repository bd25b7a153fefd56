"""From the text of a file to incidents in the published schema, every repair entered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from casualtystats.errors import InvalidValueError
from casualtystats.io.cells import Cell, read_cell
from casualtystats.io.dates import read_dates, text_cells
from casualtystats.io.layout import Version, load_layout, plain
from casualtystats.io.ledger import Ledger
from casualtystats.io.loaded import Loaded
from casualtystats.io.order import put_in_order
from casualtystats.io.source import open_table
from casualtystats.tables.schema import INCIDENTS

__all__ = ["read_layout"]

_TEXT = tuple(name for name, dtype in INCIDENTS.columns.items() if dtype == "string")
_DEGREES = {"latitude": 90.0, "longitude": 180.0}
_GROUPS = ("", "injured_", "conceded_")
_FIGURES = {f"{group}{part}" for group in _GROUPS for part in ("low", "best", "high", "figure")}
_ENCODINGS = {"cp1252": ", Windows-1252", "latin-1": ", Latin-1", "utf-16": ", UTF-16"}


def read_layout(
    name: str,
    source: Any,
    *,
    inverted: str | None = None,
    columns: Mapping[str, str] | None = None,
    unknown: Iterable[str] | None = None,
) -> Loaded:
    """Read a file by the layout called `name`.

    Parameters
    ----------
    name : str
        A file of ``casualtystats/data/layouts``.
    source : path-like, open file or DataFrame
        Where the table is.
    inverted : {"swap", "raise high", "flag"} or None
        What to do where a maximum stands below its minimum; None takes the layout's own way.
    columns : mapping of str to str or None
        Names of the file for columns of ours, before the layout's own.
    unknown : iterable of str or None
        Codes for unknown in figure columns, instead of the layout's own.

    Returns
    -------
    Loaded
        The incidents and the repairs.

    Raises
    ------
    InvalidValueError
        If the file does not have the layout's columns, or an option is not one of those above.
    """
    layout = load_layout(name)
    policy = layout.inverted if inverted is None else inverted
    if policy not in ("swap", "raise high", "flag"):
        raise InvalidValueError("inverted", "be swap, raise high or flag", inverted)
    raw, encoding = open_table(source, layout)
    theirs = {plain(column): column for column in reversed(list(raw.columns))}
    version = layout.version_of(theirs)
    named = _matches(version, theirs, columns or {}, list(raw.columns))
    if not _FIGURES & set(named):
        hint = "Name it: columns={'figure': its name}."
        raise InvalidValueError("source", "have a column of figures", list(raw.columns), hint)
    codes = frozenset(str(c).strip().lower() for c in (unknown or version.unknown))

    incidents = text_cells(raw, named, "incident")
    ledger = Ledger(incidents)
    out: dict[str, Any] = {column: text_cells(raw, named, column) for column in _TEXT}
    if version.victims:
        out["victims"] = pd.Series(version.victims, index=raw.index, dtype="string")
    out |= read_dates(raw, named, version, theirs, ledger)
    out |= {column: _degrees(raw, named, column, ledger) for column in _DEGREES}
    for group in _GROUPS:
        figures = _figures(raw, named, group, codes, ledger, incidents=not version.years)
        out |= put_in_order(figures, group, policy, layout.inverted_source, ledger)
    frame = INCIDENTS.cast(pd.DataFrame(out, index=raw.index))
    _check(frame, raw, version, theirs, ledger)
    return Loaded(
        frame=_with_the_rest(frame, raw, named),
        repairs=ledger.table(),
        layout=layout.name,
        version=f"{version.name}{_ENCODINGS.get(encoding, '')}",
        citation=version.source,
    )


def _matches(
    version: Version, theirs: Mapping[str, str], columns: Mapping[str, str], present: list[Any]
) -> dict[str, str]:
    """Return, for each column of ours, the file's own name of it."""
    allowed = {*INCIDENTS.names, "figure", "injured_figure"}
    for ours, column in columns.items():
        if ours not in allowed:
            raise InvalidValueError("columns", f"name columns of {' '.join(sorted(allowed))}", ours)
        if column not in present:
            raise InvalidValueError("columns", "name columns of the file", column)
    named = {}
    for ours, candidates in version.columns.items():
        name = next((theirs[c] for c in candidates if c in theirs), None)
        if name is not None and name not in columns.values():
            named[ours] = name
    return named | dict(columns)


def _degrees(raw: pd.DataFrame, named: Mapping[str, str], column: str, ledger: Ledger) -> pd.Series:
    cells = text_cells(raw, named, column)
    numbers = pd.to_numeric(cells, errors="coerce").astype("float64")
    numbers = numbers.mask(numbers.abs() > _DEGREES[column])
    rule = f"a {column} is a number of degrees up to {_DEGREES[column]:g}"
    lost = cells.notna() & numbers.isna()
    ledger.note(lost, column, "coordinate", "kept missing", rule, found=cells)
    return numbers


def _figures(
    raw: pd.DataFrame,
    named: Mapping[str, str],
    group: str,
    codes: frozenset[str],
    ledger: Ledger,
    *,
    incidents: bool,
) -> dict[str, pd.Series]:
    """Return ``low best high`` of one group as the cells state them, not yet put in order."""
    ends = {}
    single = not {f"{group}low", f"{group}high"} & set(named)
    for part in ("low", "high", "best"):
        ranges = single and part == "best"
        column = f"{group}{part}"
        low, high = _read(raw, named, column, codes, ledger, incidents=incidents, ranges=ranges)
        ends[part] = low.where(low == high)
        if ranges:  # a column of one figure with a range in a cell: its ends are what it states
            ranged = low < high
            ends |= {"low": low.where(ranged), "high": high.where(ranged)}
    if f"{group}figure" in named:
        low, high = _read(raw, named, f"{group}figure", codes, ledger, incidents=incidents)
        ends["low"], ends["high"] = ends["low"].fillna(low), ends["high"].fillna(high)
    return ends


def _read(
    raw: pd.DataFrame,
    named: Mapping[str, str],
    column: str,
    codes: frozenset[str],
    ledger: Ledger,
    *,
    incidents: bool,
    ranges: bool = True,
) -> tuple[pd.Series, pd.Series]:
    """Read one column of figures; distinct cells are read once."""
    nothing = pd.Series(pd.NA, index=raw.index, dtype="Int64")
    if column not in named:
        return nothing, nothing
    text = raw[named[column]].astype(object).map(str)
    cells = {cell: read_cell(cell, codes, incidents=incidents) for cell in text.unique()}
    if not ranges:
        cells = {cell: _one_figure(read) for cell, read in cells.items()}
    low = text.map({c: read.low for c, read in cells.items()}).astype("Int64")
    high = text.map({c: read.high for c, read in cells.items()}).astype("Int64")
    used = low.astype("string").where(
        low == high, low.astype("string") + "–" + high.astype("string")
    )
    for kind, action, rule in sorted({(c.kind, c.action, c.rule) for c in cells.values()}):
        if kind:
            same = [c for c, read in cells.items() if (read.kind, read.rule) == (kind, rule)]
            ledger.note(text.isin(same), column, kind, action, rule, found=text, used=used)
    return low, high


def _one_figure(cell: Cell) -> Cell:
    """Return a cell of a column that states one end: which end a range is, nobody knows."""
    if cell.low == cell.high:
        return cell
    rule = "a range in a column of one end: which of the two it states is not known"
    return Cell(None, None, cell.kind or "range", "kept missing", rule)


def _check(
    frame: pd.DataFrame,
    raw: pd.DataFrame,
    version: Version,
    theirs: Mapping[str, str],
    ledger: Ledger,
) -> None:
    """Flag totals that break the codebook's promise, and incidents that occur twice."""
    for ours, parts in dict(version.sums).items():
        if all(part in theirs for part in parts):
            cells = [pd.to_numeric(raw[theirs[part]], errors="coerce") for part in parts]
            total = pd.concat(cells, axis=1).sum(axis=1, skipna=False)
            differs = (total.notna() & (total != frame[ours])).fillna(value=False)
            found = frame[ours].astype("string") + " against " + total.astype("string")
            ledger.note(differs, ours, "sum", "flagged", version.sums_source, found=found)
    if "incident" in frame and not version.years:
        twice = frame["incident"].notna() & frame["incident"].duplicated(keep=False)
        rule = "one incident has one row: check before summing"
        found = frame["incident"]
        ledger.note(twice, "incident", "repeated incident", "flagged", rule, found=found)


def _with_the_rest(
    frame: pd.DataFrame, raw: pd.DataFrame, named: Mapping[str, str]
) -> pd.DataFrame:
    """Put the file's other columns behind ours, as text, so that nothing is dropped."""
    cells_with_words = {named[c] for c in ("figure", "injured_figure") if c in named}
    taken = set(named.values()) - cells_with_words
    rest = {}
    for column in raw.columns:
        if column not in taken:
            name = f"original_{column}" if column in frame.columns else column
            cells = raw[column].astype("string")
            rest[name] = cells.mask(cells == "")
    return pd.concat([frame, pd.DataFrame(rest, index=raw.index)], axis=1)
