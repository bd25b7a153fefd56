"""Moments of a toll: SciPy's names, computed on its lattice.

These functions are the methods of `Toll` of the same names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.toll.lattice import Lattice


class OnLattice(Protocol):
    """What moments need of a toll."""

    @property
    def lattice(self) -> Lattice:
        """The probabilities."""
        ...

    @property
    def law(self) -> Any:
        """The closed form, if there is one."""
        ...


def only_bounds(self: OnLattice) -> bool:
    """Whether its intervals are bounds of a sum whose dependence is unknown.

    Then its mean is known, and its median and deviation are not.
    """
    return hasattr(self.law, "centre")


def _centre(self: OnLattice) -> tuple[float, float]:
    """Return mean and variance; of a sum of unknown dependence only the mean is known."""
    if only_bounds(self):
        return float(self.law.centre), float("nan")
    return self.lattice.mean_and_var()


def mean(self: OnLattice) -> float:
    """Return the expected number of people.

    Returns
    -------
    float
        The mean, in people, of what the lattice holds.
    """
    return _centre(self)[0]


def var(self: OnLattice) -> float:
    """Return the variance.

    Returns
    -------
    float
        In people squared. A coarse lattice adds at most ``step ** 2 / 4``. NaN for a sum of
        unknown correlation.
    """
    return _centre(self)[1]


def std(self: OnLattice) -> float:
    """Return the standard deviation.

    Returns
    -------
    float
        In people.
    """
    return float(np.sqrt(var(self)))


def stats(self: OnLattice, moments: str = "mv") -> Any:
    """Return mean, variance, skewness and excess kurtosis, as asked.

    Parameters
    ----------
    moments : str
        Any of the letters ``m v s k``.

    Returns
    -------
    float or tuple of float
        One number for one letter, otherwise in the order m, v, s, k, as SciPy does. Skewness
        and kurtosis of a certain toll are NaN.

    Raises
    ------
    InvalidValueError
        If `moments` holds another letter or none.
    """
    if not moments or set(moments) - set("mvsk"):
        raise InvalidValueError("moments", "be letters of 'mvsk'", moments)
    centre, spread = _centre(self)
    found = {"m": centre, "v": spread}
    if set("sk") & set(moments):
        gap = self.lattice.values - centre
        third, fourth = (float(gap**n @ self.lattice.probs) for n in (3, 4))
        found["s"] = third / spread**1.5 if spread > 0 else float("nan")
        found["k"] = fourth / spread**2 - 3.0 if spread > 0 else float("nan")
    asked = tuple(found[letter] for letter in "mvsk" if letter in moments)
    return asked[0] if len(asked) == 1 else asked


def moment(self: OnLattice, order: int) -> float:
    """Return the raw moment of an order.

    Parameters
    ----------
    order : int
        1 for the mean, 2 for the mean square, and so on.

    Returns
    -------
    float
        E[toll ** order]; of a sum of unknown correlation NaN from order 2 on.

    Raises
    ------
    InvalidValueError
        If `order` is not a whole number, 0 or more.
    """
    given: Any = order
    if not isinstance(given, int | float | np.number) or given != np.floor(given) or given < 0:
        raise InvalidValueError("order", "be a whole number, 0 or more", order)
    if only_bounds(self):
        return {0: 1.0, 1: mean(self)}.get(int(order), float("nan"))
    return float(self.lattice.values.astype(np.float64) ** int(order) @ self.lattice.probs)


def entropy(self: OnLattice) -> float:
    """Return the entropy.

    Returns
    -------
    float
        In nats; 0 for a certain toll.
    """
    p = self.lattice.probs[self.lattice.probs > 0]
    return float(-(p @ np.log(p))) + 0.0


def _applied(func: Callable[[Any], Any], values: NDArray[np.int64]) -> Any:
    """Apply a function to numbers at once, or one by one if that is all it can."""
    try:
        return func(values)
    except (TypeError, ValueError):
        return [func(value) for value in values.tolist()]


def expect(
    self: OnLattice,
    func: Callable[[Any], Any] | None = None,
    lb: float | None = None,
    ub: float | None = None,
    *,
    conditional: bool = False,
) -> float:
    """Return the expected value of a function of the toll.

    Parameters
    ----------
    func : callable or None
        Takes an array of whole numbers and returns one of the same shape, or takes one number
        and returns one; None is the toll itself.
    lb, ub : float or None
        Count only tolls in this range, both ends included.
    conditional : bool
        Whether to divide by the probability of that range.

    Returns
    -------
    float
        The expectation; NaN for a sum of unknown correlation, but for its mean.

    Examples
    --------
    >>> from casualtystats.toll.toll import Toll
    >>> Toll.from_pmf([31, 42], [0.5, 0.5]).expect(lambda n: n >= 40)
    0.5
    """
    given: Any = func
    if given is not None and not callable(given):
        raise InvalidTypeError("func", "be a function of numbers of people, or None", func)
    if only_bounds(self):
        whole = func is None and lb is None and ub is None
        return mean(self) if whole else float("nan")
    values, p = self.lattice.values, self.lattice.probs
    inside = np.ones(values.size, dtype=bool)
    if lb is not None:
        inside &= values >= lb
    if ub is not None:
        inside &= values <= ub
    values, p = values[inside], p[inside]
    answer = np.asarray(values if func is None else _applied(func, values), dtype=np.float64)
    total = float(np.broadcast_to(answer, values.shape) @ p)
    if not conditional:
        return total
    held = float(p.sum())
    if held <= 0:
        raise InvalidValueError("lb", "leave some probability up to ub", (lb, ub))
    return total / held
