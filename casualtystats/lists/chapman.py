"""Two lists: Chapman's estimate."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.lists.estimate import ListEstimate
from casualtystats.lists.table import OverlapTable
from casualtystats.toll.lattice import PEOPLE

__all__ = ["HypergeometricBounds", "chapman"]

_FEW = 7  # Seber (1982, p. 60): with fewer matches the bias may exceed 1 in 1000


@dataclass(frozen=True, slots=True)
class HypergeometricBounds:
    """The totals under which as many people on both lists are not too rare.

    Given the total N and the two lists' lengths, the number on both is hypergeometric. The ends
    are the smallest and the largest N under which a number as small, or as large, as the one
    found has a probability of at least half of what the level leaves out. So the interval holds
    the total at least as often as its level says, however few people are missing.

    Parameters
    ----------
    first, second : int
        People on each list.
    both : int
        People on both.
    point : float
        The estimate, which the interval holds in any case.
    """

    first: int
    second: int
    both: int
    point: float
    kind: str = "exact"

    def __call__(self, level: float) -> tuple[float, float]:
        """Return the ends of the interval, in people; infinite beyond `PEOPLE`."""
        tail = (1.0 - level) / 2.0
        observed = self.first + self.second - self.both
        low, high = observed, 2 * observed
        while high <= PEOPLE and self._as_many(high) >= tail:
            low, high = high, 2 * high
        if high > PEOPLE:
            most: float = math.inf  # more people than there are: no end can be given
            high = PEOPLE
        else:
            most = _last(lambda total: self._as_many(total) >= tail, low, high)
        least = observed
        if self._as_few(observed) < tail:
            least = _last(lambda total: self._as_few(total) < tail, observed, high) + 1
        return min(float(least), self.point), max(float(most), self.point)

    def _as_many(self, total: int) -> float:
        """P(as many on both or more); it falls with the total."""
        from scipy.stats import hypergeom

        return float(hypergeom.sf(self.both - 1, total, self.first, self.second))

    def _as_few(self, total: int) -> float:
        """P(as many on both or fewer); it rises with the total."""
        from scipy.stats import hypergeom

        return float(hypergeom.cdf(self.both, total, self.first, self.second))


def _last(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Return the last whole number from `low` at which what holds there still holds."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def chapman(table: Any, *, lists: Sequence[str] | None = None) -> ListEstimate:
    """Estimate the total from two lists that find people independently of each other.

    With n1 and n2 people on the lists and m on both, the total is
    ``(n1 + 1)(n2 + 1) / (m + 1) - 1``, nearly free of the bias of n1·n2/m. It assumes that
    everyone on a list had the same chance to be on it, and that being on one says nothing about
    being on the other. Lists that share their sources overlap too much, and the total comes out
    too low; lists that cover different groups overlap too little, and it comes out too high. Two
    lists cannot show which is the case. Three can.

    Parameters
    ----------
    table : pandas.DataFrame, mapping or OverlapTable
        The overlap, as `OverlapTable.read` takes it.
    lists : sequence of str or None
        The two lists to use, where the table has more.

    Returns
    -------
    ListEstimate
        With the exact interval of the hypergeometric distribution, which holds the total at
        least as often as its level says; Seber's variance stands in `models`.

    Raises
    ------
    InvalidValueError
        If the table has more than two lists and `lists` does not name two.
    NotIdentifiedError
        If the lists share nobody.

    References
    ----------
    Chapman, D. G. (1951), "Some properties of the hypergeometric distribution with applications
    to zoological sample censuses", University of California Publications in Statistics 1,
    131–160. Seber, G. A. F. (1982), "The estimation of animal abundance", section 3.1. The
    interval inverts two one-sided tests: Clopper, C. J. & Pearson, E. S. (1934), Biometrika 26,
    404–413, doi 10.1093/biomet/26.4.404, do so for a share.

    Examples
    --------
    >>> import pandas as pd
    >>> two = pd.DataFrame({"police": [1, 0, 1], "press": [0, 1, 1], "count": [52, 31, 17]})
    >>> chapman(two)
    ListEstimate(chapman: 190, 95% interval 144–298; 100 observed; 1 warning)
    """
    overlap = OverlapTable.read(table)
    if lists is not None:
        overlap = overlap.keep(lists)
    if overlap.n_lists != 2:
        raise InvalidValueError(
            "lists",
            "name two lists",
            lists if lists is not None else overlap.lists,
            f"Try lists={list(overlap.lists[:2])!r}, or loglinear for all of them.",
        )
    first, second = overlap.on_list().values()
    both = overlap.overlap(0, 1)
    if both == 0:
        raise NotIdentifiedError(
            "table",
            "have people on both lists",
            dict(zip(overlap.lists, (first, second), strict=True)),
            "Without overlap any total is as good as another.",
        )
    point = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (
        (first + 1) * (second + 1) * (first - both) * (second - both)
        / ((both + 1) ** 2 * (both + 2))
    )  # fmt: skip
    notes = ["two lists cannot show whether they depend on each other"]
    if both < _FEW:
        notes.append(f"only {both} people are on both lists")
    models = pd.DataFrame(
        {"model": ["[1,2]"], "total": [point], "stderr": [variance**0.5], "weight": [1.0]}
    )
    return ListEstimate(
        method="chapman",
        point=point,
        table=overlap,
        models=models,
        warnings=tuple(notes),
        bounds=HypergeometricBounds(first, second, both, point),
    )
