"""The overlap of several lists: how many people were found on which of them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from casualtystats.errors import (
    CasualtyStatsWarning,
    InvalidTypeError,
    InvalidValueError,
    NotIdentifiedError,
)

__all__ = ["OverlapTable"]

_MOST_LISTS = 16


@dataclass(frozen=True, slots=True)
class OverlapTable:
    """How many people were found on exactly which lists.

    Cells are numbered by their pattern: list 0 has the value 1, list 1 the value 2, list 2 the
    value 4 and so on, so that cell 5 holds those found on lists 0 and 2 only. Cell 0, the people
    on no list, is what multiple-systems estimation asks for; it is always 0 here.

    Parameters
    ----------
    lists : tuple of str
        The names of the lists.
    counts : numpy.ndarray of int, shape (2 ** n_lists,)
        People per cell.

    Examples
    --------
    >>> import pandas as pd
    >>> table = OverlapTable.read(
    ...     pd.DataFrame({"police": [1, 0, 1], "press": [0, 1, 1], "count": [52, 31, 17]})
    ... )
    >>> table
    OverlapTable(100 people on 2 lists: police, press)
    >>> table.on_list()
    {'police': 69, 'press': 48}
    """

    lists: tuple[str, ...]
    counts: NDArray[np.int64]

    @classmethod
    def read(cls, table: Any, *, count: str = "count") -> OverlapTable:
        """Return the overlap that a table, or a set of matched lists, describes.

        Parameters
        ----------
        table : pandas.DataFrame, mapping or OverlapTable
            One of three: a table with one 0/1 column per list and a column of counts; a table
            with one row per person and one 0/1 column per list; or a mapping from the name of
            each list to the identifiers of the people on it, the same identifier meaning the
            same person; none may be missing or blank. Other data frames that know ``to_pandas``
            are taken too.
        count : str
            The name of the column of counts. Without it each row is one person.

        Returns
        -------
        OverlapTable
            The same people, one count per pattern.

        Raises
        ------
        InvalidTypeError
            If `table` is none of these.
        InvalidValueError
            If a list column holds something else than 0 and 1, an identifier is missing, a
            count is not a whole non-negative number, or people on no list are counted.
        NotIdentifiedError
            If there are fewer than two lists, or no people.
        """
        if isinstance(table, OverlapTable):
            return table
        if isinstance(table, Mapping):
            return cls._from_identifiers(table)
        if hasattr(table, "to_pandas"):
            table = table.to_pandas()
        if not isinstance(table, pd.DataFrame):
            raise InvalidTypeError(
                "table",
                "be a table with one 0/1 column per list, or a mapping from list to identifiers",
                table,
                "Build one with pandas.DataFrame.",
            )
        columns = [c for c in table.columns if c != count]
        member = _members(table, columns)
        people = _people(table[count], member) if count in table.columns else _one_each(member)
        cells = member @ (1 << np.arange(len(columns), dtype=np.int64))
        counts = np.zeros(1 << len(columns), dtype=np.int64)
        np.add.at(counts, cells, people)
        return cls._checked([str(c) for c in columns], counts)

    @classmethod
    def _from_identifiers(cls, lists: Mapping[str, Iterable[Any]]) -> OverlapTable:
        _check_number(list(lists))
        for name, identifiers in lists.items():
            if isinstance(identifiers, str) or not isinstance(identifiers, Iterable):
                raise InvalidTypeError("table", f"hold identifiers in {name!r}", identifiers)
        held = {str(name): list(identifiers) for name, identifiers in lists.items()}
        _check_identifiers(held)
        _warn_of_likeness(held)
        pattern: dict[Any, int] = {}
        for j, identifiers in enumerate(held.values()):
            for identifier in set(identifiers):
                pattern[identifier] = pattern.get(identifier, 0) | 1 << j
        cells = np.fromiter(pattern.values(), dtype=np.int64, count=len(pattern))
        return cls._checked([str(x) for x in lists], np.bincount(cells, minlength=1 << len(lists)))

    @classmethod
    def _checked(cls, names: Sequence[str], counts: NDArray[np.int64]) -> OverlapTable:
        if counts.sum() == 0:
            raise NotIdentifiedError("table", "count at least one person", int(counts.sum()))
        counts = counts.astype(np.int64)
        counts.flags.writeable = False
        return cls(tuple(names), counts)

    @property
    def n_lists(self) -> int:
        """The number of lists."""
        return len(self.lists)

    @property
    def observed(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())

    @property
    def patterns(self) -> NDArray[np.int64]:
        """One row of 0 and 1 per cell, shape (2 ** n_lists, n_lists)."""
        cells = np.arange(self.counts.size, dtype=np.int64)
        return cells[:, None] >> np.arange(self.n_lists) & 1

    def on_list(self) -> dict[str, int]:
        """Return how many people each list holds.

        Returns
        -------
        dict of str to int
            People per list, those on several lists counted on each.
        """
        return dict(zip(self.lists, (self.counts @ self.patterns).tolist(), strict=True))

    def by_capture(self) -> NDArray[np.int64]:
        """Return how many people are on exactly 0, 1, 2 … lists.

        Returns
        -------
        numpy.ndarray of int, shape (n_lists + 1,)
            People by the number of lists they are on; the first is 0, being unknown.
        """
        times = self.patterns.sum(axis=1)
        return np.bincount(times, weights=self.counts, minlength=self.n_lists + 1).astype(np.int64)

    def overlap(self, first: int, second: int) -> int:
        """Return how many people two lists share.

        Parameters
        ----------
        first, second : int
            Positions of the lists.

        Returns
        -------
        int
            People on both, whatever other list they are on.
        """
        both = 1 << first | 1 << second
        return int(self.counts[np.arange(self.counts.size) & both == both].sum())

    def keep(self, names: Sequence[str]) -> OverlapTable:
        """Return the overlap of some of the lists; people on none of them drop out.

        Parameters
        ----------
        names : sequence of str
            The lists to keep, in the order wanted.

        Returns
        -------
        OverlapTable
            The smaller table.

        Raises
        ------
        InvalidValueError
            If a name is not that of a list.
        NotIdentifiedError
            If fewer than two lists are kept, or nobody is on them.
        """
        unknown = [n for n in names if n not in self.lists]
        if unknown:
            raise InvalidValueError("lists", f"be among {', '.join(self.lists)}", unknown)
        _check_number(names)
        patterns = self.patterns[:, [self.lists.index(n) for n in names]]
        cells = patterns @ (1 << np.arange(len(names), dtype=np.int64))
        counts = np.zeros(1 << len(names), dtype=np.int64)
        np.add.at(counts, cells, self.counts)
        counts[0] = 0
        return self._checked(names, counts)

    def without(self, name: str) -> OverlapTable:
        """Return the overlap of the other lists.

        Parameters
        ----------
        name : str
            The list to leave out.

        Returns
        -------
        OverlapTable
            The smaller table; people found on this list only drop out of it.
        """
        if name not in self.lists:
            raise InvalidValueError("name", f"be one of {', '.join(self.lists)}", name)
        return self.keep([n for n in self.lists if n != name])

    def to_frame(self) -> pd.DataFrame:
        """Return the table with one 0/1 column per list and a `count` column.

        Returns
        -------
        pandas.DataFrame
            One row per pattern that was seen.
        """
        seen = np.flatnonzero(self.counts)
        frame = pd.DataFrame(self.patterns[seen], columns=list(self.lists))
        return frame.assign(count=self.counts[seen])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, OverlapTable):
            return NotImplemented
        return self.lists == other.lists and np.array_equal(self.counts, other.counts)

    def __hash__(self) -> int:
        return hash((self.lists, self.counts.tobytes()))

    def __repr__(self) -> str:
        names = ", ".join(self.lists)
        return f"OverlapTable({self.observed:,} people on {self.n_lists} lists: {names})"


def _check_number(names: Sequence[Any]) -> None:
    if len(set(names)) < len(names):
        raise InvalidValueError("table", "name each list once", list(names))
    if len(names) < 2:
        raise NotIdentifiedError(
            "table",
            "have at least two lists",
            list(names),
            "Whom one list misses, that list cannot tell.",
        )
    if len(names) > _MOST_LISTS:
        raise InvalidValueError(
            "table",
            f"have at most {_MOST_LISTS} lists",
            len(names),
            "Merge lists of one kind, or drop columns that are not lists.",
        )


def _check_identifiers(lists: Mapping[str, list[Any]]) -> None:
    """Refuse missing identifiers: they are of unknown people, and not of one on all lists."""
    lacking = {name: sum(map(_is_missing, some)) for name, some in lists.items()}
    if any(lacking.values()):
        raise InvalidValueError(
            "table",
            "hold an identifier for everybody on a list",
            {name: f"{n:,} of {len(lists[name]):,} missing" for name, n in lacking.items() if n},
            "A missing identifier is no person, and two of them are not one: give each an "
            "identifier of its own, or leave them out, as .dropna() does.",
        )


def _warn_of_likeness(lists: Mapping[str, list[Any]]) -> None:
    """Say where identifiers differ by case, spaces or type only, and so count as two people."""
    written: dict[str, list[Any]] = {}
    apart: set[str] = set()  # on one list both ways: there they are two people
    for identifiers in lists.values():
        here: set[str] = set()
        for identifier in set(identifiers):
            plain = " ".join(str(identifier).casefold().split())
            written.setdefault(plain, []).append(identifier)
            apart |= here & {plain}
            here.add(plain)
    several = {plain: set(some) for plain, some in written.items() if plain not in apart}
    alike = [sorted(map(repr, some)) for some in several.values() if len(some) > 1]
    if alike:
        warnings.warn(
            f"{len(alike):,} identifiers are written in several ways, such as "
            f"{' and '.join(alike[0])}, and count as different people: write them alike if they "
            "are one",
            CasualtyStatsWarning,
            stacklevel=4,
        )


def _is_missing(identifier: Any) -> bool:
    if isinstance(identifier, str):
        return not identifier.strip()
    return bool(pd.api.types.is_scalar(identifier) and pd.isna(identifier))


def _members(table: pd.DataFrame, columns: Sequence[Any]) -> NDArray[np.int64]:
    """Return the 0/1 columns as integers, or say which holds something else."""
    _check_number(columns)
    for column in columns:
        values = table[column]
        numeric = pd.to_numeric(values, errors="coerce") if values.dtype == object else values
        if pd.api.types.is_numeric_dtype(numeric) and numeric.isin([0, 1]).all():
            continue
        raise InvalidValueError(
            f"column {column!r}",
            "hold only 0 and 1",
            values[~values.isin([0, 1])].head(3).tolist(),
            "A column per list says who is on it; the column of counts is named by count=.",
        )
    return np.asarray(table[list(columns)].astype(np.int64))


def _people(column: pd.Series[Any], member: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the counts as integers; a row on no list may only say 0 or nothing."""
    nowhere = member.sum(axis=1) == 0
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    if (nowhere & (values > 0)).any():
        raise InvalidValueError(
            "table",
            "not count people on no list",
            values[nowhere].tolist(),
            "That number is what is being estimated: drop the row of zeros.",
        )
    values = np.where(nowhere & np.isnan(values), 0.0, values)
    wrong = ~(np.isfinite(values) & (values >= 0) & (values == np.floor(values)))
    if wrong.any():
        raise InvalidValueError(
            "count", "hold whole numbers of people, 0 or more", column[wrong].head(3).tolist()
        )
    return np.asarray(values, dtype=np.int64)


def _one_each(member: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count each row once, leaving out, aloud, the people on none of the lists."""
    people = np.asarray(member.sum(axis=1) > 0, dtype=np.int64)
    left_out = int((people == 0).sum())
    if left_out:
        warnings.warn(
            f"{left_out:,} rows are on none of the lists and were left out",
            CasualtyStatsWarning,
            stacklevel=3,
        )
    return people
