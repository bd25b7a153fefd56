"""Ledger: the account of every cell that was not taken as it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from casualtystats.tables.schema import REPAIRS

__all__ = ["Ledger"]


@dataclass
class Ledger:
    """Collects repairs while a table is read; `table` gives them as one.

    Parameters
    ----------
    incidents : pandas.Series
        The name of each row's incident, indexed like the table.
    """

    incidents: pd.Series
    pages: list[pd.DataFrame] = field(default_factory=list)

    def note(
        self,
        rows: pd.Series,
        column: str,
        kind: str,
        action: str,
        rule: str,
        *,
        found: pd.Series,
        used: pd.Series | None = None,
    ) -> None:
        """Enter one repair for every row where `rows` is true."""
        positions = rows.to_numpy(dtype=bool).nonzero()[0]
        if not len(positions):
            return
        page: dict[str, Any] = {
            "incident": self.incidents.iloc[positions].to_numpy(),
            "column": column,
            "kind": kind,
            "found": found.iloc[positions].astype("string").to_numpy(),
            "used": pd.NA if used is None else used.iloc[positions].astype("string").to_numpy(),
            "action": action,
            "rule": rule,
        }
        index = self.incidents.index[positions]
        self.pages.append(pd.DataFrame({**page, "_at": positions}, index=index))

    def table(self) -> pd.DataFrame:
        """Return the repairs in the order of the rows they concern."""
        if not self.pages:
            return REPAIRS.empty().set_axis(self.incidents.index[:0], axis=0)
        pages = pd.concat(self.pages).sort_values("_at", kind="stable")
        return REPAIRS.cast(pages.drop(columns="_at"))
