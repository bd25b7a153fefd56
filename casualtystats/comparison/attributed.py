"""Attributed: one incident with every actor that may be responsible for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from casualtystats.errors import InvalidValueError
from casualtystats.toll.estimate import estimate
from casualtystats.toll.toll import Toll

__all__ = ["Attributed", "mixed"]


@dataclass(frozen=True)
class Attributed:
    """One incident: its toll, and every actor that may be responsible for it.

    Parameters
    ----------
    toll : Toll, int, str, Claim or (int, int)
        How many; figures and words are read by `casualtystats.estimate`.
    actors : tuple of str
        Exactly one of these is responsible. More than one: the incident is contested. Name
        ``"unknown"`` among them if it may be someone else.
    weights : tuple of float or None
        How likely each actor is, in the order of `actors`; scaled to sum to 1. None: unstated,
        and then only bounds can be given.
    incident : str
        A name for it.
    """

    toll: Any
    actors: tuple[str, ...]
    weights: tuple[float, ...] | None = None
    incident: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "toll", estimate(self.toll))
        given: Any = self.actors
        actors = (given,) if isinstance(given, str) else tuple(given)
        names = tuple(name.strip() for name in actors)
        if not names or not all(names) or len(set(names)) < len(names):
            raise InvalidValueError(
                "actors",
                "name at least one actor, each once",
                self.actors,
                'If nobody is named, say "unknown".',
            )
        object.__setattr__(self, "actors", names)
        if self.weights is None:
            return
        weights = tuple(float(weight) for weight in self.weights)
        valid = all(math.isfinite(w) and w >= 0 for w in weights) and sum(weights) > 0
        if len(weights) != len(names) or not valid:
            raise InvalidValueError(
                "weights", "be one number per actor, 0 or more, not all 0", self.weights
            )
        object.__setattr__(self, "weights", tuple(w / sum(weights) for w in weights))

    @property
    def contested(self) -> bool:
        """Whether more than one actor may be responsible."""
        return len(self.actors) > 1

    def share(self, actor: str) -> float | None:
        """Return how likely it is that an actor is responsible.

        Parameters
        ----------
        actor : str
            An actor, named or not.

        Returns
        -------
        float or None
            1 if nobody else is named, 0 if the actor is not, None if it is unstated.
        """
        if actor not in self.actors:
            return 0.0
        if not self.contested:
            return 1.0
        return None if self.weights is None else self.weights[self.actors.index(actor)]


def mixed(toll: Toll, share: float) -> Toll:
    """Return a toll with some probability, else 0.

    Parameters
    ----------
    toll : Toll
        How many, if any.
    share : float
        The probability of any, from 0 to 1.

    Returns
    -------
    Toll
        The mixture.
    """
    if share == 1.0:
        return toll
    values = np.concatenate([[0], toll.lattice.values])
    probs = np.concatenate([[1.0 - share], share * toll.probs])
    return Toll.from_pmf(values, probs)
