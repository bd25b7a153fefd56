"""Tables read and written a part at a time, for files larger than memory."""

from __future__ import annotations

import csv
import errno
import io
import itertools
import json
import math
import os
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pandas as pd

from casualtystats.errors import InvalidValueError, MissingExtraError

__all__ = ["FORMATS", "KINDS", "kind_of_file", "read_parts", "replacing", "write_parts"]

_WRITABLE = "be a file that can be written"
KINDS = ("csv", "tsv", "jsonl", "parquet")
FORMATS = ("json", "jsonl", "csv")
_SUFFIXES = {".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_SUFFIXES |= {".parquet": "parquet", ".pq": "parquet"}


def kind_of_file(path: str, kind: str | None = None) -> str:
    """Return what kind of table a file holds: the one named, or the one its name says.

    Parameters
    ----------
    path : str
        The path.
    kind : {"csv", "tsv", "jsonl", "parquet"} or None
        The kind, if it is known.

    Returns
    -------
    str
        The kind.

    Raises
    ------
    InvalidValueError
        If the name does not say.

    Examples
    --------
    >>> kind_of_file("reports.ndjson")
    'jsonl'
    """
    found = kind or _SUFFIXES.get(Path(path).suffix.lower())
    if found not in KINDS:
        raise InvalidValueError(
            "input", f"be a file of {' '.join(KINDS)}", path, "Say which with --input-format."
        )
    return found


def read_parts(source: str | IO[str], kind: str, *, rows: int = 5_000) -> Iterator[pd.DataFrame]:
    """Read a table some rows at a time.

    Parameters
    ----------
    source : str or text file
        The path, or an open file.
    kind : {"csv", "tsv", "jsonl", "parquet"}
        What it holds.
    rows : int
        How many rows a part has at most.

    Yields
    ------
    pandas.DataFrame
        Parts whose labels count the rows of the file from 0. Cells are text in CSV files, so
        that "05" stays as it stands; empty cells are missing.

    Raises
    ------
    InvalidValueError
        If there is no such file, or a line of it is broken or has more cells than the header.
    MissingExtraError
        If Parquet is asked for without PyArrow.
    """
    if isinstance(source, str) and not Path(source).is_file():
        raise InvalidValueError("input", "be a file that exists", source)
    if kind == "parquet":
        yield from _parquet(source, rows)
    elif kind == "jsonl":
        yield from _json_lines(source, rows)
    else:
        yield from _separated(source, "\t" if kind == "tsv" else ",", rows)


def write_parts(parts: Iterable[pd.DataFrame], out: IO[str], form: str) -> None:
    """Write parts of one table one after the other.

    Parameters
    ----------
    parts : iterable of pandas.DataFrame
        The parts, all with the same columns. Labels are not written.
    out : text file
        Where to.
    form : {"json", "jsonl", "csv"}
        One JSON array, one JSON object a line, or CSV with a header. Missing is null in JSON
        and empty in CSV; a bound without end is the text "inf".
    """
    first = True
    for part in parts:
        if form == "csv":
            part.to_csv(out, index=False, header=first, quoting=csv.QUOTE_MINIMAL)
        else:
            lines = (json.dumps(_plain(row), ensure_ascii=False) for row in _records(part))
            for line in lines:
                if form == "jsonl":
                    out.write(f"{line}\n")
                else:
                    out.write(f"{'[' if first else ','}\n  {line}")
                first = False
        first = False if form == "csv" else first
    if form == "json":
        out.write("[]\n" if first else "\n]\n")


def _records(part: pd.DataFrame) -> Iterator[Mapping[str, Any]]:
    columns = [str(name) for name in part.columns]
    cells = [part.iloc[:, i].astype(object).tolist() for i in range(part.shape[1])]
    for row in zip(*cells, strict=True):
        yield dict(zip(columns, row, strict=True))


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as JSON can hold it."""
    return {name: _plain_cell(cell) for name, cell in row.items()}


def _plain_cell(cell: Any) -> Any:
    if isinstance(cell, (list, dict, str)):
        return cell
    if pd.isna(cell):
        return None
    if isinstance(cell, float):
        if math.isinf(cell):
            return "inf" if cell > 0 else "-inf"
        return int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell
    return cell if isinstance(cell, (int, bool)) else str(cell)


def _separated(source: str | IO[str], separator: str, rows: int) -> Iterator[pd.DataFrame]:
    hint = "A comma inside a cell needs quotes around the cell."
    try:
        with pd.read_csv(
            getattr(source, "buffer", source),  # bytes, of which the mark at their start is cut
            sep=separator,
            dtype=str,
            chunksize=rows,
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8-sig",
            index_col=False,
        ) as parts:
            while True:
                with warnings.catch_warnings():  # not around the yield: filters are everybody's
                    warnings.simplefilter("error", pd.errors.ParserWarning)
                    part = next(parts, None)
                if part is None:
                    return
                yield part
    except pd.errors.EmptyDataError:
        return
    except pd.errors.ParserWarning:
        rule = "have no row with more cells than the header"
        raise InvalidValueError("input", rule, "more in its first row", hint) from None
    except pd.errors.ParserError as error:
        told = " ".join(str(error).split())
        rule = "have no row with more cells than the header"
        raise InvalidValueError("input", rule, told, hint) from None
    except UnicodeDecodeError as error:
        raise InvalidValueError("input", "be a table in UTF-8", str(error)) from None


def _json_lines(source: str | IO[str], rows: int) -> Iterator[pd.DataFrame]:
    file = Path(source).open(encoding="utf-8-sig") if isinstance(source, str) else source  # noqa: SIM115  # closed below
    try:
        start = 0
        lines = (line.removeprefix("\ufeff") for line in file if line.strip())
        while some := list(itertools.islice(lines, rows)):
            records = [_json_line(line, start + i) for i, line in enumerate(some)]
            yield pd.DataFrame(records, index=range(start, start + len(records)), dtype=object)
            start += len(records)
    finally:
        if isinstance(source, str):
            file.close()


def _json_line(line: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InvalidValueError(f"line {number + 1}", "be JSON", line.strip(), str(error)) from None
    if not isinstance(record, dict):
        raise InvalidValueError(f"line {number + 1}", "be a JSON object", line.strip())
    return record


def _parquet(source: Any, rows: int) -> Iterator[pd.DataFrame]:
    try:
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("pyarrow", "arrow") from None
    if hasattr(source, "buffer"):  # a pipe cannot be read from its end, where Parquet begins
        source = io.BytesIO(source.buffer.read())
    start = 0
    try:
        opened = pq.ParquetFile(source)
    except (ValueError, OSError) as error:
        raise InvalidValueError("input", "be a Parquet file", str(error)) from None
    with opened as file:
        for batch in file.iter_batches(batch_size=rows):
            part = batch.to_pandas().reset_index(drop=True)
            yield part.set_axis(range(start, start + len(part)), axis=0)
            start += len(part)


@contextmanager
def replacing(path: str | Path, source: str | Path | None = None) -> Iterator[IO[str]]:
    """Open a file to write text to; what it held stays until all is written.

    Parameters
    ----------
    path : str or pathlib.Path
        The file. What is no regular file, such as a pipe, is written to at once.
    source : str, pathlib.Path or None
        What is read meanwhile: it may not be the same file.

    Yields
    ------
    file
        Open for text in UTF-8.

    Raises
    ------
    InvalidValueError
        If it can't be written, or is the file that is read.
    """
    given = Path(path)
    target = Path(os.path.realpath(given))
    same = source is not None and target.exists() and Path(source).exists()
    if source is not None and same and target.samefile(source):
        hint = "Give it another name: the input would be lost."
        raise InvalidValueError("output", "be another file than the input", str(path), hint)
    stream = given.parts[1:2] in (("dev",), ("proc",)) or target.parts[1:2] in (("dev",), ("proc",))
    whole = not stream and (target.is_file() or not target.exists())
    try:
        with _opened(given, target, whole=whole) as out:
            yield out
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise InvalidValueError("output", _WRITABLE, str(path), str(error.strerror)) from None


@contextmanager
def _opened(given: Path, target: Path, *, whole: bool) -> Iterator[IO[str]]:
    """Open a file, or one beside it that takes its place, with its rights, when all is written."""
    part: Path | None = None
    try:
        if whole:
            part = _beside(target)
        out = (part or given).open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise InvalidValueError("output", _WRITABLE, str(given), str(error.strerror)) from None
    try:
        with out:
            yield out
        if part is not None:
            if target.exists():
                part.chmod(target.stat().st_mode)
            part.replace(target)
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _beside(target: Path) -> Path | None:
    """Make a new file in the same directory; None where none may be made there."""
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    try:
        number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except PermissionError:
        if target.exists():
            return None
        raise
    os.close(number)
    made = Path(name)
    if not target.exists():
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o666 & ~mask)
    return made
