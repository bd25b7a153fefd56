"""Rates with named denominators: events over what they were counted in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from casualtystats.comparison.rate_ratio import (
    Method,
    RateRatio,
    check_count,
    check_exposure,
    rate_ratio,
)
from casualtystats.display.html import card
from casualtystats.display.wording import count as write_count
from casualtystats.display.wording import figure
from casualtystats.errors import InvalidValueError, ScopeError
from casualtystats.toll.interval import Interval, check_level

__all__ = ["Rate", "rate"]

Kind = Literal["share", "per unit"]

# Denominators of which the events are themselves a part: a credible report is a report.
_PARTS_OF = ("report", "allegation", "claim", "case", "incident", "assessment")


@dataclass(frozen=True, repr=False)
class Rate:
    """Events per unit of a named denominator, with an exact interval.

    Made by `rate`.

    Parameters
    ----------
    count : int
        Events.
    exposure : float
        What they are counted over, in units of `denominator`.
    denominator : str
        The unit, in the plural: ``"strikes"``, ``"engagements"``, ``"reports"``.
    counted : str
        What the events are: ``"credible reports"``, ``"civilians killed"``.
    kind : str
        ``"share"``: each unit is an event or not (binomial). ``"per unit"``: a unit may hold
        several events (Poisson).
    level : float
        Default probability of the interval, a fraction.
    """

    count: int
    exposure: float
    denominator: str
    counted: str = "events"
    kind: Kind = "per unit"
    level: float = 0.95

    @property
    def value(self) -> float:
        """Events per unit."""
        return self.count / self.exposure

    @property
    def method(self) -> str:
        """How the interval is made."""
        return "Clopper–Pearson" if self.kind == "share" else "Garwood"

    def interval(self, level: float | None = None) -> Interval:
        """Return the exact interval of the rate.

        Parameters
        ----------
        level : float, optional
            Probability of the interval, a fraction; the rate's own by default.

        Returns
        -------
        Interval
            Clopper–Pearson for a share, Garwood for events per unit.

        References
        ----------
        C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in
        the case of the binomial", Biometrika 26 (1934), doi 10.1093/biomet/26.4.404.
        F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936),
        doi 10.1093/biomet/28.3-4.437.
        """
        from scipy import stats

        level = self.level if level is None else check_level(level)
        tail, x, n = (1.0 - level) / 2.0, self.count, self.exposure
        if self.kind == "share":
            low = 0.0 if x == 0 else float(stats.beta.ppf(tail, x, n - x + 1))
            high = 1.0 if x == n else float(stats.beta.isf(tail, x + 1, n - x))
        else:
            low = 0.0 if x == 0 else float(stats.gamma.ppf(tail, x)) / n
            high = float(stats.gamma.isf(tail, x + 1)) / n
        return Interval(low, high, level, self.method)

    def ratio(self, other: Rate, *, method: Method = "exact") -> RateRatio:
        """Divide this rate by another one over the same denominator.

        Parameters
        ----------
        other : Rate
            The rate to divide by.
        method : str
            One of ``exact midp score e-test``, as in `rate_ratio`.

        Returns
        -------
        RateRatio
            This rate ÷ the other, with an interval and a test of equality.

        Raises
        ------
        ScopeError
            If the two rates differ in what they are counted over or in what is counted.

        Examples
        --------
        >>> official = rate(89, 14_000, denominator="strikes")
        >>> on_the_ground = rate(21, 103, denominator="strikes")
        >>> print(on_the_ground.ratio(official))
        32.07 times (95% interval 18.93 to 52.05, exact)
        >>> official.ratio(rate(102, 42_089, denominator="engagements"))
        Traceback (most recent call last):
        casualtystats.errors.ScopeError: other must have the same denominator; got 'strikes ↔ ...
        """
        differing = tuple(
            name
            for name in ("denominator", "counted")
            if _plain(getattr(self, name)) != _plain(getattr(other, name))
        )
        if differing:
            shown = "; ".join(f"{getattr(self, n)} ↔ {getattr(other, n)}" for n in differing)
            raise ScopeError(
                "other",
                f"have the same {' and '.join(differing)}",
                shown,
                "A rate per engagement is not a rate per strike: find one unit for both.",
                differing,
            )
        return rate_ratio(
            self.count, other.count, self.exposure, other.exposure, method=method, level=self.level
        )

    def __repr__(self) -> str:
        return f"Rate({self})"

    def _repr_html_(self) -> str:
        return card("Rate", [(f"{self.counted} per {self.denominator}", str(self))])

    def __str__(self) -> str:
        ends = self.interval()
        over = f"{write_count(self.count)} {self.counted} per {write_count(self.exposure)}"
        if self.kind == "share" or self.value < 0.1:
            size = f"{_percent(self.value)} ({_percent(ends.low)}–{_percent(ends.high)}"
        else:
            size = f"{figure(self.value)} ({figure(ends.low)}–{figure(ends.high)}"
        return f"{over} {self.denominator}: {size}, {self.level:.0%} interval, {self.method})"


def rate(
    count: int,
    exposure: float,
    *,
    denominator: str,
    counted: str = "events",
    kind: Kind | None = None,
    level: float = 0.95,
) -> Rate:
    """Divide a count by what it was counted over, and keep both names.

    The same 102 credible reports are 0.24% of engagements, 0.50% of strikes and 25.8% of
    reports. Which of them is meant stays with the number.

    Parameters
    ----------
    count : int
        Events, 0 or more.
    exposure : float
        What they are counted over; at least `count` for a share.
    denominator : str
        The unit of `exposure`, in the plural.
    counted : str
        What is counted.
    kind : str, optional
        ``"share"`` if each unit is an event or not, as a report is credible or not: binomial,
        Clopper–Pearson interval. ``"per unit"`` if a unit may hold several events, as one
        strike may bring several reports: Poisson, Garwood interval. By default a share for
        denominators that are reports, allegations, claims, cases, incidents or assessments.
    level : float
        Default probability of the interval, a fraction.

    Returns
    -------
    Rate
        With ``value``, ``interval(level)`` and ``ratio(other)``.

    Raises
    ------
    InvalidValueError
        If the count is not a whole number, the exposure not positive, or a share above 1.

    Examples
    --------
    >>> print(rate(102, 42_089, denominator="engagements", counted="credible reports"))
    102 credible reports per 42,089 engagements: 0.242% (0.198%–0.294%, 95% interval, Garwood)
    >>> rate(102, 396, denominator="reports").interval()
    Interval(0.2152–0.3036, level=0.95)
    """
    events, over = check_count("count", count), check_exposure("exposure", exposure)
    name = denominator.strip()
    if not name:
        raise InvalidValueError(
            "denominator", "name the unit of the exposure", denominator, 'Such as "strikes".'
        )
    if kind is None:
        last = name.casefold().split()[-1]
        kind = "share" if last.startswith(_PARTS_OF) else "per unit"
    if kind not in ("share", "per unit"):
        raise InvalidValueError("kind", 'be "share" or "per unit"', kind)
    if kind == "share" and (events > over or over != math.floor(over)):
        raise InvalidValueError(
            "exposure",
            "be a whole number, at least the count, for a share",
            exposure,
            'Use kind="per unit" if one unit can hold several events.',
        )
    return Rate(events, over, name, counted.strip(), kind, check_level(level))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _percent(share: float) -> str:
    """Write a small share with three significant digits."""
    return f"{float(f'{share * 100:.3g}'):g}%"
