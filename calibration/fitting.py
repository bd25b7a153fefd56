"""Maximum likelihood for readings, with priors that are written down and robust errors.

The likelihood of a case is the mean of log p(y) over the whole numbers y of its recorded range,
each equally weighted: the outcome is one of them, and we do not know which. (Its rival, the
logarithm of the summed p(y), would reward a law that sits on any one of them.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from calibration.evidence import Cases
from casualtystats.toll.forms import KINDS
from casualtystats.toll.law import FigureLaw
from casualtystats.toll.reading import Reading

FloatArray = NDArray[np.float64]
_LEAST = 1e-12  # the smallest probability a logarithm is taken of


@dataclass(frozen=True)
class Model:
    """Which parameters of a reading are free, and how they make up the rest.

    `free` holds starting values by name; `sums` builds each parameter of the reading as a sum of
    free ones and constants; `priors` are normal, (mean, sd), by the name of the free parameter.
    Forms that are `written_hard` are fitted as soft, and hard above in the file.
    """

    free: Mapping[str, float]
    sums: Mapping[str, tuple[str | float, ...]]
    priors: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    never: Mapping[str, str] = field(default_factory=dict)
    written_hard: tuple[str, ...] = ()

    def values(self, theta: FloatArray) -> dict[str, float]:
        """Return every parameter of the reading at `theta`."""
        known = dict(zip(self.free, theta, strict=True))
        return {
            name: float(sum(known[part] if isinstance(part, str) else part for part in parts))
            for name, parts in self.sums.items()
        }

    def reading(self, theta: FloatArray) -> Reading:
        """Return the reading at `theta`."""
        content: dict[str, dict[str, float | str]] = {}
        for name, value in self.values(theta).items():
            form, parameter = name.split(".")
            content.setdefault(form, {})[parameter] = value
        for form, side in self.never.items():
            content.setdefault(form, {})["never"] = side
        return Reading.from_dict(content)

    def design(self) -> FloatArray:
        """Return the matrix that takes free parameters to those of the reading."""
        names = list(self.free)
        rows = np.zeros((len(self.sums), len(names)))
        for i, parts in enumerate(self.sums.values()):
            for part in parts:
                if isinstance(part, str):
                    rows[i, names.index(part)] += 1.0
        return rows


@dataclass(frozen=True)
class Fit:
    """A fitted model: the free parameters, the reading, and the errors of both."""

    model: Model
    theta: FloatArray
    covariance: FloatArray
    log_likelihood: float
    n: int

    @property
    def reading(self) -> Reading:
        """The reading at the estimate."""
        return self.model.reading(self.theta)

    def cases_behind(self, cases: Cases) -> dict[str, int]:
        """Return how many cases each parameter of the reading rests on."""
        of_form = np.bincount(cases.kind, minlength=len(KINDS))
        touched: dict[str, set[str]] = {name: set() for name in self.model.free}
        for name, parts in self.model.sums.items():
            form = name.split(".")[0]
            for part in parts:
                if isinstance(part, str):
                    touched[part] |= set(KINDS) if form == "shared" else {form}
        n = {free: sum(int(of_form[KINDS.index(f)]) for f in fs) for free, fs in touched.items()}
        return {
            name: max((n[part] for part in parts if isinstance(part, str)), default=0)
            for name, parts in self.model.sums.items()
        }

    def errors(self) -> dict[str, float]:
        """Return the standard error of every parameter of the reading."""
        design = self.model.design()
        variance = np.einsum("ij,jk,ik->i", design, self.covariance, design)
        return dict(zip(self.model.sums, np.sqrt(np.maximum(variance, 0.0)), strict=True))


class Likelihood:
    """The log-likelihood of a column of cases under any reading."""

    def __init__(self, cases: Cases) -> None:
        self.n = len(cases)
        self.case, self.y, self.weight = cases.outcomes()
        self.kind, self.low, self.high = cases.kind, cases.low, cases.high

    def by_case(self, reading: Reading) -> FloatArray:
        """Return one log-likelihood per case."""
        law = reading.figure_law(self.kind, self.low, self.high)
        at = rows(law, self.case)
        p = np.maximum(at.cdf(self.y) - at.cdf(self.y - 1.0), _LEAST)
        return np.asarray(np.bincount(self.case, self.weight * np.log(p), self.n))


def rows(law: FigureLaw, index: NDArray[np.int64]) -> FigureLaw:
    """Return the laws of some rows of a column."""
    parts = (law.low, law.high, law.below, law.above, law.spread_below, law.spread_above)
    return FigureLaw(*(np.asarray(part)[index] for part in parts))


def fit(
    model: Model, cases: Cases, *, errors: bool = True, likelihood: Likelihood | None = None
) -> Fit:
    """Fit `model` to `cases`: penalised by its priors, errors by the sandwich over cases."""
    likelihood = likelihood or Likelihood(cases)
    names = list(model.free)
    at = [names.index(name) for name in model.priors]
    mean = np.array([m for m, _ in model.priors.values()])
    precision = np.array([1.0 / s**2 for _, s in model.priors.values()])

    def by_case(theta: FloatArray) -> FloatArray:
        return likelihood.by_case(model.reading(theta))

    def loss(theta: FloatArray) -> float:
        penalty = 0.5 * precision @ (theta[at] - mean) ** 2 if at else 0.0
        return float(penalty - by_case(theta).sum()) / len(cases)

    def slope(theta: FloatArray) -> FloatArray:
        return np.array([loss(theta + u) - loss(theta - u) for u in steps]) / 2e-5

    steps = np.eye(len(names)) * 1e-5
    first = np.array(list(model.free.values()))
    done = minimize(loss, first, jac=slope, method="BFGS", options={"gtol": 1e-6})
    theta = np.asarray(done.x)
    prior = np.zeros(len(names))
    prior[at] = precision
    return Fit(
        model,
        theta,
        _sandwich(by_case, theta, prior) if errors else np.full((theta.size, theta.size), np.nan),
        float(by_case(theta).sum()),
        len(cases),
    )


def _sandwich(
    by_case: Callable[[FloatArray], FloatArray], theta: FloatArray, prior: FloatArray
) -> FloatArray:
    step = 1e-3
    unit = np.eye(theta.size) * step
    scores = np.array([(by_case(theta + u) - by_case(theta - u)) / (2 * step) for u in unit]).T
    hessian = np.zeros((theta.size, theta.size))
    for i, u in enumerate(unit):
        for j, v in enumerate(unit[: i + 1]):
            bent = (
                by_case(theta + u + v).sum()
                - by_case(theta + u - v).sum()
                - by_case(theta - u + v).sum()
                + by_case(theta - u - v).sum()
            ) / (4 * step**2)
            hessian[i, j] = hessian[j, i] = -bent
    bread = np.linalg.pinv(hessian + np.diag(prior))
    half = bread @ np.hstack([scores.T, np.diag(np.sqrt(prior))])
    return np.asarray(half @ half.T)  # no variance below 0, whatever the rounding
