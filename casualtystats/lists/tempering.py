"""Sampling the latent-class model: ladders of chains that see more and less of the data."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from casualtystats.lists.gibbs import Chains, Prior
from casualtystats.lists.table import OverlapTable

__all__ = ["Sampler"]

IntArray = NDArray[np.int64]

_LEAST = 0.2  # the part of the data that the last chain of a ladder sees
_LET_IN = 0.5  # the part of the burn-in in which the data are let in
_FIRST = 0.05, 1.0  # the part of them that the first ladder begins with, and the last
_SLIDES = 2  # slides in each round
_SPREAD = 0.6180339887498949  # the golden ratio's, by which no two patterns round alike


class Sampler:
    """Draws of the number of people on no list, given the data.

    The posterior often has several modes: worlds of unlike size that explain the data about as
    well. A chain that sees all data stays in the mode where it is, and several of them agree or
    not by where they began. So each chain is the first of a ladder. The others see a part of
    the people, evenly chosen, down to a fifth, and roam the more freely the less they see;
    neighbours change places with the probability that leaves the law of each as it is. Each
    chain makes the Gibbs round of Manrique-Vallier (2016), with the people of every pattern
    split among the classes at once, and slides along the ridge where a class grows and its
    chances shrink.

    In the burn-in, data are let in little by little, from a twentieth in the first ladder on:
    ladders begin in the widest mode, or in a near one, and have to find the others themselves.

    Parameters
    ----------
    overlap : OverlapTable
        The data.
    prior : Prior
        The prior.
    ladders : int
        Ladders, each started elsewhere.
    rungs : int
        Chains per ladder; 1 is a plain chain.
    generator : numpy.random.Generator
        The source of chance.

    References
    ----------
    Manrique-Vallier, D. (2016), "Bayesian population size estimation using Dirichlet process
    mixtures", Biometrics 72, 1246–1254, doi 10.1111/biom.12502.
    Geyer, C. J. (1991), "Markov chain Monte Carlo maximum likelihood", Computing Science and
    Statistics 23, 156–163, for the ladders.
    """

    def __init__(
        self,
        overlap: OverlapTable,
        prior: Prior,
        ladders: int,
        rungs: int,
        generator: np.random.Generator,
    ) -> None:
        seen = np.flatnonzero(overlap.counts)
        self.patterns = overlap.patterns[seen].astype(np.float64)
        self.shape = ladders, rungs
        self.rungs = _thinned(overlap.counts[seen], rungs)
        self.people = np.tile(self.rungs, (ladders, 1))
        self.generator = generator
        self.state = Chains(prior, overlap.n_lists, ladders * rungs, generator)
        self.turn = 0

    def warm_up(self, rounds: int) -> None:
        """Let the data in and throw the draws away.

        Parameters
        ----------
        rounds : int
            Rounds of all chains; the data are in after half of them.
        """
        first = np.repeat(np.geomspace(*_FIRST, self.shape[0]), self.shape[1])[:, None]
        let_in = max(int(_LET_IN * rounds), 1)
        for turn in range(rounds):
            if turn < let_in:
                part = first ** (1.0 - turn / let_in)
                self.state.step(self.patterns, np.ceil(part * self.people).astype(np.int64))
            else:
                self._round()

    def draw(self, draws: int, thin: int) -> IntArray:
        """Return draws of the number of people on no list.

        Parameters
        ----------
        draws : int
            Draws kept per ladder.
        thin : int
            Rounds per draw.

        Returns
        -------
        numpy.ndarray of int, shape (n_ladders, draws)
            People on no list.
        """
        kept = np.empty((self.shape[0], draws), dtype=np.int64)
        for i in range(draws):
            for _ in range(thin):
                missing = self._round()
            kept[:, i] = missing
        return kept

    def _round(self) -> IntArray:
        missing = self.state.step(self.patterns, self.people)
        fit = self.state.fit(self.patterns)
        for _ in range(_SLIDES):
            fit = self.state.slide(self.patterns, self.people, fit)
        if self.shape[1] > 1:
            self._trade(fit.reshape(*self.shape, -1))
        return missing.reshape(self.shape)[:, 0]

    def _trade(self, fit: NDArray[np.float64]) -> None:
        """Let neighbours on each ladder change places, even and odd pairs in turn."""
        n_ladders, n_rungs = self.shape
        left = np.arange(self.turn % 2, n_rungs - 1, 2)
        self.turn += 1
        if not left.size:
            return
        more = (self.rungs[left] - self.rungs[left + 1]).astype(np.float64)
        gain = ((fit[:, left + 1] - fit[:, left]) * more).sum(axis=2)
        trades = -self.generator.standard_exponential(gain.shape) < gain
        order = np.arange(n_ladders * n_rungs).reshape(self.shape)
        ladder, pair = np.nonzero(trades)
        order[ladder, left[pair]] += 1
        order[ladder, left[pair] + 1] -= 1
        self.state.reorder(order.ravel())


def _thinned(people: IntArray, rungs: int) -> IntArray:
    """Return the people that each rung sees, all of them first."""
    parts = np.geomspace(1.0, _LEAST, rungs) if rungs > 1 else np.ones(1)
    offset = np.arange(1, people.size + 1) * _SPREAD % 1.0
    seen = np.floor(parts[:, None] * people + offset).astype(np.int64)
    for rung in range(1, rungs):
        if seen[rung].sum() == 0:
            seen[rung] = seen[rung - 1]
    return seen
