"""Fitting, judging and searching log-linear models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from casualtystats.lists.existence import EXISTS, ON_FACE, UNCHECKED, face_of, fit_on_face
from casualtystats.lists.hierarchy import Model, Terms, name_of, neighbours
from casualtystats.lists.poisson import fit_many, log_likelihood, zero_margins
from casualtystats.lists.profile import Profile
from casualtystats.lists.table import OverlapTable

__all__ = ["Judged", "judge", "model_table", "profile_of", "search"]

FloatArray = NDArray[np.float64]

_HOPELESS = 30.0  # BIC units above the best from which a doubtful fit is not looked into
_FEW = 6  # lists up to which the search is thorough
_NEAR = 10.0  # and on the way to a model, from the model it is compared with
_SMALL = 1e-6  # an expected count that may be on its way to 0
_VAGUE = 1e4  # a variance of the log of the missing that may be on its way to infinity


@dataclass(frozen=True, slots=True)
class Judged:
    """One model and how it does on the data.

    Parameters
    ----------
    model : frozenset of int
        Its terms of two lists or more.
    missing : float
        The people on no list; without an estimate, 0 or infinity.
    stderr : float
        The standard error of the total.
    log_likelihood : float
        The Poisson log-likelihood.
    deviance : float
        Twice what the model loses against the table itself.
    parameters : int
        The constant, the lists, and the terms, as many as the model has by name.
    maximum : str
        ``"exists"``, ``"on a face"``, ``"none"`` or ``"not checked"``.
    """

    model: Model
    missing: float
    stderr: float
    log_likelihood: float
    deviance: float
    parameters: int
    maximum: str

    @property
    def told(self) -> bool:
        """Whether the data tell the number of people on no list."""
        return self.maximum in (EXISTS, ON_FACE)

    def bic(self, observed: int) -> float:
        """Return the Bayesian information criterion with the observed people as sample."""
        return -2.0 * self.log_likelihood + self.parameters * float(np.log(observed))

    def aic(self) -> float:
        """Return Akaike's information criterion."""
        return -2.0 * self.log_likelihood + 2.0 * self.parameters


def judge(overlap: OverlapTable, models: Sequence[Model], *, race: float = np.inf) -> list[Judged]:
    """Fit each model and say how it does.

    Most are fitted together. Where an expected count or the number of missing people seems to
    run away, linear programming finds what does exist, unless the model is out of the race.

    Parameters
    ----------
    overlap : OverlapTable
        The data.
    models : sequence of frozenset of int
        The models.
    race : float
        The BIC that a doubtful fit has to beat to be looked into.

    Returns
    -------
    list of Judged
        In the same order.
    """
    terms = Terms.of(overlap.n_lists, models)
    design, include = terms.design()[1:], terms.include(models)
    counts = overlap.counts[1:].astype(np.float64)
    tables = np.broadcast_to(counts, (len(models), counts.size))
    kept, cells = zero_margins(design, tables, include)
    fits = fit_many(design, tables, kept, cells)
    heights = log_likelihood(counts, fits.fitted)
    ceiling = float(log_likelihood(counts, counts))
    numbers = include.sum(axis=1)
    scores = numbers * np.log(overlap.observed) - 2.0 * heights
    doubtful = ~fits.settled | (np.where(cells, fits.fitted, 1.0).min(axis=1) < _SMALL)
    doubtful |= ~((fits.spread > 0) & (fits.spread < _VAGUE))
    judged = []
    for i, model in enumerate(models):
        height, log_missing, spread = float(heights[i]), fits.theta[i, 0], float(fits.spread[i])
        with np.errstate(over="ignore"):
            missing = float(np.exp(log_missing))
        maximum = EXISTS if cells[i].all() else ON_FACE
        if doubtful[i] and scores[i] > min(scores.min() + _HOPELESS, race):
            maximum = UNCHECKED
        elif doubtful[i]:
            face = fit_on_face(design[:, include[i]], counts)
            missing, spread, maximum = face.missing, face.spread, face.maximum
            height = float(log_likelihood(counts, face.fitted))
        variance = missing + missing**2 * spread if np.isfinite(missing) else np.inf
        judged.append(
            Judged(
                model=model,
                missing=missing,
                stderr=float(np.sqrt(variance)) if variance >= 0 else np.inf,
                log_likelihood=height,
                deviance=2.0 * (ceiling - height),
                parameters=int(numbers[i]),
                maximum=maximum,
            )
        )
    return judged


