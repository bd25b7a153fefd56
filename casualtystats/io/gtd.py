"""Read the Global Terrorism Database."""

from __future__ import annotations

from typing import Any

from casualtystats.io.assemble import read_layout
from casualtystats.io.loaded import Loaded

__all__ = ["read_gtd"]


def read_gtd(source: Any) -> Loaded:
    """Read the Global Terrorism Database: people killed and wounded, perpetrators included.

    A blank or -99 is unknown and stays missing, never 0 or 1; so does a date whose month or
    day is 0. `nkillter`, the perpetrators among the dead, stays among the other columns.

    Parameters
    ----------
    source : path-like, open file or DataFrame
        The file as START publishes it (CSV in Latin-1, or the workbook).

    Returns
    -------
    Loaded
        The incidents and a row for each repair; `nkill` is `best`, `nwound` `injured_best`.

    Raises
    ------
    InvalidValueError
        If the columns are those of no known version.

    References
    ----------
    START, Global Terrorism Database Codebook, June 2017, University of Maryland.

    Examples
    --------
    >>> import pandas as pd
    >>> day = {"iyear": [2014], "imonth": [6], "iday": [0]}
    >>> frame, repairs = read_gtd(pd.DataFrame({"eventid": [1], **day, "nkill": [None]}))
    >>> frame["best"].isna().tolist(), repairs["kind"].tolist()
    ([True], ['date', 'no figure'])
    """
    return read_layout("gtd", source)
