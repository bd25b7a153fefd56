"""A lower bound from how many people are on one list only, and how many on two."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from casualtystats.display.wording import percent
from casualtystats.errors import NotIdentifiedError
from casualtystats.lists.estimate import ListEstimate, LogNormalBounds
from casualtystats.lists.table import OverlapTable

__all__ = ["chao"]

_FEW = 5
_UNEQUAL = 1.1


def chao(table: Any, *, finite: bool = True) -> ListEstimate:
    """Give a lower bound of the total, whatever people's chances of being listed.

    With f1 people on one list and f2 on two, at least ``f1² / (2 f2)`` people are on none if
    there are many lists, and ``(t - 1)/t`` times as many if there are t. The bound holds
    however much the chance of being listed differs from person to person; it is sharp when it
    does not differ. It does assume that the lists are much alike in size and do not avoid each
    other: lists of very different size, or covering different groups, can push it above the
    truth.

    Parameters
    ----------
    table : pandas.DataFrame, mapping or OverlapTable
        The overlap, as `OverlapTable.read` takes it.
    finite : bool
        Whether to allow for the number of lists. False gives the original form for many lists,
        which with few lists is no lower bound: with two equal, independent lists it counts
        the unseen twice.

    Returns
    -------
    ListEstimate
        The bound as `point`, with a log-normal interval. Its `models` hold both forms and the
        bias-corrected ones.

    Raises
    ------
    NotIdentifiedError
        If nobody is on two lists or more.

    References
    ----------
    Chao, A. (1987), "Estimating the population size for capture-recapture data with unequal
    catchability", Biometrics 43, 783–791, doi 10.2307/2531532.
    Chao, A. (1989), "Estimating population size for sparse data in capture-recapture
    experiments", Biometrics 45, 427–438, doi 10.2307/2531487, for the factor (t - 1)/t.

    Examples
    --------
    >>> import pandas as pd
    >>> three = {"a": range(0, 60), "b": range(40, 110), "c": range(90, 150)}
    >>> chao(three)
    ListEstimate(chao: 251, 95% interval 210–319; 150 observed)
    >>> chao(three, finite=False).point
    301.25
    """
    overlap = OverlapTable.read(table)
    captures = overlap.by_capture()
    once, twice = int(captures[1]), int(captures[2])
    if captures[2:].sum() == 0:
        raise NotIdentifiedError(
            "table",
            "have people on two lists",
            captures.tolist(),
            "Without overlap any total is as good as another.",
        )
    factor = (overlap.n_lists - 1) / overlap.n_lists
    forms = {
        "few lists": _classic(once, twice, factor),
        "few lists, bias-corrected": _corrected(once, twice, factor, overlap.observed),
        "many lists": _classic(once, twice, 1.0),
        "many lists, bias-corrected": _corrected(once, twice, 1.0, overlap.observed),
    }
    notes = []
    if twice < _FEW:
        notes.append(f"only {twice} people are on exactly two lists")
    chosen = "few lists" if finite else "many lists"
    if twice == 0:
        chosen += ", bias-corrected"
        notes.append("the bias-corrected form is used because nobody is on exactly two lists")
    shares = np.array(list(overlap.on_list().values())) / sum(overlap.on_list().values())
    inflated = factor / (1.0 - float(shares @ shares))
    if inflated > _UNEQUAL:
        notes.append(
            "the lists differ in size, so this may not be a lower bound: independent lists like "
            f"these would have put it {percent(inflated - 1.0)} too high"
        )
    missing, variance = forms[chosen]
    models = pd.DataFrame(
        {
            "model": list(forms),
            "total": [overlap.observed + m for m, _ in forms.values()],
            "stderr": [math.sqrt(v) for _, v in forms.values()],
            "weight": [float(name == chosen) for name in forms],
        }
    )
    return ListEstimate(
        method="chao",
        point=overlap.observed + missing,
        table=overlap,
        models=models,
        warnings=tuple(notes),
        bounds=LogNormalBounds(overlap.observed, missing, variance),
    )


def _classic(once: int, twice: int, factor: float) -> tuple[float, float]:
    """Return k f1² / (2 f2) and its variance; unknown where nobody is on exactly two."""
    if twice == 0:
        return math.nan, math.nan
    r = once / twice
    missing = factor * once * r / 2
    variance = twice * (factor / 2 * r**2 + factor**2 * (r**3 + r**4 / 4))
    return missing, variance


def _corrected(once: int, twice: int, factor: float, observed: int) -> tuple[float, float]:
    """Return k f1 (f1 - 1) / (2 (f2 + 1)) and its variance."""
    missing = factor * once * (once - 1) / (2 * (twice + 1))
    spread = once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
    if twice == 0:
        total = observed + missing
        variance = missing + factor**2 * (spread - once**4 / (4 * total))
    else:
        tail = once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
        variance = missing + factor**2 * (spread + tail)
    return missing, max(variance, 0.0)
