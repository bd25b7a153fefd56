"""Sampling the latent-class model: several chains, side by side in one array."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casualtystats.lists.table import OverlapTable

__all__ = ["Chains", "Prior", "Sampler"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_TINY = 1e-12  # the least chance of being listed that is told from none
_LEAST = 1e-100  # of the concentration; its prior does come that low
_LET_IN = 0.5  # the part of the burn-in in which the data are let in
_FIRST = 0.01, 0.3  # the part of the data that the first chain begins with, and the last


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
    """Where each chain is, and one Gibbs round for all of them.

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
        nobody = np.minimum(np.exp(none).sum(axis=1), 1.0 - _TINY)
        missing = draw.negative_binomial(people.sum(axis=-1), 1.0 - nobody)
        absent = draw.multinomial(missing, unseen / unseen.sum(axis=1, keepdims=True))
        listed = members.transpose(0, 2, 1) @ patterns
        size = members.sum(axis=1) + absent
        chance = draw.beta(1.0 + listed, 1.0 + size[:, :, None] - listed)
        self.chance = np.clip(chance, _TINY, 1.0 - _TINY)
        self._break_sticks(size)
        return np.asarray(missing, dtype=np.int64)

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


class Sampler:
    """Draws of the number of people on no list, given the data.

    The Gibbs sampler of Manrique-Vallier (2016), with the people of every pattern split among
    the classes at once. In the burn-in the data are let in little by little, beginning with a
    hundredth of them in the first chain and with a third in the last. Chains that see little
    at first roam and settle in the widest mode; chains that see more settle in a near one.
    Where there are several modes, that is how it shows.

    Parameters
    ----------
    overlap : OverlapTable
        The data.
    prior : Prior
        The prior.
    chains : int
        Chains, each started elsewhere.
    generator : numpy.random.Generator
        The source of chance.

    References
    ----------
    Manrique-Vallier, D. (2016), "Bayesian population size estimation using Dirichlet process
    mixtures", Biometrics 72, 1246–1254, doi 10.1111/biom.12502.
    """

    def __init__(
        self, overlap: OverlapTable, prior: Prior, chains: int, generator: np.random.Generator
    ) -> None:
        seen = np.flatnonzero(overlap.counts)
        self.people = overlap.counts[seen]
        self.patterns = overlap.patterns[seen].astype(np.float64)
        self.n_chains = chains
        self.state = Chains(prior, overlap.n_lists, chains, generator)

    def warm_up(self, rounds: int) -> None:
        """Let the data in and throw the draws away.

        Parameters
        ----------
        rounds : int
            Rounds of all chains; the data are in after half of them.
        """
        first = np.geomspace(*_FIRST, self.n_chains)[:, None]
        let_in = max(int(_LET_IN * rounds), 1)
        for turn in range(rounds):
            part = first ** max(1.0 - turn / let_in, 0.0)
            self.state.step(self.patterns, np.ceil(part * self.people).astype(np.int64))

    def draw(self, draws: int, thin: int) -> IntArray:
        """Return draws of the number of people on no list.

        Parameters
        ----------
        draws : int
            Draws kept per chain.
        thin : int
            Rounds per draw.

        Returns
        -------
        numpy.ndarray of int, shape (n_chains, draws)
            People on no list.
        """
        kept = np.empty((self.n_chains, draws), dtype=np.int64)
        for i in range(draws):
            for _ in range(thin):
                missing = self.state.step(self.patterns, self.people)
            kept[:, i] = missing
        return kept
