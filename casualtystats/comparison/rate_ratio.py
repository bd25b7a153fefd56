"""The ratio of two rates, each a count of events over an exposure."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from casualtystats.display.html import card
from casualtystats.display.wording import figure
from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.toll.interval import Interval, check_level

__all__ = ["RateRatio", "check_count", "check_exposure", "rate_ratio"]

Method = Literal["exact", "midp", "score", "e-test"]
METHODS: tuple[Method, ...] = get_args(Method)


def check_count(argument: str, count: Any) -> int:
    """Return `count` as a whole number of events, or refuse it."""
    if isinstance(count, bool) or not isinstance(count, (int, float, np.number)):
        raise InvalidTypeError(argument, "be a whole number of events", count)
    number = float(count)
    if not math.isfinite(number) or number < 0 or number != int(number):
        raise InvalidValueError(
            argument, "be a whole number of events, 0 or more", count, "Unknown is never 0."
        )
    return int(number)


def check_exposure(argument: str, exposure: Any) -> float:
    """Return `exposure` as a positive number, or refuse it."""
    if isinstance(exposure, bool) or not isinstance(exposure, (int, float, np.number)):
        raise InvalidTypeError(argument, "be a positive number", exposure)
    number = float(exposure)
    if not math.isfinite(number) or number <= 0:
        raise InvalidValueError(argument, "be a positive number", exposure)
    return number


@dataclass(frozen=True, repr=False)
class RateRatio:
    """The first rate divided by the second, with an interval and a test of equality.

    Made by `rate_ratio`, which describes the methods.

    Parameters
    ----------
    count1, count2 : int
        Events of each side.
    exposure1, exposure2 : float
        What they are counted over, in one unit.
    method : str
        One of ``exact midp score e-test``.
    level : float
        Default probability of the interval, a fraction.
    """

    count1: int
    count2: int
    exposure1: float = 1.0
    exposure2: float = 1.0
    method: Method = "exact"
    level: float = 0.95

    @property
    def ratio(self) -> float:
        """Rate 1 ÷ rate 2: infinite if only `count2` is 0, unknown (NaN) if both are."""
        if self.count2 == 0:
            return math.nan if self.count1 == 0 else math.inf
        return (self.count1 / self.exposure1) / (self.count2 / self.exposure2)

    def interval(self, level: float | None = None) -> Interval:
        """Return the interval of the ratio at `level`.

        Parameters
        ----------
        level : float, optional
            Probability of the interval, a fraction; the result's own by default.

        Returns
        -------
        Interval
            From 0 to infinity if neither side has an event: the data say nothing then.
        """
        level = self.level if level is None else check_level(level)
        if self.count1 + self.count2 == 0:
            return Interval(0.0, math.inf, level, self.method)
        alpha = 1.0 - level
        if self.method == "score":
            low, high = self._score_ends(alpha)
        elif self.method == "e-test":
            low, high = self._e_test_ends(alpha)
        else:
            weight = 0.5 if self.method == "midp" else 1.0
            low, high = (self._of_share(p) for p in self._share_ends(alpha / 2.0, weight))
        return Interval(low, high, level, self.method)

    @property
    def pvalue(self) -> float:
        """Two-sided p-value of the hypothesis that the two rates are equal."""
        from scipy import stats

        x, y, share = self.count1, self.count2, self._null_share
        if x + y == 0:
            return 1.0
        if self.method == "exact":
            return float(stats.binomtest(x, x + y, share).pvalue)
        if self.method == "midp":
            law = stats.binom(x + y, share)
            half = 0.5 * law.pmf(x)
            return float(min(1.0, 2.0 * min(law.cdf(x) - half, law.sf(x) + half)))
        if self.method == "score":
            d = self.exposure1 / self.exposure2
            return float(2.0 * stats.norm.sf(abs(x - d * y) / math.sqrt((x + y) * d)))
        return self._e_test(1.0)

    @property
    def _null_share(self) -> float:
        """The share of all events that side 1 has if the rates are equal."""
        return self.exposure1 / (self.exposure1 + self.exposure2)

    def _of_share(self, share: float) -> float:
        """Return the ratio of rates at which side 1 has `share` of all events."""
        odds = math.inf if share >= 1.0 else share / (1.0 - share)
        return odds * self.exposure2 / self.exposure1

    def _share_ends(self, tail: float, weight: float) -> tuple[float, float]:
        """Return the ends of side 1's share of all events; `weight` counts the observed cell."""
        from scipy import stats

        x, n = self.count1, self.count1 + self.count2
        if weight == 1.0:
            low = 0.0 if x == 0 else float(stats.beta.ppf(tail, x, n - x + 1))
            high = 1.0 if x == n else float(stats.beta.isf(tail, x + 1, n - x))
            return low, high

        def above(p: float) -> float:
            return float(stats.binom.sf(x, n, p) + weight * stats.binom.pmf(x, n, p)) - tail

        def below(p: float) -> float:
            return tail - float(stats.binom.cdf(x - 1, n, p) + weight * stats.binom.pmf(x, n, p))

        return (0.0 if x == 0 else _root(above)), (1.0 if x == n else _root(below))

    def _score_ends(self, alpha: float) -> tuple[float, float]:
        """Solve (x − ρy)² = z²(x + y)ρ for ρ = ratio × exposure1 ÷ exposure2."""
        from scipy import stats

        x, y, z2 = self.count1, self.count2, float(stats.norm.isf(alpha / 2.0)) ** 2
        d = self.exposure1 / self.exposure2
        if y == 0:
            return x / z2 / d, math.inf
        b = 2.0 * x * y + z2 * (x + y)
        larger = (b + math.sqrt(b * b - 4.0 * (x * y) ** 2)) / (2.0 * y * y)
        return (x / y) ** 2 / larger / d, larger / d  # the roots' product is (x/y)²

    def _e_test(self, ratio: float, side: int = 0) -> float:
        """Return the E-test's p-value of the hypothesis that the ratio is `ratio`.

        `side` 1 asks for outcomes at least as high as what was seen, -1 for ones at least as
        low, 0 for ones at least as far out on either side.
        """
        from scipy import stats

        x, y, rho = self.count1, self.count2, ratio * self.exposure1 / self.exposure2
        second = (x + y) / (1.0 + rho)  # expected events of side 2 under the hypothesis
        (i, p), (j, q) = _cells(stats.poisson(rho * second)), _cells(stats.poisson(second))
        spread = i[:, None] + rho**2 * j
        with np.errstate(invalid="ignore", divide="ignore"):
            pivot = (i[:, None] - rho * j) / np.sqrt(spread)
        pivot = np.where(spread == 0, 0.0, pivot)
        seen = (x - rho * y) / math.sqrt(x + rho**2 * y)
        if side == 0:
            pivot, seen = np.abs(pivot), abs(seen)
        elif side < 0:
            pivot, seen = -pivot, -seen
        # the tolerance keeps what was seen, and its ties, among what is at least as far out
        return min(float(p @ (pivot >= seen - 1e-12 * abs(seen)) @ q), 1.0)

    def _e_test_ends(self, alpha: float) -> tuple[float, float]:
        """Return the ratios that neither of the two one-sided E-tests rejects at half `alpha`.

        The two-sided test does not serve: of few events against many it rejects no low ratio,
        because none against many is far out in its statistic however little is expected.
        """
        first, last = (self._of_share(share) for share in self._share_ends(1e-9, 1.0))
        start = self.ratio if 0 < self.ratio < math.inf else self._middle()
        low, high = 0.0, math.inf
        if self.count1:
            low = _crossing(lambda r: self._e_test(r, 1), alpha / 2.0, first, start)
        if self.count2:
            high = _crossing(lambda r: self._e_test(r, -1), alpha / 2.0, last, start)
        return low, high

    def _middle(self) -> float:
        return (self.count1 + 0.5) / (self.count2 + 0.5) * self.exposure2 / self.exposure1

    def __repr__(self) -> str:
        return f"RateRatio({self})"

    def _repr_html_(self) -> str:
        rows = [("rate 1 ÷ rate 2", str(self)), ("p-value of equal rates", f"{self.pvalue:.4g}")]
        return card("Ratio of two rates", rows)

    def __str__(self) -> str:
        ends = self.interval()
        return (
            f"{figure(self.ratio)} times ({self.level:.0%} interval {figure(ends.low)} to "
            f"{figure(ends.high)}, {self.method})"
        )


