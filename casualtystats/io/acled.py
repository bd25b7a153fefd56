"""Read the exports of the Armed Conflict Location & Event Data Project."""

from __future__ import annotations

from typing import Any

from casualtystats.io.assemble import read_layout
from casualtystats.io.loaded import Loaded

__all__ = ["read_acled"]


def read_acled(source: Any) -> Loaded:
    """Read an export of the Armed Conflict Location & Event Data Project.

    ACLED states one figure, `fatalities`: it is the `best` of the result, and `low` and `high`
    stay missing. Its 10 may stand for "tens" or "unknown" and its 12 for "dozens", which the
    file does not say; the notes do, and stay in `text`.

    Parameters
    ----------
    source : path-like, open file or DataFrame
        The file as ACLED exports it, in the columns of 2023 or in capitals as before 2017.

    Returns
    -------
    Loaded
        The incidents and a row for each repair.

    Raises
    ------
    InvalidValueError
        If the columns are those of no known version.

    References
    ----------
    ACLED Codebook. Raleigh and others, Introducing ACLED, Journal of Peace
    Research 47 (2010), doi 10.1177/0022343310378914.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"event_id_cnty": ["SYR1"], "event_date": ["15 May 2017"], "fatalities": ["31"]}
    >>> frame, repairs = read_acled(pd.DataFrame(rows))
    >>> frame.loc[0, ["low", "best", "high"]].tolist()
    [<NA>, 31, <NA>]
    """
    return read_layout("acled", source)
