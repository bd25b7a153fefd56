"""Layout: whose file this is, which of its versions, and what its columns mean."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from casualtystats.errors import InvalidValueError
from casualtystats.tables.schema import INCIDENTS

__all__ = ["Layout", "Version", "load_layout", "load_months", "plain"]

_FIGURES = ("figure", "injured_figure")  # one cell that holds a number, a range or words
_INVERTED = ("swap", "raise high", "flag")


@dataclass(frozen=True, kw_only=True)
class Version:
    """One published version of a layout: the columns that tell it, and where each goes.

    `columns` gives, for each column of ours, the names the file may use for it, the first
    present taken. `day_parts` are the columns of year, month and day where the date is split;
    `years` the column of the year where there is no date. `sums` are totals the codebook
    promises, checked and never enforced.
    """

    name: str
    needs: tuple[str, ...]
    source: str
    columns: Mapping[str, tuple[str, ...]]
    dates: tuple[str, ...] = ("ISO",)
    day_parts: tuple[str, ...] = ()
    years: str = ""
    victims: str = ""
    unknown: tuple[str, ...] = ()
    unknown_source: str = ""
    sums: Mapping[str, tuple[str, ...]] = ()  # type: ignore[assignment]
    sums_source: str = ""

    def fits(self, names: Iterable[str]) -> bool:
        """Tell whether a file with these column names can be of this version."""
        return set(self.needs) <= set(names)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A recorder's way to publish: its versions and what it means by an inverted range."""

    name: str
    inverted: str
    inverted_source: str
    versions: tuple[Version, ...]

    def version_of(self, names: Iterable[str]) -> Version:
        """Return the first version a file with these column names fits.

        Raises
        ------
        InvalidValueError
            If it fits none; the message names the columns that the nearest version needs.
        """
        present = set(names)
        for version in self.versions:
            if version.fits(present):
                return version
        nearest = max(self.versions, key=lambda v: len(present & set(v.needs)) / len(v.needs))
        absent = " ".join(name for name in nearest.needs if name not in present)
        raise InvalidValueError(
            "source",
            f"have the columns of {self.name}: {absent}",
            sorted(present),
            f"Its nearest version is {nearest.name!r}. cs.io.read_generic takes other tables.",
        )


def plain(name: object) -> str:
    """Return a column name without case, spaces and punctuation, as layouts write it.

    Examples
    --------
    >>> plain("Reported Minimum"), plain("EVENT_DATE"), plain(" IBC code ")
    ('reported_minimum', 'event_date', 'ibc_code')
    """
    return re.sub(r"[^0-9a-z]+", "_", str(name).lower()).strip("_")


@cache
def load_layout(name: str) -> Layout:
    """Return the layout called `name`, from its data file.

    Parameters
    ----------
    name : str
        The stem of a file in ``casualtystats/data/layouts``.

    Returns
    -------
    Layout
        The layout.

    Raises
    ------
    InvalidValueError
        If the file breaks a rule of the layout format.

    Examples
    --------
    >>> load_layout("ibc").name
    'Iraq Body Count'
    """
    raw = _read(f"{name}.toml")
    versions = tuple(_version(entry) for entry in raw.pop("versions"))
    if raw["inverted"] not in _INVERTED:
        raise InvalidValueError("inverted", f"be one of {', '.join(_INVERTED)}", raw["inverted"])
    return Layout(versions=versions, **raw)


@cache
def load_months() -> dict[str, int]:
    """Return the number of the month for each short name a spreadsheet may have written."""
    months = _read("months.toml")["months"]
    return {
        name: number
        for names in months.values()
        for number, entry in enumerate(names, start=1)
        for name in entry.split()
    }


def _read(filename: str) -> dict[str, Any]:
    text = files("casualtystats").joinpath("data", "layouts", filename).read_text("utf-8")
    return tomllib.loads(text)


def _version(entry: dict[str, Any]) -> Version:
    columns = {ours: tuple(theirs) for ours, theirs in entry.pop("columns").items()}
    strangers = set(columns) - set(INCIDENTS.names) - set(_FIGURES)
    if strangers:
        raise InvalidValueError("columns", "be columns of the incident schema", sorted(strangers))
    sums = {ours: tuple(parts) for ours, parts in entry.pop("sums", {}).items()}
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    return Version(columns=columns, sums=sums, **{**entry, **lists})