def rate_ratio(
    count1: int,
    count2: int,
    exposure1: float = 1.0,
    exposure2: float = 1.0,
    *,
    method: Method = "exact",
    level: float = 0.95,
) -> RateRatio:
    """Divide the rate of one side by the rate of the other, with an honest interval.

    Both counts are taken as Poisson: events that occur one by one over their exposure.

    Parameters
    ----------
    count1, count2 : int
        Events of each side, 0 or more.
    exposure1, exposure2 : float
        What each is counted over (strikes, days), in one unit. 1 and 1 compare bare counts.
    method : str
        ``"exact"``: conditional on the sum, Clopper–Pearson ends; never too narrow.
        ``"midp"``: the same with half the weight of what was seen; near nominal on average.
        ``"score"``: by the score statistic; closed form. ``"e-test"``: the parametric
        bootstrap of Krishnamoorthy and Thomson, its interval by two one-sided tests.
    level : float
        Default probability of the interval, a fraction.

    Returns
    -------
    RateRatio
        ``ratio``, ``interval(level)``, ``pvalue``. Zero counts give one-sided answers, not
        errors.

    Notes
    -----
    The exact test's p-value is SciPy's `binomtest` (events no more likely than what was seen),
    as in R's ``poisson.test``, and its interval has equal tails: close to the limit the two may
    disagree. The mid-p p-value doubles the smaller tail, and agrees with its interval.

    References
    ----------
    K. Krishnamoorthy, J. Thomson, "A more powerful test for comparing two Poisson means",
    Journal of Statistical Planning and Inference 119 (2004), doi 10.1016/S0378-3758(02)00408-1.
    H. K. T. Ng, M.-L. Tang, "Testing the equality of two Poisson means using the rate ratio",
    Statistics in Medicine 24 (2005), doi 10.1002/sim.1949.
    M. P. Fay, "Two-sided exact tests and matching confidence intervals for discrete data",
    R Journal 2 (2010), doi 10.32614/RJ-2010-008.

    Examples
    --------
    >>> answer = rate_ratio(31, 42)
    >>> answer.interval()
    Interval(0.4486–1.202, level=0.95)
    >>> rate_ratio(0, 42).interval(level=0.9)
    Interval(0–0.07393, level=0.9)
    """
    if method not in METHODS:
        raise InvalidValueError("method", f"be one of {' '.join(METHODS)}", method)
    return RateRatio(
        check_count("count1", count1),
        check_count("count2", count2),
        check_exposure("exposure1", exposure1),
        check_exposure("exposure2", exposure2),
        method,
        check_level(level),
    )


def _cells(law: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the values of a Poisson law that hold all but 1e-18 of it, and their probabilities."""
    mean = float(law.mean())
    away = 9.5 * math.sqrt(mean)
    values = np.arange(max(math.floor(mean - away), 0.0), math.ceil(mean + away) + 30.0)
    return values, law.pmf(values)


def _root(rises: Callable[[float], float]) -> float:
    from scipy import optimize

    return float(optimize.brentq(rises, 0.0, 1.0, xtol=1e-15, rtol=1e-14))


def _crossing(
    pvalue: Callable[[float], float], alpha: float, outside: float, inside: float
) -> float:
    """Return where the p-value falls to `alpha` on the way from `inside` to `outside`."""
    far, near = math.log(outside), math.log(inside)
    for _ in range(48):  # to about 1e-13 of the ratio
        middle = 0.5 * (far + near)
        if pvalue(math.exp(middle)) < alpha:
            far = middle
        else:
            near = middle
    return math.exp(near)