def search(overlap: OverlapTable, order: int) -> list[Judged]:
    """Climb to a model that no single move improves.

    A climb goes to the neighbour with the lowest BIC until there is none lower. With up to six
    lists it may swap terms and starts twice, from independence and from all pairs of lists
    depending on each other; with more, once from independence and by single terms.

    Parameters
    ----------
    overlap : OverlapTable
        The data.
    order : int
        The most lists in one term.

    Returns
    -------
    list of Judged
        Every model that was tried.
    """
    few = overlap.n_lists <= _FEW
    starts: list[Model] = [frozenset()]
    if few and order > 1:
        starts.append(
            frozenset(1 << a | 1 << b for a, b in combinations(range(overlap.n_lists), 2))
        )
    seen: dict[Model, Judged] = {}
    for here in starts:
        if here not in seen:
            seen[here] = judge(overlap, [here])[0]
        while True:
            lowest = _score(seen[here], overlap)
            near = neighbours(here, overlap.n_lists, order, swaps=few)
            new = sorted((m for m in near if m not in seen), key=sorted)
            if new:
                judged = judge(overlap, new, race=lowest + _NEAR)
                seen.update(zip(new, judged, strict=True))
            best = min(near, key=lambda m: _score(seen[m], overlap))
            if not _score(seen[best], overlap) < lowest:
                break
            here = best  # noqa: PLW2901  # the climb goes on from there
    return list(seen.values())


def _score(judged: Judged, overlap: OverlapTable) -> float:
    return judged.bic(overlap.observed) if judged.told else np.inf


def profile_of(overlap: OverlapTable, judged: Judged) -> Profile:
    """Return the profile likelihood of the missing under a model, on its face.

    Parameters
    ----------
    overlap : OverlapTable
        The data.
    judged : Judged
        The model.

    Returns
    -------
    Profile
        Ready to be evaluated.
    """
    design = Terms.of(overlap.n_lists, [judged.model]).design()
    counts = overlap.counts[1:].astype(np.float64)
    face = np.ones(counts.size, dtype=bool)
    if judged.maximum != EXISTS:
        face = face_of(design[1:], counts)
    rows = design[np.concatenate([[True], face])]
    _, values, directions = np.linalg.svd(rows, full_matrices=False)
    basis = directions[values > 1e-9 * values[0]].T
    # An orthonormal basis still has the constant, which keeps the fit from drifting.
    columns = rows @ basis
    return Profile(columns, counts[face], judged.missing)


def model_table(
    judged: Sequence[Judged], overlap: OverlapTable, weights: FloatArray
) -> pd.DataFrame:
    """Return the models as a table, best first.

    Parameters
    ----------
    judged : sequence of Judged
        The models.
    overlap : OverlapTable
        The data.
    weights : numpy.ndarray of float
        The weight of each.

    Returns
    -------
    pandas.DataFrame
        Columns `model total stderr weight bic aic deviance df parameters maximum`.
    """
    n_cells = overlap.counts.size - 1
    frame = pd.DataFrame(
        {
            "model": [name_of(j.model, overlap.n_lists) for j in judged],
            "total": [overlap.observed + j.missing if j.told else np.nan for j in judged],
            "stderr": [j.stderr if j.told else np.nan for j in judged],
            "weight": weights,
            "bic": [j.bic(overlap.observed) for j in judged],
            "aic": [j.aic() for j in judged],
            "deviance": [j.deviance for j in judged],
            "df": [n_cells - j.parameters for j in judged],
            "parameters": [j.parameters for j in judged],
            "maximum": [j.maximum for j in judged],
        }
    )
    return frame.sort_values("bic", kind="stable", ignore_index=True)
