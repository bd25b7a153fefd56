"""The door for tables: pandas, Polars, PyArrow, Dask and Spark frames come in and go out alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from casualtystats.errors import InvalidTypeError, InvalidValueError, MissingExtraError
from casualtystats.tables.schema import Schema

__all__ = ["apply_groups", "apply_rows", "check_columns", "kind_of"]

_KINDS = {
    ("pandas", "DataFrame"): "pandas",
    ("polars", "DataFrame"): "polars",
    ("pyarrow", "Table"): "pyarrow",
    ("dask", "DataFrame"): "dask",
    ("dask_expr", "DataFrame"): "dask",
    ("pyspark", "DataFrame"): "spark",
}


def kind_of(frame: Any) -> str:
    """Return whose table this is, without importing the library that made it.

    Parameters
    ----------
    frame : DataFrame
        A table of pandas, Polars, PyArrow, Dask or Spark.

    Returns
    -------
    str
        ``pandas``, ``polars``, ``pyarrow``, ``dask`` or ``spark``.

    Raises
    ------
    InvalidTypeError
        If it is none of these.
    """
    for base in type(frame).__mro__:
        kind = _KINDS.get((base.__module__.split(".")[0], base.__name__))
        if kind is not None:
            return kind
    name = type(frame).__name__
    hint = "A Polars LazyFrame needs .collect()." if "LazyFrame" in name else ""
    hint = "A Series needs .to_frame(), or its own .toll." if name == "Series" else hint
    raise InvalidTypeError(
        "frame", "be a DataFrame of pandas, Polars, PyArrow, Dask or Spark", type(frame), hint
    )


def check_columns(frame: Any, names: Sequence[str], argument: str) -> None:
    """Refuse names that are no columns of the frame."""
    columns = list(getattr(frame, "column_names", frame.columns))
    absent = [name for name in names if name not in columns]
    if absent:
        inside = [name for name in absent if name in getattr(_index(frame), "names", ())]
        hint = "It is in the index: .reset_index() makes it a column." if inside else ""
        raise InvalidValueError(argument, f"name columns of the frame: {columns}", absent, hint)
    if len(set(columns)) < len(columns):
        twice = sorted({str(name) for name in columns if columns.count(name) > 1})
        raise InvalidValueError("frame", "have each column once", twice, "Rename or drop one.")


def _index(frame: Any) -> Any:
    return getattr(frame, "index", None)


def apply_rows(
    frame: Any,
    function: Callable[..., pd.DataFrame],
    schema: Schema,
    *,
    keep: Sequence[str],
    finish: Callable[[pd.DataFrame], pd.DataFrame],
    index: str = "",
) -> Any:
    """Apply a function of rows and return the result as the kind of table that came in.

    Parameters
    ----------
    frame : DataFrame
        The table.
    function : callable
        From a pandas table to one with the columns of `schema`, then those of `keep`.
    schema : Schema
        What it returns.
    keep : sequence of str
        Columns of the input that stand behind the result.
    finish : callable
        Applied to a result in hand; what a cluster computes later is left as it is.
    index : str
        Name of a column for the row's number, where the kind of table has no index.

    Returns
    -------
    DataFrame
        The result.
    """
    kind = kind_of(frame)
    number = index if kind in ("polars", "pyarrow") else ""
    clash = [name for name in keep if name in schema.columns or name == number]
    if clash:
        raise InvalidValueError(
            "keep", f"not name columns of the result: {' '.join(clash)}", list(keep), "Rename them."
        )
    check_columns(frame, keep, "keep")
    if kind in ("dask", "spark"):
        from casualtystats.tables.engines import rows

        return rows(kind, frame, function, schema, keep=keep)
    if kind == "pandas":
        return finish(function(frame))
    result = finish(function(_to_pandas(frame, kind)))
    if number:
        result = result.rename_axis(number).reset_index()
    return _from_pandas(result, kind)


def apply_groups(
    frame: Any,
    function: Callable[..., pd.DataFrame],
    schema: Schema,
    *,
    by: Sequence[str],
    finish: Callable[[pd.DataFrame], pd.DataFrame],
) -> Any:
    """Apply a function of groups; what `by` names is the index on pandas, columns elsewhere."""
    check_columns(frame, by, "by")
    kind = kind_of(frame)
    if kind in ("dask", "spark"):
        from casualtystats.tables.engines import groups

        return groups(kind, frame, partial(_named, function, by=by), schema, by=by)
    if kind == "pandas":
        return finish(function(frame, by=by))
    result = finish(function(_to_pandas(frame, kind), by=by))
    return _from_pandas(result.reset_index() if by else result, kind)


def _named(
    function: Callable[..., pd.DataFrame], frame: pd.DataFrame, *, by: Sequence[str]
) -> pd.DataFrame:
    """Return a result of groups with the names of the groups as its first columns."""
    result = function(frame, by=by)
    return result.reset_index() if by else result


def _to_pandas(frame: Any, kind: str) -> pd.DataFrame:
    """Bring a Polars or PyArrow table to pandas, whole numbers with gaps kept whole."""
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError("pyarrow", kind if kind == "polars" else "arrow") from None
    table = frame.to_arrow() if kind == "polars" else frame
    whole = {
        getattr(pa, name.lower())(): getattr(pd, f"{name}Dtype")()
        for name in ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")
    }
    result: pd.DataFrame = table.to_pandas(types_mapper=whole.get)
    return result.reset_index(drop=True)


def _from_pandas(frame: pd.DataFrame, kind: str) -> Any:
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    if kind == "pyarrow":
        return table
    import polars as pl

    return pl.from_arrow(table)
