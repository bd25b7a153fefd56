"""Envelope: the range that the figures of all voices span, open where words leave it open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from casualtystats.evidence.report import Report
from casualtystats.evidence.voices import Voice
from casualtystats.toll.lattice import fitting_step
from casualtystats.toll.toll import Toll

__all__ = ["envelope"]

FloatArray: TypeAlias = NDArray[np.float64]


def envelope(voices: Sequence[Voice]) -> Toll:
    """Take the full range of what is stated, every whole number in it equally likely.

    As Airwars records an incident: the lowest figure of any source to the highest. What words
    leave open stays open: "at least 60" states 60, and no highest toll.

    Parameters
    ----------
    voices : sequence of Voice
        What is said; weights play no part.

    Returns
    -------
    Toll
        Uniform from the lowest to the highest figure stated. Where words leave a side open ("at
        least 60" upwards, "up to 60" downwards, "dozens" on both sides), the range goes on to
        what they mean if that lies beyond, and the result is the mean of all such ranges. A
        codebook's numbers, by ``scheme=``, are figures stated.

    Notes
    -----
    Words that leave one side open are taken to go the same way together: where one means its
    90 % point, so do the others.

    Examples
    --------
    >>> import casualtystats as cs
    >>> toll = cs.fuse([cs.Report("at least 60", "A"), cs.Report(42, "B")], pool="envelope")
    >>> toll.notes[0].split("; ")[1]
    'open above by A: at least 60'
    >>> toll.interval(level=0.9)
    Interval(43–94, level=0.9)
    """
    spans = [_Span.of(v, r, t) for v in voices for r, t in zip(v.reports, v.tolls, strict=True)]
    figures = [end for span in spans for end in (span.low, span.high) if end is not None]
    opened = [span for span in spans if span.low is None or span.high is None]
    cumulative = [np.cumsum(span.toll.probs) for span in opened]
    levels = np.unique(np.concatenate([*cumulative, [1.0]]).clip(0.0, 1.0))
    low = np.full(levels.size, float(min(figures, default=math.inf)))
    high = np.full(levels.size, float(max(figures, default=-math.inf)))
    for span, reached in zip(opened, cumulative, strict=True):
        place = np.searchsorted(reached, levels).clip(max=reached.size - 1)
        meant = span.toll.values[place].astype(np.float64)
        low = np.minimum(low, meant) if span.low is None else low
        high = np.maximum(high, meant) if span.high is None else high
    note = "pool: envelope, no figure is stated"
    if figures:
        ends = f"from the lowest figure stated ({min(figures)}) to the highest ({max(figures)})"
        note = f"pool: envelope, {ends}"
    for side, told in (
        ("below", [s.told for s in opened if s.low is None]),
        ("above", [s.told for s in opened if s.high is None]),
    ):
        note += f"; open {side} by {', '.join(told)}" if told else ""
    return _spanning(low, high, np.diff(levels, prepend=0.0), opened, note)


def _spanning(
    low: FloatArray, high: FloatArray, weight: FloatArray, opened: Sequence[_Span], note: str
) -> Toll:
    """Return the weighted mean of uniform distributions from `low` to `high`."""
    first, last = int(low.min()), int(high.max())
    step = max([fitting_step(last - first), *(span.toll.step for span in opened)])
    begin, end = ((side.astype(np.int64) - first) // step for side in (low, high))
    each, size = weight / (end - begin + 1), (last - first) // step + 2
    rise, fall = np.bincount(begin, each, size), np.bincount(end + 1, each, size)
    probs = np.cumsum(rise - fall)[:-1].clip(0.0)
    trimmed = max((span.toll.trimmed for span in opened), default=0.0)
    return Toll(first, probs, step=step, notes=(note,), trimmed=trimmed)


@dataclass(frozen=True, slots=True)
class _Span:
    """The ends that one report states, None where it leaves them open, and what it means."""

    low: int | None
    high: int | None
    told: str
    toll: Toll

    @classmethod
    def of(cls, voice: Voice, report: Report, toll: Toll) -> _Span:
        claim, told = report.claim, f"{voice.name}: {report.words}"
        if toll.law is None and np.ptp(toll.probs) == 0.0:  # a codebook's number or range
            return cls(toll.start, toll.lattice.end, told, toll)
        return cls(claim.low, claim.high, told, toll)
