"""Moves within the latent-class model: several chains, side by side in one array."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Chains", "Prior"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_TINY = 1e-12  # the least chance of being listed that is told from none
_LEAST = 1e-100  # of the concentration; its prior does come that low
_SLIDES = 0.05, 1.5  # the smallest and the largest typical slide, in logarithms


@dataclass(frozen=True, slots=True)
class Prior:
    """The prior of the latent-class model.

    Parameters
    ----------
    classes : int
        The most classes of people; the stick is broken into that many pieces.
    shape, rate : float
        Of the gamma prior of the concentration, which says how many classes are used.
    """

    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25


class Chains:
    """Where each chain is, and the moves that all of them make at once.

    Shares are kept as logarithms of the stick pieces: with a small concentration what a class
    leaves to the next is far below what a float next to 1 can tell.

    Parameters
    ----------
    prior : Prior
        The prior.
    n_lists, n_chains : int
        How many lists and chains.
    generator : numpy.random.Generator
        The source of chance.
    """

    def __init__(
        self, prior: Prior, n_lists: int, n_chains: int, generator: np.random.Generator
    ) -> None:
        self.prior, self.generator = prior, generator
        shape = (n_chains, prior.classes)
        # Some chains start with few missing people, others with many.
        against = 1.0 + 4.0 * generator.random((n_chains, 1, 1))
        self.chance = np.clip(generator.beta(1.0, against, (*shape, n_lists)), 0.01, 0.99)
        self.concentration = np.ones(n_chains)
        self.log_share: FloatArray = np.empty(shape)
        self._break_sticks(np.zeros(shape, dtype=np.int64))

    def log_joint(self, patterns: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the log-probability of class and pattern, and of class and no list.

        Parameters
        ----------
        patterns : numpy.ndarray, shape (n_patterns, n_lists)
            0 and 1.

        Returns
        -------
        joint : numpy.ndarray, shape (n_chains, n_classes, n_patterns)
            For the patterns.
        none : numpy.ndarray, shape (n_chains, n_classes)
            For people on no list.
        """
        off = np.log1p(-self.chance)
        none = self.log_share + off.sum(axis=2)
        return none[:, :, None] + (np.log(self.chance) - off) @ patterns.T, none

    def fit(self, patterns: FloatArray) -> FloatArray:
        """Return the log-probability of each pattern among the people who are on some list.

        With the prior 1/N of the number of people N, the likelihood of the data is the product
        of these, the missing summed out.

        Parameters
        ----------
        patterns : numpy.ndarray, shape (n_patterns, n_lists)
            0 and 1.

        Returns
        -------
        numpy.ndarray, shape (n_chains, n_patterns)
            Log-probabilities.
        """
        joint, none = self.log_joint(patterns)
        top = joint.max(axis=1)
        whole = top + np.log(np.exp(joint - top[:, None]).sum(axis=1))
        return np.asarray(whole - np.log1p(-_nobody(none))[:, None])

    def step(self, patterns: FloatArray, people: IntArray) -> IntArray:
        """Draw members, the missing, chances, shares and concentration in turn.

        Parameters
        ----------
        patterns : numpy.ndarray, shape (n_patterns, n_lists)
            0 and 1.
        people : numpy.ndarray of int, shape (n_patterns,) or (n_chains, n_patterns)
            People with each pattern.

        Returns
        -------
        numpy.ndarray of int, shape (n_chains,)
            The people on no list.
        """
        draw = self.generator
        joint, none = self.log_joint(patterns)
        classes = np.exp(joint - joint.max(axis=1, keepdims=True)).transpose(0, 2, 1)
        classes /= classes.sum(axis=2, keepdims=True)
        members = draw.multinomial(people, classes)
        unseen = np.exp(none - none.max(axis=1, keepdims=True))
        missing = draw.negative_binomial(people.sum(axis=-1), 1.0 - _nobody(none))
        absent = draw.multinomial(missing, unseen / unseen.sum(axis=1, keepdims=True))
        listed = members.transpose(0, 2, 1) @ patterns
        size = members.sum(axis=1) + absent
        chance = draw.beta(1.0 + listed, 1.0 + size[:, :, None] - listed)
        self.chance = np.clip(chance, _TINY, 1.0 - _TINY)
        self._break_sticks(size)
        return np.asarray(missing, dtype=np.int64)

    def slide(self, patterns: FloatArray, people: IntArray, fit: FloatArray) -> FloatArray:
        """Make one class larger and its chances smaller, or the other way round, and judge it.

        The data hardly tell such worlds apart, so the missing, held fixed by a Gibbs round,
        let it cross that ridge only in small steps. Here they are summed out.

        Parameters
        ----------
        patterns : numpy.ndarray, shape (n_patterns, n_lists)
            0 and 1.
        people : numpy.ndarray of int, shape (n_chains, n_patterns)
            People with each pattern.
        fit : numpy.ndarray, shape (n_chains, n_patterns)
            What `fit` says of where the chains are.

        Returns
        -------
        numpy.ndarray, shape (n_chains, n_patterns)
            What it says of where they are now.
        """
        draw, chance, log_share = self.generator, self.chance, self.log_share
        rows = np.arange(chance.shape[0])
        which = draw.integers(0, self.prior.classes, rows.size)
        reach = np.exp(draw.uniform(math.log(_SLIDES[0]), math.log(_SLIDES[1]), rows.size))
        by = reach * draw.standard_normal(rows.size)
        slid = chance[rows, which] * np.exp(-by)[:, None]
        taken = ((slid > _TINY) & (slid < 1.0 - _TINY)).all(axis=1)
        self.chance, self.log_share = chance.copy(), log_share.copy()
        self.chance[rows[taken], which[taken]] = slid[taken]
        self.log_share[rows, which] += by
        self.log_share -= _log_sum(self.log_share)[:, None]
        fresh = self.fit(patterns)
        gain = ((fresh - fit) * people).sum(axis=1) - chance.shape[2] * by
        gain += self._log_prior(self.log_share) - self._log_prior(log_share)
        taken &= -draw.standard_exponential(rows.size) < gain
        self.chance = np.where(taken[:, None, None], self.chance, chance)
        self.log_share = np.where(taken[:, None], self.log_share, log_share)
        return np.where(taken[:, None], fresh, fit)

    def _log_prior(self, log_share: FloatArray) -> FloatArray:
        """Return the log-density of the shares, in the coordinates log(share / last share)."""
        rest = np.logaddexp.accumulate(log_share[:, ::-1], axis=1)[:, ::-1]
        left = rest[:, 1:-1].sum(axis=1)
        first = log_share[:, :-1].sum(axis=1)
        return np.asarray(first + self.concentration * log_share[:, -1] - left)

    def reorder(self, order: IntArray) -> None:
        """Put the chains in another order.

        Parameters
        ----------
        order : numpy.ndarray of int, shape (n_chains,)
            For each place, the chain that comes there.
        """
        self.chance, self.log_share = self.chance[order], self.log_share[order]
        self.concentration = self.concentration[order]

    def _break_sticks(self, size: IntArray) -> None:
        """Draw shares given the sizes of the classes, then the concentration given the shares."""
        after = size[:, ::-1].cumsum(axis=1)[:, ::-1] - size
        taken = self._log_gamma(1.0 + size[:, :-1])
        left = self._log_gamma(self.concentration[:, None] + after[:, :-1])
        whole = np.logaddexp(taken, left)
        rest = np.cumsum(left - whole, axis=1)
        self.log_share = np.zeros(size.shape)
        self.log_share[:, :-1] = taken - whole
        self.log_share[:, 1:] += rest
        shape = self.prior.shape + self.prior.classes - 1.0
        rate = self.prior.rate - (rest[:, -1] if rest.shape[1] else 0.0)
        drawn = self.generator.gamma(shape, 1.0 / rate, size=size.shape[0])
        self.concentration = np.maximum(drawn, _LEAST)

    def _log_gamma(self, shape: NDArray[np.floating[Any]]) -> FloatArray:
        """Draw the logarithm of gamma variates whose shape may be next to 0."""
        more = np.log(self.generator.standard_gamma(shape + 1.0))
        return np.asarray(more - self.generator.standard_exponential(shape.shape) / shape)


def _nobody(none: FloatArray) -> FloatArray:
    """Return the probability of being on no list, from its logarithm in each class."""
    return np.asarray(np.minimum(np.exp(none).sum(axis=1), 1.0 - _TINY))


def _log_sum(x: FloatArray) -> FloatArray:
    top = x.max(axis=1)
    return np.asarray(top + np.log(np.exp(x - top[:, None]).sum(axis=1)))
