"""All methods side by side, with every list left out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from casualtystats.display.html import card
from casualtystats.display.wording import count, percent, span
from casualtystats.errors import CasualtyStatsError, InvalidValueError, NotIdentifiedError
from casualtystats.lists.chao import chao
from casualtystats.lists.chapman import chapman
from casualtystats.lists.decomposable import decomposable
from casualtystats.lists.estimate import ListEstimate
from casualtystats.lists.latent_class import latent_class
from casualtystats.lists.loglinear import loglinear
from casualtystats.lists.table import OverlapTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ListReport", "report"]

Method = Callable[[OverlapTable], ListEstimate]

METHODS = ("chapman", "chao", "loglinear", "averaged", "decomposable", "latent_class")


@dataclass(frozen=True, slots=True, eq=False)
class ListReport:
    """Every method's answer, or why it gave none, with all lists and without each.

    Parameters
    ----------
    table : OverlapTable
        The lists.
    estimates : mapping of (str, str) to ListEstimate
        By method and by the list left out, which is ``""`` for none.
    refused : mapping of (str, str) to str
        Why a method gave no answer.

    Examples
    --------
    >>> import pandas as pd
    >>> three = pd.DataFrame(
    ...     {
    ...         "police": [1, 0, 0, 1, 1, 0, 1],
    ...         "press": [0, 1, 0, 1, 0, 1, 1],
    ...         "families": [0, 0, 1, 0, 1, 1, 1],
    ...         "count": [60, 49, 247, 4, 112, 142, 12],
    ...     }
    ... )
    >>> both = report(three, methods=("chao", "decomposable"), without=False)
    >>> both.to_frame()[["method", "point", "lower", "upper"]].round()
             method  point  lower  upper
    0          chao  790.0  749.0  844.0
    1  decomposable  731.0  694.0  786.0
    """

    table: OverlapTable
    estimates: Mapping[tuple[str, str], ListEstimate]
    refused: Mapping[tuple[str, str], str]

    @property
    def observed(self) -> int:
        """People on at least one list."""
        return self.table.observed

    def spread(self) -> tuple[float, float]:
        """Return the lowest and the highest answer with all lists, bounds left aside.

        Returns
        -------
        tuple of float
            Two totals, in people; unknown if no method gave one.
        """
        points = [
            e.point
            for (method, without), e in self.estimates.items()
            if not without and method != "chao" and not method.startswith("chapman")
        ]
        return (min(points), max(points)) if points else (np.nan, np.nan)

    def to_frame(self, level: float = 0.95) -> pd.DataFrame:
        """Return one row per method and list left out.

        Parameters
        ----------
        level : float
            The level of the intervals.

        Returns
        -------
        pandas.DataFrame
            Columns `method without observed point lower upper level warnings refused`; a row
            without an answer has unknown numbers and says why.
        """
        keys = list(self.estimates) + list(self.refused)
        methods = list(dict.fromkeys(method for method, _ in keys))
        places = {"": 0} | {name: i for i, name in enumerate(self.table.lists, 1)}
        rows = []
        for method, without in sorted(keys, key=lambda k: (methods.index(k[0]), places[k[1]])):
            found = self.estimates.get((method, without))
            row: dict[str, Any] = {"method": method, "without": without}
            if found is None:
                row |= {"observed": np.nan, "point": np.nan, "lower": np.nan, "upper": np.nan}
                row |= {"level": level, "warnings": "", "refused": self.refused[method, without]}
            else:
                low, high = found.interval(level)
                row |= {"observed": found.observed, "point": found.point}
                row |= {"lower": low, "upper": high, "level": level}
                row |= {"warnings": "; ".join(found.warnings), "refused": ""}
            rows.append(row)
        return pd.DataFrame(rows)

    def summary(self, level: float = 0.95) -> str:
        """Return the answers in lines, with all lists.

        Parameters
        ----------
        level : float
            The level of the intervals.

        Returns
        -------
        str
            One line on the spread, one per method.
        """
        lines = [self._headline()]
        for (method, without), found in self.estimates.items():
            if not without:
                low, high = found.interval(level)
                lines.append(
                    f"{method}: {count(found.point)} ({percent(level)} interval {span(low, high)})"
                )
        lines += [f"{m}: no answer. {why}" for (m, w), why in self.refused.items() if not w]
        return "\n".join(lines)

    def plot(self, ax: Axes | None = None, *, level: float = 0.95, title: str = "") -> Axes:
        """Draw every answer, so that the spread between methods is seen.

        Parameters
        ----------
        ax : matplotlib.axes.Axes or None
            Axes to draw on; None makes a new figure.
        level : float
            The level of the intervals.
        title : str
            A title; without one, the spread is said.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on.
        """
        from casualtystats.lists.picture import draw_report

        return draw_report(self.to_frame(level), self.observed, ax, title=title or self._headline())

    def _headline(self) -> str:
        low, high = self.spread()
        said = (
            "no total is told" if np.isnan(low) else f"methods put the total at {span(low, high)}"
        )
        return (
            f"{count(self.observed)} people on at least one of {self.table.n_lists} lists; {said}"
        )

    def __repr__(self) -> str:
        low, high = self.spread()
        return (
            f"ListReport({count(self.observed)} observed on {self.table.n_lists} lists; "
            f"totals {span(low, high)})"
        )

    def _repr_html_(self) -> str:
        rows = []
        for (method, without), found in self.estimates.items():
            if not without:
                low, high = found.interval()
                rows.append((method, f"{count(found.point)} ({span(low, high)})"))
        rows += [(m, f"no answer. {why}") for (m, w), why in self.refused.items() if not w]
        return card(self._headline(), rows)


def report(
    table: Any,
    *,
    methods: Sequence[str] | None = None,
    without: bool = True,
    random_state: int | np.random.Generator | None = None,
) -> ListReport:
    """Estimate the total by every method, with all lists and with each left out once.

    How far the methods lie apart, and how far each moves when a list is taken away, says more
    about what is known than the interval of any one of them.

    Parameters
    ----------
    table : pandas.DataFrame, mapping or OverlapTable
        The overlap, as `OverlapTable.read` takes it.
    methods : sequence of str or None
        Some of ``chapman chao loglinear averaged decomposable latent_class``; None takes those
        that fit the number of lists. ``averaged`` is `loglinear` averaged over models;
        ``chapman`` gives one answer per pair of lists.
    without : bool
        Whether to leave out each list in turn, where there are four or more. The
        `latent_class`, slower than the others, is only given all of them.
    random_state : int, numpy.random.Generator or None
        The source of chance of `latent_class`.

    Returns
    -------
    ListReport
        The answers, and why some methods gave none.

    Raises
    ------
    InvalidValueError
        If a method is not known.
    NotIdentifiedError
        If there are fewer than two lists.

    Examples
    --------
    >>> import casualtystats as cs
    >>> kosovo = cs.load_example("kosovo")
    >>> cs.lists.report(kosovo, methods=("chao", "loglinear", "averaged", "decomposable"))
    ListReport(4,400 observed on 4 lists; totals 10,357–13,184)
    """
    overlap = OverlapTable.read(table)
    chosen = METHODS[1:] if methods is None else tuple(methods)
    if overlap.n_lists == 2 and methods is None:
        chosen = ("chapman", "chao")
    unknown = [m for m in chosen if m not in METHODS]
    if unknown:
        raise InvalidValueError("methods", f"be among {' '.join(METHODS)}", unknown)
    asked = _questions(overlap, chosen, random_state)
    smaller = overlap.lists if without and overlap.n_lists >= 4 else ()
    estimates: dict[tuple[str, str], ListEstimate] = {}
    refused: dict[tuple[str, str], str] = {}
    for name, method in asked.items():
        alone = name == "latent_class" or name.startswith("chapman")
        for left_out in ("", *(() if alone else smaller)):
            try:
                lists = overlap.without(left_out) if left_out else overlap
                estimates[name, left_out] = method(lists)
            except NotIdentifiedError as reason:
                refused[name, left_out] = str(reason)
            except CasualtyStatsError as reason:
                refused[name, left_out] = f"does not apply: {reason}"
    return ListReport(overlap, estimates, refused)


def _questions(
    overlap: OverlapTable,
    chosen: Sequence[str],
    random_state: int | np.random.Generator | None,
) -> dict[str, Method]:
    """Return what to ask, by the name under which the answer is shown."""
    known: dict[str, Method] = {
        "chao": chao,
        "loglinear": loglinear,
        "averaged": partial(loglinear, average=True),
        "decomposable": decomposable,
        "latent_class": partial(latent_class, random_state=random_state),
    }
    asked: dict[str, Method] = {}
    for name in chosen:
        if name == "chapman":
            for a, b in combinations(overlap.lists, 2):
                label = name if overlap.n_lists == 2 else f"{name} {a}, {b}"
                asked[label] = partial(chapman, lists=(a, b))
        else:
            asked[name] = known[name]
    return asked
