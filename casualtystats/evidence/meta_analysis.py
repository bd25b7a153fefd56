"""Meta-analysis of positive counts on the log scale, with the spread between them.

The model of meta-analysis: ``log count_i = μ + u_i + e_i`` with known variances of e_i and an
unknown variance τ² of u_i. No Python library offers the estimators, the Hartung–Knapp interval
and the prediction interval together (statsmodels has neither REML nor prediction intervals),
so they stand here, and tests hold them against statsmodels and output of R's metafor.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidValueError
from casualtystats.toll.interval import Interval, check_level

__all__ = ["Method", "RandomEffects", "Test", "pool_counts"]

FloatArray = NDArray[np.float64]
Method = Literal["PM", "REML", "DL"]
METHODS: tuple[Method, ...] = get_args(Method)
Test = Literal["z", "knha", "adhoc"]
TESTS: tuple[Test, ...] = get_args(Test)


@dataclass(frozen=True, slots=True)
class RandomEffects:
    """A pooled count and the spread between the counts it was pooled from.

    Parameters
    ----------
    log_mean : float
        μ, the logarithm of the pooled count.
    standard_error : float
        Of `log_mean`.
    tau2 : float
        τ², the variance between counts on the log scale.
    q, i2 : float
        Cochran's Q, and the share of the spread that lies between counts rather than within.
    count : int
        How many counts were pooled.
    method : str
        ``PM`` (Paule–Mandel), ``REML`` or ``DL`` (DerSimonian–Laird).
    test : str
        ``z`` (normal), ``knha`` (Hartung–Knapp, with Student's t) or ``adhoc`` (the same, its
        standard error never below the normal one's).
    """

    log_mean: float
    standard_error: float
    tau2: float
    q: float
    i2: float
    count: int
    method: Method
    test: Test

    @property
    def estimate(self) -> float:
        """The pooled count, in people."""
        return math.exp(self.log_mean)

    @property
    def degrees(self) -> float:
        """Degrees of freedom of Student's t; infinite for the normal."""
        return math.inf if self.test == "z" else self.count - 1

    def interval(self, level: float = 0.95) -> Interval:
        """Return where the pooled count lies.

        Parameters
        ----------
        level : float
            The level, a fraction.

        Returns
        -------
        Interval
            In people.
        """
        return self._interval(self.standard_error, level, "random effects")

    def prediction(self, level: float = 0.95) -> Interval:
        """Return where the count behind one more report would lie.

        Parameters
        ----------
        level : float
            The level, a fraction.

        Returns
        -------
        Interval
            In people; never narrower than `interval`.
        """
        spread = math.sqrt(self.tau2 + self.standard_error**2)
        return self._interval(spread, level, "prediction")

    def _interval(self, spread: float, level: float, kind: str) -> Interval:
        from scipy import stats

        reach = spread * float(stats.t.ppf((1.0 + check_level(level)) / 2.0, self.degrees))
        return Interval(
            math.exp(self.log_mean - reach), math.exp(self.log_mean + reach), level, kind
        )


def pool_counts(
    log_counts: ArrayLike,
    variances: ArrayLike,
    *,
    method: Method = "PM",
    test: Test = "knha",
) -> RandomEffects:
    """Pool positive counts on the log scale.

    Parameters
    ----------
    log_counts : array_like of float, shape (n,)
        Natural logarithms of the counts; at least two.
    variances : array_like of float, shape (n,)
        Their variances on that scale, above 0.
    method : {'PM', 'REML', 'DL'}
        How τ² is estimated.
    test : {'knha', 'adhoc', 'z'}
        ``knha`` takes the Hartung–Knapp standard error and Student's t with n − 1 degrees of
        freedom. ``adhoc`` does the same but never goes below the standard error of ``z``, so
        that counts which happen to agree give no false certainty. ``z`` is the normal one.

    Returns
    -------
    RandomEffects
        The pooled count with its intervals.

    Raises
    ------
    InvalidValueError
        If there are fewer than two counts, a variance is not above 0, or `method` or
        `test` is unknown.

    References
    ----------
    Paule and Mandel (1982). "Consensus Values and Weighting Factors". Journal of Research of
    the National Bureau of Standards 87. doi:10.6028/jres.087.022.
    Knapp and Hartung (2003). "Improved Tests for a Random Effects Meta-Regression with a
    Single Covariate". Statistics in Medicine 22. doi:10.1002/sim.1482.
    Viechtbauer (2005). "Bias and Efficiency of Meta-Analytic Variance Estimators in the
    Random-Effects Model". Journal of Educational and Behavioral Statistics 30.
    doi:10.3102/10769986030003261.

    Examples
    --------
    >>> import numpy as np
    >>> pooled = pool_counts(np.log([31, 38, 45]), [0.014, 0.017, 0.026], method="DL")
    >>> round(pooled.estimate, 2), pooled.interval()
    (36.81, Interval(23.3–58.13, level=0.95))
    """
    y, v = np.asarray(log_counts, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if y.ndim != 1 or y.size < 2 or not np.isfinite(y).all():
        raise InvalidValueError("log_counts", "be two or more finite numbers", log_counts)
    if v.shape != y.shape or not np.isfinite(v).all() or (v <= 0).any():
        raise InvalidValueError("variances", "be one number above 0 per count", variances)
    if method not in METHODS:
        raise InvalidValueError("method", f"be one of {', '.join(METHODS)}", method)
    if test not in TESTS:
        raise InvalidValueError("test", f"be one of {', '.join(TESTS)}", test)
    tau2 = {"PM": _paule_mandel, "REML": _reml, "DL": _dersimonian_laird}[method](y, v)
    w = 1.0 / (v + tau2)
    mean = float(w @ y / w.sum())
    inflation = float(w @ (y - mean) ** 2) / (y.size - 1)
    factor = {"z": 1.0, "knha": inflation, "adhoc": max(1.0, inflation)}[test]
    return RandomEffects(
        log_mean=mean,
        standard_error=math.sqrt(factor / w.sum()),
        tau2=tau2,
        q=_q(0.0, y, v),
        i2=tau2 / (tau2 + _typical(v)),
        count=y.size,
        method=method,
        test=test,
    )


def _q(tau2: float, y: FloatArray, v: FloatArray) -> float:
    """Return the weighted sum of squares about the weighted mean; it falls as τ² grows."""
    w = 1.0 / (v + tau2)
    return float(w @ (y - w @ y / w.sum()) ** 2)


def _typical(v: FloatArray) -> float:
    """Return the variance within a typical count (Higgins and Thompson)."""
    w = 1.0 / v
    return float((v.size - 1) * w.sum() / (w.sum() ** 2 - w @ w))


def _dersimonian_laird(y: FloatArray, v: FloatArray) -> float:
    w = 1.0 / v
    return max(0.0, (_q(0.0, y, v) - (y.size - 1)) / float(w.sum() - w @ w / w.sum()))


def _paule_mandel(y: FloatArray, v: FloatArray) -> float:
    """Return the τ² at which Q equals its expectation, n − 1."""
    return _root(lambda tau2: _q(tau2, y, v) - (y.size - 1), y)


def _reml(y: FloatArray, v: FloatArray) -> float:
    """Return the τ² that maximises the restricted likelihood."""
    from scipy import optimize

    def minus_log_likelihood(tau2: float) -> float:
        total = v + tau2
        return float(np.log(total).sum() + np.log((1.0 / total).sum())) + _q(tau2, y, v)

    def slope(tau2: float) -> float:
        w = 1.0 / (v + tau2)
        residual = y - w @ y / w.sum()
        return float(w**2 @ residual**2 - w.sum() + w @ w / w.sum())

    # The likelihood may have several peaks: bracket the best of a grid, then solve its slope.
    grid = np.concatenate([[0.0], np.geomspace(1e-8, 4.0, 200)]) * max(float(np.var(y)), 1e-12)
    best = int(np.argmin([minus_log_likelihood(tau2) for tau2 in grid]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, grid.size - 1)]
    if slope(low) <= 0.0 or slope(high) >= 0.0:
        return float(grid[best])
    return float(optimize.brentq(slope, low, high, xtol=1e-15, rtol=1e-14))


def _root(excess: Callable[[float], float], y: FloatArray) -> float:
    """Return where a falling function of τ² crosses 0, or 0 if it starts below."""
    from scipy import optimize

    if excess(0.0) <= 0.0:
        return 0.0
    high = max(float(np.var(y)), 1e-12)
    while excess(high) > 0.0:
        high *= 2.0
    return float(optimize.brentq(excess, 0.0, high, xtol=1e-15, rtol=1e-14))
