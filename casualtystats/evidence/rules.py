"""Rules: how codebooks reconcile sources, each a pool by name.

A rule chooses among what is stated; the reading of the chosen words stays a distribution. What
is stated is compared by its number: the figure, or the lower end of a range; words without a
number ("dozens") are compared by the median of their reading. The rule that chooses nothing and
spans all figures stands in `envelope`.
"""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from casualtystats.errors import InvalidValueError
from casualtystats.evidence.envelope import envelope
from casualtystats.evidence.voices import Voice
from casualtystats.text.claim import Claim
from casualtystats.toll.mixture import mixture
from casualtystats.toll.toll import Toll

__all__ = ["gtd", "hierarchy", "latest", "lowest", "majority"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure of one voice, as a codebook sees it.

    Parameters
    ----------
    low, high : int
        The ends of what is stated, the hedge dropped.
    day : datetime.date or None
        When it was published.
    names : frozenset of str
        Its source, origin and role, without case.
    told : str
        Who says which words.
    toll : Toll
        What the words mean.
    weight : float
        The voice's weight, shared among its figures.
    """

    low: int
    high: int
    day: dt.date | None
    names: frozenset[str]
    told: str
    toll: Toll
    weight: float


def statements(voices: Sequence[Voice]) -> list[Statement]:
    """Return the figures that voices state.

    Parameters
    ----------
    voices : sequence of Voice
        What is said.

    Returns
    -------
    list of Statement
        One per report that speaks.
    """
    return [
        Statement(
            *_ends(report.claim, toll),
            day=report.date,
            names=frozenset(
                name.casefold() for name in (report.source, report.origin, report.role) if name
            ),
            told=f"{voice.name}: {report.words}",
            toll=toll,
            weight=voice.weight / len(voice.reports),
        )
        for voice in voices
        for report, toll in zip(voice.reports, voice.tolls, strict=True)
    ]


def lowest(voices: Sequence[Voice]) -> Toll:
    """Take the lowest figure stated, as ACLED does where reports differ.

    Parameters
    ----------
    voices : sequence of Voice
        What is said.

    Returns
    -------
    Toll
        What the lowest figure means.
    """
    return _chosen(_lowest(statements(voices)), "lowest, the lowest figure stated")


def majority(voices: Sequence[Voice]) -> Toll:
    """Take the figure that more than half of the voices state, by weight.

    Parameters
    ----------
    voices : sequence of Voice
        What is said.

    Returns
    -------
    Toll
        What that figure means; where no figure has a majority, the lowest, as GTD has it.
    """
    stated = statements(voices)
    if agreeing := _majority(stated):
        return _chosen(agreeing, "majority, the figure that most voices state")
    return _chosen(_lowest(stated), "majority, which no figure has: the lowest one stands")


def latest(voices: Sequence[Voice]) -> Toll:
    """Take the figure of the most recent report; several of one day are mixed.

    Parameters
    ----------
    voices : sequence of Voice
        What is said; those without a date are left out.

    Returns
    -------
    Toll
        What the latest figures mean.

    Raises
    ------
    InvalidValueError
        If no report has a date.
    """
    stated = statements(voices)
    recent, day = _latest(stated)
    if day is None:
        raise InvalidValueError(
            "reports", "have a date for pool='latest'", [v.name for v in voices]
        )
    undated = [s.told for s in stated if s.day is None]
    aside = f"; left out without a date: {', '.join(undated)}" if undated else ""
    return _chosen(recent, f"latest, the reports of {day}{aside}")


def gtd(voices: Sequence[Voice]) -> Toll:
    """Take the most recent figure, then the majority's, then the lowest: the rule of GTD.

    Parameters
    ----------
    voices : sequence of Voice
        What is said. Whether a source is of questionable validity is for the coder to judge:
        give it the weight 0.

    Returns
    -------
    Toll
        What the chosen figure means.

    References
    ----------
    Global Terrorism Database, Codebook, June 2017, p. 47.
    """
    recent, day = _latest(statements(voices))
    step = f"most recent ({day})" if day is not None else "no report is dated"
    if len(recent) > 1:
        agreeing = _majority(recent)
        step += ", then majority" if agreeing else ", no majority, then lowest"
        recent = agreeing or _lowest(recent)
    return _chosen(recent, f"gtd, {step}")


def hierarchy(voices: Sequence[Voice], *, order: Sequence[str] | None = None) -> Toll:
    """Take the figure of the source that ranks highest; several of one rank are mixed.

    Parameters
    ----------
    voices : sequence of Voice
        What is said.
    order : sequence of str, optional
        Sources, origins or roles from the most to the least trusted. Without it the roles
        stand in the package's own order, by distance from the fighting: monitor, media,
        official, party. No codebook prescribes it.

    Returns
    -------
    Toll
        What the figures of the highest rank mean.

    Raises
    ------
    InvalidValueError
        If no report has a place in the order.
    """
    ranks = [name.casefold() for name in (_default_order() if order is None else order)]
    for name in ranks:
        found = [s for s in statements(voices) if name in s.names]
        if found:
            return _chosen(found, f"hierarchy, {name} first of {' > '.join(ranks)}")
    hint = "Give reports a role, or pool=partial(hierarchy, order=(...))."
    rule = f"have one of {', '.join(ranks)} as role or source for pool='hierarchy'"
    raise InvalidValueError("reports", rule, [voice.name for voice in voices], hint)


def _chosen(stated: Sequence[Statement], why: str) -> Toll:
    note = f"pool: {why} ({', '.join(s.told for s in stated)})"
    return mixture([s.toll for s in stated], [s.weight for s in stated], notes=(note,))


def _lowest(stated: Sequence[Statement]) -> list[Statement]:
    least = min(s.low for s in stated)
    return [s for s in stated if s.low == least]


def _majority(stated: Sequence[Statement]) -> list[Statement]:
    """Return the statements of the figure that has more than half of the weight, if any has."""
    for figure in dict.fromkeys(s.low for s in stated):
        # one exact sum of votes for and against: its sign is right at a tie, too
        if math.fsum(s.weight if s.low == figure else -s.weight for s in stated) > 0:
            return [s for s in stated if s.low == figure]
    return []


def _latest(stated: Sequence[Statement]) -> tuple[list[Statement], dt.date | None]:
    last = max((s.day for s in stated if s.day is not None), default=None)
    return [s for s in stated if s.day == last], last


def _ends(claim: Claim, toll: Toll) -> tuple[int, int]:
    """Return the ends of what is stated, the hedge dropped."""
    if claim.best is not None:
        return claim.best, claim.best
    stated = [end for end in (claim.low, claim.high) if end is not None]
    middle = int(toll.median())
    return (stated[0], stated[-1]) if stated else (middle, middle)


@lru_cache(maxsize=1)
def _default_order() -> tuple[str, ...]:
    source = files("casualtystats").joinpath("data", "evidence", "hierarchy.toml")
    found: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(found["order"])


RULES: dict[str, Callable[[Sequence[Voice]], Toll]] = {
    "envelope": envelope,
    "lowest": lowest,
    "majority": majority,
    "latest": latest,
    "gtd": gtd,
    "hierarchy": hierarchy,
}
