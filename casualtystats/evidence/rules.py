"""Rules: how codebooks reconcile sources, each a pool by name.

A rule chooses among what is stated; the reading of the chosen words stays a distribution. What
is stated is compared by its number: the figure, or the lower end of a range; words without a
number ("dozens") are compared by the median of their reading.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from casualtystats.errors import InvalidValueError
from casualtystats.evidence.voices import Voice
from casualtystats.text.claim import Claim
from casualtystats.toll.lattice import fitting_step
from casualtystats.toll.mixture import mixture
from casualtystats.toll.toll import Toll

__all__ = ["envelope", "gtd", "hierarchy", "latest", "lowest", "majority"]


def envelope(voices: Sequence[Voice]) -> Toll:
    """Take the full range of what is stated, every whole number in it equally likely.

    As Airwars records an incident: the lowest figure of any source to the highest.

    Parameters
    ----------
    voices : sequence of Voice
        What is said; weights play no part.

    Returns
    -------
    Toll
        Uniform from the lowest to the highest number stated. A hedge is dropped, as the
        codebook drops it: "at least 31" contributes 31.
    """
    stated = [_ends(report.claim, voice) for voice in voices for report in voice.reports]
    low, high = min(low for low, _ in stated), max(high for _, high in stated)
    step = fitting_step(high - low)
    note = f"pool: envelope, from the lowest figure stated ({low}) to the highest ({high})"
    return Toll(low, np.ones((high - low) // step + 1), step=step, notes=(note,))


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
    return _chosen(_lowest(voices), "lowest, the lowest figure stated")


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
    agreeing = _majority(voices)
    if agreeing:
        return _chosen(agreeing, "majority, the figure that most voices state")
    return _chosen(_lowest(voices), "majority, which no figure has: the lowest one stands")


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
    recent, day = _latest(voices)
    if day is None:
        raise InvalidValueError(
            "reports", "have a date for pool='latest'", [v.name for v in voices]
        )
    undated = [voice.name for voice in voices if _day(voice) is None]
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
    recent, day = _latest(voices)
    recent = recent if day is not None else tuple(voices)
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
        found = [voice for voice in voices if name in _names(voice)]
        if found:
            return _chosen(found, f"hierarchy, {name} first of {' > '.join(ranks)}")
    hint = "Give reports a role, or pool=partial(hierarchy, order=(...))."
    rule = f"have one of {', '.join(ranks)} as role or source for pool='hierarchy'"
    raise InvalidValueError("reports", rule, [voice.name for voice in voices], hint)


def _chosen(voices: Sequence[Voice], why: str) -> Toll:
    names = ", ".join(f"{voice.name}: {voice.words}" for voice in voices)
    note = f"pool: {why} ({names})"
    return mixture([v.toll for v in voices], [v.weight for v in voices], notes=(note,))


def _lowest(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    figures = [min(_number(r.claim, voice) for r in voice.reports) for voice in voices]
    least = min(figures)
    return tuple(v for v, figure in zip(voices, figures, strict=True) if figure == least)


def _majority(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """Return the voices whose figure has more than half of the weight, if any figure has."""
    votes: dict[float, float] = {}
    for voice in voices:
        for report in voice.reports:
            figure = _number(report.claim, voice)
            votes[figure] = votes.get(figure, 0.0) + voice.weight / len(voice.reports)
    half = sum(voice.weight for voice in voices) / 2.0
    winners = [figure for figure, weight in votes.items() if weight > half]
    return tuple(
        v for v in voices for w in winners if w in {_number(r.claim, v) for r in v.reports}
    )


def _latest(voices: Sequence[Voice]) -> tuple[tuple[Voice, ...], dt.date | None]:
    days = [_day(voice) for voice in voices]
    last = max((day for day in days if day is not None), default=None)
    return tuple(v for v, day in zip(voices, days, strict=True) if day == last), last


def _day(voice: Voice) -> dt.date | None:
    return max((r.date for r in voice.reports if r.date is not None), default=None)


def _number(claim: Claim, voice: Voice) -> float:
    return _ends(claim, voice)[0]


def _ends(claim: Claim, voice: Voice) -> tuple[int, int]:
    """Return the ends of what is stated, the hedge dropped."""
    if claim.best is not None:
        return claim.best, claim.best
    stated = [end for end in (claim.low, claim.high) if end is not None]
    middle = int(voice.toll.median())
    return (stated[0], stated[-1]) if stated else (middle, middle)


def _names(voice: Voice) -> set[str]:
    told = [(r.source, r.origin, r.role) for r in voice.reports]
    return {name.casefold() for names in told for name in names if name}


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
