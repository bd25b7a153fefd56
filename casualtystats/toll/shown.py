"""How a toll shows itself: one line, a card, a summary, a row, a picture.

These functions are the methods of `Toll` of the same names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from numpy.typing import ArrayLike

from casualtystats.display.html import card, svg_pmf
from casualtystats.display.wording import count, figure, percent, span
from casualtystats.text.claim import Claim
from casualtystats.toll.interval import Interval

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Estimated(Protocol):
    """What showing needs of a toll."""

    label: str
    level: float
    notes: tuple[str, ...]
    layers: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def only_bounds(self) -> bool:
        """Whether its intervals are bounds, and no median is known."""
        ...

    @property
    def values(self) -> ArrayLike:
        """The whole numbers of its lattice."""
        ...

    @property
    def probs(self) -> ArrayLike:
        """Their probabilities."""
        ...

    def median(self) -> float:
        """Return the median."""
        ...

    def interval(self, level: float | None = None) -> Interval:
        """Return the equal-tailed interval."""
        ...

    def mean(self) -> float:
        """Return the mean."""
        ...

    def std(self) -> float:
        """Return the standard deviation."""
        ...


def line(self: Estimated) -> str:
    """Say words, median and interval in one line."""
    low, high = self.interval()
    words = f"{self.label!r}: " if self.label else ""
    if self.only_bounds:
        return f"Toll({words}{percent(self.level)} {span(low, high)} whatever the dependence)"
    return f"Toll({words}{count(self.median())}, {percent(self.level)} {span(low, high)})"


def _rows(self: Estimated) -> list[tuple[str, str]]:
    low, high = self.interval()
    rows = [
        ("median", count(self.median())),
        (f"{percent(self.level)} interval", span(low, high)),
        ("mean", figure(self.mean())),
        ("standard deviation", figure(self.std())),
    ]
    if self.only_bounds:
        rows = rows[1:3]
    said = [claim.text for claim in self.claims if claim.text and claim.text != self.label]
    if said:
        more = f" and {count(len(said) - 3)} more" if len(said) > 3 else ""
        rows.append(("said", "; ".join(f"“{text}”" for text in said[:3]) + more))
    if self.layers:
        rows.append(("holds what was", "; ".join(self.layers)))
    rows += [("note" if i == 0 else "", note) for i, note in enumerate(self.notes)]
    return rows


def summary(self: Estimated) -> str:
    """Return the toll in a few lines of text.

    Returns
    -------
    str
        Words, median, interval, mean, standard deviation, and what was assumed on the way.

    Examples
    --------
    >>> from casualtystats.toll.toll import Toll
    >>> print(Toll(31, [0.6, 0.3, 0.1], label="at least 31").summary())
    at least 31
      median              31
      95% interval        31–33
      mean                31.5
      standard deviation  0.6708
    """
    rows = _rows(self)
    width = max(len(name) for name, _ in rows)
    lines = [f"  {name.ljust(width)}  {value}" for name, value in rows]
    return "\n".join([self.label or "toll", *lines])


def to_frame(self: Estimated) -> pd.DataFrame:
    """Return the toll as one row of a table.

    Returns
    -------
    pandas.DataFrame
        Columns ``label lower median upper level mean std``; people, not rounded. Of a sum of
        unknown correlation median and std are missing.

    Examples
    --------
    >>> from casualtystats.toll.toll import Toll
    >>> Toll(31, [0.6, 0.3, 0.1]).to_frame()["upper"].tolist()
    [33.0]
    """
    import pandas as pd

    low, high = self.interval()
    row = {
        "label": self.label,
        "lower": low,
        "median": float("nan") if self.only_bounds else self.median(),
        "upper": high,
        "level": self.level,
        "mean": self.mean(),
        "std": self.std(),
    }
    return pd.DataFrame([row])


def plot(
    self: Estimated, ax: Axes | None = None, *, level: float | None = None, **kwargs: Any
) -> Axes:
    """Draw the distribution with its median and interval.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a new figure.
    level : float or None
        The level of the interval drawn; None means the toll's own.
    **kwargs
        Passed on to `casualtystats.plots.density`: ``log color xlabel``.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Area is probability; single numbers that hold much of it are
        sticks, labelled with what they hold. A sum of unknown correlation is drawn as intervals.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    from casualtystats.display.plots.density import density
    from casualtystats.display.plots.nested import nested
    from casualtystats.display.plots.shape import fine

    if self.only_bounds:
        levels = {0.5, 0.8, self.level if level is None else level}
        kept = {name: kwargs[name] for name in ("color", "xlabel") if name in kwargs}
        words = kwargs.get("label", self.label)
        ends = {share: tuple(self.interval(share)) for share in levels}
        return nested(ends, label=f"{words}, whatever the dependence", ax=ax, **kept)  # type: ignore[arg-type]
    low, high = self.interval(level)
    look = {"label": self.label, **kwargs}
    return density(
        *fine(self),
        interval=(low, high),
        level=self.level if level is None else level,
        median=self.median(),
        ax=ax,
        **look,
    )


def html(self: Estimated) -> str:
    """Return the card a notebook shows."""
    from casualtystats.display.plots.shape import fine

    low, high = self.interval()
    if self.only_bounds:  # no shape is known
        return card(self.label or "toll", _rows(self))
    picture = svg_pmf(*fine(self), low, self.median(), high)
    return card(self.label or "toll", _rows(self), picture)
