"""The forms that a reading and a codebook tell apart, and how sharply a figure is written."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.text.claim import Claim

__all__ = ["KINDS", "ONE_END", "has_scale", "kind_of", "significant_digits"]

FloatArray = NDArray[np.float64]

_TENS = 10.0 ** np.arange(19)

# The forms of a claim, with "up to" told from "at most", and "nearly" from "fewer than".
KINDS = (
    *("exact", "about", "at_least", "more_than", "at_most"),
    *("up_to", "less_than", "nearly", "range", "vague"),
)

#: Forms of one end, beside which a table may hold a best figure.
ONE_END = ("at_least", "at_most", "up_to")


def kind_of(claim: Claim) -> str:
    """Return the form a reading knows a claim by: "up to" and "nearly" are forms of their own."""
    if "nearly" in claim.tags and claim.form in ("less_than", "at_most", "about"):
        return "nearly"
    if "up_to" in claim.tags and claim.form == "at_most":
        return "up_to"
    return claim.form


def has_scale(claim: Claim) -> bool:
    """Return whether a claim gives a figure, or a unit to count in.

    Parameters
    ----------
    claim : Claim
        What was said.

    Returns
    -------
    bool
        False for "an unknown number": such words say that people died, and leave open whether
        it was three or thousands. No law is made of them.

    Examples
    --------
    >>> dozens, unknown = Claim(form="vague", unit=12), Claim(form="vague")
    >>> has_scale(dozens), has_scale(unknown)
    (True, False)
    """
    return bool(claim.unit) if claim.form == "vague" else True


def significant_digits(n: ArrayLike) -> FloatArray:
    """Return how many significant digits whole numbers are written with, at least 1.

    Parameters
    ----------
    n : array_like of float
        Whole numbers, 0 or more.

    Returns
    -------
    numpy.ndarray
        352 has 3, 300 has 1, 310 has 2; 0 has 1.

    Examples
    --------
    >>> significant_digits([352, 300, 310, 7, 0]).tolist()
    [3.0, 1.0, 2.0, 1.0, 1.0]
    """
    rest = np.array(n, dtype=np.float64)
    rest = np.where(rest < 1.0, 1.0, rest)
    flat = rest.reshape(-1)
    ends_in_0 = np.flatnonzero(flat % 10.0 == 0.0)
    while ends_in_0.size:
        flat[ends_in_0] /= 10.0
        ends_in_0 = ends_in_0[flat[ends_in_0] % 10.0 == 0.0]
    return np.searchsorted(_TENS, rest, side="right").astype(np.float64)
