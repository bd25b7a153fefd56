"""ListEstimate: how many people there are, those on no list included."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from casualtystats.display.html import card, svg_pmf
from casualtystats.display.wording import count, percent, span
from casualtystats.lists.table import OverlapTable
from casualtystats.toll.interval import Interval, check_level
from casualtystats.toll.toll import Toll

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Bounds", "ListEstimate", "LogNormalBounds"]


class Bounds(Protocol):
    """Gives the ends of the interval at any level, in people."""

    @property
    def kind(self) -> str:
        """How the interval is made."""

    def __call__(self, level: float) -> tuple[float, float]:
        """Return the two ends."""


@dataclass(frozen=True, slots=True)
class LogNormalBounds:
    """An interval whose unseen part is log-normal, so that it never falls below the observed.

    Parameters
    ----------
    observed : int
        People on at least one list.
    missing : float
        The estimate of those on none.
    variance : float
        Its variance.

    References
    ----------
    Chao, A. (1987), "Estimating the population size for capture-recapture data with unequal
    catchability", Biometrics 43, 783–791, doi 10.2307/2531532.
    """

    observed: int
    missing: float
    variance: float
    kind: str = "log-normal"

    def __call__(self, level: float) -> tuple[float, float]:
        """Return the ends of the interval, in people."""
        if self.missing <= 0:
            return float(self.observed), float(self.observed)
        from scipy.special import ndtri

        z = float(ndtri((1.0 + level) / 2.0))
        factor = math.exp(z * math.sqrt(math.log1p(self.variance / self.missing**2)))
        return self.observed + self.missing / factor, self.observed + self.missing * factor


@dataclass(frozen=True, slots=True, eq=False)
class ListEstimate:
    """How many people there are in all, as one method sees it.

    It depends on the method more than any interval of one method says: see
    `casualtystats.lists.report`, which sets all of them side by side.

    Parameters
    ----------
    method : str
        What made it.
    point : float
        The estimate of the total, observed people included.
    table : OverlapTable
        The lists it was made from.
    models : pandas.DataFrame
        What was weighed, one row each, with a column `weight`.
    warnings : tuple of str
        What makes it fragile.
    toll : Toll or None
        The distribution of the total, where the method gives one.
    bounds : Bounds or None
        Gives the ends of the interval where there is no `toll`.
    by_delta : pandas.DataFrame or None
        For `decomposable`, the answer under other priors.
    chains : pandas.DataFrame or None
        For `latent_class`, what each chain says.

    Examples
    --------
    >>> import casualtystats as cs
    >>> estimate = cs.lists.chapman({"a": range(60), "b": range(40, 90)})
    >>> estimate
    ListEstimate(chapman: 147, 95% interval 117–214; 90 observed; 1 warning)
    """

    method: str
    point: float
    table: OverlapTable
    models: pd.DataFrame
    warnings: tuple[str, ...] = ()
    toll: Toll | None = None
    bounds: Bounds | None = None
    by_delta: pd.DataFrame | None = field(default=None)
    chains: pd.DataFrame | None = field(default=None)

    @property
    def observed(self) -> int:
        """People on at least one list."""
        return self.table.observed

    @property
    def lists(self) -> tuple[str, ...]:
        """The names of the lists."""
        return self.table.lists

    @property
    def missing(self) -> float:
        """The estimate of the people on no list."""
        return self.point - self.observed

    def interval(self, level: float = 0.95) -> Interval:
        """Return the interval of the total.

        Parameters
        ----------
        level : float
            The probability it should hold, as a fraction.

        Returns
        -------
        Interval
            In people, observed included. Its `kind` says how it was made. An infinite end
            means that the data set none.
        """
        level = check_level(level)
        if self.bounds is not None:
            low, high = self.bounds(level)
            return Interval(low, high, level, self.bounds.kind)
        if self.toll is not None:
            return self.toll.interval(level)
        return Interval(float(self.observed), math.inf, level, "unknown")

    def summary(self, level: float = 0.95) -> str:
        """Return the answer in sentences.

        Parameters
        ----------
        level : float
            The level of the interval.

        Returns
        -------
        str
            One sentence on the answer, one line per warning.
        """
        low, high = self.interval(level)
        first = (
            f"{count(self.observed)} people are on at least one of {self.table.n_lists} lists; "
            f"{self.method} puts the total at {count(self.point)} "
            f"({percent(level)} interval {span(low, high)})."
        )
        return "\n".join([first, *(f"Warning: {w}." for w in self.warnings)])

    def to_frame(self, level: float = 0.95) -> pd.DataFrame:
        """Return the answer as a table of one row.

        Parameters
        ----------
        level : float
            The level of the interval.

        Returns
        -------
        pandas.DataFrame
            Columns `method observed point lower upper level warnings`.
        """
        low, high = self.interval(level)
        row = {
            "method": self.method,
            "observed": self.observed,
            "point": self.point,
            "lower": low,
            "upper": high,
            "level": level,
            "warnings": "; ".join(self.warnings),
        }
        return pd.DataFrame([row])

    def plot(self, ax: Axes | None = None, *, level: float = 0.95, **kwargs: Any) -> Axes:
        """Draw the answer, as a distribution where there is one, else as a point and a line.

        Parameters
        ----------
        ax : matplotlib.axes.Axes or None
            Axes to draw on; None makes a new figure.
        level : float
            The level of the interval.
        **kwargs : Any
            Passed on to `casualtystats.plots.density` or `casualtystats.plots.forest`.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on.
        """
        low, high = self.interval(level)
        label = f"Total by {self.method}, {count(self.observed)} of them observed"
        if self.toll is None:
            from casualtystats.display.plots.forest import ForestRow, forest

            row = ForestRow(self.method, self.point, low, high, result=True)
            return forest([row], ax, level=level, **{"title": label} | kwargs)
        from casualtystats.display.plots.density import density

        toll = self.toll
        options: dict[str, Any] = {"label": label, "median": self.point} | kwargs
        options |= {"interval": (low, high), "level": level, "ax": ax}
        return density(toll.values, toll.probs, **options)

    def __repr__(self) -> str:
        low, high = self.interval()
        fragile = f"; {_number(self.warnings, 'warning')}" if self.warnings else ""
        return (
            f"ListEstimate({self.method}: {count(self.point)}, 95% interval {span(low, high)}; "
            f"{count(self.observed)} observed{fragile})"
        )

    def _repr_html_(self) -> str:
        low, high = self.interval()
        rows = [
            ("total", f"{count(self.point)} (95% interval {span(low, high)})"),
            ("observed", f"{count(self.observed)} on {', '.join(self.lists)}"),
            *(("warning", w) for w in self.warnings),
        ]
        picture = ""
        if self.toll is not None:
            toll = self.toll
            picture = svg_pmf(toll.values, toll.probs, low, toll.median(), high)
        return card(f"Total by {self.method}", rows, picture)


def _number(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"
