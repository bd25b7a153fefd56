"""Voices: reports that go back to one origin speak once.

A wire story printed by ten papers is one count. Reports are gathered by their origin, or by
their source where they copy nobody, and each such voice speaks with one toll:

- the origin's own report beats the copies of it;
- of several dated reports by the origin itself the latest stands, for it revised the others;
- figures that still differ within a voice are mixed with equal weight, as nobody can tell
  which copy is the faithful one; the same figure told twice counts once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.evidence.report import Report
from casualtystats.text.claim import Claim
from casualtystats.toll.mixture import mixture
from casualtystats.toll.toll import Toll

__all__ = ["Voice", "Weights", "gather", "weigh"]

Weights: TypeAlias = Mapping[str, float] | Sequence[float] | NDArray[np.float64] | None


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """What one origin says, through one report or several.

    Parameters
    ----------
    name : str
        The origin or source, or the words in quotes where neither is known.
    reports : tuple of Report
        The reports that speak for it: no copies, no figures it has since revised.
    tolls : tuple of Toll
        What each of them means.
    weight : float
        Its weight beside the other voices.
    """

    name: str
    reports: tuple[Report, ...]
    tolls: tuple[Toll, ...]
    weight: float = 1.0
    toll: Toll = field(init=False)

    def __post_init__(self) -> None:
        joined = self.tolls[0]
        if len(self.tolls) > 1:
            notes = dict.fromkeys(note for toll in self.tolls for note in toll.notes)
            joined = mixture(self.tolls, notes=tuple(notes))
        object.__setattr__(self, "toll", joined)

    @property
    def words(self) -> str:
        """The words of its figures."""
        return " / ".join(report.words for report in self.reports)


def weigh(reports: Sequence[Report], weights: Weights) -> tuple[float, ...]:
    """Return one weight per report.

    Parameters
    ----------
    reports : sequence of Report
        The reports.
    weights : mapping of str to float, sequence of float, or None
        By the name of an origin, source or role, in which case those not named weigh 1; or
        one number per report; or all equal.

    Returns
    -------
    tuple of float
        The weights, in the order of the reports.

    Raises
    ------
    InvalidValueError
        If a weight is negative or unknown, all are 0, a name fits no report, or there are
        more or fewer numbers than reports.
    """
    if weights is None:
        return (1.0,) * len(reports)
    if isinstance(weights, Mapping):
        given: Mapping[Any, float] = weights
        if strange := [name for name in given if not isinstance(name, str)]:
            raise InvalidTypeError("weights", "go by names of sources or roles", strange)
        names = {_plain(name): weight for name, weight in weights.items()}
        keys = [tuple(map(_plain, (r.origin, r.source, r.role))) for r in reports]
        if unknown := set(names) - {name for key in keys for name in key}:
            hint = "Weights go by origin, source or role; or give one number per report."
            raise InvalidValueError("weights", "name sources of the reports", unknown, hint)
        found = [next((names[n] for n in key if n and n in names), 1.0) for key in keys]
    else:
        if not isinstance(weights, Iterable):
            raise InvalidTypeError("weights", "be a mapping or one number per report", weights)
        found = list(weights)
        if len(found) != len(reports):
            hint = f"There are {len(reports)} reports."
            raise InvalidValueError("weights", "be one number per report", weights, hint)
    try:
        values = np.asarray(found, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidTypeError("weights", "be numbers", weights) from None
    if not np.isfinite(values).all() or (values < 0).any() or not values.any():
        raise InvalidValueError("weights", "be 0 or more and not all 0", weights)
    return tuple(values.tolist())


def gather(
    reports: Sequence[Report],
    weights: Sequence[float],
    toll_of: Callable[[Report], Toll],
) -> tuple[tuple[Voice, ...], tuple[str, ...]]:
    """Return the voices behind reports, and what was set aside on the way.

    Parameters
    ----------
    reports : sequence of Report
        Reports of one incident.
    weights : sequence of float
        One per report; a voice has the largest of those that speak for it.
    toll_of : callable
        What a report means.

    Returns
    -------
    tuple of Voice
        In an order of their own, whatever the order of the reports.
    tuple of str
        A sentence for each report that does not speak.
    """
    origins = _origins(reports)
    groups: dict[Any, list[tuple[Report, float]]] = {}
    for report, weight in zip(reports, weights, strict=True):
        root = _root(report, origins)
        groups.setdefault(root or report, []).append((report, weight))
    voices: list[Voice] = []
    notes: list[str] = []
    for root, members in groups.items():
        kept = _originals(root, members, notes)
        kept = _latest(kept, notes)
        kept = _once(kept, members, notes)
        speaking = tuple(report for report, _ in kept)
        weight = max(weight for _, weight in kept)
        if weight == 0:
            notes.append(f"weight 0: {speaking[0].name} is left out")
            continue
        tolls = tuple(toll_of(report) for report in speaking)
        voices.append(Voice(_name(speaking), speaking, tolls, weight))
    voices.sort(key=lambda voice: (voice.name.casefold(), _order(voice.reports[0])))
    return tuple(voices), tuple(notes)


def _plain(name: str | None) -> str:
    """Return a name as it is compared: without case and spare spaces."""
    return " ".join((name or "").casefold().split())


def _copies(report: Report) -> bool:
    """Return whether a report repeats another source's figure."""
    return bool(report.origin) and _plain(report.origin) != _plain(report.source)


