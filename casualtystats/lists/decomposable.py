"""Bayesian averaging over the ways in which lists can depend on each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from casualtystats.display.wording import count, percent, span
from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.lists.estimate import Bounds, ListEstimate
from casualtystats.lists.graphs import GraphFamily, decomposable_graphs
from casualtystats.lists.missing import MissingLattice, tabulate_missing
from casualtystats.lists.overlap import without_overlap
from casualtystats.lists.table import OverlapTable
from casualtystats.toll.toll import Toll

__all__ = ["decomposable"]

FloatArray = NDArray[np.float64]

_FEWEST, _MOST = 3, 6
_OPEN = 200  # an open-ended search stops, aloud, at this many times the observed
_AT_LEAST = 100_000  # or at this many people, whichever is more
_BEYOND = 1e-4  # mass beyond the search, relative to that within, from which it is reckoned with


def decomposable(
    table: Any,
    delta: float | None = None,
    max_missing: int | None = None,
    saturated: bool = False,  # noqa: FBT001, FBT002  # a plain switch, as the field writes it
    *,
    min_missing: int = 1,
) -> ListEstimate:
    """Estimate the total, averaged over every decomposable graph of dependence between lists.

    Each graph says which lists depend on each other directly. Given a graph, the chances of the
    patterns have a hyper-Dirichlet prior; the number of people N has the prior 1/N; graphs are
    equally likely beforehand. What is left is one distribution of N, in which each graph counts
    as much as the data support it.

    The answer can depend on `delta`, the prior weight of each pattern: small values prefer few
    links, large values many. So the answer under other values comes along, as `by_delta`. The
    saturated graph, in which every list depends on every other, says nothing about the people
    on no list but what the prior puts there; it is left out unless asked for.

    Parameters
    ----------
    table : pandas.DataFrame, mapping or OverlapTable
        The overlap of three to six lists, as `OverlapTable.read` takes it.
    delta : float or None
        The parameter of the hyper-Dirichlet prior, in people and above 0: how many people each
        of the ``2 ** n_lists`` patterns counts for before any were seen. None takes
        ``2 ** -n_lists``, which the manual of R's dga suggests for an argument that has no default
        there: the prior then weighs as much as one person however many lists there are.
    max_missing : int or None
        The largest number of people on no list. None goes on until what lies beyond no longer
        matters, and warns if it has to stop earlier, at 200 times the observed.
    saturated : bool
        Whether to let the saturated graph take part.
    min_missing : int
        The smallest number of people on no list. From 0 on, the prior of the saturated graph
        puts a spike on nobody missing.

    Returns
    -------
    ListEstimate
        With a `toll`, the median as `point`, the graphs as `models` and `by_delta`.

    Raises
    ------
    InvalidValueError
        If the table has more than six lists, or an argument is out of range.
    NotIdentifiedError
        If there are fewer than three lists, or they share nobody.

    Notes
    -----
    The joint probability of a graph and N is proportional to
    ``N! / missing! / N`` times the marginal likelihood of the cliques over that of the
    separators. It is tabulated at the numbers that matter and interpolated between them, with
    an error below 1e-8 of a probability.

    References
    ----------
    Madigan, D. and York, J. C. (1997), "Bayesian methods for estimation of the size of a closed
    population", Biometrika 84, 19–31, doi 10.1093/biomet/84.1.19.
    Dawid, A. P. and Lauritzen, S. L. (1993), "Hyper Markov laws in the statistical analysis of
    decomposable graphical models", Annals of Statistics 21, doi 10.1214/aos/1176349260.
    Johndrow, J., Lum, K. and Ball, P. (2021), "dga: Capture-Recapture Estimation using Bayesian
    Model Averaging", R package 2.0.1, manual page of ``bma.cr``, argument ``delta``,
    https://search.r-project.org/CRAN/refmans/dga/html/bma.cr.html.

    Examples
    --------
    >>> import pandas as pd
    >>> three = pd.DataFrame(
    ...     {
    ...         "police": [1, 0, 0, 1, 1, 0, 1],
    ...         "press": [0, 1, 0, 1, 0, 1, 1],
    ...         "families": [0, 0, 1, 0, 1, 1, 1],
    ...         "count": [60, 49, 247, 4, 112, 142, 12],
    ...     }
    ... )
    >>> estimate = decomposable(three)
    >>> estimate.models.head(2)[["model", "weight"]].round(3)
         model  weight
    0   [12,3]   0.724
    1  [12,23]   0.159
    >>> estimate.toll.median() == estimate.point
    True
    """
    overlap = OverlapTable.read(table)
    _check(overlap, delta, max_missing, min_missing)
    family = decomposable_graphs(overlap.n_lists)
    used = np.ones(len(family.names), dtype=bool)
    used[family.saturated] = saturated
    ask = _Question(overlap, family, used, min_missing, max_missing)
    chosen = float(2.0**-overlap.n_lists if delta is None else delta)
    found = ask.answer(chosen)
    answers = {d: found if d == chosen else ask.answer(d) for d in _grid(chosen, overlap.n_lists)}
    tolls = {d: _toll(a, overlap, d, saturated=saturated) for d, a in answers.items()}
    ends = {d: _Ends(tolls[d], 0.0 if max_missing else a.beyond) for d, a in answers.items()}
    by_delta = _by_delta(answers, ends, ask.names)
    toll, end = tolls[chosen], ends[chosen]
    if not np.isfinite(end.median):
        raise NotIdentifiedError(
            "table",
            f"tell the total at delta = {chosen:g}",
            overlap.by_capture().tolist(),
            f"Most of the probability may lie beyond {count(found.last)} missing. "
            "Give another delta, or a ceiling with max_missing=.",
        )
    return ListEstimate(
        method="decomposable",
        point=end.median,
        table=overlap,
        models=_models(found, ask.names, overlap),
        warnings=(
            *without_overlap(overlap),
            *_fragile(found, by_delta, max_missing, saturated=saturated),
        ),
        toll=toll,
        bounds=end if end.beyond > _BEYOND else None,
        by_delta=by_delta,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Ends(Bounds):
    """The interval of a distribution of which a part lies beyond the last cell."""

    toll: Toll
    beyond: float
    kind: str = "equal-tailed, with what lies beyond the furthest that was looked"

    def __call__(self, level: float) -> tuple[float, float]:
        tail = (1.0 - level) / 2.0
        return self.upto(tail), self.upto(1.0 - tail)

    @property
    def median(self) -> float:
        return self.upto(0.5)

    def upto(self, share: float) -> float:
        """Return the total that has this share below it, which may be infinite."""
        if self.beyond <= _BEYOND:
            return float(self.toll.ppf(share))
        within = share * (1.0 + self.beyond)
        return float(self.toll.ppf(within)) if within < 1.0 else float("inf")


@dataclass(frozen=True, slots=True)
class _Question:
    """Everything that stays the same when delta changes."""

    overlap: OverlapTable
    family: GraphFamily
    used: NDArray[np.bool_]
    start: int
    stop: int | None

    @property
    def names(self) -> list[str]:
        return [self.family.names[g] for g in np.flatnonzero(self.used)]

    def answer(self, delta: float) -> MissingLattice:
        observed = self.overlap.observed
        ceiling = max(_OPEN * observed, _AT_LEAST)
        curves = _Curves.make(self.overlap, self.family.powers[self.used], delta)
        return tabulate_missing(curves, self.start, self.stop, ceiling=ceiling)


@dataclass(frozen=True, slots=True)
class _Curves:
    """The log of the joint probability of each graph and a number of missing people.

    Only one cell of each margin, that of people on none of its lists, changes with the number
    of missing people m: it holds z + m. With prior weight a of that cell and A of the whole
    margin, its part of the marginal likelihood is Γ(a + z + m) / Γ(A + n + m).
    """

    powers: FloatArray  # of each margin in each graph, (n_graphs, n_margins)
    constant: FloatArray  # what does not change with the missing, (n_graphs,)
    base: FloatArray  # a + z of each margin, (n_margins,)
    gap: FloatArray  # A + n - a - z of each margin
    observed: int

    @classmethod
    def make(cls, overlap: OverlapTable, powers: NDArray[np.int8], delta: float) -> _Curves:
        from scipy.special import gammaln

        n_lists, n = overlap.n_lists, overlap.observed
        whole = delta * 2.0**n_lists
        cells = np.arange(1 << n_lists)
        margins = cells[1:]
        base, fixed = np.empty(margins.size), np.empty(margins.size)
        for i, margin in enumerate(margins):
            share = delta * 2.0 ** (n_lists - int(margin).bit_count())
            held = np.bincount(cells & margin, weights=overlap.counts)
            base[i] = share + held[0]
            seen = held[1:][held[1:] > 0]
            fixed[i] = (gammaln(share + seen) - gammaln(share)).sum()
            fixed[i] += gammaln(whole) - gammaln(share)
        power = powers[:, 1:].astype(np.float64)
        return cls(power, power @ fixed, base, whole + n - base, n)

    def __call__(self, missing: FloatArray) -> FloatArray:
        margins = _log_gamma_ratio(self.base[:, None] + missing, self.gap[:, None])
        ways = -_log_gamma_ratio(missing + 1.0, np.float64(self.observed))
        prior = -np.log(self.observed + missing)
        return np.asarray(self.powers @ margins + self.constant[:, None] + ways + prior)


def _log_gamma_ratio(x: FloatArray, y: FloatArray | np.float64) -> FloatArray:
    """Return log Γ(x) - log Γ(x + y), without cancellation where x is large."""
    from scipy.special import gammaln

    big = np.maximum(x, 20.0)
    steps = (0.5 - big) * np.log1p(y / big) - y * np.log(big + y) + y
    series = steps + _stirling(big) - _stirling(big + y)
    return np.asarray(np.where(x >= 20.0, series, gammaln(x) - gammaln(x + y)))


def _stirling(x: FloatArray) -> FloatArray:
    """Return what Stirling's formula leaves of log Γ(x), exact to 1e-17 from 20 on."""
    s = 1.0 / (x * x)
    return np.asarray((1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / x)


def _check(
    overlap: OverlapTable, delta: float | None, max_missing: int | None, min_missing: int
) -> None:
    if overlap.n_lists < _FEWEST:
        raise NotIdentifiedError(
            "table",
            "have at least three lists",
            overlap.lists,
            "Two lists cannot show whether they depend on each other: see chapman.",
        )
    if overlap.n_lists > _MOST:
        raise InvalidValueError(
            "table",
            f"have at most {_MOST} lists",
            overlap.lists,
            "Merge lists of one kind, or use latent_class.",
        )
    if delta is not None and not (np.isfinite(delta) and delta > 0):
        raise InvalidValueError("delta", "be positive", delta, "The default is 2 ** -n_lists.")
    if min_missing < 0:
        raise InvalidValueError("min_missing", "be 0 or more", min_missing)
    if max_missing is not None and max_missing < max(min_missing, 1):
        raise InvalidValueError(
            "max_missing", "be a positive whole number, at least min_missing", max_missing
        )
    if overlap.by_capture()[2:].sum() == 0:
        raise NotIdentifiedError(
            "table",
            "have people on two lists",
            overlap.by_capture().tolist(),
            "Without overlap any total is as good as another.",
        )


def _grid(chosen: float, n_lists: int) -> list[float]:
    """Return the values of delta to show: around the default, and those of dga's examples.

    The manual page of its ``bma.cr`` takes 0.5 for the five lists of Madigan and York, and 1 for
    their three.
    """
    return sorted({chosen, 2.0 ** -(n_lists + 2), 2.0**-n_lists, 2.0 ** (2 - n_lists), 0.5, 1.0})


def _toll(found: MissingLattice, overlap: OverlapTable, delta: float, *, saturated: bool) -> Toll:
    notes = (
        f"averaged over decomposable graphs, delta = {delta:g}",
        f"{'with' if saturated else 'without'} the saturated graph",
        f"{found.start:,} to {found.last:,} people on no list considered",
    )
    return Toll(
        overlap.observed + found.start, found.probs, step=found.step, notes=notes,
        label=f"total over {', '.join(overlap.lists)}",
        layers=("unseen: averaged over decomposable graphs",),
    )  # fmt: skip


def _models(found: MissingLattice, names: list[str], overlap: OverlapTable) -> pd.DataFrame:
    order = np.argsort(-found.weights, kind="stable")
    return pd.DataFrame(
        {
            "model": [names[g] for g in order],
            "total": overlap.observed + found.means[order],
            "weight": found.weights[order],
        }
    )


def _by_delta(
    answers: dict[float, MissingLattice], ends: dict[float, _Ends], names: list[str]
) -> pd.DataFrame:
    rows = []
    for delta, end in ends.items():
        low, high = end(0.95)
        best = int(np.argmax(answers[delta].weights))
        rows.append(
            {
                "delta": delta,
                "median": end.median,
                "lower": low,
                "upper": high,
                "level": 0.95,
                "model": names[best],
                "weight": float(answers[delta].weights[best]),
            }
        )
    return pd.DataFrame(rows)


def _fragile(
    found: MissingLattice, by_delta: pd.DataFrame, max_missing: int | None, *, saturated: bool
) -> list[str]:
    notes = []
    if found.beyond > _BEYOND:
        held = f"{percent(found.beyond / (1 + found.beyond))} of the probability lies"
        if not np.isfinite(found.beyond):
            held = "most of the probability may lie"
        which = "max_missing" if max_missing is not None else "the furthest that was looked"
        notes.append(f"{held} beyond {count(found.last)} missing, {which}")
    if found.exponent <= 2.0 and found.beyond > 1e-8:
        notes.append("the tail is so heavy that the mean does not exist; the median does")
    if saturated:
        notes.append("the saturated graph takes part, which only echoes the prior")
    medians = by_delta["median"]
    if medians.max() > 1.5 * medians.min():
        notes.append(f"the median moves over {span(medians.min(), medians.max())} with delta")
    return notes
