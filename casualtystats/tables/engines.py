"""Dask and Spark: the same functions on the engines' own frames, with the schema declared.

Rows go through `map_partitions` and `mapInPandas`. Groups are brought together first, by a
shuffle on Dask and by grouping on a hash on Spark: `mapInPandas` after a `repartition` would
cut groups wherever an Arrow batch ends, and return too many of them without an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pandas as pd

from casualtystats.errors import InvalidValueError
from casualtystats.tables.labels import with_labels
from casualtystats.tables.schema import Schema

__all__ = ["groups", "rows"]

Function = Callable[[pd.DataFrame], pd.DataFrame]


def rows(kind: str, frame: Any, function: Function, schema: Schema, *, keep: Sequence[str]) -> Any:
    """Apply a function of rows to every partition.

    Parameters
    ----------
    kind : {"dask", "spark"}
        Whose frame it is.
    frame : DataFrame
        The frame.
    function : callable
        From a pandas table to one with the columns of `schema` and of `keep`.
    schema : Schema
        What it returns.
    keep : sequence of str
        Columns of the input behind those of the schema.

    Returns
    -------
    DataFrame
        A frame of the same engine, not yet computed.

    Raises
    ------
    InvalidValueError
        If a Spark frame comes without a column to keep: its rows have no order and no label.
    """
    if kind == "dask":
        meta = pd.concat([schema.empty(), frame._meta[list(keep)].reset_index(drop=True)], axis=1)  # noqa: SLF001  # Dask's own way to declare a result
        return frame.map_partitions(function, meta=meta.set_index(frame._meta.index))  # noqa: SLF001  # as above
    if not keep:
        raise InvalidValueError(
            "keep",
            "name the columns that tell the rows apart",
            list(keep),
            "A Spark frame has no index and no order.",
        )

    def each(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        return (function(batch) for batch in batches)

    return frame.mapInPandas(each, schema=_spark(schema, frame, keep))


def groups(kind: str, frame: Any, function: Function, schema: Schema, *, by: Sequence[str]) -> Any:
    """Apply a function of groups, every group whole and in one place.

    Parameters
    ----------
    kind : {"dask", "spark"}
        Whose frame it is.
    frame : DataFrame
        The frame.
    function : callable
        From a pandas table of whole groups to one with the columns of `by` and of `schema`.
    schema : Schema
        What it returns.
    by : sequence of str
        The columns that name the group; none makes one group of all rows.

    Returns
    -------
    DataFrame
        A frame of the same engine, not yet computed.
    """
    if kind == "dask":
        names = frame._meta[list(by)].reset_index(drop=True)  # noqa: SLF001  # as above
        meta = pd.concat([names, schema.empty()], axis=1)
        named = frame.map_partitions(with_labels, by, meta=frame._meta)  # noqa: SLF001  # as above
        whole = named.shuffle(on=list(by)) if by else frame.repartition(npartitions=1)
        return whole.map_partitions(partial(_some, function, meta), meta=meta)
    from pyspark.sql import functions as f

    session = frame.sparkSession
    buckets = int(session.conf.get("spark.sql.shuffle.partitions"))
    floats = _floats(frame)
    columns = {name: f.col(f"`{name}`") for name in by}
    labels = [
        f.nanvl(column, f.lit(None))
        if name in floats
        else f.when(~column.cast("string").rlike(r"^\s*$"), column)
        for name, column in columns.items()  # NaN and blank are missing, and go where it goes
    ]
    bucket = f.pmod(f.hash(*labels), f.lit(buckets)) if by else f.lit(0)
    grouped = frame.groupBy(bucket.alias("bucket"))

    def summary(part: pd.DataFrame) -> pd.DataFrame:  # Spark asks a function, not a partial
        return function(part)

    return grouped.applyInPandas(summary, schema=_spark(schema, frame, by, first=True))


def _floats(frame: Any) -> set[str]:
    """Return Spark's columns in which NaN may stand beside null: both are missing, one group."""
    return {name for name, kind in frame.dtypes if kind in ("float", "double")}


def _some(function: Function, meta: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    """Apply a function to a partition, of which a shuffle may leave some empty."""
    return function(part).reset_index(drop=True) if len(part) else meta


def _spark(schema: Schema, frame: Any, names: Sequence[str], *, first: bool = False) -> str:
    """Return Spark's declaration of a schema beside some columns of a frame."""
    kept = ", ".join(f"`{name}` {frame.schema[name].dataType.simpleString()}" for name in names)
    parts = [kept, schema.spark()] if first else [schema.spark(), kept]
    return ", ".join(part for part in parts if part)
