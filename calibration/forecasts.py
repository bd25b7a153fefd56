"""The forecasts set side by side: the readings, the codebooks and today's practice.

A forecast takes a claim to a distribution. Where a codebook has no rule for the words, or leaves
them blank, the bare figure stands in, so that all are scored on the same cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration import scores
from calibration.evidence import Cases, ends
from casualtystats.errors import SchemeError
from casualtystats.text.claim import Claim
from casualtystats.toll.estimate import estimate
from casualtystats.toll.reading import Reading
from casualtystats.toll.scheme import Scheme
from casualtystats.toll.toll import Toll
from casualtystats.toll.ucdp import UcdpLaw

__all__ = [
    "LEVELS",
    "Forecast",
    "Scored",
    "bare",
    "codebook",
    "coder",
    "everyone",
    "reader",
    "score",
]

FloatArray = NDArray[np.float64]
Forecast = Callable[[Claim], Toll]

LEVELS = (0.5, 0.8, 0.9, 0.95)


def bare(claim: Claim) -> Toll:
    """Return the figure as it stands; for a range, any number of it; for "dozens", one dozen."""
    low, high = ends(claim)
    return Toll.from_pmf(np.arange(low, high + 1), np.ones(high - low + 1))


def coder(claim: Claim) -> Toll:
    """Return the smooth UCDP coder model, given the stated figure or the middle of a range."""
    low, high = ends(claim)
    return Toll.from_law(UcdpLaw(round((low + high) / 2), word_codes=False))


def codebook(name: str) -> Forecast:
    """Return the forecast that writes what a codebook writes."""
    scheme = Scheme.load(name)

    def forecast(claim: Claim) -> Toll:
        try:
            return estimate(claim, scheme=scheme)
        except SchemeError:
            return bare(claim)

    return forecast


def reader(reading: str | Reading) -> Forecast:
    """Return the forecast of a reading."""
    loaded = Reading.load(reading)
    return lambda claim: estimate(claim, reading=loaded)


def everyone() -> Mapping[str, Forecast]:
    """Return every profile that ships, and the baselines."""
    return {
        **{name: reader(name) for name in Reading.names()},
        **{name: codebook(name) for name in Scheme.names()},
        "bare figure": bare,
        "UCDP coder model": coder,
    }


@dataclass(frozen=True)
class Scored:
    """Scores of a forecast, case by case: one column per level where there are levels."""

    plain: FloatArray
    pit: FloatArray
    interval: FloatArray
    crps: FloatArray
    wis: FloatArray
    bands: FloatArray

    def means(self) -> dict[str, FloatArray]:
        """Return the average over cases of each score."""
        return {name: np.asarray(getattr(self, name).mean(axis=0)) for name in self.__slots__}

    __slots__ = ("bands", "crps", "interval", "pit", "plain", "wis")


BANDS = np.linspace(0.05, 0.95, 19)  # levels of the reliability diagram


def score(forecast: Forecast, cases: Cases) -> Scored:
    """Score a forecast: the mean over the equally weighted outcomes of each case.

    Interval score, CRPS and WIS are relative to the stated figure.
    """
    known: dict[tuple[object, ...], Toll] = {}
    columns: dict[str, list[FloatArray]] = {name: [] for name in Scored.__slots__}
    case, y, weight = cases.outcomes()
    size = cases.size
    splits = np.flatnonzero(np.diff(case)) + 1
    parts = zip(np.split(y, splits), np.split(weight, splits), strict=True)
    for claim, (outcome, w), scale in zip(cases.claims, parts, size, strict=True):
        key = (claim.form, claim.low, claim.high, claim.unit, claim.tags)
        toll = known.setdefault(key, known.get(key) or forecast(claim))
        outcome = np.asarray(outcome, dtype=np.float64)  # noqa: PLW2901 - the same, as floats
        before, at = np.asarray(toll.cdf(outcome - 1.0)), np.asarray(toll.cdf(outcome))
        spans = [toll.interval(level) for level in LEVELS]
        inside = [w @ ((s.low <= outcome) & (outcome <= s.high)) for s in spans]
        missed = [w @ scores.interval_score(s.low, s.high, outcome, s.level) for s in spans]
        columns["plain"].append(np.array(inside))
        columns["interval"].append(np.array(missed) / scale)
        columns["pit"].append(np.array([w @ scores.pit_share(before, at, q) for q in LEVELS]))
        columns["bands"].append(np.array([w @ scores.pit_share(before, at, q) for q in BANDS]))
        lattice = toll.lattice
        ranked = scores.crps(np.cumsum(lattice.probs), lattice.start, outcome, lattice.step)
        columns["crps"].append(w @ ranked / scale)
        central = [(s.low, s.high, s.level) for s in spans]
        weighted = scores.weighted_interval_score(toll.median(), central, outcome)
        columns["wis"].append(w @ weighted / scale)
    return Scored(**{name: np.array(column) for name, column in columns.items()})
