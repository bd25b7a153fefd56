"""Open a file of the field as text, whatever its kind, encoding and preamble."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from casualtystats.errors import InvalidTypeError, InvalidValueError, MissingExtraError
from casualtystats.io.layout import Layout, plain

__all__ = ["open_table"]

_PREAMBLE = 60  # lines that may stand before the header
_EXCEL = (".xlsx", ".xlsm")
_PACKED = (".gz", ".zip", ".bz2", ".xz")


def open_table(source: Any, layout: Layout) -> tuple[pd.DataFrame, str]:
    """Return a table with every cell as text, and the encoding it was read with.

    Parameters
    ----------
    source : path-like, text file or DataFrame
        A CSV file (comma, semicolon or tab; UTF-8 or else Latin-1; terms of use may stand above
        the header), JSON lines, Parquet, a workbook's first sheet, or a table already read.
    layout : Layout
        Whose columns tell the header from the lines above it.

    Returns
    -------
    (pandas.DataFrame, str)
        The table, blank cells as empty text, and the encoding, empty where there was none.

    Raises
    ------
    InvalidValueError
        If there is no such file.
    """
    if isinstance(source, pd.DataFrame):
        return _as_text(source), ""
    if hasattr(source, "read"):
        content = source.read()
        if isinstance(content, bytes):
            return _from_bytes(content, layout)
        return _from_text(content, layout), ""
    return _from_path(source, layout)


def _from_path(source: Any, layout: Layout) -> tuple[pd.DataFrame, str]:
    try:
        path = Path(source)
    except TypeError:
        raise InvalidTypeError("source", "be a path, an open file or a DataFrame", source) from None
    if not path.is_file():
        raise InvalidValueError("source", "be a file that exists", str(path))
    suffix = path.suffix.lower()
    if suffix in _EXCEL:
        frame = _optional(pd.read_excel, path, "openpyxl", "excel", dtype=object)
    elif suffix in (".parquet", ".pq"):
        frame = _optional(pd.read_parquet, path, "pyarrow", "arrow")
    elif suffix in (".jsonl", ".ndjson"):
        lines = path.read_text("utf-8").splitlines()
        frame = pd.DataFrame([json.loads(line) for line in lines if line.strip()])
    elif suffix in _PACKED:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    else:
        return _from_bytes(path.read_bytes(), layout)
    return _as_text(frame), ""


def _optional(
    read: Callable[..., pd.DataFrame], path: Path, library: str, extra: str, **options: Any
) -> pd.DataFrame:
    try:
        return read(path, **options)
    except ImportError:
        raise MissingExtraError(library, extra) from None


def _from_bytes(content: bytes, layout: Layout) -> tuple[pd.DataFrame, str]:
    try:
        return _from_text(content.decode("utf-8-sig"), layout), "utf-8"
    except UnicodeDecodeError:  # GTD and older UCDP files are Latin-1
        return _from_text(content.decode("latin-1"), layout), "latin-1"


def _from_text(text: str, layout: Layout) -> pd.DataFrame:
    header, separator = _header(text.splitlines()[:_PREAMBLE], layout)
    return pd.read_csv(
        io.StringIO(text), dtype=str, keep_default_na=False, skiprows=header, sep=separator
    )


def _header(lines: Iterable[str], layout: Layout) -> tuple[int, str]:
    """Return the line and the separator of the header: the first line a version fits."""
    lines = list(lines)
    separators = (",", ";", "\t")
    for number, line in enumerate(lines):
        for separator in separators:
            names = {plain(name) for name in next(csv.reader([line], delimiter=separator), [])}
            if len(names) > 1 and any(v.needs and v.fits(names) for v in layout.versions):
                return number, separator
    first = lines[0] if lines else ""
    return 0, max(separators, key=first.count)


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Write every cell as text, whole floats without a point, missing as empty text."""
    return frame.apply(_column_as_text).astype(object)


def _column_as_text(column: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(column):
        known = column.dropna()
        if (known % 1 == 0).all():  # a column of whole numbers with gaps
            column = column.astype("Int64")
    missing = column.isna()
    return column.astype(object).where(~missing, "").map(str)
