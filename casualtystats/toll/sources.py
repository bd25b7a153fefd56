"""Where tolls come from: probabilities, draws, and the distributions of SciPy."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.toll.lattice import CELLS, PEOPLE, Lattice, from_law, from_points, normalised

__all__ = ["lattice_of_pmf", "lattice_of_samples", "lattice_of_scipy"]

_TAILS = (1e-15, 1e-13, 1e-11, 1e-9)  # what a lattice of a SciPy distribution may leave out


def _whole(argument: str, numbers: ArrayLike) -> NDArray[np.int64]:
    """Return whole, non-negative, known numbers of people, or refuse them."""
    given = np.asarray(numbers)
    if given.dtype.kind not in "iuf":
        raise InvalidTypeError(argument, "be numbers of people", numbers)
    given = given.ravel()
    if given.size == 0:
        raise InvalidValueError(argument, "hold at least one number", numbers)
    if not np.isfinite(given).all():
        raise InvalidValueError(argument, "be known and finite", numbers, "Unknown is never 0.")
    if (given < 0).any() or (given != np.floor(given)).any():
        raise InvalidValueError(
            argument, "be whole numbers of people, 0 or more", numbers, "Round them first."
        )
    if (given > PEOPLE).any():
        raise InvalidValueError(argument, f"be at most {PEOPLE:,} people", numbers)
    return given.astype(np.int64)


def lattice_of_pmf(values: ArrayLike, probs: ArrayLike) -> Lattice:
    """Return the lattice of given probabilities of given whole numbers."""
    given: Any = values
    if not isinstance(given, np.ndarray):
        given = np.array(list(given)) if np.iterable(given) else np.array([given])
    v = _whole("values", given)
    try:
        p = np.asarray(probs, dtype=np.float64).ravel()
    except (TypeError, ValueError):
        raise InvalidTypeError("probs", "be numbers", probs) from None
    if p.shape != v.shape:
        raise InvalidValueError("probs", f"be one per value, {v.size} in all", probs)
    if not np.isfinite(p).all() or (p < 0).any() or not p.any():
        raise InvalidValueError("probs", "be non-negative with a positive sum", probs)
    return from_points(v[p > 0], p[p > 0])


def lattice_of_samples(samples: ArrayLike) -> Lattice:
    """Return the empirical distribution of draws."""
    values, counts = np.unique(_whole("samples", samples), return_counts=True)
    return from_points(values, counts)


def lattice_of_scipy(frozen: Any, discretise: str | None) -> Lattice:
    """Return the lattice of a frozen distribution, its tails cut where nearly nothing is left."""
    if discretise not in (None, "round"):
        raise InvalidValueError("discretise", "be None or 'round'", discretise)
    if not all(hasattr(frozen, name) for name in ("ppf", "cdf", "dist")):
        raise InvalidTypeError(
            "frozen", "be a frozen distribution of SciPy", frozen, "Try scipy.stats.poisson(31)."
        )
    discrete = hasattr(frozen, "pmf") and not hasattr(frozen.dist, "pdf")
    if not discrete and discretise is None:
        raise InvalidTypeError(
            "frozen",
            "be discrete",
            frozen,
            "People are whole: say discretise='round' to give each whole number the "
            "probability of half a person to either side.",
        )
    edge = 0.0 if discrete else -0.5
    negative = float(frozen.cdf(edge - 1.0 if discrete else edge))
    if not negative < 1e-12:
        raise InvalidValueError(
            "frozen", "have no probability below 0 people", frozen, "Truncate it at 0 first."
        )
    if not discrete:
        return from_law(_Rounded(frozen))
    for tail in _TAILS:
        low, high = float(frozen.ppf(tail)), float(frozen.isf(tail))
        if not np.isfinite([low, high]).all():
            raise InvalidValueError("frozen", "have finite quantiles", frozen)
        if high - low < CELLS:
            break
    else:
        return from_law(_Rounded(frozen))
    k = np.arange(max(low, 0.0), high + 1.0)
    left_out = float(frozen.cdf(k[0] - 1.0)) + float(frozen.sf(high))
    return normalised(int(k[0]), frozen.pmf(k), 1, left_out)


class _Rounded:
    """The law of a frozen distribution, continuous ones rounded to whole people."""

    def __init__(self, frozen: Any) -> None:
        self.frozen = frozen
        self.shift = 0.5 if hasattr(frozen.dist, "pdf") else 0.0

    @property
    def key(self) -> tuple[Any, ...]:
        return ("scipy", self.frozen.dist.name, self.frozen.args, repr(self.frozen.kwds))

    def cdf(self, k: ArrayLike) -> NDArray[np.float64]:
        return np.asarray(self.frozen.cdf(np.floor(np.asarray(k, dtype=np.float64)) + self.shift))

    def ppf(self, q: ArrayLike) -> NDArray[np.float64]:
        return np.maximum(np.ceil(np.asarray(self.frozen.ppf(q)) - self.shift), 0.0)
