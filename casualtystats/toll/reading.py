"""Reading: what each form of words means in numbers. PROVISIONAL until the fit is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from casualtystats.errors import InvalidValueError
from casualtystats.toll.law import FigureLaw

if TYPE_CHECKING:
    from casualtystats.text.claim import Claim

__all__ = ["Reading"]

# PROVISIONAL, rough by eye; replaced by data/readings/documented.toml when fitted.
# form: below, above, scale of each side relative to the figure
_ROUGH = {
    "exact": (0.25, 0.35, 0.2, 0.3),
    "about": (0.4, 0.4, 0.2, 0.25),
    "at_least": (0.08, 0.5, 0.1, 0.4),
    "more_than": (0.05, 0.85, 0.1, 0.35),
    "at_most": (0.7, 0.0, 0.3, 0.1),
    "less_than": (0.85, 0.05, 0.25, 0.1),
    "range": (0.1, 0.15, 0.15, 0.2),
    "vague": (0.15, 0.25, 0.5, 0.8),
}


@dataclass(frozen=True)
class Reading:
    """What each form of words means in numbers.

    Parameters
    ----------
    name : str
        The name it is asked for by.
    """

    name: str = "documented"

    @classmethod
    def load(cls, name: str = "documented") -> Reading:
        """Return the reading called `name`."""
        if name not in ("documented", "ferson"):
            raise InvalidValueError("reading", "be one of documented ferson", name)
        return cls(name)

    def law(self, claim: Claim) -> FigureLaw:
        """Return the closed-form law of the toll that `claim` states."""
        below, above, down, up = _ROUGH[claim.form]
        if claim.form == "vague":
            if claim.unit is None:
                raise InvalidValueError(
                    "x", "say how many, or in which unit", claim.text, "Unknown is never 0."
                )
            low, high = 2 * claim.unit, 4 * claim.unit
        else:
            one = claim.low if claim.low is not None else claim.high
            assert one is not None  # noqa: S101 - every form but vague states a figure
            low = one
            high = claim.high if claim.low is not None and claim.high is not None else one
        size = max(high, 1)
        return FigureLaw(
            low,
            high,
            np.where(low > 0, below, 0.0),
            above,
            max(down * size, 0.3),
            max(up * size, 0.3),
            0.25,
        )
