"""Random effects: voices as counts that err around one toll, some more than others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.display.wording import figure, span
from casualtystats.errors import InvalidValueError
from casualtystats.evidence.meta_analysis import Method, Test, pool_counts
from casualtystats.evidence.voices import Voice
from casualtystats.toll.lattice import PEOPLE
from casualtystats.toll.toll import Toll

__all__ = ["random_effects"]

FloatArray = NDArray[np.float64]

_MATCHED, _NORMAL = 0.95, 1.959963984540054  # the level at which a toll has the t interval
_CEILING = PEOPLE


def random_effects(voices: Sequence[Voice], *, method: Method = "PM", test: Test = "adhoc") -> Toll:
    """Pool what voices say as positive counts that err around one toll.

    Parameters
    ----------
    voices : sequence of Voice
        What is said; at least three, none of which holds 0 more likely than not. Weights play
        no part: precision and the spread between voices decide.
    method : {'PM', 'REML', 'DL'}
        How the spread between voices is estimated.
    test : {'adhoc', 'knha', 'z'}
        How its interval is made, as in `pool_counts`.

    Returns
    -------
    Toll
        Where the pooled count lies, in whole people; the interval that one more report would
        have is in the notes.

    Raises
    ------
    InvalidValueError
        If there are fewer than three voices, or one says 0.

    Notes
    -----
    Each voice enters with mean and variance of the logarithm of its toll, given that the toll
    is above 0. A figure counts whole people, so the variance of its rounding, 1 ÷ (12 n²), is
    added; without it a figure that is certain would silence all others.

    The toll is log-normal, with the 95% interval of `pool_counts`. Student's t itself would
    not do: on the scale of people it has no mean, whatever its degrees of freedom.
    """
    if len(voices) < 3:
        hint = 'Two reports cannot show how reports differ; use pool="linear".'
        rule = "come from at least three origins for pool='random_effects'"
        raise InvalidValueError("reports", rule, [v.name for v in voices], hint)
    moments = [_log_moments(voice) for voice in voices]
    y, v = np.array(moments).T
    pooled = pool_counts(y, v, method=method, test=test)
    low, high = pooled.interval(_MATCHED)
    law = _LogNormal(pooled.log_mean, math.log(high / low) / 2.0 / _NORMAL)
    one_more = pooled.prediction()
    note = (
        f"pool: random effects ({method}, {test}), pooled {figure(pooled.estimate)}, spread "
        f"between reports τ = {figure(math.sqrt(pooled.tau2))}; one more report: "
        f"{span(round(one_more.low), round(one_more.high))} (95% prediction interval)"
    )
    notes = [note]
    if law.beyond > 1e-6:
        notes.append(f"cut at {_CEILING:,}: a probability of {law.beyond:.1g} lay beyond")
    return Toll.from_law(law, notes=notes)


@dataclass(frozen=True, slots=True)
class _LogNormal:
    """Whole people whose logarithm is normal, cut at `_CEILING`."""

    location: float
    scale: float

    @property
    def key(self) -> tuple[Any, ...]:
        """What two equal laws share."""
        return ("log-normal", self.location, self.scale)

    @property
    def beyond(self) -> float:
        """The probability that was cut."""
        return float(special().ndtr(-self._steps(np.array(_CEILING + 0.5))))

    def _steps(self, people: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            return np.asarray((np.log(people) - self.location) / self.scale)

    def cdf(self, k: ArrayLike) -> FloatArray:
        """Return P(toll <= k)."""
        k = np.floor(np.asarray(k, dtype=np.float64))
        below = special().ndtr(self._steps(np.maximum(k, -0.5) + 0.5))
        return np.asarray(np.where(k >= _CEILING, 1.0, below / (1.0 - self.beyond)))

    def ppf(self, q: ArrayLike) -> FloatArray:
        """Return the smallest whole number whose cdf reaches `q`."""
        q = np.asarray(q, dtype=np.float64)
        steps = np.asarray(special().ndtri(q * (1.0 - self.beyond)))
        with np.errstate(over="ignore", invalid="ignore"):
            people = np.exp(self.location + self.scale * steps)
            near = np.clip(np.ceil(people - 0.5), 0.0, _CEILING)
            near = np.where((near > 0) & (self.cdf(near - 1.0) >= q), near - 1.0, near)
            return np.asarray(np.where(self.cdf(near) < q, near + 1.0, near))


def special() -> Any:
    """Return `scipy.special`, loaded when first needed."""
    from scipy import special

    return special


def _log_moments(voice: Voice) -> tuple[float, float]:
    """Return mean and variance of the logarithm of a voice's toll, given that it is above 0."""
    lattice = voice.toll.lattice
    above = lattice.values > 0
    share = float(lattice.probs[above].sum())
    if share <= 0.5:
        hint = 'A count of 0 has no logarithm; use pool="linear".'
        rule = "be positive counts for pool='random_effects'"
        raise InvalidValueError("reports", rule, f"{voice.name}: {voice.words}", hint)
    n, p = lattice.values[above].astype(np.float64), lattice.probs[above] / share
    mean = float(p @ np.log(n))
    rounding = float(p @ (1.0 / (12.0 * n**2)))
    return mean, float(p @ (np.log(n) - mean) ** 2) + rounding
