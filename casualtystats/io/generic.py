"""Read any table of incidents by naming its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from casualtystats.io.assemble import read_layout
from casualtystats.io.loaded import Loaded

__all__ = ["read_generic"]


def read_generic(
    source: Any,
    *,
    columns: Mapping[str, str] | None = None,
    inverted: str | None = None,
    unknown: Iterable[str] | None = None,
) -> Loaded:
    """Read a recorder's own table of incidents.

    Parameters
    ----------
    source : path-like, open file or DataFrame
        CSV, JSON lines, Parquet, a workbook's first sheet, or the table already read.
    columns : mapping of str to str or None
        The file's name for columns of ours: those of
        `casualtystats.tables.schema.INCIDENTS`, and ``figure`` and ``injured_figure`` for cells
        that hold a number, a range ("3–7") or words. Usual names ("killed", "min",
        "location" …) are found without help.
    inverted : {"swap", "raise high", "flag"} or None
        What to do where a maximum stands below its minimum; they are swapped by default.
    unknown : iterable of str or None
        Codes for unknown in figure columns. By default "unknown", "n/a", "?", "-99" and their
        like.

    Returns
    -------
    Loaded
        The incidents and a row for each repair. Words stay in their column: read them with
        `parse_frame`, or estimate them with ``estimate_frame(frame, figure=...)``.

    Raises
    ------
    InvalidValueError
        If `columns` names a column that is not there.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"Ort": ["Raqqa"] * 4, "tote": ["12", "5-Oct", "unknown", "at least 31"]}
    >>> frame, repairs = read_generic(
    ...     pd.DataFrame(rows), columns={"place": "Ort", "figure": "tote"}
    ... )
    >>> frame["low"].tolist(), frame["high"].tolist()
    ([12, 5, <NA>, <NA>], [12, 10, <NA>, <NA>])
    >>> sorted(set(repairs["kind"]))
    ['no figure', 'spreadsheet date', 'unknown code', 'words']
    """
    return read_layout("generic", source, columns=columns, inverted=inverted, unknown=unknown)
