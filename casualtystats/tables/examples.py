"""The example tables that ship with the package: small, cited, and read without a network."""

from __future__ import annotations

from importlib.resources import as_file, files

import pandas as pd

from casualtystats.errors import InvalidValueError

__all__ = ["example_names", "load_example"]


def example_names() -> tuple[str, ...]:
    """Return the names that `load_example` knows.

    Returns
    -------
    tuple of str
        The names in alphabetical order.

    Examples
    --------
    >>> isinstance(example_names(), tuple)
    True
    """
    folder = files("casualtystats").joinpath("data", "examples")
    if not folder.is_dir():
        return ()
    return tuple(sorted(f.name.removesuffix(".csv") for f in folder.iterdir() if _is_table(f.name)))


def load_example(name: str) -> pd.DataFrame:
    """Return one of the example tables.

    Parameters
    ----------
    name : str
        One of `example_names`, such as ``"abukamal"``: the figures found for one strike.

    Returns
    -------
    pandas.DataFrame
        The table, as its file has it: whole numbers stay whole (``Int64``) and what is missing
        stays missing. Each row names the page it was taken from.

    Raises
    ------
    InvalidValueError
        If there is no such example; the message lists those there are.

    Examples
    --------
    >>> load_example("atlantis")
    Traceback (most recent call last):
    casualtystats.errors.InvalidValueError: name must be one of ...
    """
    known = example_names()
    if name not in known:
        raise InvalidValueError("name", f"be one of {' '.join(known) or '(none found)'}", name)
    source = files("casualtystats").joinpath("data", "examples", f"{name}.csv")
    with as_file(source) as path:
        table = pd.read_csv(path)
    return table.apply(_whole_if_whole)


def _is_table(filename: str) -> bool:
    return filename.endswith(".csv")


def _whole_if_whole(column: pd.Series) -> pd.Series:
    """Give a numeric column of whole numbers with gaps the dtype that keeps both."""
    if not pd.api.types.is_numeric_dtype(column) or column.notna().sum() == 0:
        return column
    return column.astype("Int64") if (column.dropna() % 1 == 0).all() else column
