"""Two lists: Chapman's estimate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.lists.estimate import ListEstimate, LogNormalBounds
from casualtystats.lists.table import OverlapTable

__all__ = ["chapman"]

_FEW = 7  # Seber (1982, p. 60): with fewer matches the bias may exceed 1 in 1000


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
        With a log-normal interval; Seber's variance.

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
    131–160. Seber, G. A. F. (1982), "The estimation of animal abundance", section 3.1.
    Chao, A. (1987), Biometrics 43, 783–791, doi 10.2307/2531532, for the interval.

    Examples
    --------
    >>> import pandas as pd
    >>> two = pd.DataFrame({"police": [1, 0, 1], "press": [0, 1, 1], "count": [52, 31, 17]})
    >>> chapman(two)
    ListEstimate(chapman: 190, 95% interval 147–270; 100 observed; 1 warning)
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
        bounds=LogNormalBounds(overlap.observed, point - overlap.observed, variance),
    )
