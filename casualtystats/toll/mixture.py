"""A mixture of tolls: one of them is right, and the weights say how likely each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidValueError
from casualtystats.toll.lattice import CELLS
from casualtystats.toll.toll import Toll

__all__ = ["MixtureLaw", "mixture"]

FloatArray = NDArray[np.float64]


class Part(Protocol):
    """What a mixture needs of its parts; a `Toll` and a `Law` both have it."""

    @property
    def key(self) -> tuple[Any, ...]:
        """What two equal distributions share."""

    def cdf(self, k: ArrayLike) -> Any:
        """Return P(toll <= k)."""

    def ppf(self, q: ArrayLike) -> Any:
        """Return the smallest value whose cdf reaches `q`."""


@dataclass(frozen=True, slots=True, eq=False)
class MixtureLaw:
    """The closed form of a mixture.

    Parameters
    ----------
    parts : tuple of Toll or Law
        The components.
    weights : tuple of float
        The probability of each, summing to 1.

    Notes
    -----
    A quantile of a mixture lies between the smallest and the largest quantile of its parts,
    where bisection over whole numbers finds it exactly.
    """

    parts: tuple[Part, ...]
    weights: tuple[float, ...]

    @property
    def key(self) -> tuple[Any, ...]:
        """What two equal laws share."""
        keys = (part.key for part in self.parts)
        return ("mixture", *zip(self.weights, keys, strict=True))

    def cdf(self, k: ArrayLike) -> FloatArray:
        """Return P(toll <= k).

        Parameters
        ----------
        k : array_like of float
            People.

        Returns
        -------
        numpy.ndarray
            Probabilities.
        """
        total = sum(w * np.asarray(p.cdf(k)) for w, p in zip(self.weights, self.parts, strict=True))
        return np.asarray(np.minimum(total, 1.0), dtype=np.float64)

    def ppf(self, q: ArrayLike) -> FloatArray:
        """Return the smallest whole number whose cdf reaches `q`.

        Parameters
        ----------
        q : array_like of float
            Probabilities, fractions.

        Returns
        -------
        numpy.ndarray
            People.
        """
        q = np.asarray(q, dtype=np.float64)
        ends = [np.asarray(part.ppf(q), dtype=np.float64) for part in self.parts]
        low, high = np.minimum.reduce(ends) - 1.0, np.maximum.reduce(ends)
        with np.errstate(invalid="ignore"):
            while np.any(open_ := np.isfinite(high) & (high - low > 1.0)):
                middle = np.floor((low + high) / 2.0)
                reached = self.cdf(middle) >= q - 1e-15  # as a toll's own ppf forgives rounding
                high = np.where(open_ & reached, middle, high)
                low = np.where(open_ & ~reached, middle, low)
        return np.asarray(high)


def mixture(
    tolls: Sequence[Toll], weights: Sequence[float] | FloatArray | None = None, **kwargs: Any
) -> Toll:
    """Return the toll that is each of several with a given probability.

    Parameters
    ----------
    tolls : sequence of Toll
        The components; at least one.
    weights : sequence of float, optional
        Relative weights, 0 or more; equal if left out.
    **kwargs
        Passed to `Toll`: ``claims``, ``inputs``, ``label``, ``notes``, ``level``.

    Returns
    -------
    Toll
        The mixture. Its cdf is the weighted mean of the components' cdfs.

    Raises
    ------
    InvalidValueError
        If there is no toll, or the weights do not fit.

    Examples
    --------
    >>> either = mixture([Toll.exact(31), Toll.exact(42)], [3, 1])
    >>> float(either.cdf(31)), either.mean()
    (0.75, 33.75)
    """
    if not tolls:
        raise InvalidValueError("tolls", "hold at least one toll", tolls)
    w = np.ones(len(tolls)) if weights is None else np.asarray(weights, dtype=np.float64)
    if w.shape != (len(tolls),) or not np.isfinite(w).all() or (w < 0).any() or not w.any():
        raise InvalidValueError("weights", "be one number per toll, 0 or more, not all 0", weights)
    parts = [(toll, share) for toll, share in zip(tolls, w / w.sum(), strict=True) if share > 0]
    low = min(toll.start for toll, _ in parts)
    high = max(toll.lattice.end for toll, _ in parts)
    if high - low >= CELLS or any(toll.step > 1 for toll, _ in parts):
        law = MixtureLaw(tuple(t.law or t for t, _ in parts), tuple(float(s) for _, s in parts))
        return Toll.from_law(law, **kwargs)
    probs = np.zeros(high - low + 1)
    for toll, share in parts:
        probs[toll.start - low : toll.lattice.end - low + 1] += share * toll.probs
    return Toll(low, probs, trimmed=sum(s * t.trimmed for t, s in parts), **kwargs)
