"""Read the tables of Airwars."""

from __future__ import annotations

from typing import Any

from casualtystats.io.assemble import read_layout
from casualtystats.io.loaded import Loaded

__all__ = ["read_airwars"]


def read_airwars(source: Any, *, inverted: str | None = None) -> Loaded:
    """Read a table of Airwars: civilians reported killed, as minimum and maximum.

    Known are the incident export, the list of events the Coalition confirmed, and incident
    pages gathered into a table, where a range stands in one cell ("3 – 7"). Deaths reported and
    deaths conceded stay apart: `conceded_low` and `conceded_high` are what a belligerent has
    acknowledged.

    Parameters
    ----------
    source : path-like, open file or DataFrame
        The file, or the table already read.
    inverted : {"swap", "raise high", "flag"} or None
        What to do where a maximum stands below its minimum; they are swapped by default.

    Returns
    -------
    Loaded
        The incidents and a row for each repair. `best` stays missing: Airwars states none.

    Raises
    ------
    InvalidValueError
        If the columns are those of no known version.

    References
    ----------
    Airwars, methodology, https://airwars.org/methodology-new-civcas/

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"Incident code": ["X1", "X2"], "Civilians reported killed": ["3 – 7", "5-Oct"]}
    >>> frame, repairs = read_airwars(pd.DataFrame(rows))
    >>> frame[["low", "high"]].to_numpy().tolist(), repairs["kind"].tolist()
    ([[3, 7], [5, 10]], ['spreadsheet date'])
    """
    return read_layout("airwars", source, inverted=inverted)