def _origins(reports: Sequence[Report]) -> dict[str, str]:
    """Return for each source that copies one other and nothing else, whom it copies."""
    own = {_plain(report.source) for report in reports if not _copies(report)}
    copied: dict[str, set[str]] = {}
    for report in filter(_copies, reports):
        copied.setdefault(_plain(report.source), set()).add(_plain(report.origin))
    return {
        source: min(origins)
        for source, origins in copied.items()
        if source and source not in own and len(origins) == 1
    }


def _root(report: Report, origins: Mapping[str, str]) -> str:
    name = _plain(report.origin or report.source)
    passed = {name}
    while (origin := origins.get(name)) and origin not in passed:
        name = origin
        passed.add(name)
    return min(passed) if origins.get(name) else name  # sources that copy each other are one


def _originals(
    root: Any, members: list[tuple[Report, float]], notes: list[str]
) -> list[tuple[Report, float]]:
    own = [(r, w) for r, w in members if not _copies(r) and _plain(r.source) == root]
    copies = [r for r, _ in members if _copies(r)]
    if own and copies:
        names = ", ".join(sorted({r.name for r in copies}))
        notes.append(f"copies: {names} repeat {own[0][0].name}, whose own figure stands")
    elif len(copies) > 1:
        names = ", ".join(sorted({r.name for r in copies}))
        notes.append(f"copies: {names} repeat {copies[0].origin} and count once")
    return own or members


def _latest(kept: list[tuple[Report, float]], notes: list[str]) -> list[tuple[Report, float]]:
    dates = [report.date for report, _ in kept]
    known = [date for date in dates if date is not None]
    if len(known) < len(dates) or len(set(known)) < 2 or any(_copies(r) for r, _ in kept):
        return kept
    last = max(known)
    name = kept[0][0].name
    notes.append(f"revised: of the figures of {name} the latest, of {last}, stands")
    return [(report, weight) for report, weight in kept if report.date == last]


def _once(
    kept: list[tuple[Report, float]], members: list[tuple[Report, float]], notes: list[str]
) -> list[tuple[Report, float]]:
    """Keep one report per figure, the same whatever the order."""
    by_figure: dict[Any, list[tuple[Report, float]]] = {}
    for report, weight in sorted(kept, key=lambda pair: _order(pair[0])):
        figure = (_figure(report.claim), tuple(_figure(sub) for sub in report.sub))
        by_figure.setdefault(figure, []).append((report, weight))
    once = [(_newest(same), max(weight for _, weight in same)) for same in by_figure.values()]
    if len(once) < len(kept) and not any(_copies(report) for report, _ in members):
        notes.append(f"repeated: {once[0][0].name} says the same more than once and counts once")
    if len(once) > 1:
        figures = " / ".join(report.words for report, _ in once)
        notes.append(f"{_name([r for r, _ in once])} states several figures, mixed: {figures}")
    return once


def _newest(same: list[tuple[Report, float]]) -> Report:
    """Return the last of several reports of one figure: that day it was still stated."""
    return max((report for report, _ in same), key=lambda report: report.date or dt.date.min)


def _figure(claim: Claim) -> tuple[Any, ...]:
    """Return what makes two claims state the same, whatever their wording."""
    number = (claim.form, claim.low, claim.high, claim.best, claim.unit)
    return (*number, claim.outcome, tuple(sorted(claim.victims)), tuple(sorted(claim.tags)))


def _order(report: Report) -> tuple[str, ...]:
    """Return what reports are sorted by, so that their order on entry does not matter."""
    said = (report.words, report.source, report.date, report.origin, report.role, report.url)
    return (repr(report.claim), *(str(part) for part in said), repr(report.sub))


def _name(reports: Sequence[Report]) -> str:
    first = reports[0]
    return (first.origin or first.name).strip()


def check_reports(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Return reports as a tuple if each is one and there are any.

    Parameters
    ----------
    reports : iterable of Report
        What was given.

    Returns
    -------
    tuple of Report
        The same reports.

    Raises
    ------
    InvalidValueError
        If there is none.
    InvalidTypeError
        If one is no `Report`.
    """
    if isinstance(reports, Report | str) or not isinstance(reports, Iterable):
        raise InvalidTypeError("reports", "be several reports", reports, "Put it in a list.")
    found = tuple(reports)
    if not found:
        hint = "No report is no evidence, which is not a toll of 0."
        raise InvalidValueError("reports", "hold at least one report", found, hint)
    for report in found:
        if not isinstance(report, Report):
            hint = "Write cs.Report(figure, source=...)."
            raise InvalidTypeError("reports", "hold reports only", report, hint)
    return found
