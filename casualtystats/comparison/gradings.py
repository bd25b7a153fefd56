"""Totals by grading: how much of a toll rests on how good a foundation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from casualtystats.display.html import card
from casualtystats.display.wording import count, span
from casualtystats.errors import CasualtyStatsError, InvalidValueError
from casualtystats.evidence.total import total
from casualtystats.toll.estimate import estimate, whole
from casualtystats.toll.interval import check_level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

__all__ = ["GRADINGS", "Gradings", "by_grading"]

# From the best supported to what is set aside. Airwars, archived theme dictionary (2025):
# confirmed: a belligerent accepted responsibility; fair: two or more credible sources with
# likely or confirmed actions near; weak: one source; contested: competing claims; discounted:
# combatants, or others most likely responsible.
GRADINGS = ("confirmed", "confirmed or fair", "fair", "weak", "contested", "discounted")


@dataclass(frozen=True, repr=False)
class Gradings:
    """Totals by grading, as separate bands that do not overlap.

    Made by `by_grading`.

    Parameters
    ----------
    table : DataFrame
        One row per grading, best supported first: ``grading incidents lower upper`` and the
        same with everything better supported, ``cumulative_lower cumulative_upper``; with
        ``level`` where the ends are those of intervals, missing where they are bounds.
    """

    table: pd.DataFrame

    def __repr__(self) -> str:
        parts = [f"{name} {ends}" for name, ends in self._lines()]
        return f"Gradings({'; '.join(parts)})"

    def _repr_html_(self) -> str:
        return card("People killed, by grading", self._lines())

    def _lines(self) -> list[tuple[str, str]]:
        return [
            (str(row["grading"]), span(float(row["lower"]), float(row["upper"])))
            for row in self.table.to_dict("records")
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return the table.

        Returns
        -------
        DataFrame
            A copy of `table`.
        """
        return self.table.copy()

    def upto(self, grading: str) -> tuple[float, float]:
        """Return the ends of the total of a grading and everything better supported.

        Parameters
        ----------
        grading : str
            One of the table's.

        Returns
        -------
        (float, float)
            Low and high end, in people.
        """
        rows = self.table[self.table["grading"].eq(grading)]
        if rows.empty:
            known = ", ".join(self.table["grading"])
            raise InvalidValueError("grading", f"be one of {known}", grading)
        row = rows.iloc[0]
        return float(row["cumulative_lower"]), float(row["cumulative_upper"])

    def plot(self, ax: Axes | None = None, **kwargs: Any) -> Axes:
        """Draw each grading's band, from its low to its high end.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; new axes by default.
        **kwargs
            ``title xlabel`` in place of the gradings' own.

        Returns
        -------
        Axes
            The axes drawn on.
        """
        from casualtystats.comparison.bands import Band, draw_bands

        bands = []
        for row in self.table.to_dict("records"):
            low, high = float(row["lower"]), float(row["upper"])
            under = "" if pd.isna(row["incidents"]) else f"{count(row['incidents'])} incidents"
            bands.append(Band(str(row["grading"]), under, (low, low, high, high)))
        options = {
            "xlabel": "people killed; solid: low end, hatched: up to the high end",
            "title": "The toll by how well each incident is supported",
            **kwargs,
        }
        return draw_bands(bands, ax, **options)


