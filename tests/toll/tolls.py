"""Small tolls, brute force over them, and a law with a spike and a heavy tail."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from casualtystats.toll.toll import Toll

weights = st.lists(st.integers(0, 60), min_size=1, max_size=14).filter(any)
tolls = st.builds(
    lambda start, w, step: Toll(start, w, step=step),
    st.integers(0, 400),
    weights,
    st.sampled_from([1, 1, 1, 2, 5]),
)
levels = st.floats(0.01, 0.99)
chances = st.floats(0.0, 1.0)


def exact_pmf(toll: Toll) -> dict[int, Fraction]:
    """The probabilities as fractions of their exact sum."""
    p = [Fraction(x) for x in toll.probs.tolist()]
    return {int(v): x / sum(p) for v, x in zip(toll.values, p, strict=True)}


@dataclass(frozen=True)
class SpikedPareto:
    """A share stands at `at`; the rest above it falls off as (1 + gap / scale) ** -power."""

    at: int
    spike: float
    scale: float
    power: float = 4.0

    @property
    def key(self) -> tuple[Any, ...]:
        return ("spiked", self.at, self.spike, self.scale, self.power)

    def cdf(self, k: ArrayLike) -> NDArray[np.float64]:
        gap = np.floor(np.asarray(k, dtype=np.float64)) - self.at
        tail = (1.0 + np.maximum(gap, 0.0) / self.scale) ** -self.power
        return np.where(gap < 0, 0.0, 1.0 - (1.0 - self.spike) * tail)

    def ppf(self, q: ArrayLike) -> NDArray[np.float64]:
        q = np.asarray(q, dtype=np.float64)
        beyond = np.minimum((1.0 - q) / (1.0 - self.spike), 1.0)
        with np.errstate(divide="ignore"):
            gap = self.scale * (beyond ** (-1.0 / self.power) - 1.0)
        k = self.at + np.maximum(np.ceil(gap - 1e-9), 0.0)
        with np.errstate(invalid="ignore"):
            k = np.where((k > self.at) & (self.cdf(k - 1) >= q), k - 1, k)
        return np.where(np.isfinite(k) & (self.cdf(k) < q), k + 1, k)


@dataclass(frozen=True)
class SpikedLogistic:
    """A share stands at `at`, in the midst of a logistic distribution that is cut at 0."""

    at: int
    spike: float
    middle: float
    scale: float

    @property
    def key(self) -> tuple[Any, ...]:
        return ("spiked logistic", self.at, self.spike, self.middle, self.scale)

    def cdf(self, k: ArrayLike) -> NDArray[np.float64]:
        k = np.floor(np.asarray(k, dtype=np.float64))
        smooth = (expit((k + 0.5 - self.middle) / self.scale) - self._cut()) / (1 - self._cut())
        whole = (1.0 - self.spike) * smooth + self.spike * (k >= self.at)
        return np.where(k < 0, 0.0, whole)

    def _cut(self) -> float:
        return float(expit((-0.5 - self.middle) / self.scale))

    def ppf(self, q: ArrayLike) -> NDArray[np.float64]:
        q = np.asarray(q, dtype=np.float64)
        low, high = np.full(q.shape, -1.0), np.full(q.shape, 2.0**40)
        for _ in range(42):
            middle = np.floor((low + high) / 2.0)
            reached = self.cdf(middle) >= q
            low, high = np.where(reached, low, middle), np.where(reached, middle, high)
        return high
