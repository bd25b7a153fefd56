"""Groups of people who differ in their chances of being listed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from casualtystats.display.wording import span
from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.lists.estimate import ListEstimate
from casualtystats.lists.gibbs import Prior
from casualtystats.lists.overlap import without_overlap
from casualtystats.lists.table import OverlapTable
from casualtystats.lists.tempering import Sampler
from casualtystats.toll.toll import Toll

__all__ = ["latent_class"]

FloatArray = NDArray[np.float64]

_REFUSE = 1.1  # R-hat from which chains disagree
_DOUBT = 1.05  # and from which they hardly agree
_FAR_APART = 3.0  # ends of the interval of the missing, relative, from which it is said aloud
_MORE = 2  # how often chains that do not agree are given more time, twice as much each time


def latent_class(
    table: Any,
    *,
    classes: int = 10,
    chains: int = 4,
    draws: int = 3000,
    burn_in: int = 2000,
    thin: int = 3,
    rungs: int = 8,
    random_state: int | np.random.Generator | None = None,
) -> ListEstimate:
    """Estimate the total by classes of people who differ in their chances of being listed.

    Within a class every list finds people independently of the others; lists seem to depend on
    each other because classes differ. How many classes there are, and how large, is left to a
    Dirichlet process. The posterior is sampled by several chains started apart. If they do not
    end up in the same place there is no answer, and none is given.

    Parameters
    ----------
    table : pandas.DataFrame, mapping or OverlapTable
        The overlap of three lists or more, as `OverlapTable.read` takes it.
    classes : int
        The most classes.
    chains : int
        Chains, two or more.
    draws : int
        Draws kept per chain, 4 or more.
    burn_in : int
        Rounds thrown away before.
    thin : int
        Rounds per draw kept.
    rungs : int
        How many chains stand on each ladder: the chain that is kept, which sees all people, and
        others that see ever fewer of them, down to a fifth, and move the more freely. Chains
        next to each other trade places, which is how the kept one gets from one mode to
        another. 1 is a plain chain. Time and memory grow with it. With 8, neighbours are alike
        enough to trade in about half of their turns (44 % among 7,000 people on five lists,
        62 % among 500 on four); with 4 it was 14 % and 34 %.
    random_state : int, numpy.random.Generator or None
        The source of chance; the same number gives the same draws.

    Returns
    -------
    ListEstimate
        With a `toll`, the median as `point`, and `chains`: what each chain says.

    Raises
    ------
    InvalidValueError
        If an argument is out of range.
    NotIdentifiedError
        If there are fewer than three lists, they share nobody, or the chains disagree.

    Notes
    -----
    Agreement is measured by the rank-normalised split R-hat of the number of missing people: 1
    when chains cannot be told apart, refused above 1.1. Chains that do not agree within 1.05 go
    on twice as long, and four times as long if they are not within 1.1 then; only the last
    stretch is kept. The prior of the number of people N is 1/N, of chances uniform, of the
    concentration gamma with shape and rate 1/4.

    Where worlds of unlike size explain the data about as well, plain chains keep to the one they
    reach first. Here each chain trades places with others that see less of the data (parallel
    tempering), so that it visits all of them, each as often as its probability asks.

    References
    ----------
    Manrique-Vallier, D. (2016), "Bayesian population size estimation using Dirichlet process
    mixtures", Biometrics 72, 1246–1254, doi 10.1111/biom.12502.
    Vehtari, A. et al. (2021), "Rank-normalization, folding, and localization: an improved R-hat
    for assessing convergence of MCMC", Bayesian Analysis 16, doi 10.1214/20-BA1221.

    Examples
    --------
    >>> three = {"a": range(0, 60), "b": range(30, 110), "c": [*range(0, 150, 3)]}
    >>> estimate = latent_class(three, chains=4, burn_in=500, draws=500, random_state=1)
    >>> bool(130 < estimate.point < 300)
    True
    """
    overlap = OverlapTable.read(table)
    _check(overlap)
    given = {"classes": classes, "chains": chains, "draws": draws, "burn_in": burn_in}
    given |= {"thin": thin, "rungs": rungs}
    least = {"chains": 2, "draws": 4, "burn_in": 0}
    for name, value in given.items():
        if int(value) != value or value < least.get(name, 1):
            raise InvalidValueError(name, f"be a whole number, {least.get(name, 1)} or more", value)
    generator = np.random.default_rng(random_state)
    sampler = Sampler(overlap, Prior(classes=classes), chains, rungs, generator)
    sampler.warm_up(burn_in)
    for stretch in range(1 + _MORE):
        missing = sampler.draw(draws, thin * 2**stretch)
        scale = rank_r_hat(missing.astype(np.float64))
        if scale <= (_REFUSE if stretch else _DOUBT):
            break
    totals = overlap.observed + missing
    by_chain = pd.DataFrame(
        {
            "chain": np.arange(chains),
            "median": np.median(totals, axis=1),
            "lower": np.quantile(totals, 0.025, axis=1),
            "upper": np.quantile(totals, 0.975, axis=1),
            "level": 0.95,
        }
    )
    if scale > _REFUSE:
        low, high = by_chain["median"].min(), by_chain["median"].max()
        raise NotIdentifiedError(
            "chains",
            f"agree within an R-hat of {_REFUSE}",
            round(scale, 3),
            f"Their medians are {span(low, high)}. Ask for more draws; if chains still disagree, "
            "these lists do not tell the total.",
        )
    toll = Toll.from_samples(
        totals.ravel(),
        label=f"total over {', '.join(overlap.lists)}",
        notes=(
            f"latent classes, at most {classes}",
            f"{chains} chains of {draws:,} draws, R-hat {scale:.3f}",
        ),
        layers=("unseen: latent classes",),
    )
    notes = list(without_overlap(overlap))
    if scale > _DOUBT:
        notes.append(f"the chains hardly agree (R-hat {scale:.2f}): ask for more draws")
    low, high = (np.quantile(missing, q) for q in (0.025, 0.975))
    if high > _FAR_APART * low:
        notes.append(
            "worlds of unlike size explain the lists: the ends of the interval are known less "
            "well than its middle, and move from one random_state to the next"
        )
    return ListEstimate(
        method="latent_class",
        point=float(np.median(totals)),
        table=overlap,
        models=pd.DataFrame(
            {
                "model": [f"at most {classes} classes"],
                "total": [float(totals.mean())],
                "weight": [1.0],
                "r_hat": [scale],
            }
        ),
        warnings=tuple(notes),
        toll=toll,
        chains=by_chain,
    )


def rank_r_hat(draws: FloatArray) -> float:
    """Return the rank-normalised split R-hat, the larger of bulk and folded.

    Parameters
    ----------
    draws : numpy.ndarray, shape (n_chains, n_draws)
        One row per chain.

    Returns
    -------
    float
        1 when the chains cannot be told apart, larger when they disagree.
    """
    half = draws.shape[1] // 2
    split = np.concatenate([draws[:, :half], draws[:, -half:]])
    folded = np.abs(split - np.median(split))
    return max(_r_hat(_normal_scores(split)), _r_hat(_normal_scores(folded)))


def _normal_scores(x: FloatArray) -> FloatArray:
    from scipy.special import ndtri
    from scipy.stats import rankdata

    ranks = rankdata(x, method="average").reshape(x.shape)
    return np.asarray(ndtri((ranks - 0.375) / (x.size + 0.25)))


def _r_hat(x: FloatArray) -> float:
    n = x.shape[1]
    within = float(x.var(axis=1, ddof=1).mean())
    if within == 0:
        return 1.0 if np.ptp(x) == 0 else float("inf")
    between = n * float(x.mean(axis=1).var(ddof=1))
    return float(np.sqrt(((n - 1) / n * within + between / n) / within))


def _check(overlap: OverlapTable) -> None:
    if overlap.n_lists < 3:
        raise NotIdentifiedError(
            "table",
            "have at least three lists",
            overlap.lists,
            "Two lists cannot show whether people differ in their chances: see chapman.",
        )
    if overlap.by_capture()[2:].sum() == 0:
        raise NotIdentifiedError(
            "table",
            "have people on two lists",
            overlap.by_capture().tolist(),
            "Without overlap any total is as good as another.",
        )
