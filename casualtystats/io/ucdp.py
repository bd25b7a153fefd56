"""Read the tables of the Uppsala Conflict Data Program."""

from __future__ import annotations

from typing import Any

from casualtystats.io.assemble import read_layout
from casualtystats.io.loaded import Loaded

__all__ = ["read_ucdp"]


def read_ucdp(source: Any, *, inverted: str | None = None) -> Loaded:
    """Read a table of the Uppsala Conflict Data Program.

    Known are the georeferenced events (GED) of every version, candidate events, battle-related
    deaths, non-state and one-sided violence, and PRIO's battle deaths.

    Parameters
    ----------
    source : path-like, open file or DataFrame
        The file as UCDP publishes it, or the table already read.
    inverted : {"raise high", "swap", "flag"} or None
        What to do where high stands below low. By default high is raised to the largest figure
        stated: in aggregates UCDP subtracts events already coded, and best stays the most
        reliable figure.

    Returns
    -------
    Loaded
        The incidents, with ``low best high`` as stated, and a row for each repair. A best that
        differs from the sum of deaths by side is flagged.

    Raises
    ------
    InvalidValueError
        If the columns are those of no known version.

    References
    ----------
    Högbladh, UCDP GED Codebook version 23.1, Uppsala University (2023). Sundberg & Melander,
    Introducing the UCDP Georeferenced Event Dataset, Journal of Peace Research 50 (2013), doi
    10.1177/0022343313484347.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"id": [7, 8], "date_start": "2013-01-03", "best": [2, 9], "low": [2, 9]}
    >>> frame, repairs = read_ucdp(pd.DataFrame({**rows, "high": [5, 4]}))
    >>> frame["high"].tolist(), repairs["found"].tolist()
    ([5, 9], ['9 / 9 / 4'])
    """
    return read_layout("ucdp", source, inverted=inverted)
