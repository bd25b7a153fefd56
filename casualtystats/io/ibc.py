"""Read the incidents of Iraq Body Count."""

from __future__ import annotations

from typing import Any

from casualtystats.io.assemble import read_layout
from casualtystats.io.loaded import Loaded

__all__ = ["read_ibc"]


def read_ibc(source: Any, *, inverted: str | None = None) -> Loaded:
    """Read the incidents of Iraq Body Count: civilians killed, as minimum and maximum.

    Parameters
    ----------
    source : path-like, open file or DataFrame
        The file as it is downloaded, with the terms of use above its header.
    inverted : {"swap", "raise high", "flag"} or None
        What to do where a maximum stands below its minimum; they are swapped by default.

    Returns
    -------
    Loaded
        The incidents and a row for each repair. `best` stays missing: none is stated.

    Raises
    ------
    InvalidValueError
        If the columns are those of no known version.

    References
    ----------
    Iraq Body Count, Methods, https://www.iraqbodycount.org/about/methods/3

    Examples
    --------
    >>> import io
    >>> lines = [
    ...     "Terms of use",
    ...     "IBC code,Start Date,Reported Minimum,Reported Maximum",
    ...     "k1,20 Mar 2003,9,4",
    ... ]
    >>> frame, repairs = read_ibc(io.StringIO(chr(10).join(lines)))
    >>> frame.loc[0, ["low", "high"]].tolist(), repairs["found"].tolist()
    ([4, 9], ['9 / – / 4'])
    """
    return read_layout("ibc", source, inverted=inverted)
