"""How reports err: explicit models of undercount and of rounding, never on by default.

A bias model is any callable that takes a toll and the report it came from and returns a toll.
Two are offered. Both say in the notes of their result that they were applied.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.toll.lattice import CELLS
from casualtystats.toll.toll import Toll
from casualtystats.toll.ucdp import (
    UcdpLaw,
    Violence,
    coder_parameters,
    violence_type,
    whole_cdf,
    word_coded,
)

__all__ = ["Heaping", "Undercount"]

FloatArray = NDArray[np.float64]

_BINS = 512  # of an input's lattice, above which neighbours share one Gumbel
_TAIL = 1e-9  # probability left beyond the last cell of a result


class Bias(Protocol):
    """Any callable from a toll, and the report it came from, to a toll."""

    def __call__(self, toll: Toll, report: Any, /) -> Toll:
        """Return what may have been true where the toll was reported."""


@dataclass(frozen=True, slots=True)
class Undercount:
    """What the true toll may be, according to the coders of UCDP.

    Parameters
    ----------
    violence : {'state-based', 'non-state', 'one-sided', 'any'} or int
        UCDP's type of organised violence, or its code 1, 2 or 3 in the GED's column
        ``type_of_violence``; ``any`` pools the three.
    word_codes : bool or None
        Whether to keep the published extra terms at 2, 3, 13, 20, 24, 40, 101, 200, 1001 and
        2000, which seem to stand for words that UCDP coded as numbers. None keeps them for a
        toll that is certain, as a recorded number is, and drops them for a distribution over
        tolls, in which the 24 between 23 and 25 is no code for "dozens".

    Raises
    ------
    InvalidValueError
        If `violence` is none of the four.

    Notes
    -----
    The published model makes 24 mean 20 to 28 where 25 means 25 to 71. That is right for
    numbers in UCDP's own tables and wrong for figures from elsewhere: for those say
    ``word_codes=False``. The model was elicited for tolls that UCDP recorded. That it holds
    for a news report is an assumption, which is why no bias is applied unless asked for.

    References
    ----------
    Vesco, Randahl, Hegre, Högbladh and Alptekin (2026). "The Underreported Death Toll of
    Wars". Journal of Conflict Resolution. doi:10.1177/00220027261423826.

    Examples
    --------
    >>> from casualtystats.toll.toll import Toll
    >>> undercount = Undercount("one-sided", word_codes=False)
    >>> toll = undercount(Toll.exact(31))
    >>> toll.interval(level=0.9)
    Interval(31–67, level=0.9)
    >>> toll.notes
    ('undercount: UCDP coder model, one-sided, without word codes',)
    """

    violence: str | int = "any"
    word_codes: bool | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "violence", violence_type(self.violence))

    def __call__(self, toll: Toll, _report: Any = None, /) -> Toll:
        """Return what may have been true where `toll` was recorded.

        Parameters
        ----------
        toll : Toll
            What was recorded, as a distribution if it is not certain.
        _report : Report, optional
            Where it came from; this model does not look at it.

        Returns
        -------
        Toll
            The mixture of the model over the recorded tolls, in whole people.
        """
        _check_toll(toll)
        kind = violence_type(self.violence)
        certain = np.count_nonzero(toll.probs) == 1
        codes = certain if self.word_codes is None else self.word_codes
        kept = toll.probs > 0
        recorded, probs = toll.values[kept], toll.probs[kept]
        how = "with" if codes else "without"
        note = f"undercount: UCDP coder model, {kind}, {how} word codes"
        start, step, out = _undercounted(recorded, probs, kind, word_codes=codes)
        law = UcdpLaw(int(recorded[0]), kind, codes) if certain else None
        return _revised(toll, start, out, step=step, note=note, law=law)


@dataclass(frozen=True, slots=True)
class Heaping:
    """What a toll may have been before it was rounded to a ten or a five.

    Parameters
    ----------
    to_ten, to_five : float or None
        The share of tolls that were rounded to the nearest ten, and to the nearest five,
        fractions; None takes the shares fitted to Iraq Body Count.
    lowest, highest : int or None
        The smallest and the largest toll that may have been rounded; None takes 10 and 999.

    Raises
    ------
    InvalidValueError
        If the shares are negative or sum to more than 1, or `lowest` is above `highest`.

    Notes
    -----
    By Bayes' rule, with every toll within reach of the rounding equally likely beforehand.
    A toll half way between two tens goes to either with equal probability. A figure that is
    no multiple of five was not rounded, and stays.

    References
    ----------
    Heitjan and Rubin (1990). "Inference from Coarse Data via Multiple Imputation with
    Application to Age Heaping". Journal of the American Statistical Association 85.
    doi:10.1080/01621459.1990.10476202.

    Examples
    --------
    >>> from casualtystats.toll.toll import Toll
    >>> Heaping()(Toll.exact(40)).interval(level=0.9)
    Interval(36–44, level=0.9)
    >>> Heaping()(Toll.exact(42)).interval(level=0.9)
    Interval(42–42, level=0.9)
    """

    to_ten: float | None = None
    to_five: float | None = None
    lowest: int | None = None
    highest: int | None = None

    def __post_init__(self) -> None:
        for name, fitted in _heaping().items():
            if getattr(self, name) is None:
                object.__setattr__(self, name, fitted)
        for name in ("to_ten", "to_five", "lowest", "highest"):
            if not isinstance(getattr(self, name), int | float | np.number):
                raise InvalidTypeError(name, "be a number", getattr(self, name))
        if not 0 <= (self.lowest or 0) <= (self.highest or 0):
            rule = "be tolls, 0 or more, the lowest first"
            raise InvalidValueError("lowest and highest", rule, (self.lowest, self.highest))
        ten, five = self._shares()
        if not (ten >= 0 and five >= 0 and ten + five <= 1):
            rule = "be shares, 0 or more, that sum to at most 1"
            raise InvalidValueError("to_ten and to_five", rule, (ten, five))

    def __call__(self, toll: Toll, _report: Any = None, /) -> Toll:
        """Return what may have been true where `toll` was reported.

        Parameters
        ----------
        toll : Toll
            What was reported, as a distribution if it is not certain.
        _report : Report, optional
            Where it came from; this model does not look at it.

        Returns
        -------
        Toll
            The mixture of `before_rounding` over the reported tolls.
        """
        _check_toll(toll)
        ten, five = self._shares()
        note = f"heaping: {ten:.1%} of tolls rounded to tens and {five:.1%} to fives"
        if toll.step > 1:
            unchanged = f"{note}; no effect at {toll.step} people per cell"
            return toll.replace(notes=(*toll.notes, unchanged))
        start = max(toll.start - 5, 0)
        out = np.zeros(toll.probs.size + 10)
        for value, prob in zip(toll.values, toll.probs, strict=True):
            truth, likely = self.before_rounding(int(value))
            out[truth - start] += prob * likely
        kept = np.flatnonzero(out)
        return _revised(toll, start + int(kept[0]), out[kept[0] : kept[-1] + 1], step=1, note=note)

    def before_rounding(self, reported: int) -> tuple[NDArray[np.int64], FloatArray]:
        """Return what one reported figure may have been, and how likely each is.

        Parameters
        ----------
        reported : int
            The figure as reported, in people.

        Returns
        -------
        numpy.ndarray
            Whole numbers of people.
        numpy.ndarray
            Their probabilities, which sum to 1.

        Examples
        --------
        >>> truth, likely = Heaping(to_ten=0.5, to_five=0.0).before_rounding(20)
        >>> dict(zip(truth.tolist(), likely.round(3).tolist()))[15]
        0.045
        """
        ten, five = self._shares()
        truth = np.arange(max(reported - 5, 0), reported + 6)
        off = np.abs(truth - reported)
        open_ = (truth >= (self.lowest or 0)) & (truth <= (self.highest or 0))
        likely = np.where(off == 0, np.where(open_, 1.0 - ten - five, 1.0), 0.0)
        if reported % 5 == 0:
            likely += np.where(open_ & (off <= 2), five, 0.0)
        if reported % 10 == 0:
            likely += np.where(open_, np.where(off < 5, ten, ten / 2), 0.0)
        if not likely.any():  # every toll near it is rounded away: the figure itself is left
            likely = (off == 0).astype(np.float64)
        kept = likely > 0
        return truth[kept], likely[kept] / likely.sum()

    def _shares(self) -> tuple[float, float]:
        return self.to_ten or 0.0, self.to_five or 0.0


def _check_toll(toll: Any) -> None:
    if not isinstance(toll, Toll):
        raise InvalidTypeError("toll", "be a Toll", toll, "For a number, cs.Toll.exact(n).")


def _undercounted(
    recorded: NDArray[np.int64], probs: FloatArray, violence: Violence, *, word_codes: bool
) -> tuple[int, int, FloatArray]:
    """Mix the coder model over recorded tolls: start, step and probabilities of the result.

    The spike of every recorded toll is kept apart. Beyond `_BINS` tolls neighbours share the
    Gumbel of their mean, whose parameters change smoothly with the toll.
    """
    spike = coder_parameters(recorded, violence, word_codes=word_codes).spike
    first = np.arange(recorded.size)
    if recorded.size > _BINS:
        first = np.searchsorted(np.cumsum(probs), np.arange(_BINS) / _BINS)
        coded = np.flatnonzero(word_coded(recorded)) if word_codes else first[:0]
        first = np.unique(np.concatenate([first, coded, coded + 1]))
        first = first[first < recorded.size]
    weight = np.add.reduceat(probs, first)
    centre = np.add.reduceat(probs * recorded, first) / weight
    alone = np.diff(first, append=recorded.size) == 1
    centre[alone] = recorded[first[alone]]  # to the last digit, for the terms at word codes
    share = np.add.reduceat(probs * (1.0 - spike), first)
    terms = coder_parameters(centre, violence, word_codes=word_codes)
    gumbel = terms._replace(spike=np.zeros_like(centre))

    depth = np.clip(_TAIL / share, 0.0, 1.0)
    top = terms.loc - terms.scale * np.log(-np.log1p(-np.minimum(depth, 0.5)))
    bottom = np.min(terms.loc - terms.scale * np.log(-np.log(_TAIL)))
    low = max(min(int(np.floor(bottom)), int(recorded[0])), 0)
    high = max(int(np.ceil(top.max())), int(recorded[-1]))
    step = (high - low) // CELLS + 1
    grid = np.arange(low, high + step, step)

    cumulative = np.zeros(grid.size)
    for part in np.array_split(np.arange(centre.size), centre.size * grid.size // 2**21 + 1):
        rows = type(gumbel)(*(term[part, None] for term in gumbel))
        cumulative += share[part] @ whole_cdf(grid, centre[part, None], rows)
    out = np.diff(cumulative, prepend=0.0)
    np.add.at(out, np.searchsorted(grid, recorded), probs * spike)
    return low, step, np.maximum(out, 0.0)


def _revised(
    toll: Toll, start: int, probs: FloatArray, *, step: int, note: str, law: Any = None
) -> Toll:
    """Return a toll with new probabilities that remembers where it came from."""
    return Toll(
        start,
        probs,
        step=step,
        claims=toll.claims,
        inputs=toll.inputs,
        label=toll.label,
        notes=(*toll.notes, note),
        layers=(*toll.layers, f"erred: {note.partition(':')[0]}"),
        level=toll.level,
        law=law,
    )


@lru_cache(maxsize=1)
def _heaping() -> dict[str, Any]:
    source = files("casualtystats").joinpath("data", "readings", "heaping.toml")
    fitted = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: fitted[name] for name in ("to_ten", "to_five", "lowest", "highest")}
