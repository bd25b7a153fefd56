"""How well each total fits: the profile likelihood, and intervals from it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casualtystats.lists.poisson import fit_many

__all__ = ["Profile", "ProfileBounds"]

FloatArray = NDArray[np.float64]

_FAR = 1e9  # times the observed: past this, an end is called infinite
_ASKED_AGAIN = 64  # intervals kept, because tables, sentences and pictures ask for the same one


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The profile likelihood of the number of missing people under one model.

    The missing are put into their cell, the model is fitted to the table so completed, and the
    multinomial likelihood of that table is what is compared.

    Parameters
    ----------
    columns : numpy.ndarray, shape (n_cells + 1, n_parameters)
        The design on the model's face, of full rank, people on no list first.
    counts : numpy.ndarray, shape (n_cells,)
        People per cell of the face.
    missing : float
        Where to start looking for the maximum.
    """

    columns: FloatArray
    counts: FloatArray
    missing: float

    def height(self, missing: float) -> float:
        """Return the log-likelihood of a number of missing people, up to a constant.

        Parameters
        ----------
        missing : float
            People on no list; need not be whole.

        Returns
        -------
        float
            The log-likelihood, maximised over the model's parameters.
        """
        counts = np.concatenate([[missing], self.counts])[None, :]
        whole = np.ones((1, self.columns.shape[1]), dtype=bool)
        fit = fit_many(self.columns, counts, whole, np.ones(counts.shape, dtype=bool))
        total = float(counts.sum())
        logs = np.log(np.maximum(fit.fitted[0], 1e-300) / total)
        ways = math.lgamma(total + 1.0) - math.lgamma(missing + 1.0)
        return ways + float(counts[0] @ logs)

    def peak(self) -> tuple[float, float]:
        """Return the best number of missing people and its log-likelihood.

        Returns
        -------
        tuple of float
            The place and the height of the maximum.
        """
        from scipy.optimize import minimize_scalar

        centre = max(self.missing, 1.0)
        found: Any = minimize_scalar(
            lambda log: -self.height(math.exp(log)),
            bounds=(math.log(centre) - 3.0, math.log(centre) + 1.0),
            method="bounded",
            options={"xatol": 1e-9},
        )
        none = self.height(0.0)
        if none >= -found.fun:
            return 0.0, none
        return math.exp(found.x), -float(found.fun)


@dataclass(frozen=True, eq=False)
class ProfileBounds:
    """The interval of one profile, or of several averaged by tail area.

    For one model it holds the totals whose likelihood is not too far below the best. For
    several, each model says how likely a total below any value is, these shares are averaged
    by the weights of the models, and the interval leaves half of one minus the level at each
    end.

    Parameters
    ----------
    observed : int
        People on at least one list.
    profiles : tuple of (float, Profile)
        Weight and profile of each model.
    kind : str
        How it was made.

    References
    ----------
    Cormack, R. M. (1992), "Interval estimation for mark-recapture studies of closed
    populations", Biometrics 48, 567–576, doi 10.2307/2532310.
    Fletcher, D. and Turek, D. (2012), "Model-averaged profile likelihood intervals", Journal of
    Agricultural, Biological, and Environmental Statistics 17, 38–51,
    doi 10.1007/s13253-011-0064-8.
    """

    observed: int
    profiles: tuple[tuple[float, Profile], ...]
    kind: str = "profile likelihood"

    def __call__(self, level: float) -> tuple[float, float]:
        """Return the ends of the interval, in people."""
        return _ends(self, level)

    @cached_property
    def peaks(self) -> tuple[tuple[float, float], ...]:
        """The best number of missing people under each model, and its log-likelihood."""
        return tuple(profile.peak() for _, profile in self.profiles)

    def below(self, missing: float) -> float:
        """Return the share of confidence on totals below one.

        Parameters
        ----------
        missing : float
            People on no list under that total.

        Returns
        -------
        float
            A fraction: the tail areas of the models, averaged by their weights.
        """
        from scipy.special import ndtr

        share = 0.0
        for (weight, profile), (place, top) in zip(self.profiles, self.peaks, strict=True):
            drop = math.sqrt(max(2.0 * (top - profile.height(missing)), 0.0))
            share += weight * float(ndtr(drop if missing > place else -drop))
        return share


@lru_cache(maxsize=_ASKED_AGAIN)
def _ends(bounds: ProfileBounds, level: float) -> tuple[float, float]:
    """Return the ends of an interval, in people."""
    observed, tail = bounds.observed, (1.0 - level) / 2.0
    places = [place for place, _ in bounds.peaks]
    low = _cross(bounds.below, tail, 0.0, max(places), observed)
    high = _cross(bounds.below, 1.0 - tail, min(places), 4.0 * max(*places, 1.0), observed)
    return observed + low, observed + high


def _cross(
    below: Callable[[float], float], target: float, left: float, right: float, observed: int
) -> float:
    """Return where a rising share reaches `target`: at least `left`, perhaps never."""
    from scipy.optimize import brentq

    if below(left) >= target:
        return left
    while below(right) < target:
        left, right = right, 4.0 * right + 1.0
        if right > _FAR * observed:
            return math.inf
    return float(brentq(lambda m: below(m) - target, left, right, xtol=1e-7, rtol=1e-12))
