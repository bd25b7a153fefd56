"""Log-linear models of how lists overlap."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from casualtystats.display.wording import count, percent, span
from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.lists.bootstrap import resample
from casualtystats.lists.estimate import Bounds, ListEstimate
from casualtystats.lists.existence import NONE, ON_FACE
from casualtystats.lists.hierarchy import all_models, name_of, read_model
from casualtystats.lists.overlap import without_overlap
from casualtystats.lists.profile import ProfileBounds
from casualtystats.lists.selection import Judged, judge, model_table, profile_of, search
from casualtystats.lists.table import OverlapTable

__all__ = ["loglinear"]

FloatArray = NDArray[np.float64]

_EVERY = 5  # with more lists than this the models are searched, not counted out
_MOST = 8
_CLOSE = 2.0  # BIC units within which another model does about as well
_CANDIDATES = 30  # models that a bootstrap chooses among
_LIGHT = 1e-3  # the least weight for which a model is averaged


def loglinear(
    table: Any,
    *,
    order: int = 3,
    average: bool = False,
    model: Any = None,
    bootstrap: int = 0,
    random_state: int | np.random.Generator | None = None,
) -> ListEstimate:
    """Estimate the total by log-linear models, choosing or averaging over them by BIC.

    A model says which lists depend on which: ``[12,3]`` lets lists 1 and 2 depend on each other
    and has list 3 independent of both. All hierarchical models up to `order` are fitted, for up
    to five lists; for more, the search climbs from independence by one term at a time.

    Every model gives its own total. Models that fit about as well can give totals far apart, so
    look at `models` before you trust the one with the lowest BIC.

    Parameters
    ----------
    table : pandas.DataFrame, mapping or OverlapTable
        The overlap of three lists or more, as `OverlapTable.read` takes it.
    order : int
        The most lists in one term: 1 for independence, 2 for pairs, 3 for triples.
    average : bool
        Whether to average the models by their BIC weights instead of taking the best.
    model : str, iterable or None
        One model to use, such as ``"[12,3]"`` or ``[("police", "press"), ("families",)]``.
    bootstrap : int
        How many tables to resample for the interval, choosing the model anew each time; some
        999. 0 gives the profile-likelihood interval, which takes the models as given.
    random_state : int, numpy.random.Generator or None
        The source of chance of the bootstrap.

    Returns
    -------
    ListEstimate
        With all models in `models`, their weight ``exp(-BIC/2)`` up to scale (all on one, if
        not averaged), and for each whether its maximum exists.

    Raises
    ------
    InvalidValueError
        If an argument is out of range or `model` cannot be read.
    NotIdentifiedError
        If there are fewer than three lists (two with ``order=1``), they share nobody, or no
        model tells the number of people on no list.

    Notes
    -----
    Where overlaps are empty, some parameters run off to minus infinity and the maximum lies on
    a face of the model; the total may still be estimated there. Models for which it cannot be
    are listed with ``maximum="none"`` and never chosen. BIC counts parameters by name.

    References
    ----------
    Fienberg, S. E. (1972), "The multiple recapture census for closed populations and incomplete
    2^k contingency tables", Biometrika 59, 591–603, doi 10.1093/biomet/59.3.591.
    Cormack, R. M. (1992), Biometrics 48, 567–576, doi 10.2307/2532310, for the interval.
    Fienberg, S. E. and Rinaldo, A. (2012), doi 10.1214/12-AOS986, for what exists.
    Chan, L., Silverman, B. W. and Vincent, K. (2021), "Multiple systems estimation for sparse
    capture data: inferential challenges when there are nonoverlapping lists", JASA,
    arXiv 1902.05156.

    Examples
    --------
    >>> import casualtystats as cs
    >>> kosovo = cs.load_example("kosovo")
    >>> estimate = cs.lists.loglinear(kosovo)
    >>> estimate
    ListEstimate(loglinear: 10,357, 95% interval 8,994–12,110; 4,400 observed; 1 warning)
    >>> estimate.models.loc[:2, ["model", "total", "bic"]].round(1)
             model    total    bic
    0  [123,14,34]  10356.5  203.0
    1    [123,134]  12741.0  203.1
    2  [134,12,23]  18393.3  204.0
    """
    overlap = OverlapTable.read(table)
    _check(overlap, order, bootstrap)
    if model is not None:
        judged = judge(overlap, [read_model(model, overlap.lists)])
    elif overlap.n_lists <= _EVERY:
        judged = judge(overlap, all_models(overlap.n_lists, order))
    else:
        judged = search(overlap, order)
    raw = _weights(judged, overlap)
    best = int(np.argmax(raw))
    weights = raw if average else np.eye(len(judged))[best]
    heavy = np.flatnonzero(weights >= _LIGHT * weights.max())
    shares = weights[heavy] / weights[heavy].sum()
    point = overlap.observed + float(shares @ [judged[i].missing for i in heavy])
    bounds: Bounds
    if bootstrap:
        ranked = [judged[i].model for i in np.argsort(-raw, kind="stable")[:_CANDIDATES]]
        bounds = resample(
            overlap, ranked, average=average, replicates=bootstrap,
            generator=np.random.default_rng(random_state),
        )  # fmt: skip
    else:
        profiles = [
            (float(w), profile_of(overlap, judged[i])) for w, i in zip(shares, heavy, strict=True)
        ]
        kind = "profile likelihood, averaged by tail area" if average else "profile likelihood"
        bounds = ProfileBounds(overlap.observed, tuple(profiles), kind)
    return ListEstimate(
        method="loglinear, averaged" if average else "loglinear",
        point=point,
        table=overlap,
        models=model_table(judged, overlap, weights),
        warnings=(
            *without_overlap(overlap),
            *_fragile(judged, raw, best, overlap, model=model, average=average),
        ),
        bounds=bounds,
    )


def _check(overlap: OverlapTable, order: int, bootstrap: int) -> None:
    if order not in (1, 2, 3):
        raise InvalidValueError("order", "be 1, 2 or 3", order)
    if bootstrap < 0 or int(bootstrap) != bootstrap:
        raise InvalidValueError("bootstrap", "be a number of tables, or 0", bootstrap, "Try 999.")
    if overlap.n_lists < 3 and order > 1:
        raise NotIdentifiedError(
            "table", "have at least three lists", overlap.lists,
            "Two lists cannot show whether they depend on each other: see chapman.",
        )  # fmt: skip
    if overlap.n_lists > _MOST:
        raise InvalidValueError(
            "table", f"have at most {_MOST} lists", overlap.lists,
            "Merge lists of one kind, or use latent_class.",
        )  # fmt: skip
    if overlap.by_capture()[2:].sum() == 0:
        raise NotIdentifiedError(
            "table", "have people on two lists", overlap.by_capture().tolist(),
            "Without overlap any total is as good as another.",
        )  # fmt: skip
    empty = [name for name, size in overlap.on_list().items() if size == 0]
    if empty:
        raise NotIdentifiedError(
            "table", "have people on every list", empty, "Leave out the lists that are empty."
        )


def _weights(judged: list[Judged], overlap: OverlapTable) -> FloatArray:
    """Return BIC weights, 0 for models that do not tell the number of missing people."""
    scores = np.array([j.bic(overlap.observed) if j.told else np.inf for j in judged])
    if not np.isfinite(scores).any():
        raise NotIdentifiedError(
            "table", "tell under some model how many people are on no list",
            [name_of(j.model, overlap.n_lists) for j in judged][:5],
            "The overlaps are too thin: merge lists of one kind, or ask for a simpler model.",
        )  # fmt: skip
    weights = np.exp(-(scores - scores.min()) / 2.0)
    return np.asarray(weights / weights.sum())


def _fragile(
    judged: list[Judged], raw: FloatArray, best: int, overlap: OverlapTable,
    *, model: Any, average: bool,
) -> list[str]:  # fmt: skip
    """Say where another model, or none, would have done as well."""
    notes = []
    observed = overlap.observed
    top = judged[best].bic(observed)
    untold = [j for j in judged if j.maximum == NONE and j.bic(observed) < top]
    if untold:
        worst = min(untold, key=lambda j: j.bic(observed))
        name = name_of(worst.model, overlap.n_lists)
        notes.append(f"{name} fits better by BIC, but sets no total: its maximum does not exist")
    if judged[best].maximum == ON_FACE and not average:
        notes.append("the maximum of the chosen model lies on a face: some overlaps are empty")
    rivals = [j for j in judged if j.told and j.bic(observed) < top + _CLOSE]
    totals = [observed + j.missing for j in rivals]
    if max(totals) > 1.1 * min(totals):
        notes.append(
            f"{len(rivals)} models within {_CLOSE:g} of the lowest BIC "
            f"give totals of {span(min(totals), max(totals))}"
        )
    if model is None and overlap.n_lists > _EVERY:
        notes.append(f"{count(len(judged))} models were tried, not all there are")
    if average and raw[best] > 0.95:
        notes.append(f"one model has {percent(float(raw[best]))} of the weight")
    return notes
