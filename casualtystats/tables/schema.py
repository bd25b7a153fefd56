"""The columns this package publishes: their names, their dtypes and what they mean.

Stated figures are ``low best high`` (whole numbers, missing where the source states none);
estimates are ``lower median upper level``. Every verb on tables returns one of these schemas
on every engine, which is what lets one function run on pandas, Polars, Dask and Spark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from casualtystats.errors import InvalidValueError

__all__ = [
    "CLAIMS",
    "COMPARISONS",
    "ESTIMATES",
    "FUSED",
    "INCIDENTS",
    "REPAIRS",
    "TOTALS",
    "Schema",
]

_SPARK = {
    "string": "string",
    "Int64": "bigint",
    "float64": "double",
    "datetime64[ns]": "timestamp",
}


@dataclass(frozen=True)
class Schema:
    """Column names with their dtypes, in order.

    Parameters
    ----------
    name : str
        What a row is.
    columns : mapping of str to str
        Each column's pandas dtype: ``string``, ``Int64``, ``float64`` or ``datetime64[ns]``.

    Examples
    --------
    >>> ESTIMATES.names
    ('lower', 'median', 'upper', 'level', 'problem')
    >>> ESTIMATES.empty().dtypes["median"]
    dtype('float64')
    """

    name: str
    columns: Mapping[str, str] = field(hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))

    def __reduce__(self) -> tuple[type[Schema], tuple[str, dict[str, str]]]:
        return Schema, (self.name, dict(self.columns))

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(self.columns)

    def empty(self) -> pd.DataFrame:
        """Return the table with these columns and no rows."""
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in self.columns.items()})

    def cast(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return `frame` with these columns in this order and these dtypes, others after them.

        Parameters
        ----------
        frame : pandas.DataFrame
            A table that has every column of the schema.

        Returns
        -------
        pandas.DataFrame
            A new table with the same rows and index.

        Raises
        ------
        InvalidValueError
            If a column is absent.
        """
        absent = [name for name in self.names if name not in frame.columns]
        if absent:
            raise InvalidValueError(
                "frame", f"have the columns {' '.join(absent)}", list(frame.columns)
            )
        others = [name for name in frame.columns if name not in self.columns]
        return frame[[*self.names, *others]].astype(dict(self.columns))

    def spark(self) -> str:
        """Return the schema as Spark's DDL writes it.

        Examples
        --------
        >>> ESTIMATES.spark()
        'lower double, median double, upper double, level double, problem string'
        """
        return ", ".join(f"{name} {_SPARK[dtype]}" for name, dtype in self.columns.items())


INCIDENTS = Schema(
    "incident",
    {
        "incident": "string",
        "date": "datetime64[ns]",
        "date_end": "datetime64[ns]",
        "country": "string",
        "place": "string",
        "latitude": "float64",
        "longitude": "float64",
        "actor": "string",
        "victims": "string",
        "grading": "string",
        "source": "string",
        "text": "string",
        "url": "string",
        "low": "Int64",
        "best": "Int64",
        "high": "Int64",
        "injured_low": "Int64",
        "injured_best": "Int64",
        "injured_high": "Int64",
        "conceded_low": "Int64",
        "conceded_high": "Int64",
    },
)
"""One row per incident, as `casualtystats.io` returns it; people killed unless a name says
injured (wounded people) or conceded (deaths the belligerent has acknowledged)."""

REPAIRS = Schema(
    "repair",
    {
        "incident": "string",
        "column": "string",
        "kind": "string",
        "found": "string",
        "used": "string",
        "action": "string",
        "rule": "string",
    },
)
"""One row per cell that was not taken as it stands, under its row's label: what was found, what
is used instead (missing where nothing is), whether it was ``repaired``, ``kept missing`` or
``flagged``, and by which rule."""

CLAIMS = Schema(
    "claim",
    {
        "claim": "Int64",
        "text": "string",
        "start": "Int64",
        "end": "Int64",
        "form": "string",
        "low": "Int64",
        "best": "Int64",
        "high": "Int64",
        "unit": "Int64",
        "outcome": "string",
        "victims": "string",
        "tags": "string",
        "attribution": "string",
        "parent": "Int64",
        "rule": "string",
        "lang": "string",
        "problem": "string",
    },
)
"""One row per claim of a text; `claim` counts from 0 within the text, `parent` is the number of
the claim this one is part of, `victims` and `tags` are words separated by spaces."""

_ESTIMATE = {"lower": "float64", "median": "float64", "upper": "float64", "level": "float64"}

ESTIMATES = Schema("estimate", {**_ESTIMATE, "problem": "string"})
"""One row per figure: the median and the ends of the interval at `level`, in people."""

FUSED = Schema(
    "incident",
    {**_ESTIMATE, "reports": "Int64", "notes": "string", "problem": "string"},
)
"""One row per incident: the fused estimate, how many reports it rests on, what was applied."""

TOTALS = Schema(
    "total",
    {"mean": "float64", **_ESTIMATE, "rows": "Int64", "missing": "Int64", "problem": "string"},
)
"""One row per group: the estimate of the sum, how many rows it sums, how many had no figure."""

COMPARISONS = Schema(
    "comparison",
    {
        "ratio_lower": "float64",
        "ratio_median": "float64",
        "ratio_upper": "float64",
        "difference_lower": "float64",
        "difference_median": "float64",
        "difference_upper": "float64",
        "prob_exceeds": "float64",
        "level": "float64",
        "problem": "string",
    },
)
"""One row per pair: monitor ÷ official, monitor − official, P(monitor > official)."""
