"""Toll: a probability distribution over whole numbers of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidValueError
from casualtystats.text.claim import Claim
from casualtystats.toll.interval import Interval, check_level

__all__ = ["Law", "Toll"]

FloatArray = NDArray[np.float64]


class Law(Protocol):
    """A closed-form distribution over whole numbers, from which a lattice can be made.

    `key` is hashable and equal for equal distributions, so that a sum can raise repeated
    distributions to powers.
    """

    @property
    def key(self) -> tuple[Any, ...]: ...
    def cdf(self, k: ArrayLike) -> FloatArray: ...
    def ppf(self, q: ArrayLike) -> FloatArray: ...


class Toll:
    """A distribution over non-negative whole numbers on one lattice.

    Parameters
    ----------
    start : int
        The smallest value of the lattice, in people.
    probs : array_like of float, shape (n,)
        The probability of ``start, start + step, start + 2 * step, …``.
    step : int
        People per cell.
    claims : sequence of Claim
        The claims it came from, kept.
    label : str
        The words, or a name, for reprs and plots.
    notes : sequence of str
        What was assumed or applied on the way, in order.
    """

    __slots__ = ("_cumulative", "claims", "label", "law", "notes", "probs", "start", "step")

    def __init__(
        self,
        start: int,
        probs: ArrayLike,
        *,
        step: int = 1,
        claims: Sequence[Claim] = (),
        label: str = "",
        notes: Sequence[str] = (),
        law: Law | None = None,
    ) -> None:
        p = np.array(probs, dtype=np.float64)
        total = float(p.sum()) if p.size else 0.0
        if start < 0 or not np.isfinite(total) or total <= 0 or (p < 0).any():
            raise InvalidValueError("probs", "be non-negative with a positive sum", probs)
        p /= total
        p.flags.writeable = False
        self.start, self.step, self.probs = int(start), int(step), p
        self.claims, self.label, self.notes = tuple(claims), label, tuple(notes)
        self.law = law
        self._cumulative = np.minimum(np.cumsum(p), 1.0)

    @classmethod
    def exact(cls, n: int, **kwargs: Any) -> Toll:
        """Return the toll that is `n` for certain."""
        return cls(n, [1.0], **kwargs)

    @classmethod
    def from_pmf(cls, values: ArrayLike, probs: ArrayLike, **kwargs: Any) -> Toll:
        """Return the toll with the given probabilities of the given whole numbers."""
        v = np.asarray(values, dtype=np.int64)
        p = np.zeros(int(v.max() - v.min()) + 1)
        np.add.at(p, v - v.min(), np.asarray(probs, dtype=np.float64))
        return cls(int(v.min()), p, **kwargs)

    @property
    def values(self) -> NDArray[np.int64]:
        """The whole numbers of the lattice."""
        return self.start + self.step * np.arange(self.probs.size, dtype=np.int64)

    def cdf(self, k: ArrayLike) -> Any:
        """Return P(toll <= k)."""
        index = np.floor((np.asarray(k, dtype=np.float64) - self.start) / self.step)
        index = np.clip(index, -1, self.probs.size - 1).astype(np.int64)
        return np.concatenate([[0.0], self._cumulative])[index + 1][()]

    def ppf(self, q: ArrayLike) -> Any:
        """Return the smallest value whose cdf reaches `q`."""
        index = np.searchsorted(self._cumulative, np.asarray(q) - 1e-15, side="left")
        return self.values[np.minimum(index, self.probs.size - 1)][()]

    def mean(self) -> float:
        """Return the expected number of people."""
        return float(self.values @ self.probs)

    def median(self) -> float:
        """Return the median, in people."""
        return float(self.ppf(0.5))

    def interval(self, level: float = 0.95) -> Interval:
        """Return the equal-tailed interval at `level`."""
        tail = (1.0 - check_level(level)) / 2.0
        return Interval(float(self.ppf(tail)), float(self.ppf(1.0 - tail)), level)
