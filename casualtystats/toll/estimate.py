"""estimate: from words or figures to a distribution over whole numbers of people."""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.text.claim import Claim
from casualtystats.toll.interval import check_level
from casualtystats.toll.reading import Reading
from casualtystats.toll.scheme import Scheme
from casualtystats.toll.toll import Toll

if TYPE_CHECKING:
    from casualtystats.toll.law import FigureLaw

__all__ = ["estimate"]

_KINDS = "be a whole number of people, words, a Claim, a (low, high) pair or a Toll"


def estimate(
    x: int | str | Claim | tuple[int, int] | Toll,
    *,
    level: float = 0.95,
    reading: str | Reading = "documented",
    scheme: str | None = None,
) -> Toll:
    """Turn a stated figure into the toll it means, as a distribution.

    Parameters
    ----------
    x : int, str, Claim, (int, int) or Toll
        What was stated: a figure in people, words that hold one, a claim, the two ends of a
        range, or a toll, which is returned as it is.
    level : float
        The level of the result's intervals unless one is asked for, a fraction.
    reading : str or Reading
        What the words mean in numbers.
    scheme : str or None
        A codebook whose fixed numbers are used instead of a reading.

    Returns
    -------
    Toll
        The distribution, which keeps the claim.

    Raises
    ------
    InvalidValueError
        If a figure is negative, fractional or unknown, or a range is inverted.
    InvalidTypeError
        If `x` is of none of these kinds.
    UnreadableError
        If a text states no figure.
    """
    check_level(level)
    if isinstance(x, Toll):
        return x
    claim = as_claim(x)
    if scheme is not None:
        low, _, high = Scheme.load(scheme).code(claim)
        return Toll.from_pmf(range(low, high + 1), [1.0] * (high - low + 1), claims=(claim,))
    read = Reading.load(reading) if isinstance(reading, str) else reading
    return _toll(read.law(claim), claim, claim.text or repr(claim))


def as_claim(x: Any) -> Claim:
    """Return what `x` states as a claim, or say why it states none."""
    if isinstance(x, Claim):
        return x
    if isinstance(x, str):
        from casualtystats.text.parse import read_one

        return read_one(x)[0]
    if isinstance(x, Sequence) and len(x) == 2:
        low, high = (whole(end) for end in x)
        if low > high:
            raise InvalidValueError(
                "x", "be a (low, high) pair with low at most high", x, "Swap the ends."
            )
        form = "exact" if low == high else "range"
        text = str(low) if low == high else f"{low}–{high}"
        return Claim(low=low, high=high, best=low if low == high else None, form=form, text=text)
    n = whole(x)
    return Claim(low=n, high=n, best=n, form="exact", text=str(n))


def whole(n: Any) -> int:
    """Return `n` as a whole number of people, or refuse it."""
    if isinstance(n, (bool, np.bool_)) or not isinstance(n, (numbers.Real, np.number)):
        raise InvalidTypeError("x", _KINDS, n, "Unknown is not 0: leave unknown tolls out.")
    number = float(n)
    if not np.isfinite(number):
        raise InvalidValueError("x", "be a known number of people", n, "Unknown is never 0.")
    if number < 0 or number != int(number):
        raise InvalidValueError("x", "be a whole number of people, 0 or more", n)
    return int(n)


def _toll(law: FigureLaw, claim: Claim, label: str) -> Toll:
    start, stop = (int(law.ppf(q)) for q in (1e-12, 1 - 1e-9))
    step = max(1, (stop - start) // 65_536 + 1)
    cells = np.arange(start, stop + step, step)
    probs = np.diff(law.cdf(cells), prepend=float(law.cdf(start - 1)))
    return Toll(start, np.maximum(probs, 0.0), step=step, claims=(claim,), label=label, law=law)
