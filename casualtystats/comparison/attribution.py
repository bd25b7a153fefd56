"""Attribution: totals by actor where it is contested who was responsible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from casualtystats.comparison.attributed import Attributed, mixed
from casualtystats.display.html import card
from casualtystats.display.wording import count, percent, span
from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.evidence.total import total
from casualtystats.toll.interval import Interval, check_level
from casualtystats.toll.toll import Toll

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Attribution", "attribute"]

Correlation = float | Literal["unknown"]


@dataclass(frozen=True, repr=False)
class Attribution:
    """Totals by actor over incidents of which each has exactly one responsible actor.

    Made by `attribute`.

    Parameters
    ----------
    incidents : tuple of Attributed
        What is added up.
    correlation : float or "unknown"
        How the incidents' errors go together, as in `casualtystats.total`.
    level : float
        Default probability of intervals, a fraction.
    """

    incidents: tuple[Attributed, ...]
    correlation: Correlation
    level: float = 0.95

    @cached_property
    def _known(self) -> dict[tuple[int, ...], Toll]:
        """Sums made so far, by the incidents added up."""
        return {}

    @property
    def actors(self) -> tuple[str, ...]:
        """Every actor named, in order of first mention."""
        return tuple(dict.fromkeys(name for i in self.incidents for name in i.actors))

    @property
    def contested(self) -> tuple[Attributed, ...]:
        """The incidents of which more than one actor may be responsible."""
        return tuple(incident for incident in self.incidents if incident.contested)

    def least(self, *actors: str) -> Toll:
        """Return the total that must fall to some of `actors`, whoever did the contested ones.

        Parameters
        ----------
        *actors : str
            One or several actors, taken together.

        Returns
        -------
        Toll
            Over incidents for which nobody else is named.
        """
        chosen = self._chosen(actors)
        return self._total(f"least {_and(actors)}", lambda i: set(i.actors) <= chosen)

    def most(self, *actors: str) -> Toll:
        """Return the total that can fall to `actors` together, each incident counted once.

        Parameters
        ----------
        *actors : str
            One or several actors, taken together.

        Returns
        -------
        Toll
            Over incidents for which at least one of them is named.
        """
        chosen = self._chosen(actors)
        return self._total(f"most {_and(actors)}", lambda i: bool(chosen & set(i.actors)))

    def bounds(self, *actors: str, level: float | None = None) -> Interval:
        """Return the joint bounds of `actors` together: from the least to the most.

        Bounds of two actors must not be added: a contested incident would count for both.
        ``bounds("A", "B")`` counts it once.

        Parameters
        ----------
        *actors : str
            One or several actors, taken together.
        level : float, optional
            Probability of the intervals that end the bounds, a fraction.

        Returns
        -------
        Interval
            From the low end of `least` to the high end of `most`.
        """
        level = self.level if level is None else check_level(level)
        low, high = self.least(*actors).interval(level).low, self.most(*actors).interval(level).high
        return Interval(low, high, level, "bounds over attributions")

    def scenario(self, *preferred: str) -> dict[str, Toll]:
        """Return every actor's total if contested incidents go to the first one preferred.

        Each incident goes to exactly one actor, so the totals belong to one possible world.

        Parameters
        ----------
        *preferred : str
            Actors in order of preference; an incident that names none of them goes to the
            first actor it names.

        Returns
        -------
        dict of str to Toll
            One total per actor; 0 for an actor left with nothing.
        """
        self._chosen(preferred)

        def holder(incident: Attributed) -> str:
            named = [name for name in preferred if name in incident.actors]
            return named[0] if named else incident.actors[0]

        return {
            actor: self._total(f"{actor}, if {', '.join(preferred)}", lambda i: holder(i) == actor)  # noqa: B023 - called at once
            for actor in self.actors
        }

    def expected(self, actor: str) -> Toll:
        """Return an actor's total where each contested incident counts as likely as stated.

        Parameters
        ----------
        actor : str
            One actor.

        Returns
        -------
        Toll
            The sum of mixtures: an incident's toll if the actor is responsible, else 0.

        Raises
        ------
        InvalidValueError
            If a contested incident that names the actor has no weights.
        """
        self._chosen((actor,))
        parts = []
        for incident in self.incidents:
            share = incident.share(actor)
            if share is None:
                raise InvalidValueError(
                    "weights",
                    f"be given for every contested incident that names {actor}",
                    incident.incident or incident.actors,
                    "Without them only bounds can be given: use bounds().",
                )
            if share > 0:
                parts.append(mixed(incident.toll, share))
        if not parts:
            return Toll.exact(0, label=f"{actor}, weighted", level=self.level)
        added = total(parts, correlation=self.correlation)
        return added.replace(label=f"{actor}, weighted", level=self.level)

    def to_frame(self, level: float | None = None) -> pd.DataFrame:
        """Return one row per actor and one for all together.

        Parameters
        ----------
        level : float, optional
            Probability of the intervals, a fraction; the result's own by default.

        Returns
        -------
        DataFrame
            Columns ``actor incidents contested least_lower least_median most_median
            most_upper level``. The rows of actors overlap where incidents are contested, and
            do not add up; the last row counts every incident once.
        """
        level = self.level if level is None else check_level(level)
        rows = []
        for name, actors in [*((a, (a,)) for a in self.actors), ("all actors", self.actors)]:
            theirs = [i for i in self.incidents if set(actors) & set(i.actors)]
            least, most = self.least(*actors), self.most(*actors)
            rows.append(
                {
                    "actor": name,
                    "incidents": len(theirs),
                    "contested": sum(i.contested for i in theirs),
                    "least_lower": least.interval(level).low,
                    "least_median": float(least.median()),
                    "most_median": float(most.median()),
                    "most_upper": most.interval(level).high,
                    "level": level,
                }
            )
        return pd.DataFrame(rows)

    def plot(self, ax: Axes | None = None, **kwargs: Any) -> Axes:
        """Draw each actor's bounds: solid what must fall to it, open what may.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; new axes by default.
        **kwargs
            ``title xlabel`` in place of the attribution's own.

        Returns
        -------
        Axes
            The axes drawn on.
        """
        from casualtystats.comparison.bands import Band, draw_bands

        bands = []
        ends = ("least_lower", "least_median", "most_median", "most_upper")
        for row in self.to_frame().to_dict("records"):
            number = row["incidents"]
            under = f"{count(number)} incident{'' if number == 1 else 's'}, "
            under += f"{count(row['contested'])} contested"
            low, sure, may, high = (float(row[end]) for end in ends)
            bands.append(Band(str(row["actor"]), under, (low, sure, may, high)))
        options = {
            "xlabel": "people killed; solid: must fall to the actor, hatched: may, as contested; "
            f"lines: {percent(self.level)} intervals",
            "title": "Who is responsible: bounds, each incident counted once",
            **kwargs,
        }
        return draw_bands(bands, ax, **options)

    def _repr_html_(self) -> str:
        rows = [(actor, span(*self.bounds(actor))) for actor in self.actors]
        rows.append(("all actors, each incident once", span(*self.bounds(*self.actors))))
        return card(f"Killed by whom: bounds, {percent(self.level)} intervals", rows)

    def __repr__(self) -> str:
        parts = ", ".join(f"{a}: {span(*self.bounds(a))}" for a in self.actors)
        return f"Attribution({len(self.incidents)} incidents; {parts})"

    def _chosen(self, actors: tuple[str, ...]) -> set[str]:
        unknown = [name for name in actors if name not in self.actors]
        if unknown or not actors:
            raise InvalidValueError(
                "actors", f"be among {', '.join(self.actors)}", unknown or actors
            )
        return set(actors)

    def _total(self, label: str, counts: Any) -> Toll:
        chosen = {i: one.toll for i, one in enumerate(self.incidents) if counts(one)}
        key, tolls = tuple(chosen), list(chosen.values())
        if key not in self._known:
            added = total(tolls, correlation=self.correlation) if tolls else Toll.exact(0)
            self._known[key] = added
        return self._known[key].replace(label=label, level=self.level)


def attribute(
    incidents: Iterable[Attributed | tuple[Any, Any]] | Mapping[str, Any],
    *,
    correlation: Correlation,
    level: float = 0.95,
) -> Attribution:
    """Add up incidents by actor, with bounds where it is contested who was responsible.

    Parameters
    ----------
    incidents : iterable of Attributed or of (figure, actors)
        Each incident once, with every actor that may be responsible for it.
    correlation : float or "unknown"
        How the incidents' errors go together, as in `casualtystats.total`. It has no default.
    level : float
        Default probability of intervals, a fraction.

    Returns
    -------
    Attribution
        ``bounds(*actors)``, ``scenario(*preferred)``, ``expected(actor)``, a table, a picture.

    Notes
    -----
    The least and the most of a set of actors are its belief and its plausibility, in people:
    what the evidence gives to the set for sure, and what it does not deny it. They are joint:
    each incident is counted once whatever set is asked for.

    References
    ----------
    G. Shafer, "A Mathematical Theory of Evidence", Princeton University Press (1976).

    Examples
    --------
    >>> found = attribute(
    ...     [
    ...         (Toll.exact(31), "Coalition"),
    ...         (Toll.exact(12), "Russia"),
    ...         (Toll.exact(42), ("Coalition", "Russia", "Iraq")),
    ...     ],
    ...     correlation=0,
    ... )
    >>> found.bounds("Coalition"), found.bounds("Russia")
    (Interval(31–73, level=0.95), Interval(12–54, level=0.95))
    >>> found.bounds("Coalition", "Russia")
    Interval(43–85, level=0.95)
    """
    if isinstance(incidents, (str, Mapping)) or not isinstance(incidents, Iterable):
        raise InvalidTypeError("incidents", "be a list of incidents", incidents)
    found = [_read(one) for one in incidents]
    if not found:
        raise InvalidValueError("incidents", "hold at least one incident", incidents)
    return Attribution(tuple(found), correlation, check_level(level))


def _read(one: Any) -> Attributed:
    if isinstance(one, Attributed):
        return one
    if isinstance(one, tuple) and len(one) == 2:
        return Attributed(one[0], one[1])
    raise InvalidTypeError("incidents", "hold Attributed or (figure, actors)", one)


def _and(names: tuple[str, ...]) -> str:
    return " or ".join(names)
