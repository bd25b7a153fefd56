"""estimate: from what was stated to a distribution over whole numbers of people."""

from __future__ import annotations

import math
import numbers
from pathlib import Path
from typing import Any

import numpy as np

from casualtystats.errors import InvalidTypeError, InvalidValueError, SchemeError
from casualtystats.text.claim import Claim, Form
from casualtystats.toll.constraints import constrain
from casualtystats.toll.interval import check_level
from casualtystats.toll.lattice import PEOPLE
from casualtystats.toll.reading import Reading
from casualtystats.toll.scheme import Scheme
from casualtystats.toll.toll import Toll

__all__ = ["as_claim", "estimate", "whole"]

_KINDS = "be a whole number of people, words, a Claim, a (low, high) pair or a Toll"


def estimate(
    x: float | str | Claim | tuple[int, int] | list[int] | Toll,
    *,
    level: float = 0.95,
    reading: str | Path | Reading = "documented",
    scheme: str | Path | Scheme | None = None,
    lang: str = "auto",
) -> Toll:
    """Turn a stated figure into the toll it means, as a distribution.

    The estimand of the default reading is the toll that careful multi-source documentation of
    the same incident ends up recording. It is not the number of people who died: what no source
    reports is the matter of `casualtystats.bias` and `casualtystats.lists`.

    Parameters
    ----------
    x : int, str, Claim, (int, int) or Toll
        What was stated: a figure in people, words that hold one, a claim, the two ends of a
        range, or a toll, which is returned as it is.
    level : float
        The level of the result's intervals unless one is asked for, a fraction.
    reading : str, pathlib.Path or Reading
        What the words mean in numbers: ``"documented"``, ``"ferson"`` (what readers take them
        to mean), the path of a TOML file, or a `Reading`.
    scheme : str, pathlib.Path, Scheme or None
        A codebook whose fixed numbers are used instead of a reading: ``"acled"``, ``"airwars"``,
        ``"gtd"``, ``"ucdp"``. The toll is the coded figure, or any whole number of the coded
        range, each equally likely.
    lang : str
        The language of the words, a BCP 47 code; ``"auto"`` tells it by the words.

    Returns
    -------
    Toll
        The distribution, which keeps the claim, and says in `layers` which reading or codebook
        it rests on. Words that change nothing, such as a hedge of a vague word, are in `notes`,
        and so is what the parts say that a text holds ("dozens, including at least 30 children").

    Raises
    ------
    InvalidValueError
        If a figure is negative, fractional or unknown, a range is inverted, or the words deny
        the figure ("the ministry denied that 40 were killed"): `fuse` sets such figures aside.
    InvalidTypeError
        If `x` is of none of these kinds.
    UnreadableError
        If a text states no figure, or several of which none is the toll of the whole. Unknown
        is never 0.
    SchemeError
        If the codebook has no rule for the words, or leaves them blank.

    See Also
    --------
    casualtystats.parse : Reads every claim of a text.
    casualtystats.fuse : Makes one toll of several reports of one incident.

    Examples
    --------
    >>> import casualtystats as cs
    >>> toll = cs.estimate("at least 31")
    >>> toll.interval(level=0.9)
    Interval(21–63, level=0.9)
    >>> cs.estimate("dozens", scheme="ucdp").interval()
    Interval(24–24, level=0.95)
    >>> toll.layers
    ('said', 'meant: documented')
    >>> cs.estimate("au moins 31 morts").claims
    (Claim('au moins 31': at_least 31 killed),)
    """
    if isinstance(x, Toll):
        return x
    claim, parts = _read(x, lang)
    if "denied" in claim.tags:
        hint = "It is no count of its own: give what a source concedes, or who claims it."
        raise InvalidValueError("x", "state a figure that is not denied", x, hint)
    label = claim.text or repr(claim)
    if scheme is not None:
        return constrain(_coded(claim, label, Scheme.load(scheme), level), parts)
    loaded = Reading.load(reading)
    toll = Toll.from_law(
        loaded.law(claim),
        claims=(claim,),
        label=label,
        notes=_unused(claim),
        layers=("said", f"meant: {loaded.name or 'a reading without a name'}"),
        level=check_level(level),
    )
    return constrain(toll, parts)


