"""Open a file of the field as text, whatever its kind, encoding and preamble."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from casualtystats.errors import InvalidTypeError, InvalidValueError, MissingExtraError
from casualtystats.io.layout import Layout, plain
from casualtystats.io.unpack import PACKED, unpack

__all__ = ["open_table"]

_PREAMBLE = 60  # lines that may stand before the header
_LINES = 100_000  # letters in which they and the header end
_EXCEL = (".xlsx", ".xlsm")
_SEPARATORS = (",", ";", "\t")
_BROKEN = (ValueError, KeyError, OSError, zipfile.BadZipFile)  # what readers raise at other files
_BYTE_ORDER = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # marks that begin a file


def open_table(source: Any, layout: Layout) -> tuple[pd.DataFrame, str]:
    """Return a table with every cell as text, and the encoding it was read with.

    Parameters
    ----------
    source : path-like, text file or DataFrame
        A CSV file (comma, semicolon or tab; UTF-8, UTF-16 or else Windows' Western code page;
        terms of use may stand above the header; packed or not), JSON lines, Parquet, a
        workbook's first sheet, or a table already read.
    layout : Layout
        Whose columns tell the header from the lines above it.

    Returns
    -------
    (pandas.DataFrame, str)
        The table, blank cells as empty text, and the encoding, empty where there was none.

    Raises
    ------
    InvalidValueError
        If there is no such file, or it is not what its name says, or a row of it has more
        cells than the header.
    """
    if isinstance(source, pd.DataFrame):
        frame, encoding = _as_text(source), ""
    elif hasattr(source, "read"):
        content = source.read()
        if isinstance(content, bytes):
            frame, encoding = _from_bytes(content, layout)
        else:
            frame, encoding = _from_text(content, layout), ""
    else:
        frame, encoding = _from_path(source, layout)
    if not frame.columns.is_unique:
        twice = frame.columns[frame.columns.duplicated()].tolist()
        raise InvalidValueError("source", "have each column once", twice, "Rename or drop one.")
    return frame, encoding


def _from_path(source: Any, layout: Layout) -> tuple[pd.DataFrame, str]:
    try:
        path = Path(source)
    except TypeError:
        raise InvalidTypeError("source", "be a path, an open file or a DataFrame", source) from None
    if not path.is_file():
        raise InvalidValueError("source", "be a file that exists", str(path))
    suffix = path.suffix.lower()
    if suffix == ".xls":
        hint = "Save it as .xlsx or .csv in a spreadsheet."
        raise InvalidValueError("source", "be no workbook of the old kind", str(path), hint)
    if suffix in _EXCEL:
        return _from_sheet(_read(_excel, path, "openpyxl", "excel"), layout), ""
    if suffix in (".parquet", ".pq"):
        return _as_text(_read(pd.read_parquet, path, "pyarrow", "arrow")), ""
    if suffix in (".jsonl", ".ndjson"):
        return _as_text(pd.DataFrame(_json_lines(path))), ""
    content = path.read_bytes()
    return _from_bytes(unpack(content, path) if suffix in PACKED else content, layout)


def _read(
    read: Callable[[Path], pd.DataFrame], path: Path, library: str, extra: str
) -> pd.DataFrame:
    """Read by a library that may be absent, and say so if the file is not for it."""
    try:
        return read(path)
    except ImportError:
        raise MissingExtraError(library, extra) from None
    except _BROKEN as error:
        told = f"{path} ({error})"
        raise InvalidValueError("source", f"be a whole {path.suffix} file", told) from None


def _excel(path: Path) -> pd.DataFrame:
    """Read the first sheet cell by cell; "NA" stays the two letters it is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # styles that openpyxl cannot keep
        return pd.read_excel(
            path, header=None, dtype=object, keep_default_na=False, na_values=[""],
            engine="openpyxl",
        )  # fmt: skip


def _json_lines(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidValueError("source", "be JSON lines in UTF-8", f"{path} ({error})") from None
    records = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            told = f"{line.strip()[:60]} ({error})"
            raise InvalidValueError(f"line {number} of source", "be JSON", told) from None
        if not isinstance(record, dict):
            raise InvalidValueError(f"line {number} of source", "be a JSON object", record)
        records.append(record)
    return records


def _from_bytes(content: bytes, layout: Layout) -> tuple[pd.DataFrame, str]:
    encoding = _BYTE_ORDER.get(content[:2], "utf-8-sig")
    try:
        return _from_text(content.decode(encoding), layout), encoding.removesuffix("-sig")
    except UnicodeDecodeError:  # GTD and older UCDP files come from Windows
        pass
    try:
        text, encoding = content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:  # five bytes mean nothing there
        text, encoding = content.decode("latin-1"), "latin-1"
    return _from_text(text, layout), encoding


def _from_text(text: str, layout: Layout) -> pd.DataFrame:
    if "\0" in text[:10_000]:
        raise InvalidValueError("source", "be a table in text", text[:20])
    if "\n" not in text:  # old Macs end lines their own way
        text = text.replace("\r", "\n")
    lines = text[:_LINES].split("\n")[:_PREAMBLE]
    header, separator = _header(lines, layout)
    table = text[sum(len(line) + 1 for line in lines[:header]) :]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # cells that would be lost
            frame = pd.read_csv(
                io.StringIO(table), dtype=str, keep_default_na=False, sep=separator, index_col=False
            )
    except pd.errors.EmptyDataError:
        raise InvalidValueError("source", "hold a table", text[:60]) from None
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        first = isinstance(error, pd.errors.ParserWarning)
        told = f"more of them in line {header + 2}" if first else " ".join(str(error).split())
        hint = "A comma inside a cell needs quotes around the cell."
        rule = f"have no row with more cells than the header (line {header + 1})"
        raise InvalidValueError("source", rule, told, hint) from None
    return frame.fillna("")  # the cells of rows that end early


def _header(lines: Iterable[str], layout: Layout) -> tuple[int, str]:
    """Return the line and the separator of the header: the first line a version fits."""
    lines = list(lines)
    for number, line in enumerate(lines):
        for separator in _SEPARATORS:
            names = next(csv.reader([line.replace("\r", "")], delimiter=separator), [])
            if len(names) > 1 and _fits(names, layout):
                return number, separator
    first = lines[0] if lines else ""
    return 0, max(_SEPARATORS, key=first.count)


def _from_sheet(cells: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """Take the first row a version fits for the header, as in a text file."""
    if cells.empty:
        raise InvalidValueError("source", "hold a table", "an empty sheet")
    rows = range(min(_PREAMBLE, len(cells)))
    header = next((i for i in rows if _fits(cells.iloc[i].dropna(), layout)), 0)
    names = [
        f"Unnamed: {i}" if pd.isna(name) else str(name) for i, name in enumerate(cells.iloc[header])
    ]
    return _as_text(cells.iloc[header + 1 :].set_axis(names, axis=1).reset_index(drop=True))


def _fits(names: Iterable[Any], layout: Layout) -> bool:
    found = {plain(name) for name in names}
    return any(version.needs and version.fits(found) for version in layout.versions)


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
