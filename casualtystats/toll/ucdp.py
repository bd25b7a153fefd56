"""What the true toll may be, given a toll that UCDP recorded: the published coder model.

Vesco, Randahl, Hegre, Högbladh and Alptekin asked the coders of the Uppsala Conflict Data
Program how many may really have died where they had recorded f dead. The answer is a Gumbel
distribution whose location and scale grow with f, mixed with a spike at f itself:

    F(x) = (1 − w)·exp(−exp(−(x − loc)/scale)) + w·[x ≥ f]

The published model is continuous and may go below 0. Here people are whole: a share of the
Gumbel goes to its nearest whole number, and what lies below 0 to 0.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidValueError

__all__ = ["VIOLENCE", "UcdpLaw", "Violence", "coder_parameters", "coder_quantile", "violence_type"]

FloatArray = NDArray[np.float64]
Violence = Literal["state-based", "non-state", "one-sided", "any"]
VIOLENCE: tuple[Violence, ...] = get_args(Violence)


class CoderParameters(NamedTuple):
    """The parameters of the model at given tolls: arrays of one shape."""

    loc: FloatArray
    scale: FloatArray
    spike: FloatArray


def coder_parameters(
    recorded: ArrayLike, violence: Violence = "any", *, word_codes: bool = True
) -> CoderParameters:
    """Return location, scale and spike of the coder model for recorded tolls.

    Parameters
    ----------
    recorded : array_like of float
        Recorded tolls f, in people; NaN is unknown and stays unknown.
    violence : {'state-based', 'non-state', 'one-sided', 'any'}
        UCDP's type of organised violence; ``any`` pools the three.
    word_codes : bool
        Keep the published extra terms at 2, 3, 13, 20, 24, 40, 101, 200, 1001 and 2000, the
        figures that seem to stand for words ("dozens" for 24). False is the smooth model.

    Returns
    -------
    CoderParameters
        Location and scale of the Gumbel distribution, in people, and the probability of the
        recorded toll itself.

    Raises
    ------
    InvalidValueError
        If a toll is negative or `violence` unknown.

    References
    ----------
    Vesco, Randahl, Hegre, Högbladh and Alptekin (2026). "The Underreported Death Toll of
    Wars". Journal of Conflict Resolution. doi:10.1177/00220027261423826.

    Examples
    --------
    >>> loc, scale, spike = coder_parameters([31, 352], "one-sided")
    >>> [round(float(x), 1) for x in loc], [round(float(x), 2) for x in spike]
    ([43.6, 424.5], [0.4, 0.39])
    """
    f = np.asarray(recorded, dtype=np.float64)
    if (f < 0).any():
        raise InvalidValueError("recorded", "be 0 or more people", recorded)
    published = _published()
    violence = violence_type(violence)
    at_code = (f[..., None] == np.asarray(published["word_codes"])).astype(np.float64) * word_codes

    def linear(name: str) -> FloatArray:
        terms = published[violence][name]
        straight = terms["intercept"] + terms["slope"] * np.log1p(f)
        return np.asarray(straight + at_code @ np.asarray(terms["at_word_codes"]))

    return CoderParameters(
        loc=np.expm1(linear("location")),
        scale=np.exp(linear("scale")),
        spike=np.asarray(1.0 / (1.0 + np.exp(-linear("spike")))),
    )


def coder_quantile(
    q: ArrayLike, recorded: ArrayLike, violence: Violence = "any", *, word_codes: bool = True
) -> FloatArray:
    """Return quantiles of the continuous coder model as published, below 0 included.

    Parameters
    ----------
    q : array_like of float
        Probabilities, fractions; broadcast against `recorded`.
    recorded : array_like of float
        Recorded tolls, in people; NaN is unknown and stays unknown.
    violence : {'state-based', 'non-state', 'one-sided', 'any'}
        UCDP's type of organised violence.
    word_codes : bool
        Keep the published terms for figures that stand for words.

    Returns
    -------
    numpy.ndarray
        Quantiles in people, continuous; `UcdpLaw.ppf` gives whole people.

    Examples
    --------
    >>> coder_quantile([0.05, 0.5, 0.95], 31, "one-sided").round(1).tolist()
    [31.0, 38.0, 66.9]
    """
    loc, scale, spike = coder_parameters(recorded, violence, word_codes=word_codes)
    p, f = np.asarray(q, dtype=np.float64), np.asarray(recorded, dtype=np.float64)
    share = 1.0 - spike
    below = share * np.exp(-np.exp(-(f - loc) / scale))  # of the Gumbel, under f
    rest = np.where(p < below, p, p - spike) / share
    with np.errstate(divide="ignore", invalid="ignore"):
        gumbel = loc - scale * np.log(-np.log(np.clip(rest, 0.0, 1.0)))
    at_spike = (p >= below) & (p <= below + spike)
    return np.asarray(np.where(np.isnan(f), np.nan, np.where(at_spike, f, gumbel)))


@dataclass(frozen=True, slots=True)
class UcdpLaw:
    """The coder model in whole people, for one recorded toll.

    Parameters
    ----------
    recorded : int
        The toll f that was recorded.
    violence : {'state-based', 'non-state', 'one-sided', 'any'}
        UCDP's type of organised violence.
    word_codes : bool
        Keep the published terms for figures that stand for words.

    Examples
    --------
    >>> UcdpLaw(31, "one-sided").ppf([0.05, 0.5, 0.95]).tolist()
    [31.0, 38.0, 67.0]
    """

    recorded: int
    violence: Violence = "any"
    word_codes: bool = True

    @property
    def key(self) -> tuple[Any, ...]:
        """What two equal laws share."""
        return ("ucdp", self.recorded, self.violence, self.word_codes)

    def cdf(self, k: ArrayLike) -> FloatArray:
        """Return P(toll <= k).

        Parameters
        ----------
        k : array_like of float
            People.

        Returns
        -------
        numpy.ndarray
            Probabilities.
        """
        terms = coder_parameters(self.recorded, self.violence, word_codes=self.word_codes)
        return whole_cdf(k, self.recorded, terms)

    def ppf(self, q: ArrayLike) -> FloatArray:
        """Return the smallest whole number whose cdf reaches `q`.

        Parameters
        ----------
        q : array_like of float
            Probabilities, fractions.

        Returns
        -------
        numpy.ndarray
            People.
        """
        q = np.asarray(q, dtype=np.float64)
        exact = coder_quantile(q, self.recorded, self.violence, word_codes=self.word_codes)
        with np.errstate(invalid="ignore"):
            near = np.maximum(np.ceil(exact - 0.5), 0.0)
            # A float may land one off where the cdf jumps: settle on the cdf's word.
            near = np.where((near > 0) & (self.cdf(near - 1.0) >= q), near - 1.0, near)
            return np.asarray(np.where(np.isfinite(near) & (self.cdf(near) < q), near + 1.0, near))


def whole_cdf(k: ArrayLike, recorded: ArrayLike, terms: CoderParameters) -> FloatArray:
    """Return P(toll <= k) in whole people; `k` broadcasts against the recorded tolls."""
    k = np.floor(np.asarray(k, dtype=np.float64))
    with np.errstate(over="ignore"):
        gumbel = np.exp(-np.exp(-(k + 0.5 - terms.loc) / terms.scale))
    cdf = (1.0 - terms.spike) * gumbel + terms.spike * (k >= recorded)
    return np.asarray(np.where(k < 0, 0.0, cdf))


def violence_type(name: str | int) -> Violence:
    """Return UCDP's type of organised violence by its name, abbreviation or GED code.

    Parameters
    ----------
    name : str or int
        ``state-based non-state one-sided any``, ``sb ns os``, or 1, 2, 3 as in the GED's
        column ``type_of_violence``.

    Returns
    -------
    str
        One of `VIOLENCE`.

    Raises
    ------
    InvalidValueError
        If it is none of these.

    Examples
    --------
    >>> violence_type(3), violence_type("sb")
    ('one-sided', 'state-based')
    """
    written = str(name).strip().casefold()
    found = _published()["names"].get(written, written)
    if found not in VIOLENCE:
        rule = f"be one of {', '.join(VIOLENCE)}, or a code of UCDP"
        raise InvalidValueError("violence", rule, name)
    return found  # type: ignore[no-any-return]  # one of VIOLENCE


def word_coded(recorded: ArrayLike) -> NDArray[np.bool_]:
    """Return which recorded tolls have extra terms in the published model."""
    return np.isin(np.asarray(recorded), _published()["word_codes"])


@lru_cache(maxsize=1)
def _published() -> dict[str, Any]:
    source = files("casualtystats").joinpath("data", "readings", "ucdp_coder.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