def _unused(claim: Claim) -> tuple[str, ...]:
    """Say which words of a vague figure change nothing: "at most dozens" is read as "dozens"."""
    if claim.form != "vague":
        return ()
    notes = []
    for part, words, _ in claim.evidence:
        if part == "hedge":
            notes.append(f"{words!r} changes nothing: the word behind it is vague already")
        elif part == "range":
            notes.append(f"{words!r} is read by its first word: the other end is not used")
    return tuple(notes)


def _coded(claim: Claim, label: str, scheme: Scheme, level: float) -> Toll:
    coding = scheme.code(claim)
    low, high = coding.low, coding.high
    if low is None or high is None:
        raise SchemeError(
            "x",
            f"have both ends in {scheme.name}",
            label,
            f"It codes low {low}, best {coding.best}, high {high}. Unknown is never 0.",
        )
    note = f"coded {low}–{high} as {scheme.name} would ({coding.status}: {coding.source})"
    return Toll.from_pmf(
        np.arange(low, high + 1),
        np.ones(high - low + 1),
        claims=(claim,),
        label=label,
        notes=(note,),
        layers=("said", f"meant: {scheme.name}"),
        level=check_level(level),
    )


def as_claim(x: Any, lang: str = "auto") -> Claim:
    """Return what `x` states as a claim.

    Parameters
    ----------
    x : int, str, Claim or (int, int)
        A figure, words, a claim, or the two ends of a range.
    lang : str
        The language of the words, or ``"auto"``.

    Returns
    -------
    Claim
        What was said; of a text, the figure that stands for the whole.

    Raises
    ------
    UnreadableError
        If a text states no figure, or several.
    InvalidValueError
        If the figure is impossible or unknown.
    InvalidTypeError
        If `x` is something else.
    """
    return _read(x, lang)[0]


def _read(x: Any, lang: str) -> tuple[Claim, tuple[Claim, ...]]:
    """Return what is stated, and the sub-counts that a text states with it."""
    if isinstance(x, Claim):
        return x, ()
    if isinstance(x, str):
        from casualtystats.text.headline import read_one

        return read_one(x, lang)
    return _counted(x), ()


def _counted(x: Any) -> Claim:
    """Return a figure or the two ends of a range as a claim."""
    if isinstance(x, np.ndarray) and x.ndim == 0:
        x = x.item()
    if isinstance(x, tuple | list | np.ndarray) and len(x) == 2:
        low, high = (whole(end) for end in x)
        if low > high:
            raise InvalidValueError(
                "x", "be a (low, high) pair with low at most high", x, "Swap the ends."
            )
        form: Form = "exact" if low == high else "range"
        text = str(low) if low == high else f"{low}–{high}"
        return Claim(low=low, high=high, best=low if low == high else None, form=form, text=text)
    n = whole(x)
    return Claim(low=n, high=n, best=n, form="exact", text=str(n))


def whole(n: Any) -> int:
    """Return `n` as a whole number of people.

    Parameters
    ----------
    n : int or float
        A count; a float must be whole.

    Returns
    -------
    int
        The count.

    Raises
    ------
    InvalidValueError
        If it is negative, fractional, infinite or NaN.
    InvalidTypeError
        If it is no number.
    """
    if isinstance(n, bool | np.bool_) or not isinstance(n, numbers.Real | np.number):
        raise InvalidTypeError("x", _KINDS, n, "Unknown is never 0: leave an unknown toll out.")
    number = float(n)
    if not math.isfinite(number):
        raise InvalidValueError("x", "be a known number of people", n, "Unknown is never 0.")
    if number < 0 or not number.is_integer():
        raise InvalidValueError("x", "be a whole number of people, 0 or more", n)
    if number > PEOPLE:
        raise InvalidValueError("x", f"be at most {PEOPLE:,} people", n)
    return int(n) if isinstance(n, numbers.Integral) else int(number)
