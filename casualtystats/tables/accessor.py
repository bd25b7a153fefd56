"""``.toll`` on pandas: the verbs of the package as methods of a Series and of a DataFrame.

Importing the package registers both. They hold no state and no logic: every method is one of
the functions of `casualtystats.tables.frames`.
"""

from __future__ import annotations

import warnings
from typing import Any

import pandas as pd

from casualtystats.errors import CasualtyStatsWarning, InvalidValueError

__all__ = ["TollFrameAccessor", "TollSeriesAccessor"]

_NAME = "figure"


@pd.api.extensions.register_series_accessor("toll")
class TollSeriesAccessor:
    """Read and estimate a column of texts or of numbers.

    Parameters
    ----------
    series : pandas.Series
        Words ("at least 31 people were killed"), whole numbers, or both.

    Examples
    --------
    >>> said = pd.Series(["At least 31 people were killed.", "Nothing is known."])
    >>> said.toll.parse()["low"].tolist()
    [31]
    """

    def __init__(self, series: pd.Series) -> None:
        if not _can_hold_figures(series):
            raise AttributeError(
                f".toll needs a Series of words or of numbers of people; this one is {series.dtype}"
            )
        self._frame = series.to_frame(name=_NAME)

    def parse(self, **options: Any) -> pd.DataFrame:
        """Read the claims of every text; see `casualtystats.tables.frames.parse_frame`."""
        from casualtystats.tables.frames import parse_frame

        return parse_frame(self._frame, text=_NAME, **options)  # type: ignore[no-any-return]

    def estimate(self, **options: Any) -> pd.DataFrame:
        """Estimate every figure; see `casualtystats.tables.frames.estimate_frame`."""
        from casualtystats.tables.frames import estimate_frame

        return estimate_frame(self._frame, figure=_NAME, **options)  # type: ignore[no-any-return]

    def total(self, **options: Any) -> pd.DataFrame:
        """Sum all figures; see `casualtystats.tables.frames.total_frame`."""
        from casualtystats.tables.frames import total_frame

        return total_frame(self._frame, figure=_NAME, **options)  # type: ignore[no-any-return]

    def compare(self, monitor: pd.Series, **options: Any) -> pd.DataFrame:
        """Set this official column against a monitor's; see `compare_frame`.

        Parameters
        ----------
        monitor : pandas.Series
            The monitor's figures, aligned by label.
        **options
            As for `casualtystats.tables.frames.compare_frame`.

        Returns
        -------
        pandas.DataFrame
            One row per label of this column.
        """
        from casualtystats.tables.frames import compare_frame

        labels = self._frame.index
        if hasattr(monitor, "reindex") and not monitor.index.equals(labels):
            if not (labels.is_unique and monitor.index.is_unique):
                raise InvalidValueError(
                    "monitor",
                    "have the labels of the official figures, or labels that occur once",
                    monitor.index[monitor.index.duplicated()].unique().tolist(),
                    "Join the two tables first, then cs.tables.frames.compare_frame.",
                )
            if not monitor.index.isin(labels).any():
                raise InvalidValueError(
                    "monitor",
                    "have labels of the official figures",
                    monitor.index[:3].tolist(),
                    "Give both the same index, or reset both.",
                )
            unmatched = ~monitor.index.isin(labels)
            if unmatched.any():
                warnings.warn(
                    f"{int(unmatched.sum()):,} monitor's figures have labels that no official "
                    f"figure has, such as {monitor.index[unmatched][0]!r}, and are not compared",
                    CasualtyStatsWarning,
                    stacklevel=2,
                )
            monitor = monitor.reindex(labels)
        frame = self._frame.assign(monitor=monitor)
        return compare_frame(frame, official=_NAME, **options)  # type: ignore[no-any-return]


@pd.api.extensions.register_dataframe_accessor("toll")
class TollFrameAccessor:
    """Parse, estimate, fuse, sum and compare the columns of a table.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table with at least one column of words or of numbers.

    Examples
    --------
    >>> table = pd.DataFrame({"low": [20], "high": [26]})
    >>> table.toll.estimate()["level"].tolist()
    [0.95]
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        if not any(_can_hold_figures(frame.iloc[:, i]) for i in range(frame.shape[1])):
            raise AttributeError(".toll needs a column of words or of numbers of people")
        self._frame = frame

    def parse(self, **options: Any) -> pd.DataFrame:
        """Read the claims of a column of texts; see `parse_frame`."""
        from casualtystats.tables.frames import parse_frame

        return parse_frame(self._frame, **options)  # type: ignore[no-any-return]

    def estimate(self, **options: Any) -> pd.DataFrame:
        """Estimate every row's figure; see `estimate_frame`."""
        from casualtystats.tables.frames import estimate_frame

        return estimate_frame(self._frame, **options)  # type: ignore[no-any-return]

    def fuse(self, **options: Any) -> pd.DataFrame:
        """Fuse the reports of every incident; see `fuse_frame`."""
        from casualtystats.tables.frames import fuse_frame

        return fuse_frame(self._frame, **options)  # type: ignore[no-any-return]

    def total(self, **options: Any) -> pd.DataFrame:
        """Sum the figures, all or by group; see `total_frame`."""
        from casualtystats.tables.frames import total_frame

        return total_frame(self._frame, **options)  # type: ignore[no-any-return]

    def compare(self, **options: Any) -> pd.DataFrame:
        """Compare two columns row by row; see `compare_frame`."""
        from casualtystats.tables.frames import compare_frame

        return compare_frame(self._frame, **options)  # type: ignore[no-any-return]


def _can_hold_figures(series: pd.Series) -> bool:
    if pd.api.types.is_bool_dtype(series.dtype):
        return False
    return (
        pd.api.types.is_string_dtype(series.dtype)
        or pd.api.types.is_object_dtype(series.dtype)
        or pd.api.types.is_integer_dtype(series.dtype)
        or pd.api.types.is_float_dtype(series.dtype)
        or isinstance(series.dtype, pd.CategoricalDtype)
    )
