"""Loaded: a table of incidents with the account of every repair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from casualtystats.display.html import card

__all__ = ["Loaded"]


@dataclass(frozen=True, eq=False)
class Loaded:
    """A file as it was read: the incidents, and what was not taken as it stands.

    It unpacks to the two tables: ``frame, repairs = cs.io.read_ucdp(path)``.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per row of the file, in its order, with the columns of
        `casualtystats.tables.schema.INCIDENTS` first and every other column of the file after
        them, as text. Where a name of the file is also one of ours, the file's is called
        ``original_<name>``.
    repairs : pandas.DataFrame
        One row per cell that was repaired, flagged or kept missing, with the columns of
        `casualtystats.tables.schema.REPAIRS`; `found` holds what stood in the file.
    layout : str
        Whose layout the file follows.
    version : str
        Which of its published versions.
    citation : str
        The codebook that names the columns.
    """

    frame: pd.DataFrame
    repairs: pd.DataFrame
    layout: str
    version: str
    citation: str

    def __iter__(self) -> Iterator[pd.DataFrame]:
        return iter((self.frame, self.repairs))

    def summary(self) -> pd.DataFrame:
        """Return how often each kind of repair occurs, per column and action.

        Returns
        -------
        pandas.DataFrame
            Columns ``kind column action cells``, most frequent first.
        """
        counts = self.repairs.groupby(["kind", "column", "action"], dropna=False).size()
        table = counts.rename("cells").reset_index()
        return table.sort_values(
            ["cells", "kind", "column"], ascending=[False, True, True], ignore_index=True
        )

    def __repr__(self) -> str:
        actions = self.repairs["action"].value_counts()
        told = ", ".join(f"{n:,} {action}" for action, n in sorted(actions.items()))
        return (
            f"Loaded({self.layout}, {self.version}: {len(self.frame):,} incidents; "
            f"cells {told or 'all taken as they stand'})"
        )

    def _repr_html_(self) -> str:
        rows = [("version", self.version), ("incidents", f"{len(self.frame):,}")]
        rows += [
            (f"{kind}, {column}", f"{cells:,} {action}")
            for kind, column, action, cells in self.summary().itertuples(index=False, name=None)
        ]
        return card(f"{self.layout} file", [*rows, ("codebook", self.citation)])
