"""A bootstrap of the choice of model and of the total: thousands of fits at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casualtystats.lists.hierarchy import Model, Terms
from casualtystats.lists.poisson import fit_many, log_likelihood, zero_margins
from casualtystats.lists.table import OverlapTable

__all__ = ["BootstrapBounds", "resample"]

FloatArray = NDArray[np.float64]

_UNTOLD = 1e4  # the variance of the log of the missing from which they have no estimate


@dataclass(frozen=True, slots=True, eq=False)
class BootstrapBounds:
    """The bias-corrected and accelerated interval of a bootstrap.

    Parameters
    ----------
    totals : numpy.ndarray of float, shape (n_replicates,)
        The total of each resampled table, sorted; infinite where it set none.
    bias : float
        The normal quantile of the share of totals below the estimate.
    acceleration : float
        How the spread changes with the total, from leaving people out one by one.
    kind : str
        How it was made.

    References
    ----------
    Efron, B. (1987), "Better bootstrap confidence intervals", JASA 82, 171–185,
    doi 10.1080/01621459.1987.10478410.
    """

    totals: FloatArray
    bias: float
    acceleration: float
    kind: str = "bootstrap, bias-corrected and accelerated"

    def __call__(self, level: float) -> tuple[float, float]:
        """Return the ends of the interval, in people."""
        from scipy.special import ndtr, ndtri

        z = ndtri(np.array([(1.0 - level) / 2.0, (1.0 + level) / 2.0])) + self.bias
        shares = ndtr(self.bias + z / (1.0 - self.acceleration * z))
        low, high = np.quantile(self.totals, shares, method="inverted_cdf")
        return float(low), float(high)


def resample(
    overlap: OverlapTable,
    models: Sequence[Model],
    *,
    average: bool,
    replicates: int,
    generator: np.random.Generator,
) -> BootstrapBounds:
    """Draw tables like the observed one, choose a model for each anew, and keep the totals.

    As many people as are estimated are drawn anew, each of them on no list as often as
    estimated; so the number observed varies as well. With that number held fixed, intervals
    come out too short wherever the lists hold most people.

    Parameters
    ----------
    overlap : OverlapTable
        The observed table.
    models : sequence of frozenset of int
        The models to choose from, or to average over.
    average : bool
        Whether to average instead of choosing.
    replicates : int
        How many tables to draw.
    generator : numpy.random.Generator
        The source of chance.

    Returns
    -------
    BootstrapBounds
        What the totals say.

    References
    ----------
    Buckland, S. T. and Garthwaite, P. H. (1991), "Quantifying precision of mark-recapture
    estimates using the bootstrap and related methods", Biometrics 47, 255–268,
    doi 10.2307/2532510.
    Silverman, B. W., Chan, L. and Vincent, K., "Bootstrapping multiple systems estimates to
    account for model selection", arXiv 2303.17856.
    """
    from scipy.special import ndtri

    counts = overlap.counts[1:].astype(np.float64)
    observed = overlap.observed
    seen = np.flatnonzero(counts)
    one_less = counts - np.eye(counts.size)[seen]
    known = _totals(overlap.n_lists, models, np.vstack([counts, one_less]), average=average)
    point, left_out = known[0], known[1:]
    everybody = round(float(point))
    listed = generator.binomial(everybody, observed / everybody, size=replicates)
    drawn = generator.multinomial(listed, counts / observed).astype(np.float64)
    drawn = np.where(drawn.sum(axis=1, keepdims=True) > 0, drawn, counts)
    boot = _totals(overlap.n_lists, models, drawn, average=average)
    below = (np.sum(boot < point) + np.sum(boot == point) / 2) / replicates
    below = np.clip(below, 0.5 / replicates, 1.0 - 0.5 / replicates)
    return BootstrapBounds(
        np.sort(boot), float(ndtri(below)), _acceleration(left_out, counts[seen])
    )


def _acceleration(left_out: FloatArray, people: FloatArray) -> float:
    """Return a sixth of the skewness of the totals with one person left out."""
    good = np.isfinite(left_out)
    if not good.any():
        return 0.0
    totals, people = left_out[good], people[good]
    off = np.average(totals, weights=people) - totals
    square = float(people @ off**2)
    return float(people @ off**3) / (6.0 * square**1.5) if square > 0 else 0.0


def _totals(
    n_lists: int, models: Sequence[Model], tables: FloatArray, *, average: bool
) -> FloatArray:
    """Return the total of each table, by its own best model or averaged over the models."""
    terms = Terms.of(n_lists, models)
    design = terms.design()[1:]
    include = terms.include(models)
    n_tables, n_models = len(tables), len(models)
    logs = np.empty((n_tables, n_models))
    missing = np.empty((n_tables, n_models))
    observed = tables.sum(axis=1)
    for j in range(n_models):
        whole = np.broadcast_to(include[j], (n_tables, include.shape[1]))
        kept, cells = zero_margins(design, tables, whole)
        fit = fit_many(design, tables, kept, cells)
        with np.errstate(over="ignore"):
            missing[:, j] = np.exp(fit.theta[:, 0])
        told = (fit.spread > 0) & (fit.spread < _UNTOLD)
        height = log_likelihood(tables, fit.fitted)
        bic = -2.0 * height + include[j].sum() * np.log(observed)
        logs[:, j] = np.where(told, -bic / 2.0, -np.inf)
    best = logs.max(axis=1, keepdims=True)
    nothing = ~np.isfinite(best[:, 0])
    if average:
        weights = np.exp(logs - np.where(np.isfinite(best), best, 0.0))
        share = weights.sum(axis=1)
        mixed = np.where(weights > 0, weights * missing, 0.0).sum(axis=1)
        unseen = np.divide(mixed, share, out=np.full(n_tables, np.inf), where=share > 0)
    else:
        unseen = missing[np.arange(n_tables), logs.argmax(axis=1)]
    return np.where(nothing, np.inf, observed + unseen)
