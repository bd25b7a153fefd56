"""Contradictions: pairs of reports that cannot both hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from casualtystats.display.wording import count
from casualtystats.evidence.report import Report
from casualtystats.evidence.voices import Voice, check_reports, gather
from casualtystats.toll.constraints import constrain, least_total
from casualtystats.toll.estimate import estimate
from casualtystats.toll.forms import has_scale
from casualtystats.toll.interval import check_level

if TYPE_CHECKING:
    import pandas as pd

    from casualtystats.toll.reading import Reading

__all__ = ["Clash", "clashes", "contradictions"]

LEVEL = 0.99
_SURELY = 2.001  # times the probability that decides; 2 would do but for rounding


class Clash(NamedTuple):
    """Two voices that cannot both hold, and why.

    Parameters
    ----------
    first, first_words, second, second_words : str
        Who says which words.
    reason : str
        Why both cannot hold.
    """

    first: str
    first_words: str
    second: str
    second_words: str
    reason: str

    def __str__(self) -> str:
        return (
            f"contradictory: {self.first} ({self.first_words}) and {self.second} "
            f"({self.second_words}): {self.reason}"
        )


def clashes(voices: Sequence[Voice], *, level: float = LEVEL) -> tuple[Clash, ...]:
    """Return the pairs of voices whose tolls cannot both hold.

    Parameters
    ----------
    voices : sequence of Voice
        What is said.
    level : float
        Two voices clash when the difference of their tolls, taken for independent, excludes 0
        at this level, or when the sub-counts of one leave no room in the interval of the other.

    Returns
    -------
    tuple of Clash
        In the order of the voices.
    """
    beyond = (1.0 - check_level(level)) / 2.0
    if len(voices) == 1:
        return ()
    floors = [max(least_total(r.sub, outcome=r.claim.outcome) for r in v.reports) for v in voices]
    highs = [math.inf] * len(voices)
    if any(floors):
        highs = [voice.toll.interval(level=level).high for voice in voices]
    middles = np.array([voice.toll.median() for voice in voices])
    reached = np.array([voice.toll.cdf(middles) for voice in voices])
    found = []
    for i, j in combinations(range(len(voices)), 2):
        reason = ""
        # P(a >= b) is at least P(a >= its median) P(b <= that median), and the former is at
        # least one half: most pairs overlap by this alone, with no sum over a whole lattice.
        if reached[j, i] < _SURELY * beyond:
            reason = _apart(voices[i], voices[j], beyond)
        if not reason and reached[i, j] < _SURELY * beyond:
            reason = _apart(voices[j], voices[i], beyond)
        for counted, other in ((i, j), (j, i)):
            if not reason and floors[counted] > highs[other]:
                reason = (
                    f"the sub-counts of {voices[counted].name} need at least {floors[counted]}, "
                    f"and {voices[other].name} allows {count(highs[other])}"
                )
        if reason:
            a, b = voices[i], voices[j]
            found.append(Clash(a.name, a.words, b.name, b.words, reason))
    return tuple(found)


def _apart(less: Voice, more: Voice, beyond: float) -> str:
    """Return that `more` is above `less`, if all but a probability of `beyond` says so."""
    lattice = less.toll.lattice
    reached = float(np.sum(lattice.probs * more.toll.cdf(lattice.values)))  # BLAS starts threads
    if reached >= beyond:
        return ""
    above = f"{1.0 - reached:.1%}" if reached >= 0.0005 else "more than 99.9%"
    return f"the toll of {more.name} is above that of {less.name} with a probability of {above}"


def contradictions(
    reports: Iterable[Report], *, level: float = LEVEL, reading: str | Reading = "documented"
) -> pd.DataFrame:
    """Return a table of the reports that contradict each other.

    Parameters
    ----------
    reports : iterable of Report
        Reports of one incident.
    level : float
        Two reports contradict each other when the difference of their tolls, taken for
        independent, excludes 0 at this level.
    reading : str or Reading
        What the words mean in numbers, as for `estimate`.

    Returns
    -------
    pandas.DataFrame
        One row per pair: ``first``, ``first_words``, ``second``, ``second_words``, ``reason``.
        Reports that copy one origin appear once; denied figures, which are no counts of their
        own, not at all. Those whose words give no scale ("an unknown number") contradict nobody.

    Examples
    --------
    >>> told = [Report("12 killed", source="A"), Report("72 killed", source="B")]
    >>> contradictions(told)[["first", "second"]].to_numpy().tolist()
    [['A', 'B']]
    """
    import pandas as pd

    told = [
        report
        for report in check_reports(reports)
        if has_scale(report.claim) and "denied" not in report.claim.tags
    ]
    voices, _ = gather(
        told, [1.0] * len(told), lambda r: constrain(estimate(r.claim, reading=reading), r.sub)
    )
    found = clashes(voices, level=level) if voices else ()
    return pd.DataFrame(found, columns=list(Clash._fields))
