"""Contradictions: pairs of reports that cannot both hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from casualtystats.display.wording import span
from casualtystats.evidence.constraints import least_total
from casualtystats.evidence.report import Report
from casualtystats.evidence.voices import Voice, check_reports, gather
from casualtystats.toll.estimate import estimate
from casualtystats.toll.interval import check_level

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Clash", "clashes", "contradictions"]

LEVEL = 0.99


class Clash(NamedTuple):
    """Two voices that cannot both hold, and why."""

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
        Two voices clash when their intervals at this level do not meet, or when the sub-counts
        of one leave no room in the interval of the other.

    Returns
    -------
    tuple of Clash
        In the order of the voices.
    """
    spans = [voice.toll.interval(level=check_level(level)) for voice in voices]
    floors = [max(least_total(r.sub, outcome=r.claim.outcome) for r in v.reports) for v in voices]
    found = []
    for i, j in combinations(range(len(voices)), 2):
        reason = ""
        if spans[i].high < spans[j].low or spans[j].high < spans[i].low:
            shown = (span(*spans[i]), span(*spans[j]))
            reason = f"the {level:.0%} intervals {shown[0]} and {shown[1]} do not meet"
        for counted, other in ((i, j), (j, i)):
            if not reason and floors[counted] > spans[other].high:
                reason = (
                    f"the sub-counts of {voices[counted].name} need at least {floors[counted]}, "
                    f"above {span(*spans[other])}"
                )
        if reason:
            a, b = voices[i], voices[j]
            found.append(Clash(a.name, a.words, b.name, b.words, reason))
    return tuple(found)


def contradictions(
    reports: Iterable[Report], *, level: float = LEVEL, reading: str = "documented"
) -> pd.DataFrame:
    """Return a table of the reports that contradict each other.

    Parameters
    ----------
    reports : iterable of Report
        Reports of one incident.
    level : float
        Two reports contradict each other when their intervals at this level do not meet.
    reading : str
        What the words mean in numbers, as for `estimate`.

    Returns
    -------
    pandas.DataFrame
        One row per pair: ``first``, ``first_words``, ``second``, ``second_words``, ``reason``.
        Reports that copy one origin appear once.

    Examples
    --------
    >>> told = [Report("12 killed", source="A"), Report("72 killed", source="B")]
    >>> contradictions(told)[["first", "second"]].to_numpy().tolist()
    [['A', 'B']]
    """
    import pandas as pd

    told = check_reports(reports)
    voices, _ = gather(told, [1.0] * len(told), lambda r: estimate(r.claim, reading=reading))
    return pd.DataFrame(clashes(voices, level=level), columns=list(Clash._fields))
