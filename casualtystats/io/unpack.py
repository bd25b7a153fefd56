"""Unpack a file that was packed to be sent: gzip, bzip2, xz, or a zip archive of one table."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from pathlib import Path

from casualtystats.errors import InvalidValueError

__all__ = ["PACKED", "unpack"]

_OPEN = {".gz": gzip.decompress, ".bz2": bz2.decompress, ".xz": lzma.decompress}
PACKED = (*_OPEN, ".zip")
_BROKEN = (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile, zlib.error, RuntimeError)


def unpack(content: bytes, path: Path) -> bytes:
    """Return what a packed file holds.

    Parameters
    ----------
    content : bytes
        The file.
    path : pathlib.Path
        Its name, whose last part says how it was packed.

    Returns
    -------
    bytes
        The one file in it.

    Raises
    ------
    InvalidValueError
        If it is broken, or an archive of several tables.
    """
    suffix = path.suffix.lower()
    try:
        return _OPEN[suffix](content) if suffix in _OPEN else _unzip(content)
    except _BROKEN as error:
        told = f"{path} ({error})"
        raise InvalidValueError("source", f"be a whole {suffix} file", told) from None


def _unzip(content: bytes) -> bytes:
    """Return the one table of an archive; manuals beside it, and what a Mac adds, do not count."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [n for n in archive.namelist() if not n.startswith("__MACOSX") and n[-1:] != "/"]
        tables = [n for n in names if n.lower().endswith((".csv", ".tsv", ".txt"))] or names
        if len(tables) != 1:
            hint = "Unpack it and name the file."
            raise InvalidValueError("source", "be an archive of one table", tables, hint)
        return archive.read(tables[0])
