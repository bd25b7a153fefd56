"""Pools: ways to make one toll of what several voices say.

A pool is any callable from voices to a toll. `POOLS` names those that `fuse` knows; the
codebooks' rules stand in `rules`, the pooling of counts in `random_effects`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidValueError
from casualtystats.evidence.voices import Voice
from casualtystats.toll.lattice import fitting_step
from casualtystats.toll.mixture import mixture
from casualtystats.toll.toll import Toll

__all__ = ["Pool", "Prior", "linear", "log", "reciprocal"]

FloatArray = NDArray[np.float64]
Pool: TypeAlias = Callable[[Sequence[Voice]], Toll]
Prior: TypeAlias = Callable[[FloatArray], FloatArray]


def linear(voices: Sequence[Voice]) -> Toll:
    """Mix the voices: one of them is right, and the weights say how likely each is.

    Disagreement is kept. Where one voice says 12 and another 72, so does the result, and
    nothing between.

    Parameters
    ----------
    voices : sequence of Voice
        What is said, with weights.

    Returns
    -------
    Toll
        The weighted mean of the voices' distributions.

    References
    ----------
    Stone (1961). "The Opinion Pool". Annals of Mathematical Statistics 32.
    doi:10.1214/aoms/1177704873.
    """
    note = "pool: linear, one voice is right and disagreement is kept"
    return mixture([v.toll for v in voices], [v.weight for v in voices], notes=(note,))


def reciprocal(n: FloatArray) -> FloatArray:
    """Return the prior 1 ÷ (1 + n): every order of magnitude is equally likely.

    Parameters
    ----------
    n : ndarray of float
        Whole numbers of people.

    Returns
    -------
    numpy.ndarray
        Weights that need not sum to 1.
    """
    return np.asarray(1.0 / (1.0 + n))


def log(voices: Sequence[Voice], *, prior: Prior = reciprocal) -> Toll:
    """Multiply the evidence of voices that know independently of each other.

    Each voice's distribution is taken for a posterior, prior times evidence. The result is
    the product of the evidence and of one prior, not of as many as there are voices:
    ``p(n) ∝ prior(n) · Π (pᵢ(n) ÷ prior(n))^wᵢ``, with weights scaled to a mean of 1.

    Parameters
    ----------
    voices : sequence of Voice
        What is said, with weights.
    prior : callable
        The prior that every voice's distribution holds, up to a factor; `reciprocal` unless
        another is given.

    Returns
    -------
    Toll
        Narrower than any voice where voices agree.

    Raises
    ------
    InvalidValueError
        If no toll is possible according to all voices.

    Notes
    -----
    The reciprocal prior has no scale, so it prefers no size of toll, and it always leaves a
    proper result: a distribution that can be summed falls faster than it. A flat prior
    (``np.ones_like``) is the plain product of the distributions. Independence is a strong
    claim: reporters at one scene often hear one count. Use origins to say who copies whom.

    References
    ----------
    Genest and Zidek (1986). "Combining Probability Distributions: A Critique and an Annotated
    Bibliography". Statistical Science 1. doi:10.1214/ss/1177013825.
    """
    name = getattr(prior, "__name__", "given")
    note = f"pool: log, voices are independent evidence and the prior ({name}) counts once"
    if len(voices) == 1:
        return voices[0].toll.replace(notes=(note,))
    low = max(voice.toll.start for voice in voices)
    high = min(voice.toll.lattice.end for voice in voices)
    w = np.array([voice.weight for voice in voices])
    w *= w.size / w.sum()
    if low <= high:
        step = max(fitting_step(high - low), *(voice.toll.step for voice in voices))
        grid = np.arange(low, high + step, step, dtype=np.float64)
        with np.errstate(divide="ignore"):
            said = np.stack([np.log(_mass(voice.toll, grid, step)) for voice in voices])
        before = np.log(prior(grid))
        logs = before * (1.0 - w.sum()) + w @ said
        if np.isfinite(top := logs.max()):
            return Toll(low, np.exp(logs - top), step=step, notes=(note,))
    said_words = "; ".join(f"{voice.name}: {voice.words}" for voice in voices)
    hint = 'The reports contradict each other; pool="linear" keeps both sides.'
    raise InvalidValueError("reports", "leave a toll possible for pool='log'", said_words, hint)


def _mass(toll: Toll, grid: FloatArray, step: int) -> FloatArray:
    """Return the probability of each cell of a grid: what lies above the cell before it."""
    edges: ArrayLike = np.concatenate([[grid[0] - step], grid])
    return np.diff(np.asarray(toll.cdf(edges))).clip(0.0)