def by_grading(
    frame: pd.DataFrame,
    *,
    grading: str = "grading",
    low: str = "low",
    high: str = "high",
    incidents: str = "incidents",
    figure: str | None = None,
    correlation: float | Literal["unknown"] | None = None,
    order: Sequence[str] = GRADINGS,
    level: float = 0.95,
) -> Gradings:
    """Total a table of incidents, or of sums, by grading.

    Parameters
    ----------
    frame : DataFrame
        One row per incident, or per sum of incidents.
    grading : str
        Column of the grading.
    low, high : str
        Columns of a recorder's bounds, in people. Bounds may be added up: their sums are
        bounds again. A missing `high` is an open end and makes the total's end missing.
    incidents : str
        Column of how many incidents a row stands for; one each where there is no such column.
    figure : str, optional
        Column of tolls, words or figures to be estimated and added as tolls instead of bounds.
    correlation : float or "unknown", optional
        How the errors of tolls go together, needed with `figure`: see `casualtystats.total`.
    order : sequence of str
        Gradings from the best supported one; others follow in order of first mention.
    level : float
        Probability of the intervals, with `figure`.

    Returns
    -------
    Gradings
        One band per grading, with a table and a picture.

    Raises
    ------
    InvalidValueError
        If a column is missing, a row has no grading, a cell holds no whole number of people, or
        a row's `low` is above its `high`.

    Examples
    --------
    >>> from casualtystats.tables.examples import load_example
    >>> bands = by_grading(load_example("airwars_gradings"))
    >>> bands.upto("weak")
    (10646.0, 16163.0)
    """
    needed = [grading, figure] if figure else [grading, low, high]
    for column in needed:
        if column not in frame.columns:
            raise InvalidValueError("frame", f"have the column {column!r}", list(frame.columns))
    unnamed = frame[grading].isna() | frame[grading].astype("string").str.strip().eq("")
    if frame.empty or unnamed.any():
        raise InvalidValueError(
            "frame", "hold at least one row, each with a grading", frame[grading].tolist()
        )
    names = frame[grading].astype("string").str.strip().astype(object)
    counts = pd.DataFrame({grading: names.to_numpy()})
    counts["incidents"] = _people(frame, incidents) if incidents in frame.columns else 1.0
    if not figure:
        counts["low"], counts["high"] = (_people(frame, name) for name in (low, high))
        _check_bounds(counts, low, high)
    check_level(level)
    if figure and correlation is None:
        raise InvalidValueError(
            "correlation", "be given to add tolls up", correlation, "Try correlation=0.3."
        )
    named = list(dict.fromkeys(names))
    ranked = [g for g in order if g in named] + [g for g in named if g not in order]
    rows = []
    for place, name in enumerate(ranked, 1):
        inside = names.eq(name).to_numpy(dtype=bool)
        upto = names.isin(ranked[:place]).to_numpy(dtype=bool)
        counted = float(counts["incidents"][inside].sum(skipna=False))
        row: dict[str, Any] = {"grading": name}
        row["incidents"] = counted if np.isnan(counted) else int(counted)
        for prefix, some in (("", inside), ("cumulative_", upto)):
            if figure:
                tolls = [estimate(x) for x in frame.loc[some, figure]]
                ends = tuple(total(tolls, correlation=correlation or 0.0).interval(level))
            else:
                ends = tuple(counts[end][some].sum(skipna=False) for end in ("low", "high"))
            row |= {f"{prefix}lower": ends[0], f"{prefix}upper": ends[1]}
        rows.append(row | {"level": level if figure else None})
    columns = ["grading", "incidents", "lower", "upper", "cumulative_lower", "cumulative_upper"]
    table = pd.DataFrame(rows, columns=[*columns, "level"])
    kinds = dict.fromkeys(columns[2:], "float64") | {"level": "float64"}
    return Gradings(table.astype(kinds))


def _people(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Return a column of whole numbers of people, digits in text among them; NaN where missing."""
    people = np.full(len(frame), np.nan)
    for row, cell in enumerate(frame[name]):
        digits = cell.strip() if isinstance(cell, str) else ""
        if pd.isna(cell) or (isinstance(cell, str) and not digits):
            continue
        try:
            people[row] = whole(int(digits) if digits.isascii() and digits.isdigit() else cell)
        except CasualtyStatsError:
            rule = f"hold whole numbers of people, 0 or more, in {name!r}"
            raise InvalidValueError("frame", rule, cell, f"First at row {row}.") from None
    return people


def _check_bounds(counts: pd.DataFrame, low: str, high: str) -> None:
    """Refuse bounds that are the wrong way round."""
    inverted = (counts["low"] > counts["high"]).to_numpy(dtype=bool)
    if inverted.any():
        wrong = counts.loc[inverted, ["low", "high"]].iloc[0].tolist()
        hint = f"First at row {int(inverted.argmax())}; {int(inverted.sum())} such rows."
        raise InvalidValueError("frame", f"have {low!r} at most {high!r}", wrong, hint)
